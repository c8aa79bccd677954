"""Cleaning of foreign HTML at the edge: plain text comes in, and nothing in the house has to trust markup."""

import re
from collections import Counter
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
FALLBACK = ("iframe", "noscript", "object", "select", "template", "textarea", "title")
"""What is silent in a page, but swallows the words of an article when it is never closed."""
FALLBACK_TAG = re.compile(rf"<(/?)({'|'.join(FALLBACK)})\b[^<>]*>", re.IGNORECASE)
TAG = re.compile("<[^>]*>")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Control characters, soft hyphens, what turns the direction of a text, halves of letters."""
SPACES = re.compile(r"[^\S\u00a0\u202f]+")


def words_of_html(html: str) -> str:
    """Return the text that a reader would see of a piece of HTML, on one line, blocks kept apart."""
    if "<" in html:
        # A parser first, the pattern after: what nh3 gives back is well formed, and only then may a pattern cut tags.
        html = UNSEEN.sub("", html)
        opened = Counter[str]()
        for tag in FALLBACK_TAG.finditer(html):
            opened[tag[2].lower()] += -1 if tag[1] else 1
        # Where one of these is never closed, it would swallow all that follows.
        if any(count > 0 for count in opened.values()):
            html = FALLBACK_TAG.sub("", html)
        html = TAG.sub(" ", _cleaner().clean(html))
    return one_line(unescape(html))


def one_line(text: str) -> str:
    """Return a text as a header may hold it: nothing invisible, single spaces, no-break spaces kept."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return SPACES.sub(" ", UNSEEN.sub("", text)).strip()


@lru_cache(maxsize=1)
def _cleaner() -> "nh3.Cleaner":
    """Return a cleaner that keeps the bare tags of blocks and drops all other markup and what is not for reading."""
    import nh3

    # Tags of blocks are kept only to become spaces: « a</p><p>b » is two words, « a<b>b</b> » one.
    return nh3.Cleaner(
        tags=nh3.ALLOWED_TAGS - INLINE, attributes={}, clean_content_tags=SILENT, strip_comments=True, link_rel=None
    )
