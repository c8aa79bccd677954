"""Every way in which the world disappoints has a code and a sentence."""

from datetime import timedelta
from typing import get_args

from models.ground.words import words
from models.tables.sources import VisitResult
from models.watch.visit_results import IN_WORDS
from watchers.child import ParsingCrashed, ParsingTooSlow
from watchers.extract import NothingToRead
from watchers.feeds.parsing import NotAFeed
from watchers.fetch.errors import AnsweredWithoutBody, BadAddress, FetchError, RefusedAddress, TooSlow, Unreachable
from watchers.outside import Disappointment, IsAPage, RobotsUnavailable, failure


def classes(parent: type[Exception]) -> list[type[Exception]]:
    return [parent, *(found for child in parent.__subclasses__() for found in classes(child))]


def test_every_exception_of_the_world_has_its_code_among_the_results() -> None:
    found = {child for parent in get_args(Disappointment) for child in classes(parent)} - {FetchError}
    assert {getattr(error, "code") for error in found} <= set(VisitResult)  # noqa: B009


def test_every_result_is_said_in_one_sentence() -> None:
    said = {result: words("fr").gettext(IN_WORDS[result]) for result in VisitResult}
    assert [result for result, one in said.items() if not one.endswith((".", ".)")) or ". " in one] == []


def test_what_may_go_better_later_is_told_from_what_will_not() -> None:
    for error, passing in [
        (AnsweredWithoutBody(404), False),
        (AnsweredWithoutBody(429), True),
        (AnsweredWithoutBody(503), True),
        (TooSlow(), True),
        (Unreachable(), True),
        (RobotsUnavailable(), True),
        (NothingToRead(3), False),
    ]:
        assert failure(error).passing is passing
    assert failure(AnsweredWithoutBody(429, timedelta(hours=1))).retry_after == timedelta(hours=1)


def test_the_detail_is_what_an_administrator_can_use() -> None:
    for error, detail in [
        (AnsweredWithoutBody(404), "HTTP 404"),
        (NotAFeed("broken", "mismatched tag"), "mismatched tag"),
        (NotAFeed("other"), None),
        (NothingToRead(3), None),
        (IsAPage(("https://example.org/a", "https://example.org/b")), "https://example.org/a https://example.org/b"),
        (ParsingCrashed("Traceback:\n  File…\nRecursionError: too deep"), "RecursionError: too deep"),
        (Unreachable("x" * 1000), "x" * 500),
        (TooSlow("no answer within 10 seconds"), None),
        (RefusedAddress("port 8344 of 127.0.0.1 is not a port of the web"), None),
        (BadAddress("not an address of the web: 'x'"), None),
        (ParsingTooSlow("not done within 20 seconds"), None),
    ]:
        assert failure(error).detail == detail
