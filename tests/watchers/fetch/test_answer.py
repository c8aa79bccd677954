"""What the headers of an answer say about the next visit."""

from datetime import timedelta

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from tests.watchers.fetch.visitor import AT_ONE, NOW
from watchers.fetch.answer import max_age, retry_after


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    for headers, expected in [
        ({}, None),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": AT_ONE}, timedelta(hours=1)),
        ({"Retry-After": AT_ONE, "Date": "Tue, 24 Nov 2026 12:30:00 GMT"}, timedelta(minutes=30)),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}, None),
        ({"Retry-After": "bientot"}, None),
        ({"Retry-After": "-5"}, None),
    ]:
        assert retry_after(httpx2.Headers(headers), NOW) == expected


def test_freshness_is_told_by_cache_control_else_by_expires() -> None:
    for headers, expected in [
        ({}, None),
        ({"Cache-Control": "max-age=60"}, timedelta(minutes=1)),
        ({"Cache-Control": 'public, s-maxage=9, Max-Age="3600"'}, timedelta(hours=1)),
        ({"Cache-Control": "no-cache, max-age=60"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Cache-Control": "s-maxage=60"}, None),
        ({"Expires": "Tue, 24 Nov 2026 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"Cache-Control": "max-age=60", "Expires": AT_ONE}, timedelta(minutes=1)),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
    ]:
        assert max_age(httpx2.Headers(headers), NOW) == expected


@given(st.text(max_size=60) | st.text("0123456789 ,:-+GMTTueNov", max_size=40))
def test_no_header_about_time_is_more_than_unreadable(value: str) -> None:
    headers = httpx2.Headers({"Retry-After": value, "Expires": value, "Cache-Control": value, "Date": value}, "utf-8")
    for told in (retry_after(headers, NOW), max_age(headers, NOW)):
        assert told is None or told >= timedelta(0)
