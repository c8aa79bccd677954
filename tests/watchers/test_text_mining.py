"""Refusals of text mining: where they are written, and what is nearest to the page wins."""

import json

from hypothesis import given
from hypothesis import strategies as st

from watchers.text_mining import Where, fits, reserved

PATH = "/fr/actus/1.html"


def page(value: str) -> bytes:
    return (
        f'<html><head><meta name="viewport" content="1"><META content={value} NAME="TDM-Reservation"></head>'.encode()
    )


def file(*rules: tuple[str, int]) -> str:
    return json.dumps([{"location": location, "tdm-reservation": flag} for location, flag in rules])


def test_what_stands_nearest_to_the_page_counts() -> None:
    for body, header, text, where in [
        (b"", None, "", None),
        (page('"1"'), None, "", Where.META),
        (b"", "1", "", Where.HEADER),
        (b"", " 1 ", "", Where.HEADER),
        (b"", None, file(("/", 1)), Where.FILE),
        (b"", None, file(("/fr/*.html$", 1)), Where.FILE),
        (b"", None, file(("/fr/", 0), ("/", 1)), None),
        (b"", None, file(("/nl/", 1)), None),
        (b"", "0", file(("/", 1)), None),
        (page("'0'"), "1", file(("/", 1)), None),
        (page("1"), "0", "", Where.META),
        (b"", "yes", "", None),
        (b"<p>tdm-reservation 1</p>", None, "", None),
    ]:
        assert reserved(body, header, text, PATH) is where


def test_a_file_that_is_no_list_of_rules_says_nothing() -> None:
    for text in ["[", "{}", "7", "[7, null, {}]", "[" * 99_000, '[{"location": 1, "tdm-reservation": []}]']:
        assert reserved(b"", None, text, PATH) is None


def test_a_location_is_the_beginning_of_a_path_with_stars() -> None:
    for location, path, expected in [
        ("/", "/x", True),
        ("/a", "/b", False),
        ("/a*c", "/abbbc", True),
        ("/a*c$", "/abcd", False),
        ("/a*c$", "/abcc", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*.pdf$", "/x/y.pdf", True),
        ("fr/", "/fr/1", True),
        ("/ab*b$", "/ab", False),
    ]:
        assert fits(location, path) is expected


@given(st.binary(max_size=400), st.text(max_size=20), st.text(max_size=200))
def test_any_page_any_header_and_any_file_are_judged(body: bytes, header: str, text: str) -> None:
    assert reserved(b"<meta " + body, header, text, PATH) in (None, *Where)
