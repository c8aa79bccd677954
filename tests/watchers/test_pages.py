"""Pages: the feeds that they announce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.pages import feed_addresses

ADDRESS = "https://www.actiris.example/fr/actus/index.html"
TYPE = "application/rss+xml"


def found(head: str, address: str = ADDRESS) -> tuple[str, ...]:
    return feed_addresses(f"<!doctype html><html><head>{head}</head><body></body></html>".encode(), address)


def link(href: str, rel: str = "alternate", kind: str = TYPE) -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def test_feeds_are_found_in_the_order_of_the_page_each_once() -> None:
    head = link("/rss") + link("atom.xml", kind="application/atom+xml") + link("https://www.actiris.example/rss")
    assert found(head) == ("https://www.actiris.example/rss", "https://www.actiris.example/fr/actus/atom.xml")


def test_the_base_of_the_page_counts() -> None:
    assert found('<base href="/nl/">' + link("rss")) == ("https://www.actiris.example/nl/rss",)


def test_a_base_that_is_no_address_does_not_count() -> None:
    assert found('<base href="http://[">' + link("/rss")) == ("https://www.actiris.example/rss",)


def test_case_and_parameters_do_not_matter() -> None:
    assert found(link(" /rss ", "ALTERNATE home", "Application/RSS+XML; charset=utf-8")) == (
        "https://www.actiris.example/rss",
    )


@pytest.mark.parametrize(
    "head",
    [
        "",
        link("/style.css", rel="stylesheet"),
        link("/rss", rel="canonical"),
        link("/nl", kind="text/html"),
        link("/oembed", kind="application/json+oembed"),
        link("javascript:alert(1)"),
        link("http://[x/"),
        "<!-- " + link("/rss") + " -->",
        '<link rel="alternate" type="application/rss+xml">',
    ],
)
def test_what_announces_no_feed_of_the_web_is_passed_over(head: str) -> None:
    assert found(head) == ()


@given(st.binary(max_size=300))
def test_any_bytes_announce_feeds_or_none(body: bytes) -> None:
    assert isinstance(feed_addresses(body, ADDRESS), tuple)
