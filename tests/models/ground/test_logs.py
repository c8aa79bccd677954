"""The log: what a line says, in which of two ways, and what never stands in it."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground import logs
from models.ground.environment import read_settings
from models.ground.logs import REQUEST_ID, SENT, LogSettings, request_mark

logger = logging.getLogger("models.somewhere")


@pytest.fixture(autouse=True)
def log_of_the_tests() -> Iterator[None]:
    """Whoever begins a log of her own gives that of pytest back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    for handler in handlers:
        root.removeHandler(handler)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in (*logs.OURS, *logs.TALKATIVE):
        logging.getLogger(name).setLevel(logging.NOTSET)


def begun(**environ: str) -> StringIO:
    stream = StringIO()
    logs.begin(LogSettings(**read_settings(LogSettings, environ)), stream)
    return stream


def fail(note: str) -> None:
    raise ValueError("no")


def test_a_line_of_json_says_when_who_how_grave_and_on_behalf_of_which_request() -> None:
    stream, before = begun(LOG_FORMAT="json"), REQUEST_ID.set("0123456789abcdef")
    logger.warning("no refit tonight: %s", "died\nnext line")
    REQUEST_ID.reset(before)
    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert said.pop("timestamp").endswith("Z")
    assert said == {
        "event": "no refit tonight: died\nnext line",
        "level": "warning",
        "logger": "models.somewhere",
        "request": "0123456789abcdef",
    }


def test_a_line_of_text_holds_the_same_words() -> None:
    stream = begun()
    logger.info("copied: %s", "boussole.sqlite3")
    assert "copied: boussole.sqlite3" in stream.getvalue()
    assert "models.somewhere" in stream.getvalue()
    assert "\033" not in stream.getvalue()


@pytest.mark.parametrize("form", logs.FORMATS)
def test_a_traceback_shows_where_and_no_value_nor_word_that_a_request_has_brought(form: str) -> None:
    stream = begun(LOG_FORMAT=form)
    note = "".join(("une note", " à elle"))  # or it would be in the line of the source that is shown
    try:
        fail(note)
    except ValueError:
        logger.exception("it failed")
    said = stream.getvalue()
    assert "ValueError: no" in said
    assert "in fail" in said
    assert "une note" not in said
    stream, before = begun(LOG_FORMAT=form), SENT.set(lambda: "/l/Quetzal-7_x?q=Coatlicue")
    brought = "quetzal-7".upper()  # or it would be in the line of the source that is shown
    try:
        raise KeyError(f"no {brought}, but others")
    except KeyError:
        logger.exception("it failed")
    SENT.reset(before)
    said = stream.getvalue()
    assert ("-7, but others" in said, "QUETZAL" in said) == (True, False)


def test_what_somebody_adds_to_a_line_without_being_allowed_to_stays_out() -> None:
    stream = begun(LOG_FORMAT="json")
    logger.info("request", extra={"status": 200, "account": "claire@example.org"})
    assert json.loads(stream.getvalue())["status"] == 200
    assert "claire" not in stream.getvalue()


def test_only_what_is_grave_enough_is_said_and_libraries_never_say_everything() -> None:
    quiet = begun(LOG_LEVEL="warning")
    logger.info("small")
    assert quiet.getvalue() == ""
    usual = begun()
    logging.getLogger("huey.consumer").info("small")
    assert usual.getvalue() == ""
    all_of_it = begun(LOG_LEVEL="debug")
    logger.debug("smallest of ours")
    for library in ("huey.consumer", "gunicorn.error", "httpcore2.connection", "werkzeug", "somebody.else"):
        logging.getLogger(library).info("small")
        logging.getLogger(library).debug("of theirs")
    assert all_of_it.getvalue().count("small") == 6
    assert "of theirs" not in all_of_it.getvalue()


@given(st.text() | st.from_regex(logs.WELL_FORMED, fullmatch=True))
def test_a_mark_that_is_offered_is_taken_when_it_cannot_be_another_line(offered: str) -> None:
    mark = request_mark(offered)
    assert logs.WELL_FORMED.fullmatch(mark)
    assert (mark == offered) == bool(logs.WELL_FORMED.fullmatch(offered))


def test_each_request_that_brings_no_mark_gets_its_own() -> None:
    assert request_mark(None) != request_mark(None)
