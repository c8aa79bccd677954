"""Every way in which the world disappoints has a code and a sentence."""

import re

from models.ground.words import words
from models.news.sources.source_words import IN_WORDS
from models.tables.sources import VisitResult
from tests.ways import ROOT
from watchers.disappointment import PASSING, QUOTED, Disappointment


def test_every_disappointment_has_its_code_among_the_results() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "watchers").rglob("*.py")]
    named = {code for text in texts for code in re.findall(r'Disappointment\("(\w+)"', text)}
    assert len(named) > 10
    assert named | PASSING | QUOTED <= set(VisitResult)


def test_every_result_is_said_in_one_sentence() -> None:
    said = {result: words("fr").gettext(IN_WORDS[result]) for result in VisitResult}
    assert [result for result, one in said.items() if not one.endswith((".", ".)")) or ". " in one] == []


def test_what_may_go_better_later_is_told_from_what_will_not() -> None:
    for error, passing in [
        (Disappointment("answered", status=404), False),
        (Disappointment("answered", status=429), True),
        (Disappointment("answered", status=503), True),
        (Disappointment("too_slow"), True),
        (Disappointment("unreachable"), True),
        (Disappointment("robots_unavailable"), True),
        (Disappointment("nothing_to_read"), False),
    ]:
        assert error.passing is passing


def test_the_detail_is_what_an_administrator_can_use() -> None:
    for error, detail in [
        (Disappointment("answered", "HTTP 404", 404), "HTTP 404"),
        (Disappointment("not_a_feed", "mismatched tag"), "mismatched tag"),
        (Disappointment("not_a_feed"), None),
        (Disappointment("nothing_to_read"), None),
        (
            Disappointment("is_a_page", "https://example.org/a https://example.org/b"),
            "https://example.org/a https://example.org/b",
        ),
        (
            Disappointment("parsing_crashed", "Traceback:\n  File…\nRecursionError: too deep"),
            "RecursionError: too deep",
        ),
        (Disappointment("unreachable", "x" * 1000), "x" * 500),
        (Disappointment("too_slow", "no answer within 10 seconds"), None),
        (Disappointment("refused_address", "port 8344 of 127.0.0.1 is not a port of the web"), None),
        (Disappointment("bad_address", "not an address of the web: 'x'"), None),
        (Disappointment("parsing_too_slow", "not done within 20 seconds"), None),
    ]:
        assert error.detail == detail
