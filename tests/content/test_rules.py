"""Rules: dated facts with an authority, an address and a state."""

from datetime import date

from content.readings import Reading, ReadingManner
from content.rules import RuleState, read_rules
from tests.builders import RULES


def test_a_rule_is_read_with_its_dates_and_state() -> None:
    rule = read_rules(RULES + "    valid_from: 2026-03-01\n")["duree"]
    assert (rule.authority, rule.address, rule.scope) == ("ONEM", "https://example.org/duree", "Belgique")
    assert (rule.read_on, rule.review_by) == (date(2026, 11, 23), date(2027, 11, 23))
    assert (rule.valid_from, rule.valid_until) == (date(2026, 3, 1), None)
    assert rule.state is RuleState.IN_FORCE


def test_a_rule_says_how_it_was_read_where_that_is_known() -> None:
    read_on = date(2026, 11, 23)
    assert read_rules(RULES)["duree"].reading == Reading(read_on)
    copied = read_rules(RULES + "    manner: copy\n    copied: 2025-03-01\n    page: 2024\n")["duree"]
    assert copied.reading == Reading(read_on, ReadingManner.COPY, date(2025, 3, 1), "2024")


def test_a_rule_says_in_plain_words_what_it_means_for_the_person_where_somebody_wrote_it() -> None:
    written = read_rules(RULES + '    plain: {fr: "Deux ans au plus.", nl: Hoogstens twee jaar.}\n')["duree"]
    assert written.plain == {"fr": "Deux ans au plus.", "nl": "Hoogstens twee jaar."}
    assert read_rules(RULES)["duree"].plain == {}
