"""Our compiled fit and our closed form, held to pyBKT: the same parameters, the same states, the same predictions."""

from itertools import chain
from types import SimpleNamespace

import numpy
import pytest
from numpy.random import RandomState

from benchmarks.rivals.bkt import estimate, starting_values
from models.estimates import POOLED, Estimates, Parameters
from models.fitting import classic
from models.fitting.classic import ClassicSequences, by_skill
from models.fitting.fit import predictions, silent
from tests.models.fitting.made_up import answers_of, lived

CLOSE = 1e-6
MIXED = lived(skill="mixed", learners=30, lengths=(1, 2, 3, 12), seed=4)


def of_one_skill(*learners: list[int]) -> ClassicSequences:
    return ClassicSequences(numpy.array([*chain(*learners)]), numpy.array([len(right) for right in learners]))


MOSTLY_ONE = [[1]] * 30 + [[0, 0, 1], [1, 0]]


@pytest.mark.parametrize("seed", [1, 42])
@pytest.mark.parametrize(
    "sequences",
    [of_one_skill(*(right for _, _, right in MIXED)), of_one_skill(*MOSTLY_ONE), of_one_skill([0, 0, 0, 1, 1, 1, 1])],
    ids=["mixed lengths", "mostly one answer", "one learner"],
)
def test_from_a_seed_we_find_what_pybkt_finds(sequences: ClassicSequences, seed: int) -> None:
    ours = estimate(sequences, starting_values(RandomState(seed), 5))
    assert list(ours) == pytest.approx(list(classic.estimate(sequences, seed, starts=5)), rel=0, abs=CLOSE)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [1, 2, 42])
@pytest.mark.parametrize(
    "sequences",
    [
        of_one_skill(*[[1, 1, 1, 1]] * 10),
        of_one_skill(*[[0, 0, 0, 0]] * 10),
        of_one_skill(*[[0], [1], [1]] * 10),
        of_one_skill([1]),
    ],
    ids=["all right", "all wrong", "one answer each", "one answer"],
)
def test_where_all_starts_are_as_good_each_leads_us_where_it_leads_pybkt(
    sequences: ClassicSequences, seed: int
) -> None:
    """Which of them is the best, only rounding says."""
    ours = estimate(sequences, starting_values(RandomState(seed), 1))
    assert list(ours) == pytest.approx(list(classic.estimate(sequences, seed)), rel=0, abs=CLOSE)


@pytest.fixture(scope="module")
def oracle() -> SimpleNamespace:
    """pyBKT in one call on 5,000 answers to five skills: its parameters, and its states and predictions before each."""
    import pandas
    from pyBKT.models import Model

    lengths = {"s0": (1, 2, 3), "s1": (4,), "s2": (5, 9), "s3": (14, 30), "s4": (1, 12, 20)}
    lives = chain.from_iterable(lived(skill, 110, of_skill, seed=7) for skill, of_skill in lengths.items())
    answers = answers_of(lives).where(slice(0, 5000))
    frame = pandas.DataFrame(
        {
            "user_id": answers.learner,
            "skill_name": [answers.skills[code] for code in answers.skill],
            "correct": answers.right,
            "order_id": range(len(answers)),
        }
    )
    model = Model(seed=3, num_fits=1, parallel=False)
    model.fit(data=frame.copy())
    foreseen = model.predict(data=frame.copy()).sort_values("order_id")
    return SimpleNamespace(
        answers=answers,
        parameters={
            skill: [found["prior"], *(float(found[name][0]) for name in ("learns", "guesses", "slips"))]
            for skill, found in model.coef_.items()
        },
        known=foreseen.state_predictions.to_numpy(),
        success=foreseen.correct_predictions.to_numpy(),
    )


@pytest.mark.nightly
def test_one_stream_of_starting_values_over_several_skills_gives_those_of_pybkt(oracle: SimpleNamespace) -> None:
    random, sequences = RandomState(3), dict(by_skill(oracle.answers))
    ours = {skill: estimate(sequences[skill], starting_values(random, 1)) for skill in oracle.parameters}
    assert len(ours) == 5
    for skill, found in ours.items():
        assert list(found) == pytest.approx(oracle.parameters[skill], rel=0, abs=CLOSE)


@pytest.mark.nightly
def test_our_closed_form_is_the_recursion_of_pybkt(oracle: SimpleNamespace) -> None:
    found = Estimates({POOLED: Parameters()} | {skill: Parameters(*four) for skill, four in oracle.parameters.items()})
    foreseen = predictions(found, oracle.answers)
    assert foreseen.known == pytest.approx(oracle.known, rel=0, abs=1e-12)
    assert foreseen.success == pytest.approx(oracle.success, rel=0, abs=1e-12)


@pytest.mark.nightly
def test_the_set_that_pybkt_gives_is_ours() -> None:
    answers = answers_of([*MIXED, *lived("C++ (base)", 12, (6,), seed=5), *lived("rare", 3, (2,), seed=6)])
    starts = starting_values(RandomState(42), 1)
    ours = classic.fit_each(answers, lambda sequences: estimate(sequences, starts), silent)
    theirs = classic.fit(answers, 42, silent)
    assert set(ours.skills) == set(theirs.skills) == {"mixed", "C++ (base)", POOLED}
    for skill, parameters in ours.skills.items():
        for name in (*classic.BOUNDS, "facility"):
            assert getattr(parameters, name) == pytest.approx(getattr(theirs.skills[skill], name), rel=0, abs=CLOSE)
    assert ours.items == theirs.items
