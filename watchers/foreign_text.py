"""What strangers write: HTML cleaned to plain text at the edge, and dates, never invented and never in the future."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from content.schema.yaml_fields import LANGUAGES

if TYPE_CHECKING:
    import nh3

LOCAL_ZONE = ZoneInfo("Europe/Brussels")
LONGEST_DATE = 100
# Empty date fields come out as the year 1 or as 1970.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def plausible(moment: datetime, now: datetime) -> datetime | None:
    """Return the moment in UTC, or None if it lies after `now` or before the web; a naive one is local time."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL_ZONE)
    if not timedelta(0) <= moment - EARLIEST <= now - EARLIEST:
        return None
    return moment.astimezone(UTC)


def read_date(text: str, now: datetime) -> datetime | None:
    """Read a date in French, Dutch or English, or relative to `now` (« hier à 10h »); day first, local time.

    None unless the day, the month and the year are all told.
    """
    import dateparser

    settings = {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": now.astimezone(LOCAL_ZONE).replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": str(LOCAL_ZONE),
    }
    moment = dateparser.parse(text[:LONGEST_DATE], languages=[*LANGUAGES], settings=settings)
    return moment and plausible(moment, now)


# --------------------------------------------------------------------------------- cleaning of foreign HTML at the edge


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
