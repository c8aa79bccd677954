"""Foreign HTML, cleaned once, at the edge: plain text comes in, and nothing in the house has to trust markup."""

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

SILENT = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea", "title"}
INLINE = {
    *(
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
    ),
    *("q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
TAG = re.compile("<[^>]*>")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def words_of_html(html: str) -> str:
    """What a reader would see of a piece of HTML, on one line; what stands in blocks of their own stays apart."""
    if "<" in html:
        html = TAG.sub(" ", _cleaner().clean(UNWRITABLE.sub("", html)))
    return one_line(unescape(html))


def one_line(text: str) -> str:
    """A text without control characters, its spaces single."""
    return " ".join((text if text.isprintable() else UNWRITABLE.sub("", text)).split())


@lru_cache(maxsize=1)
def _cleaner() -> "nh3.Cleaner":
    """Keeps the bare tags of blocks; drops all other tags, every attribute, comments, and what is not for reading."""
    import nh3

    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS - INLINE, attributes={}, clean_content_tags=SILENT, strip_comments=True, link_rel=None
    )
