"""How easy skills and questions have been, with the caution that few answers call for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fitting.answers import Answers, facilities, from_columns


def answered(*rows: tuple[str, str, int]) -> Answers:
    """One learner's answers, each a skill, a question, and whether right."""
    skills, questions, right = zip(*rows, strict=True) if rows else ((), (), ())
    nothing = [0.0] * len(rows)
    return from_columns(["a"] * len(rows), skills, questions, right, nothing, nothing)


def test_few_answers_are_drawn_to_the_mean_of_the_wider_circle() -> None:
    mean, skills, questions = facilities(answered(*[("s", "q1", 1)] * 3, *[("s", "q2", 0)] * 2, *[("t", "q3", 0)] * 3))
    assert mean == 4 / 10
    assert skills.tolist() == pytest.approx([(3 + 10 * 0.4) / 15, (0 + 10 * 0.4) / 13])
    assert questions.tolist() == pytest.approx(
        [(3 + 5 * skills[0]) / 8, (0 + 5 * skills[0]) / 7, (0 + 5 * skills[1]) / 8]
    )


def test_what_does_not_occur_among_the_rows_has_the_mean_of_all_and_without_answers_nothing_is_easy_or_hard() -> None:
    mean, skills, questions = facilities(answered(("s", "q1", 1), ("t", "q2", 0)).where(slice(0, 1)))
    assert mean == skills[1] == questions[1] == 2 / 3
    assert facilities(answered()).mean == 0.5


@given(st.lists(st.tuples(st.sampled_from("st"), st.integers(0, 1)), min_size=1, max_size=30))
def test_no_share_is_ever_certain(rows: list[tuple[str, int]]) -> None:
    mean, skills, questions = facilities(answered(*[(skill, f"{skill}-question", right) for skill, right in rows]))
    assert all(0 < share < 1 for share in (mean, *skills, *questions))
