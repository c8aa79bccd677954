"""pyBKT's parameters brought home: the same recursion, within bounds, pooled where there is too little to fit."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from math import log
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from models.fitting import classic
from models.fitting.registry import POOLED
from models.fitting.rows import Row
from models.learner import Evidence, Parameters, after_answer, predict, unseen
from tests.builders import MONDAY

SKILLS = ("listen.active", "C++ (base)")


def row(learner: int, skill: str, correct: bool, minutes: int = 0, chance: float = 0.0) -> Row:
    at = MONDAY + timedelta(minutes=minutes)
    return Row(UUID(int=learner), skill, Evidence(correct, at, at.date(), working_day=True, chance=chance))


def made_up(learners: int = 20, answers: int = 8, seed: int = 1) -> list[Row]:
    """Learners who know a skill or not, guess, slip, and may learn after each answer."""
    random = Random(seed)

    def lived(learner: int, skill: str) -> Iterator[Row]:
        known = random.random() < 0.4
        for _ in range(answers):
            yield row(learner, skill, random.random() < (0.85 if known else 0.25))
            known = known or random.random() < 0.2

    return [answer for learner in range(learners) for skill in SKILLS for answer in lived(learner, skill)]


@pytest.fixture(scope="module")
def oracle() -> SimpleNamespace:
    """pyBKT itself on the made-up answers: its parameters by skill, and its state and prediction before each."""
    import pandas
    from pyBKT.models import Model

    rows = made_up()
    frame = pandas.DataFrame(
        {
            "user_id": [answer.learner.int for answer in rows],
            "skill_name": [f"s{SKILLS.index(answer.skill)}" for answer in rows],
            "correct": [int(answer.evidence.correct) for answer in rows],
            "order_id": range(len(rows)),
        }
    )
    model = Model(seed=42, num_fits=5, parallel=False)
    model.fit(data=frame.copy())
    predicted = model.predict(data=frame.copy()).sort_values("order_id")
    parameters = {
        skill: Parameters(
            prior=float(found["prior"]),
            learn=float(found["learns"][0]),
            guess=float(found["guesses"][0]),
            slip=float(found["slips"][0]),
        )
        for skill, found in zip(SKILLS, (model.coef_["s0"], model.coef_["s1"]), strict=True)
    }
    return SimpleNamespace(
        rows=rows,
        parameters=parameters,
        states=list(predicted["state_predictions"]),
        chances=list(predicted["correct_predictions"]),
    )


def test_our_closed_form_is_the_recursion_of_pybkt(oracle: SimpleNamespace) -> None:
    states, chances = [], []
    for (_, skill), answers in groupby(oracle.rows, key=lambda answer: (answer.learner, answer.skill)):
        parameters = oracle.parameters[skill]
        belief = unseen(parameters)
        for answer in answers:
            states.append(belief.known)
            chances.append(predict(belief, parameters, MONDAY))
            belief = after_answer(belief, answer.evidence, parameters)
    assert states == pytest.approx(oracle.states, rel=0, abs=1e-12)
    assert chances == pytest.approx(oracle.chances, rel=0, abs=1e-12)


@pytest.fixture(scope="module")
def fitted(oracle: SimpleNamespace) -> classic.Fit:
    rare = [row(learner, "rare", True) for learner in range(30)]
    return classic.fit([*oracle.rows, *rare], seed=42)


def test_a_fit_is_what_pybkt_finds_with_forgetting_at_its_prior(fitted: classic.Fit, oracle: SimpleNamespace) -> None:
    assert fitted.skills[SKILLS[0]] == oracle.parameters[SKILLS[0]]


def test_the_fit_of_a_skill_does_not_depend_on_the_others(fitted: classic.Fit, oracle: SimpleNamespace) -> None:
    alone = classic.fit([answer for answer in oracle.rows if answer.skill == SKILLS[1]], seed=42)
    assert alone.skills[SKILLS[1]] == fitted.skills[SKILLS[1]]


def test_skills_may_be_called_anything(fitted: classic.Fit) -> None:
    assert set(fitted.skills) == {*SKILLS, POOLED}


def test_a_skill_with_few_answers_takes_the_mean_of_the_others_by_logits(fitted: classic.Fit) -> None:
    def odds(name: str, skill: str) -> float:
        value: float = getattr(fitted.skills[skill], name)
        return log(value / (1 - value))

    for name in classic.BOUNDS:
        mean = sum(odds(name, skill) for skill in SKILLS) / 2
        assert odds(name, POOLED) == pytest.approx(mean)


def test_a_fit_says_what_it_has_seen_and_what_it_is_worth(fitted: classic.Fit) -> None:
    assert fitted.window == {
        "first": MONDAY.isoformat(),
        "last": MONDAY.isoformat(),
        "answers": 350,
        "learners": 30,
    }
    assert fitted.metrics["skills"] == 2
    assert fitted.metrics["log_loss"] < fitted.metrics["constant_log_loss"] < log(2)


def test_the_same_answers_and_seed_give_the_same_fit(fitted: classic.Fit, oracle: SimpleNamespace) -> None:
    rare = [row(learner, "rare", True) for learner in range(30)]
    assert classic.fit([*oracle.rows, *rare], seed=42) == fitted


def test_where_pybkt_degenerates_its_parameters_stop_at_their_bounds() -> None:
    always_right = [row(learner, "easy", True) for learner in range(10) for _ in range(5)]
    fitted = classic.fit(always_right, seed=42)
    easy = fitted.skills["easy"]
    assert (easy.prior, easy.guess, easy.slip) == (0.99, 0.49, 0.01)
    assert fitted.metrics["clamped"] == {"prior down to 0.99": 1, "guess down to 0.49": 1, "slip up to 0.01": 1}


def test_what_is_not_a_number_does_not_pass_the_bounds() -> None:
    assert classic.bounded(dict.fromkeys(classic.BOUNDS, float("nan"))) == dict.fromkeys(classic.BOUNDS, 0.01)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [row(learner, "s", True) for learner in range(5) for _ in range(9)],
        [row(learner, "s", True) for learner in range(4) for _ in range(20)],
        [row(learner, "s", True) for learner in range(60)],
    ],
    ids=["nothing", "45 answers", "4 learners", "one answer each"],
)
def test_with_too_little_to_fit_everything_keeps_the_default(rows: list[Row]) -> None:
    fitted = classic.fit(rows, seed=42)
    assert fitted.skills == {POOLED: Parameters()}
    assert (fitted.window["answers"], fitted.metrics["skills"]) == (len(rows), 0)


def test_each_skill_is_announced_before_it_is_fitted(oracle: SimpleNamespace) -> None:
    said: list[Any] = []
    classic.fit(oracle.rows, seed=42, report=lambda *told: said.append(told))
    assert said == [("C++ (base)", 1, 2), ("listen.active", 2, 2)]


def test_a_sure_and_wrong_prediction_costs_much_and_not_everything() -> None:
    assert classic.log_loss([0.5, 0.5], [True, False]) == pytest.approx(log(2))
    assert classic.log_loss([1.0], [False]) == pytest.approx(-log(1e-6))
