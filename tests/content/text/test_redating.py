"""What was read again has new dates, and is otherwise the same to the character."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from content.module import Module, Reference
from content.pack import PACKS
from content.readings import Reading, ReadingManner
from content.rules import RuleState, read_rules
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from content.text.redating import (
    NoDate,
    NoRule,
    mannerless,
    put_back_rule,
    redate_module,
    redate_rule,
    restate_rule,
    rule_texts,
    undated,
    with_source,
)
from tests.builders import RULES
from tests.builders import module as a_module
from tests.content import made_up

NEXT, TODAY = date(2028, 2, 29), date(2027, 3, 1)
LIVE, SPOKEN = Reading(TODAY, ReadingManner.LIVE), Reading(TODAY, ReadingManner.TELEPHONE)


@pytest.mark.nightly
@given(made_up.modules())
def test_of_any_module_only_the_dates_change(module: Module) -> None:
    sources = tuple(one._replace(read_on=one.read_on and TODAY) for one in module.sources)
    expected = replace(module, review_by=NEXT, sources=sources)
    redated = redate_module(write_module(module), NEXT, TODAY)
    assert read_module(redated) == expected
    assert module.review_by is None or redated == write_module(expected)


HAND_WRITTEN = """\
---\r
title:   "Une date : 2026-11-24"   # review_by: 2026-11-24\r
id: date
language: fr
minutes: 5
skills: [listen.active]
sources: [{title: "Une page", read_on: '2026-11-24', url: https://example.org}, {title: Un livre}]
review_by: "2027-01-31"  # la Cour doit encore se prononcer
---

## Une carte

review_by: 2026-11-24
"""


def test_quotes_comments_line_ends_and_odd_orders_stay_as_somebody_wrote_them() -> None:
    expected = HAND_WRITTEN.replace("'2026-11-24'", "2027-03-01").replace('"2027-01-31"', "2028-02-29")
    assert redate_module(HAND_WRITTEN, NEXT, TODAY) == expected


def test_a_module_without_a_day_gets_one() -> None:
    text = write_module(a_module(sources=(Reference("Une page", None, TODAY),)))
    redated = redate_module(text, NEXT, TODAY)
    assert redated == text.replace("\n---\n\n", "\nreview_by: 2028-02-29\n---\n\n", 1)
    assert read_module(redated).review_by == NEXT


@pytest.mark.nightly
@given(made_up.modules())
def test_without_its_days_a_text_is_what_it_was_before_it_was_redated(module: Module) -> None:
    for text in (write_module(module), HAND_WRITTEN):
        assert undated(redate_module(text, NEXT, TODAY)) == undated(text)
    assert undated(redate_rule(RULES, "duree", NEXT, LIVE)) == undated(RULES)


def test_and_nothing_else_of_it_is_left_out() -> None:
    text = write_module(a_module(valid_until=TODAY))
    assert undated(text) == text != undated(text.replace(str(TODAY), str(NEXT)))


def test_of_the_rules_one_alone_changes() -> None:
    other = RULES.replace("rules:\n", "").replace("id: duree", "id: autre")
    text = f"{RULES.rstrip()}  # à suivre\n\n{other}"
    before, after = read_rules(text), redate_rule(text, "duree", NEXT, LIVE)
    again = replace(before["duree"], review_by=NEXT, read_on=TODAY, manner=LIVE.manner)
    assert read_rules(after) == {**before, "duree": again}
    assert [line for line in after.split("\n") if line not in text.split("\n")] == [
        *("    read_on: 2027-03-01", "    review_by: 2028-02-29  # à suivre", "    manner: live")
    ]


COPIED = """\
rules:
  - id: duree
    name: {fr: Durée, nl: Duur, en: Duration}
    copied: 2025-03-01  # le jour de la copie
    authority: ONEM
    address: https://example.org/duree
    scope: Belgique
    state: en vigueur
    manner: copy
    read_on: 2026-11-23
    review_by: 2027-11-23  # à suivre
    page: 2017
"""
IN_BRACES = (
    "rules:\n- {id: duree, name: {fr: a, nl: b, en: c}, authority: d, address: e, scope: f, state: en vigueur, "
    "read_on: 2026-11-23, manner: copy, copied: 2025-03-01, review_by: 2027-11-23, page: 2017}\n"
)


def test_a_rule_that_was_read_on_a_copy_is_one_no_more_once_it_was_read_live() -> None:
    for text in [COPIED, IN_BRACES, COPIED.replace("    page: 2017\n", "")]:
        before, again = read_rules(text)["duree"], redate_rule(text, "duree", NEXT, SPOKEN)
        fresh = replace(before, review_by=NEXT, read_on=TODAY, manner=SPOKEN.manner, copied=None, page="")
        assert read_rules(again) == {"duree": fresh}
        assert undated(again) == undated(text)
        assert "# à suivre" in again or text == IN_BRACES
        assert read_rules(restate_rule(text, "duree", {"read_on": TODAY, "manner": "live"}))["duree"].page == ""


def test_without_its_manner_a_rule_has_the_days_of_its_reading_still() -> None:
    for text in [COPIED, IN_BRACES]:
        bare = mannerless(text)
        assert read_rules(bare)["duree"] == replace(read_rules(text)["duree"], manner=None, copied=None, page="")
        assert mannerless(RULES) == RULES


def test_where_there_is_no_place_for_a_date_and_no_rule_nothing_is_made_up() -> None:
    for text in ("", "id: sans-en-tete"):
        with pytest.raises(NoDate):
            redate_module(text, NEXT, TODAY)
    with pytest.raises(NoDate):
        redate_rule(RULES, "inconnue", NEXT, LIVE)
    for move in (lambda: restate_rule(MOVING, "x", {}), lambda: put_back_rule(MOVING, MOVING, "x")):
        with pytest.raises(NoRule):
            move()


MOVING = """\
rules:
  - id: duree
    name: {fr: Durée, nl: Duur, en: Duration}
    address: https://example.org/duree
    state: en vigueur  # à suivre
    valid_from: 2026-03-01

  - {id: autre, state: annoncé}
"""


def test_a_rule_has_other_values_and_new_ones_and_nothing_else_changes() -> None:
    values = {"state": "suspendu", "address": "https://onem.be/a, b", "valid_until": date(2027, 1, 1)}
    text = restate_rule(MOVING, "duree", values)
    assert text == (
        MOVING.replace("en vigueur", "suspendu")
        .replace("https://example.org/duree", '"https://onem.be/a, b"')
        .replace("2026-03-01\n", "2026-03-01\n    valid_until: 2027-01-01\n")
    )
    text = restate_rule(MOVING, "autre", {"state": "en vigueur", "valid_from": date(2027, 1, 1)})
    assert text.endswith("  - {id: autre, state: en vigueur, valid_from: 2027-01-01}\n")


def test_a_rule_is_put_back_as_it_stood_and_what_others_have_changed_stays() -> None:
    for rule in ["duree", "autre"]:
        moved = restate_rule(MOVING, rule, {"state": "annulé", "valid_until": date(2027, 1, 1)})
        assert put_back_rule(moved, MOVING, rule) == MOVING
        more = "  - {id: neuve, state: publié}\n"
        assert put_back_rule(moved + more, MOVING, rule) == MOVING + more


PLAIN = (
    RULES
    + """\
    plain:
      fr: |-
        Vous recevez deux ans au plus.

        - Appelez l'ONEM.
      nl: |
        U krijgt hoogstens twee jaar.

  # la suivante

  - id: autre
    name: {fr: Autre, nl: Andere, en: Other}
    authority: ONEM
    address: https://example.org/autre
    scope: Belgique
    state: en vigueur
    read_on: 2026-11-23
    review_by: 2027-11-23
    plain:
      fr: "Rien à faire."

# fin
"""
)


def test_plain_words_stay_where_a_rule_moves_or_is_put_back_or_redated() -> None:
    for rule in ["duree", "autre"]:
        before, until = read_rules(PLAIN), date(2027, 1, 1)
        moved = restate_rule(PLAIN, rule, {"state": "suspendu", "valid_until": until})
        expected = replace(before[rule], state=RuleState.SUSPENDED, valid_until=until)
        assert read_rules(moved) == {**before, rule: expected}
        assert put_back_rule(moved, PLAIN, rule) == PLAIN
        assert read_rules(redate_rule(PLAIN, rule, NEXT, LIVE))[rule].plain == before[rule].plain
        assert rule_texts(moved).keys() == before.keys()


NEWS = Reference("ONEM : « 18 mois »", "https://onem.example/a", date(2026, 11, 23))


def test_a_module_names_one_more_source_once() -> None:
    for sources in [(), (Reference("Un livre, 2013"),), (Reference("Une page", "https://x.be/", date(2026, 1, 1)),)]:
        module = a_module(sources=sources)
        text = with_source(write_module(module), NEWS)
        assert text == write_module(replace(module, sources=(*sources, NEWS)))
        assert with_source(text, NEWS) == text
    for text in ["Sans en-tête", "---\nid: [\n---\n", "---\nsources: [{title: a}]\n---\n"]:
        assert with_source(text, NEWS) == text


def test_a_source_without_an_address_is_named_once_by_its_title_also_where_a_list_is_empty() -> None:
    book, module = Reference("Un livre, 2013"), a_module(sources=())
    empty = write_module(module).replace("\nskills:", "\nsources: []\nskills:")
    for text in (with_source(write_module(module), book), with_source(empty, book)):
        assert read_module(text).sources == (book,)
        assert with_source(text, book) == text


def test_the_lines_of_each_rule_are_those_of_its_entry_in_the_text() -> None:
    text = (PACKS / "conseil-emploi" / "rules.yaml").read_text()
    found = rule_texts(text)
    assert list(found) == list(read_rules(text))
    assert [name for name, lines in found.items() if read_rules(f"rules:\n  {lines}\n").keys() != {name}] == []
    assert list(rule_texts("rules:\n- {id: a, scope: x}\n- {id: 'b', scope: y}\n")) == ["a", "b"]
    assert rule_texts("rules: []\n") == {}
