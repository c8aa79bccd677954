"""Reading a page for what it says of feeds. Pure over bytes."""

from urllib.parse import urljoin, urlsplit

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


def feed_addresses(body: bytes, address: str) -> tuple[str, ...]:
    """The feeds that the page at `address` announces in `<link rel="alternate">`, in its order, each once."""
    from lxml import etree, html

    try:
        page = html.document_fromstring(body)
    except (etree.ParserError, ValueError):
        return ()
    base = _address(address, next((tag.get("href") or "" for tag in page.iter("base")), "")) or address
    hrefs = (link.get("href") for link in page.iter("link") if _announces_feed(link.get("rel"), link.get("type")))
    addresses = (_address(base, href) for href in hrefs if href)
    return tuple(dict.fromkeys(filter(None, addresses)))


def _announces_feed(rel: str | None, kind: str | None) -> bool:
    media_type = (kind or "").partition(";")[0].strip().lower()
    return "alternate" in (rel or "").lower().split() and media_type in FEED_TYPES


def _address(base: str, href: str) -> str | None:
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
