"""Rules: dated facts with an authority, an address and a state."""

from datetime import date

import pytest

from content.problems import BrokenText
from content.readings import Reading, ReadingManner
from content.rules import RuleState, read_rules
from tests.builders import RULES


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_rules(text)
    return str(broken.value).splitlines()


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


def test_there_may_be_no_rule_yet() -> None:
    assert read_rules("rules: []") == {}


def test_every_state_is_known() -> None:
    for state in RuleState:
        assert read_rules(RULES.replace("en vigueur", state))["duree"].state is state


def test_what_is_to_be_mended_is_said_with_its_line() -> None:
    for old, new, said in [
        (
            "en vigueur",
            "voté",
            "rules.yaml:7: « voté » n'est pas un état : "
            "choisissez parmi adopté, annoncé, annulé, en vigueur, publié, suspendu.",
        ),
        ("    read_on: 2026-11-23\n", "", "rules.yaml:2: Il manque « read_on » : ajoutez-le."),
        ("    review_by: 2027-11-23\n", "", "rules.yaml:2: Il manque « review_by » : ajoutez-le."),
        ("    authority: ONEM\n", "", "rules.yaml:2: Il manque « authority » : ajoutez-le."),
        (
            "review_by: 2027-11-23",
            "review_by: un jour",
            "rules.yaml:9: « review_by » doit être une date, écrite comme 2026-11-24.",
        ),
        (
            "scope: Belgique",
            "scope: Belgique\n    manner: live\n    copied: 2025-03-01",
            "rules.yaml:8: « copied » est le jour d'une copie conservée : dites « manner: copy », ou retirez-le.",
        ),
        (
            "scope: Belgique",
            "scope: Belgique\n    valide_from: 2026-03-01",
            "rules.yaml:7: « valide_from » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        (
            "scope: Belgique",
            "scope: Belgique\n    plain: {fr: Oui., en: Yes.}",
            "rules.yaml:7: « en » n'est pas un champ connu ici : corrigez son nom ou retirez-le.",
        ),
        (
            "scope: Belgique",
            "scope: Belgique\n    plain:\n      fr: Oui.\n      nl: ''",
            "rules.yaml:9: « nl » est vide ou contient un caractère invisible : réécrivez-le, ou retirez-le.",
        ),
        (
            "scope: Belgique",
            "scope: Belgique\n    plain: {}",
            "rules.yaml:7: « plain » est vide : écrivez fr et nl, ou retirez-le.",
        ),
        (
            "rules:\n",
            RULES,
            "rules.yaml:2: La règle duree figure deux fois : donnez à chacune son identifiant.",
        ),
    ]:
        assert problems(RULES.replace(old, new, 1)) == [said]
