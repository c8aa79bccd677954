"""The lenient reader: any feed whatsoever through feedparser, which also judges what is no feed."""

import io
import re
from typing import Any

from watchers.feeds.feed import NotAFeed

# What feedparser has been seen to die of, given broken feeds: huge character numbers, absurd encodings, licences…
BREAKDOWNS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
PAGE = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
PAGE_STARTS_WITHIN = 1024
MOST_NESTED = 1000
"""Elements inside each other; feedparser takes a quarter of a minute over 200,000."""
# feedparser takes the title and the description of an image inside an entry for those of the entry.
IMAGE = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|"
    rb"<image(?:\s[^<>]*)?(?<!/)>(?:[^<]++|<!\[CDATA\[.*?\]\]>|<(?!!|/?(?:image|item|entry)\b))*+</image\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""An image that is closed within its entry; or what stands in CDATA, which is text and stays."""
TAG = re.compile(rb"<(/?)[a-z][^<>]*>", re.IGNORECASE)


def read(body: bytes, content_type: str, address: str) -> tuple[Any, Any]:
    """Return what a body says of its feed and of its entries. Raises NotAFeed."""
    parsed = parse(body, content_type, address)
    if not parsed.entries:
        _check_is_feed(body, parsed.get("version"), parsed.get("bozo_exception"))
    return parsed.feed, parsed.entries


def parse(body: bytes, content_type: str, address: str) -> Any:
    """Return what feedparser makes of a body, be it a feed or not. Raises NotAFeed where it breaks down.

    feedparser gets bytes only: a text it would open as a path.
    """
    from feedparser import api

    # What stands in CDATA is text: tags in it nest nothing.
    start, *marked = body.split(b"<![CDATA[")
    outside = start + b"".join(section.partition(b"]]>")[2] for section in marked)
    depth = 0
    for tag in TAG.finditer(outside):
        depth += -1 if tag[1] else not tag[0].endswith(b"/>")
        if depth > MOST_NESTED:
            raise NotAFeed("broken")
    told = io.BytesIO(IMAGE.sub(rb"\1", body))
    headers = {"content-type": content_type, "content-location": address}
    try:
        # Its sanitizer and its urljoin are left off: `plain` and `entries` do both, once, for the two readers.
        return api.parse(told, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except BREAKDOWNS as error:
        raise NotAFeed("broken", f"{type(error).__name__}: {error}") from error


def _check_is_feed(body: bytes, version: str | None, error: Exception | None) -> None:
    from feedparser.exceptions import ThingsNobodyCaresAboutButMe

    # feedparser sets `bozo` for a mere wrong charset or media type too: the feed was read all the same.
    if isinstance(error, ThingsNobodyCaresAboutButMe):
        error = None
    if version and not error:
        return
    # Said apart: a page may announce its feeds, which a trial then offers (watchers/outside.py).
    if PAGE.search(body[:PAGE_STARTS_WITHIN]):
        raise NotAFeed("page")
    raise NotAFeed("broken" if error else "other", str(error or ""))
