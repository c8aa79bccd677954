"""Parsing of any feed: bytes in, entries out. Pure.

Most feeds are well formed and say no more than they must: `strict` reads those in a fraction of the time, and gives
what feedparser would give, or gives up. Everything else is feedparser's.
"""

import re
from datetime import datetime, timedelta

from watchers.feeds import lenient, strict
from watchers.feeds.entries import entry, plain, rough_age
from watchers.feeds.feed import Entry, Feed
from watchers.plain import one_line

# Some feeds hold all that a site ever published; only the newest are read.
MOST_ENTRIES = 200


def parse(body: bytes, content_type: str, address: str, now: datetime) -> Feed:
    """Parse the feed in the body found at `address`. Raises NotAFeed."""
    about, items = strict.read(body, content_type, address) or lenient.read(body, content_type, address)
    newest = sorted(items, key=rough_age)[:MOST_ENTRIES]
    known: dict[str, Entry] = {}
    for one in (entry(item, address, now) for item in newest):
        # The first of equals, which is the newest: feeds that correct an entry often show it twice.
        known.setdefault(one.identity, one)
    entries = list(known.values())
    # At most six digits, and not 0: feeds say « ttl » as they like, and timedelta overflows.
    digits = re.fullmatch(r"\s*([0-9]{1,6})\s*", about.get("ttl") or "")
    return Feed(
        title=plain(about.get("title_detail")),
        language=one_line(about.get("language") or "") or None,
        ttl=timedelta(minutes=int(digits[1])) if digits and int(digits[1]) else None,
        entries=tuple(sorted(entries, key=_age)),
    )


def _age(one: Entry) -> float:
    return -one.published.timestamp() if one.published else 0.0
