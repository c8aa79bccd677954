"""Answers as columns, of which some can be taken."""

import numpy

from models.fitting.answers import from_columns


def test_rows_can_be_chosen_with_their_codes_and_what_does_not_occur_be_left_out_of_them() -> None:
    answers = from_columns([1, 1, 2], ["b", "a", "b"], ["b1", "a1", "b2"], [1, 0, 1], [0, 1, 0], [0.5, 0.25, 0.5])
    chosen = answers.where(numpy.array([False, True, True]))
    assert (len(chosen), chosen.skills, chosen.skill.tolist()) == (2, ("a", "b"), [0, 1])
    assert chosen.chance.tolist() == [0.25, 0.5]
    left = answers.where(numpy.array([True, False, True])).occurring()
    assert (left.skills, left.questions) == (("b",), ("b1", "b2"))
    assert (left.skill.tolist(), left.question.tolist(), left.right.tolist()) == ([0, 0], [0, 1], [1, 1])
