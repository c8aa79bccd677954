"""Events as calendars exchange them: read back whole, whatever their words, and on both days when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from models.ground.calendar import DAY, local_instant
from models.ground.events import CalendarEvent, written

BRUSSELS = "Europe/Brussels"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
EVENT = CalendarEvent("3f1c", "Atelier", AT + DAY, AT + DAY + HOUR, AT)


def read(text: bytes) -> Event:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_an_hour_that_was_typed_is_the_same_on_the_wall_when_it_is_read_back() -> None:
    for day, typed, comes_at in [
        # Sunday 29 March 2026: two o'clock is followed by three.
        (date(2026, 3, 29), "01:59", "01:59+01:00"),
        (date(2026, 3, 29), "02:30", "03:30+02:00"),
        (date(2026, 3, 29), "03:00", "03:00+02:00"),
        (date(2026, 3, 30), "09:00", "09:00+02:00"),
        (date(2026, 3, 27), "09:00", "09:00+01:00"),
        # Sunday 25 October 2026: two o'clock comes twice.
        (date(2026, 10, 25), "01:59", "01:59+02:00"),
        (date(2026, 10, 25), "02:30", "02:30+02:00"),
        (date(2026, 10, 25), "03:00", "03:00+01:00"),
        (date(2026, 10, 26), "09:00", "09:00+01:00"),
        (date(2026, 10, 23), "09:00", "09:00+02:00"),
    ]:
        starts = local_instant(day, time.fromisoformat(typed), BRUSSELS)
        event = read(written([EVENT._replace(starts=starts, ends=starts + HOUR)]))
        on_the_wall = event.decoded("dtstart").astimezone(ZoneInfo(BRUSSELS))
        # In words: of the hour that comes twice no instant equals one of another zone (PEP 495).
        assert on_the_wall.isoformat(timespec="minutes") == f"{day}T{comes_at}"
        assert event.decoded("dtend") - event.decoded("dtstart") == HOUR


def test_every_instant_is_in_utc_so_that_no_reader_needs_a_rule_of_ours() -> None:
    text = written([EVENT])
    assert b"TZID" not in text
    for key in ("dtstart", "dtend", "dtstamp", "last-modified"):
        assert read(text)[key].to_ical().endswith(b"Z")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\"), min_size=1, max_size=300)


@given(WORDS, WORDS, WORDS)
def test_words_are_read_back_as_they_were_written(summary: str, place: str, description: str) -> None:
    event = read(written([EVENT._replace(summary=summary, place=place, description=description)], name=summary))
    assert (event["summary"], event["location"], event["description"]) == (summary, place, description)


def test_hostile_words_stay_words() -> None:
    for subject in [
        "Atelier\r\nATTENDEE:mailto:quelqu-un@exemple.be\r\nEND:VEVENT",
        "Droits; aides, « primes » : tout\\Nous y sommes",
        "👩🏽‍💻" * 60,
        "Préparer l'entretien d'embauche, " * 30,
        "nul\x00sonne\x07efface\x7f",
    ]:
        text = written([EVENT._replace(summary=subject)], name=subject)
        event = read(text)
        assert set(event) == set(read(written([EVENT])))
        assert str(event["summary"]).split() == subject.translate({0: None, 7: None, 127: None, 92: "/"}).split()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_every_line_is_at_most_75_bytes_and_ends_as_it_must(words: str) -> None:
    text = written([EVENT._replace(summary=words, description=words)], name="Atelier")
    assert text.endswith(b"\r\n")
    lines = text.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines)


def test_a_calendar_has_a_name_and_a_whole_day_leaves_its_hours_free() -> None:
    text = written([], name="Notre page, à Molenbeek")
    calendar = Calendar.from_ical(text)
    for key in ("NAME", "X-WR-CALNAME"):
        assert f"\r\n{key}:Notre page\\, à Molenbeek\r\n" in text.decode()
    assert calendar.decoded("refresh-interval") == 6 * HOUR
    assert "method" not in calendar
    event = read(written([CalendarEvent("d", "À revoir", date(2026, 3, 29), None, AT)]))
    assert event.decoded("dtstart") == date(2026, 3, 29)
    assert event.decoded("dtend") == date(2026, 3, 30)
    assert event["transp"] == "TRANSPARENT"
