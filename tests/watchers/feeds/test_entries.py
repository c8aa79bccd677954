"""Addresses in feeds: the short way gives what urljoin gives."""

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from watchers.feeds.entries import NAME, WHOLE, joined

BASE = "https://www.example.be/actus/feed.xml"
PIECES = st.sampled_from(
    ["http", "HTTPS", "https", "urn", "tag", ":", "://", "//", "/", ".", "..", "a.example", "80", "?", "x=1", "&", "#"]
    + [";", "@", "[", "]", " ", "\n", "%20", "é", "\\", "isbn", ",2026:", ""]
)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_an_address_that_no_base_changes_is_left_as_it_is(reference: str) -> None:
    if WHOLE.fullmatch(reference) or NAME.fullmatch(reference):
        assert joined(BASE, reference) == reference == urljoin(BASE, reference)


@given(st.lists(PIECES, min_size=1, max_size=4).map(lambda pieces: "".join(["https://a.example/", *pieces])))
def test_an_address_of_the_web_is_what_urljoin_says(reference: str) -> None:
    try:
        expected = urljoin(BASE, reference)
    except ValueError:
        assert not WHOLE.fullmatch(reference)
    else:
        assert joined(BASE, reference) == expected


def test_what_feeds_usually_show_goes_the_short_way() -> None:
    for address in ("https://www.actiris.brussels/fr/actualites/?p=12&utm_source=rss", "http://127.0.0.1:8000/a/1"):
        assert WHOLE.fullmatch(address)
    for name in ("urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6", "tag:forem.be,2026:/actus/12"):
        assert NAME.fullmatch(name)
