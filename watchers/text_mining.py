"""Reservation of text mining by a site: the TDM Reservation Protocol (W3C community group, report of 2024).

A page says it in its `<meta name="tdm-reservation">`, the answer in a header of that name, the site in
/.well-known/tdmrep.json; what stands nearer to the page wins. Of what is reserved only title and link are taken.
"""

import json
import logging
import re
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update

from models.news.sources.visits import host_of
from models.tables.sources import Host
from watchers.disappointment import Disappointment
from watchers.fetch.answer import Fetched
from watchers.outside import Watch

FILE = "/.well-known/tdmrep.json"
NAME = "tdm-reservation"
KEPT = timedelta(hours=24)
LONGEST_FILE, MOST_RULES = 100_000, 1000
HEAD = 100_000
"""Bytes of a page in which its `<meta>` are looked for."""
# Bounded, and in the first bytes only: the page is a stranger's, and a regular expression is not a parser.
META = re.compile(rb"<meta\b[^>]{1,1000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"""([a-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)

logger = logging.getLogger(__name__)


class Where(StrEnum):
    """The places where a refusal may be written."""

    META = "meta"
    HEADER = "header"
    FILE = "file"


def reserved(body: bytes, header: str | None, file: str, path: str) -> Where | None:
    """Return where mining of a page is refused (in the page, its answer's header, its site's file), or None."""
    rules = (rule for rule in _rules(file) if isinstance(rule, dict))
    # The first rule that fits.
    ruled = next((rule for rule in rules if fits(str(rule.get("location", "")), path)), {})
    for where, told in (
        (Where.META, _of_page(body)),
        (Where.HEADER, _flag(header)),
        (Where.FILE, _flag(ruled.get(NAME))),
    ):
        if told is not None:
            return where if told else None
    return None


def _flag(value: object) -> bool | None:
    """Read a flag: 1 reserves, 0 does not, anything else says nothing."""
    return {"1": True, "0": False}.get(str(value).strip()) if value is not None else None


def _of_page(body: bytes) -> bool | None:
    for tag in META.findall(body[:HEAD]):
        told = {name.lower(): b"".join(values) for name, *values in ATTRIBUTE.findall(tag)}
        if told.get(b"name", b"").strip().lower() == NAME.encode():
            return _flag(told.get(b"content", b"").decode(errors="replace"))
    return None


def _rules(text: str) -> list[Any]:
    try:
        rules = json.loads(text[:LONGEST_FILE]) if text else []
    # `[[[[…` of some thousand levels makes json run out of stack.
    except (ValueError, RecursionError):
        return []
    return rules[:MOST_RULES] if isinstance(rules, list) else []


def fits(location: str, path: str) -> bool:
    """Return whether a path begins as a location says: `*` stands for any letters, a `$` at the end for the end."""
    if not location.startswith(("/", "*")):
        location = f"/{location}"
    bounded = location.endswith("$")
    first, *others = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    for number, part in enumerate(others, 1):
        if bounded and number == len(others):
            return len(path) - len(part) >= place and path.endswith(part)
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return not bounded or place == len(path)


# ------------------------------------------------------------------------------------------------------------ the world


def file_of(watch: Watch, address: str) -> str:
    """Return the site's file on text mining, asked for once a day; to be called while its host is held."""
    host, at = host_of(address), watch.clock()
    with watch.store.reading() as db:
        known = db.get(Host, host)
    if known and known.mining is not None and known.mining_at and known.mining_at > at - KEPT:
        return known.mining
    parts = urlsplit(address)
    try:
        text = watch.outside.fetcher.get(f"{parts.scheme}://{parts.netloc}{FILE}").body.decode(errors="replace")
    except Disappointment as error:
        # Not kept: a site that is down today has not said that it reserves nothing.
        if error.passing:
            return ""
        text = ""
    text = text[:LONGEST_FILE].replace("\0", "") if _rules(text) else ""
    with watch.store.writing() as db:
        db.execute(update(Host).where(Host.name == host).values(mining=text, mining_at=at))
    return text


def judged(answer: Fetched, asked: str, file: str) -> Where | None:
    """Return where the page in an answer refuses text mining; `file` is that of the site that was asked."""
    parts = urlsplit(answer.address)
    # After a redirect the file of the site that was asked says nothing of the site that answered.
    ours = file if host_of(answer.address) == host_of(asked) else ""
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return reserved(answer.body, answer.reservation, ours, path)
