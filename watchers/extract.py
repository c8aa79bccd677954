"""Extraction of the article in a page. Pure over bytes: what is read here was fetched elsewhere."""

import codecs
import re
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from models.ground.limits import LONGEST_TITLE
from watchers.disappointment import Disappointment
from watchers.foreign_text import LONGEST_DATE, plausible, read_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_WORDS = 25
READABLE = re.compile(r"(?:text/(?:html|plain|xml)|application/(?:xhtml\+)?xml|)$", re.IGNORECASE)
CHARSET = re.compile(r"""charset\s*=\s*+(?:["']\s*+)?([\w.:-]{1,40})""", re.IGNORECASE)
# Bounded repetitions: on a page without `>` an open one takes quadratic time.
DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
DECLARED_WITHIN = 4096
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What calls itself Latin-1 or ASCII on the web is windows-1252 (WHATWG Encoding, 4.2).
WESTERN = "cp1252"

MACHINE_FORMAT = "%Y-%m-%dT%H:%M:%S%z"
# A copyright year is not a first of January.
MACHINE_DATES = '//meta[not(@itemprop="copyrightYear")] | //script[@type="application/ld+json"]'
VISIBLE_DATES = """//*[self::time or @itemprop="datePublished" or contains(translate(@class, "D", "d"), "date")]
    [not(self::meta or ancestor::nav or ancestor::aside or ancestor::footer or ancestor::header/parent::body)]"""
MOST_VISIBLE_DATES = 20
DATE_INSIDE = re.compile(
    r"\d{1,2}(?:er)?(?:\s+[^\W\d]{3,10}\.?\s+|([/.-])\d{1,2}\1)\d{4}(?:\D{1,4}\d{1,2}\s?[:h]\s?\d\d)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article: paragraphs of `text` stand on lines of their own; `language` is what the page says of itself."""

    title: str
    text: str
    language: str | None
    published: datetime | None
    published_raw: str | None


def extract(body: bytes, content_type: str, address: str, now: datetime) -> Extracted:
    """Extract the article of the page found at `address`. Raises Disappointment."""
    import trafilatura
    from trafilatura.settings import Document

    readable = READABLE.match(content_type.partition(";")[0].strip())
    page = trafilatura.load_html(decode(body, content_type)) if readable else None
    if page is None:
        raise Disappointment("nothing_to_read")
    # The date for machines goes before the one shown.
    if raw := _machine_date(page, now):
        published = plausible(datetime.fromisoformat(raw), now)
    else:
        raw, published = _visible_date(page, now)
    article = trafilatura.bare_extraction(
        page,
        url=address,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(article, Document):
        raise Disappointment("nothing_to_read")
    title = article.title or ""
    text = article.text or ""
    opening, _, rest = text.partition("\n")
    # A summary that repeats the title says nothing.
    if rest and opening.split() == title.split():
        text = rest.lstrip()
    # A login, a consent page, a shell without its scripts.
    if len(text.split()) < FEWEST_WORDS:
        raise Disappointment("nothing_to_read")
    declared = page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang")
    return Extracted(title[:LONGEST_TITLE], text, (declared or "").strip() or None, published, raw)


def decode(body: bytes, content_type: str) -> str:
    """Decode a page by its byte order mark, the answer's charset, its `<meta>`, as UTF-8, else as windows-1252."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, errors="replace")
    answered = CHARSET.search(content_type)
    declared = DECLARED.search(body[:DECLARED_WITHIN])
    for label in (answered and answered[1], declared and declared[1].decode("ascii"), "utf-8"):
        with suppress(LookupError, ValueError):  # no such encoding, or a body that is not in it
            name = codecs.lookup(label or "").name
            # These never fail on any byte, so they would hide the `<meta>` and UTF-8 that are tried next.
            if name not in ("ascii", "iso8859-1", WESTERN):
                return body.decode(name)
    return body.decode(WESTERN, errors="replace")


def _machine_date(page: "HtmlElement", now: datetime) -> str | None:
    """Return the date in the `<meta>` and the JSON-LD of a page.

    Given the whole page, htmldate goes on to guess from footers and figures: it gets the part to believe, and no more.
    """
    from htmldate import find_date
    from lxml import html

    told = html.Element("html")
    # A copy: lxml moves an element that is given another parent, out of the page still to be read.
    told.extend(deepcopy(page.xpath(MACHINE_DATES)))
    return find_date(told, extensive_search=False, original_date=True, outputformat=MACHINE_FORMAT, max_date=now)


def _visible_date(page: "HtmlElement", now: datetime) -> tuple[str | None, datetime | None]:
    for element in page.xpath(VISIBLE_DATES)[:MOST_VISIBLE_DATES]:
        text = " ".join(element.text_content().split())
        inside = DATE_INSIDE.search(text)
        candidates = (element.get("datetime", ""), text, inside[0] if inside else "")
        for raw in [candidate for candidate in candidates if 0 < len(candidate) <= LONGEST_DATE]:
            published = read_date(raw, now)
            if published:
                return raw, published
    return None, None
