"""What models of memory say is lost between answers, and how the learner model is fitted with it."""

from dataclasses import replace

import numpy
import pytest

from benchmarks.forgetting.curves import activation, activation_lost, decay, decays, elapsed, lived_seconds, losses
from benchmarks.forgetting.fits import FadeBySkill, Rows, tried
from benchmarks.forgetting.variants import ACTIVATION, BY_ONE_DAY, FSRS, PERFORMANCE, STANDS, VARIANTS, WEEK, Gap
from models.fitting.answers import Answers
from models.fitting.hierarchical.vector import start
from tests.models.fitting.made_up import answers_of, in_one_skill, lived

E = numpy.e


def on_days(answers: Answers, *days: float) -> Answers:
    return replace(answers, day=numpy.array(days))


def made_up() -> Answers:
    """Twenty learners, two skills, a day from one answer to the next on a skill, now and then a week."""
    answers = answers_of([*lived("a", 20, (6, 9), 1), *lived("b", 20, (4, 8), 2)])
    step = numpy.where(numpy.arange(len(answers)) % 5, 1.0, 7.0)
    begins = numpy.flatnonzero(numpy.diff(answers.learner, prepend=-1))
    passed = step.cumsum()
    return replace(answers, day=passed - numpy.repeat(passed[begins], numpy.diff([*begins, len(answers)])))


def test_what_is_recent_weighs_more_in_the_time_that_has_passed() -> None:
    # 1, 32 and 1024 to the power of -.6 are 1, 1/8 and 1/64.
    assert elapsed(numpy.array([1024.0, 32.0, 1.0])) == pytest.approx((16 + 4 + 1) / (1 / 64 + 1 / 8 + 1))


def test_performance_decays_the_slower_the_longer_the_lags_were() -> None:
    # The logarithms of lag + e are 2 and 4: .04 + .08 (1/2 + 1/4) / 2.
    assert decay(numpy.array([0.0, E**2 - E, E**2 - E + E**4 - E])) == pytest.approx(0.07)
    assert decay(numpy.array([0.0, 1.0, 2.0])) > decay(numpy.array([0.0, 1000.0, 2000.0])) > decay(numpy.array([0.0]))


def test_an_answer_given_while_activation_is_high_decays_fast() -> None:
    at = numpy.array([0.0, 1.0, 2.0])
    # What is left is 1 at the second answer, and 2 ** -.177 + 1 ** -.394 = 1.8846 at the third.
    assert decays(at) == pytest.approx([0.177, 0.217 + 0.177, 0.217 * 1.8846 + 0.177], abs=1e-4)


def test_activation_is_lost_from_just_after_the_last_answer_and_never_won() -> None:
    at, found = numpy.array([0.0, 1.0, 2.0]), decays(numpy.array([0.0, 1.0, 2.0]))
    # 3 ** -.177 + 2 ** -.394 + 1 = 2.5843 a second after the last; 4 ** -.177 + 3 ** -.394 + 2 ** -.586 = 2.0973 then.
    assert activation(at, found, 4.0) == pytest.approx(numpy.log(2.0973), abs=1e-4)
    assert activation_lost(at, found, 4.0) == pytest.approx(numpy.log(2.5843 / 2.0973), abs=1e-4)
    assert activation_lost(at, found, 2.0) == 0


def test_between_sessions_a_fortieth_of_the_time_is_lived() -> None:
    answers = on_days(in_one_skill("110", "1"), 0.0, 0.25, 10.25, 3.0)
    assert lived_seconds(answers)[:3].tolist() == pytest.approx([0, 21_600, 43_200])


def test_nothing_is_lost_before_a_first_answer_and_more_the_longer_the_gap() -> None:
    for lost in losses(on_days(in_one_skill("11", "11", "1"), 0.0, 1.0, 0.0, 30.0, 5.0)):
        assert lost[[0, 2, 4]].tolist() == [0, 0, 0]
        assert 0 < lost[1] < lost[3]


def test_a_week_after_one_right_answer_is_of_one_size_whatever_model_says_what_is_lost() -> None:
    for column in (ACTIVATION, BY_ONE_DAY, FSRS, PERFORMANCE):
        assert column(WEEK) == pytest.approx(numpy.log(2))


def test_the_slopes_of_a_fit_with_a_fade_by_skill_are_those_of_its_objective() -> None:
    answers = made_up()
    rows = Rows.of(answers, Gap.before(answers), answers.learner >= 0, numpy.full(len(answers.questions), 0.5))
    objective = rows.under(VARIANTS["what stands, fade by skill"])
    assert isinstance(objective, FadeBySkill)
    vector = numpy.r_[start(rows.skills, rows.questions), 0.3, -0.2]
    _, slopes = objective(vector)
    for place in range(-7, 0):
        step = numpy.zeros_like(vector)
        step[place] = 1e-5
        assert slopes[place] == pytest.approx(
            (objective(vector + step)[0] - objective(vector - step)[0]) / 2e-5, rel=1e-4, abs=1e-6
        )


def test_every_variant_foresees_all_that_was_held_out_and_not_as_what_stands_does() -> None:
    answers = made_up()
    held_out = answers.learner < 5
    found = {name: success for name, success, _ in tried(answers, Gap.before(answers), held_out, VARIANTS)}
    assert found.keys() == VARIANTS.keys()
    for name, success in found.items():
        assert len(success) == held_out.sum()
        assert ((success > 0) & (success < 1)).all()
        assert name == STANDS or (success != found[STANDS]).any()
