"""Each test of a question, on answers made by hand."""

from datetime import timedelta

import pytest

from models.studio.statistics.flaws import (
    Flaw,
    QuestionFindings,
    Rival,
    Sign,
    correlation,
    false_rates,
    maximally_selected,
    rival,
    signs,
    to_look_at,
)
from tests.studio.statistics.made_answers import FIRST, placed


def sign(flaw: Flaw, *answers: object, options: str = "abcd") -> Sign:
    (found,) = [one for one in signs(*answers, tuple(options)) if one.flaw is flaw]  # type: ignore[arg-type]
    return found


def test_a_correlation_is_pearsons() -> None:
    assert correlation([(1, 2.0), (2, 4.0), (3, 6.0)]) == pytest.approx(1.0)
    assert correlation([(0, 1.0), (1, 1.0), (0, 2.0), (1, 2.0)]) == pytest.approx(0.0)
    assert correlation([(1, 1.0), (1, 2.0)]) is None


def test_four_weak_learners_who_are_right_are_no_proof_that_it_is_given_away() -> None:
    assert sign(Flaw.GIVEN_AWAY, placed([True] * 4, weak=True)).p == pytest.approx(0.75**4)


def test_an_option_that_ten_wrong_answers_leave_aside() -> None:
    """Each of three wrong options would have a sixth at least: three times (5/6)^10."""
    found = sign(Flaw.DEAD, placed([False] * 10 + [True], chosen="bcbcbcbcbca"))
    assert (found.p, found.chosen) == (pytest.approx(3 * (5 / 6) ** 10), "d")


def test_a_question_of_another_kind_has_no_dead_option() -> None:
    assert [one.flaw for one in signs(placed([True, False]), ()) if one.flaw is Flaw.DEAD] == []


def test_the_weaker_are_right_and_the_question_is_flat() -> None:
    assert sign(Flaw.FLAT, placed([True] * 20 + [False] * 20)).p < 1e-6
    assert sign(Flaw.FLAT, placed([False] * 20 + [True] * 20)).p > 0.999


def test_the_day_of_a_change_is_found() -> None:
    marks = [bool(number % 4) for number in range(40)] + [number % 4 == 3 for number in range(40)]
    level = [0.0, 0.1] * 40
    found = sign(Flaw.HARDER, placed(marks, strength=level))
    assert (found.on, found.p < 0.001) == (FIRST + timedelta(days=40), True)
    assert sign(Flaw.EASIER, placed([not right for right in marks], strength=level)).on == found.on


def test_the_chance_of_the_greatest_of_all_changes() -> None:
    """At 3 and a tenth left out: φ(3) (4/3 + 8/3 · 2 ln 9)."""
    assert maximally_selected(3.0, 0.1) == pytest.approx(0.00443185 * (4 / 3 + 8 / 3 * 4.394449), rel=1e-5)
    assert maximally_selected(0.5, 0.1) == 1.0


def test_the_rival_is_what_most_choose_beside_the_key() -> None:
    chosen = "c" * 15 + "b" * 3 + "a" * 6
    found = rival(placed([key == "a" for key in chosen], chosen=chosen))
    assert found is not None
    assert (found.chosen, found.answers, found.ahead, found.correlation < 0) == ("c", 21, True, True)


# ----------------------------------------------------------------------------------------------- all questions together


def test_a_rate_counts_what_lies_below_a_half_and_never_falls() -> None:
    """Two are kept: .01 / .5 · 2 / 1 and .04 / .5 · 2 / 2."""
    assert false_rates([0.04, 0.01, 0.9]) == [pytest.approx(0.08), pytest.approx(0.04), 1.0]
    assert false_rates([0.02, 0.02, 0.49]) == [pytest.approx(0.06), pytest.approx(0.06), pytest.approx(0.98)]
    assert false_rates([]) == []


def test_the_surest_come_first_and_the_worst_flaw_of_each() -> None:
    findings = {
        "sound": QuestionFindings([Sign(Flaw.FLAT, 0.9), Sign(Flaw.DEAD, 0.8, "d")], None),
        "two": QuestionFindings([Sign(Flaw.FLAT, 1e-9), Sign(Flaw.DEAD, 0.01, "c")], None),
        "one": QuestionFindings([Sign(Flaw.DEAD, 1e-4, "b")], None),
    }
    found = to_look_at(findings)
    assert {name: [one.flaw for one in told] for name, told in found.items()} == {
        "two": [Flaw.DEAD, Flaw.FLAT],
        "one": [Flaw.DEAD],
    }
    assert list(found) == ["two", "one"]


def test_a_key_looks_wrong_when_the_strong_leave_it_for_what_more_choose() -> None:
    strong = Rival("c", 0.5, 60, ahead=True)
    findings = {
        "wrong": QuestionFindings([], strong),
        "tempting": QuestionFindings([], Rival("c", -0.5, 60, ahead=True)),
        "hard": QuestionFindings([], Rival("c", 0.5, 60, ahead=False)),
    }
    assert to_look_at(findings) == {"wrong": (Sign(Flaw.KEY, pytest.approx(1.7e-5, rel=0.05), "c"),)}
    usual = {str(number): QuestionFindings([], Rival("b", -0.3, 100, ahead=False)) for number in range(20)}
    (with_usual,) = to_look_at({**usual, "wrong": QuestionFindings([], strong)}).values()
    assert with_usual[0].p < 1e-8
