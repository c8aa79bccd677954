"""Sitemaps: their newest pages, the parts of an index; hostile ones do no harm."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY
from watchers.disappointment import Disappointment
from watchers.sitemaps import MOST_BYTES, MOST_PAGES, MOST_PARTS, parse

HERE = "https://www.actiris.example/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def url(path: str, lastmod: str = "", news: str = "", site: str = "https://www.actiris.example") -> str:
    dated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{site}{path}</loc>{dated}{news}</url>"


def sitemap(*urls: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<urlset {NAMESPACES}>{"".join(urls)}</urlset>'.encode()


def paths(body: bytes) -> list[str]:
    return [page.address.removeprefix("https://www.actiris.example") for page in parse(body, HERE, MONDAY).pages]


def test_the_newest_pages_come_first_each_once_and_those_without_a_date_last() -> None:
    body = sitemap(url("/a"), url("/b", "2026-11-20"), url("/c", "2026-11-22T10:00:00+01:00"), url("/b", "2026-01-01"))
    assert paths(body) == ["/c", "/b", "/a"]


def test_a_sitemap_of_news_gives_titles_and_the_hour() -> None:
    told = (
        "<news:news><news:publication_date>2026-11-22T08:00:00Z</news:publication_date>"
        "<news:title> Une  mesure </news:title></news:news>"
    )
    (page,) = parse(sitemap(url("/n", "2026-11-23", told)), HERE, MONDAY).pages
    assert (page.title, page.published) == ("Une mesure", datetime(2026, 11, 22, 8, tzinfo=UTC))
    assert page.at == page.published


def test_the_pictures_of_a_page_are_not_the_page() -> None:
    for picture in ["https://cdn.example/a.jpg", "https://www.actiris.example/a.jpg"]:
        told = (
            '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
            f"<image:loc>{picture}</image:loc><image:title>Logo</image:title></image:image>"
        )
        (page,) = parse(sitemap(url("/a", "2026-11-20", told)), HERE, MONDAY).pages
        assert (page.address, page.title) == ("https://www.actiris.example/a", "")


def test_an_index_gives_its_newest_parts() -> None:
    parts = [
        f"<sitemap><loc>https://www.actiris.example/{n}.xml</loc><lastmod>2026-11-{n:02}</lastmod></sitemap>"
        for n in range(1, 9)
    ]
    found = parse(f"<sitemapindex {NAMESPACES}>{''.join(parts)}</sitemapindex>".encode(), HERE, MONDAY)
    assert found.parts == tuple(f"https://www.actiris.example/{n}.xml" for n in (8, 7, 6)[:MOST_PARTS])
    assert found.pages == ()


def test_what_names_another_host_is_left_out() -> None:
    for site in [
        *("https://other.example", "http://127.0.0.1", "ftp://www.actiris.example"),
        "https://u:p@www.actiris.example",
    ]:
        assert paths(sitemap(url("/a", site=site), url("/b"))) == ["/b"]


def test_a_date_to_come_is_no_date() -> None:
    later = (MONDAY + timedelta(days=2)).isoformat()
    assert parse(sitemap(url("/a", later)), HERE, MONDAY).pages[0].at is None


def test_a_packed_one_is_unpacked_and_never_beyond_the_limit() -> None:
    assert paths(gzip.compress(sitemap(url("/a")))) == ["/a"]
    bomb = gzip.compress(sitemap(url("/a")) + b" " * (2 * MOST_BYTES))
    assert paths(bomb) == ["/a"]


def test_only_so_many_pages_are_taken() -> None:
    assert len(paths(sitemap(*(url(f"/{n}") for n in range(MOST_PAGES + 50))))) == MOST_PAGES


def test_entities_are_not_resolved() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "https://www.actiris.example/"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
    body = sitemap("<url><loc>&e;</loc></url>", "<url><loc>&a;b</loc></url>", url("/c"), head=laughs)
    assert "/c" in paths(body)
    assert not [path for path in paths(body) if "root:" in path]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sitemap_or_none(body: bytes) -> None:
    with suppress(Disappointment):
        assert parse(b"<urlset>" + body, HERE, MONDAY).parts == ()


def test_what_is_none_says_so() -> None:
    for body in [b"", b"<html><body>Bonjour</body></html>", b"\x1f\x8bnot packed", b"{}"]:
        with pytest.raises(Disappointment, match="^not_a_sitemap"):
            parse(body, HERE, MONDAY)
