"""How strong somebody is elsewhere, and how a skill is learned: small logs, counted by hand."""

import pytest

from models.studio.statistics.counted_answers import Tally, curves, place
from tests.studio.statistics.made_answers import answered


def test_strength_leaves_the_question_itself_out_and_weighs_its_skill_apart() -> None:
    """Facilities: q1 ½, q2 1, r1 ½. Learner 1, at q1: (1 - 1) / (1 + 2) on q2, and ½ / (1 + 8) on r1."""
    log = [
        [answered("q1", True), answered("q2", True), answered("r1", True)],
        [answered("q1", False), answered("q2", True), answered("r1", False)],
    ]
    by_edition = {edition.question_id: ones for edition, ones in place(log, curves(log)).items()}
    assert [one.strength for one in by_edition["q1"]] == [pytest.approx(0.5 / 9), pytest.approx(-0.5 / 9)]
    assert [one.strength for one in by_edition["q2"]] == [
        pytest.approx(0.5 / 3 + 0.5 / 9),
        pytest.approx(-0.5 / 3 - 0.5 / 9),
    ]


def test_who_misses_half_of_three_others_is_weak_and_of_fewer_nothing_is_said() -> None:
    log = [[answered(f"q{place}", place == 0) for place in range(4)], [answered(f"r{place}") for place in (1, 2, 3)]]
    by_edition = place(log, curves(log))
    weak = {edition.question_id: ones[0].weak for edition, ones in by_edition.items()}
    assert weak == {"q0": True, "q1": True, "q2": True, "q3": True, "r1": None, "r2": None, "r3": None}


def test_a_curve_counts_each_opportunity_within_its_skill() -> None:
    log = [
        [answered("q1", False), answered("r1", True), answered("q2", True)],
        [answered("q2", True, learner=2), answered("q1", True, learner=2)],
    ]
    learned = curves(log)
    assert learned == {"q": [Tally(2, 1), Tally(2, 2)], "r": [Tally(1, 1)]}
    placed = [one for ones in place(log, learned).values() for one in ones]
    expected = {(one.answer.learner, one.answer.edition.question_id): one.expected for one in placed}
    assert expected == {(1, "q1"): 0.5, (1, "r1"): 1.0, (1, "q2"): 1.0, (2, "q2"): 0.5, (2, "q1"): 1.0}
