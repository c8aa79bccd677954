"""Dates: read as people write them, never invented, never in the future."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from watchers.foreign_text import EARLIEST, plausible, read_date

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_a_date_is_read_as_people_here_write_it() -> None:
    for text, expected in [
        ("mar., 24 nov. 2026 10:00:00 +0100", utc(2026, 11, 24, 9)),
        ("24/11/2026 10:00", utc(2026, 11, 24, 9)),
        ("03/11/2026", utc(2026, 11, 2, 23)),
        ("Mardi 24 novembre 2026 10:00", utc(2026, 11, 24, 9)),
        ("2 févr. 2026", utc(2026, 2, 1, 23)),
        ("3 août 2026 à 14h05", utc(2026, 8, 3, 12, 5)),
        ("1er septembre 2026", utc(2026, 8, 31, 22)),
        ("di 3 mrt. 2026", utc(2026, 3, 2, 23)),
        ("maandag 23 november 2026", utc(2026, 11, 22, 23)),
        ("November 3, 2026", utc(2026, 11, 2, 23)),
        ("2026-11-03T10:00:00", utc(2026, 11, 3, 9)),
        ("2026-11-03T10:00:00Z", utc(2026, 11, 3, 10)),
        ("hier à 10h", utc(2026, 11, 23, 9)),
        ("gisteren om 10:00", utc(2026, 11, 23, 9)),
        ("il y a 3 heures", utc(2026, 11, 24, 9)),
    ]:
        assert read_date(text, NOW) == expected


def test_a_date_without_its_day_month_and_year_is_unknown() -> None:
    for text in [
        *("", "2026", "novembre 2026", "24 nov", "mardi", "12", "10:00 CET", "Bruxelles", "30 février 2026"),
        "5 min de lecture",
    ]:
        assert read_date(text, NOW) is None


def test_a_date_in_the_future_or_before_the_web_is_unknown() -> None:
    for text in ["25 novembre 2026", "24/11/2026 13:01", "demain à 10h", "24 novembre 1926"]:
        assert read_date(text, NOW) is None


def test_the_clock_on_the_wall_follows_the_summer_and_now_is_not_yet_the_future() -> None:
    assert plausible(datetime(2026, 7, 1, 10), NOW) == utc(2026, 7, 1, 8)
    assert plausible(datetime(2026, 1, 1, 10), NOW) == utc(2026, 1, 1, 9)
    assert (plausible(NOW, NOW), plausible(NOW + timedelta(seconds=1), NOW)) == (NOW, None)


@given(
    st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-14)), timezone(timedelta(hours=14))]))
)
def test_a_plausible_date_lies_between_the_first_pages_and_now(moment: datetime) -> None:
    read = plausible(moment, NOW)
    assert read is None or (EARLIEST <= read <= NOW and read.tzinfo is UTC)


@given(st.text(max_size=40) | st.text("0123456789/.-: hàjanvfévrmarlundi", max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    read = read_date(text, NOW)
    assert read is None or read <= NOW
