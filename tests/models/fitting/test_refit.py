"""The refit of the night: only what foresees better and stays sane takes the place of the set in force."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from models import parameters
from models.estimates import POOLED, Estimates, Parameters
from models.fitting import baseline, sanity
from models.fitting.answers import Answers
from models.fitting.fit import Fit, Report, silent
from models.fitting.refit import FOLDS, Verdict, refit
from models.ground.store import Store
from models.tables.parameters import ParameterSet
from tests.builders import MONDAY
from tests.models.fitting.logs import Given, write_log

EASY, HARD = "listen.active", "frame.role"
BOTH = Parameters(learn=0.02)
FITTING = Estimates({POOLED: BOTH, EASY: BOTH._replace(prior=0.97), HARD: BOTH._replace(prior=0.05, guess=0.2)})
"""What the log below is like."""
ABSURD = Estimates({POOLED: BOTH, EASY: BOTH._replace(prior=0.03), HARD: BOTH._replace(prior=0.97)})
UNSOUND = Estimates({**FITTING.skills, EASY: FITTING.skills[EASY]._replace(guess=0.6)})
"""It foresees as FITTING does, and says that who does not know is mostly right."""
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def few_guessers_and_no_time_for_pybkt(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many there must be, and what it foresees, is the affair of their own tests."""
    monkeypatch.setattr(sanity, "LEAST_GUESSES", 100)
    monkeypatch.setattr(baseline, "SECONDS", 0.0)


def life(person: int) -> list[Given]:
    """Twenty questions on an easy skill, nearly all right, and twenty on a hard one, mostly wrong."""
    easy = [(f"easy-{number}", EASY, (number + person) % 10 > 0) for number in range(20)]
    hard = [(f"hard-{number}", HARD, (number + person) % 10 < 3) for number in range(20)]
    return easy + hard


def answer(store: Store, learners: int, at: datetime = MONDAY) -> None:
    with store.writing() as db:
        write_log(db, [life(person) for person in range(learners)], at)


def finds(estimates: Estimates) -> Fit:
    """A fit that always finds the same."""
    return lambda answers, seed, report: estimates


def tried(store: Store, fit: Fit, report: Report = silent) -> Verdict:
    return refit(store, 42, TUESDAY, report, fit, "hierarchical")


def kept(store: Store, number: int | None) -> ParameterSet:
    with store.reading() as db:
        return db.get_one(ParameterSet, number)


def in_force(store: Store) -> int:
    with store.reading() as db:
        return parameters.in_force(db).id


def put_in_force(store: Store, estimates: Estimates, **window: str) -> int:
    with store.writing() as db:
        row = parameters.add_set(db, estimates, "classic", "fit", MONDAY, window=window)
        parameters.promote(db, row.id, MONDAY, "somebody")
    return row.id


def sets(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(ParameterSet)) or 0


def test_what_foresees_better_comes_into_force_and_its_row_tells_what_was_seen_and_how_well_it_foresees(
    store: Store,
) -> None:
    answer(store, 8)
    verdict = tried(store, finds(FITTING))
    assert (verdict.promoted, in_force(store)) == (True, verdict.number)
    assert "est en vigueur : perte logarithmique" in verdict.said
    row = kept(store, verdict.number)
    assert (row.model, row.origin, row.seed, row.created_at) == ("hierarchical", "refit", 42, TUESDAY)
    assert (row.window["answers"], row.window["learners"]) == (320, 8)
    assert row.metrics["log_loss"] < min(row.metrics["in_force"], row.metrics["constant"])
    assert (row.metrics["answers"], row.metrics["learners"]) == (320, 8)
    assert {check["name"] for check in row.metrics["sanity"]} >= {"right_lowers", "guesser_acquires"}
    assert row.metrics["verdict"] == verdict.said


def test_what_does_not_is_kept_and_the_set_in_force_stays(store: Store) -> None:
    answer(store, 8)
    before = put_in_force(store, FITTING)
    verdict = tried(store, finds(ABSURD))
    assert (verdict.promoted, in_force(store)) == (False, before)
    assert "il ne prédit pas mieux" in verdict.said
    assert kept(store, verdict.number).skills[EASY]["prior"] == 0.03
    answer(store, 8, TUESDAY)
    assert not tried(store, finds(FITTING)).promoted  # what foresees as well is not better


def test_a_better_set_that_is_further_from_what_is_left_after_a_gap_is_refused(store: Store) -> None:
    """It knows which skill is easy, and foresees too much of both; the set in force is right on average."""
    answer(store, 8)
    before = put_in_force(store, ABSURD)
    hopeful = {skill: values._replace(guess=0.49, slip=0.02) for skill, values in FITTING.skills.items()}
    verdict = tried(store, finds(Estimates(hopeful)))
    assert (verdict.promoted, in_force(store)) == (False, before)
    assert "se trompe davantage sur ce qui reste après des heures ou des jours" in verdict.said
    metrics = kept(store, verdict.number).metrics
    assert metrics["gap_error"] > metrics["gap_error_in_force"]


def test_a_better_set_that_says_what_must_not_be_said_is_refused(store: Store) -> None:
    answer(store, 8)
    before = in_force(store)
    verdict = tried(store, finds(UNSOUND))
    assert (verdict.promoted, in_force(store)) == (False, before)
    assert "qui ne sait pas y répond juste plus d'une fois sur deux" in verdict.said


def test_a_set_is_not_refused_for_what_the_set_in_force_says_too(store: Store) -> None:
    answer(store, 8)
    put_in_force(store, Estimates({skill: values._replace(guess=0.6) for skill, values in ABSURD.skills.items()}))
    assert tried(store, finds(UNSOUND)).promoted


@pytest.mark.parametrize(("learners", "enough"), [(4, False), (5, True)])
def test_with_too_few_new_answers_nothing_is_fitted(store: Store, learners: int, enough: bool) -> None:
    answer(store, learners)
    before = sets(store)
    verdict = tried(store, finds(FITTING))
    assert (verdict.number is not None, sets(store) - before) == (enough, int(enough))
    assert enough or "reste en vigueur : 160 réponses qu'il n'a pas vues, de 4 personnes" in verdict.said


def test_a_night_after_a_day_without_answers_keeps_nothing_more(store: Store) -> None:
    answer(store, learners=8)
    refused = tried(store, finds(ABSURD))
    again = tried(store, finds(FITTING))
    assert (again.number, again.promoted) == (None, False)
    assert "rien de neuf" in again.said
    with store.reading() as db:
        assert db.scalar(select(func.max(ParameterSet.id))) == refused.number


def test_sets_are_compared_on_what_was_answered_after_the_window_of_the_set_in_force(store: Store) -> None:
    answer(store, 8)
    seen = MONDAY + timedelta(hours=1)
    put_in_force(store, ABSURD, last=seen.isoformat())
    answer(store, 6, at=seen)
    verdict = tried(store, finds(FITTING))
    metrics = kept(store, verdict.number).metrics
    assert (metrics["answers"], metrics["learners"], verdict.promoted) == (240, 6, True)


def test_each_learner_is_foreseen_by_a_set_fitted_to_others(store: Store) -> None:
    answer(store, 8)
    fitted: list[Answers] = []

    def fit(answers: Answers, seed: int, report: Report) -> Estimates:
        fitted.append(answers)
        return FITTING

    tried(store, fit)
    *parts, everybody = [set(answers.learner.tolist()) for answers in fitted]
    assert everybody == set(range(8))
    assert sorted(learner for part in parts for learner in everybody - part) == list(range(8))


def test_after_a_rollback_the_refit_keeps_what_it_finds_until_a_person_promotes(store: Store) -> None:
    answer(store, 8)
    put_in_force(store, ABSURD)
    with store.writing() as db:
        back = parameters.rollback(db, MONDAY, "somebody")
    verdict = tried(store, finds(FITTING))
    assert (verdict.promoted, in_force(store)) == (False, back)
    assert "seule une personne peut en promouvoir un autre" in verdict.said
    with store.writing() as db:
        parameters.promote(db, back, TUESDAY, "somebody")
    answer(store, 1, TUESDAY)
    assert tried(store, finds(FITTING)).promoted


def test_a_set_promoted_during_the_fit_is_not_pushed_aside(store: Store) -> None:
    answer(store, 8)

    def fit(answers: Answers, seed: int, report: Report) -> Estimates:
        if len(answers) == 8 * 40:
            put_in_force(store, ABSURD)
        return FITTING

    verdict = tried(store, fit)
    assert not verdict.promoted
    assert "un autre est entré en vigueur pendant l'ajustement" in verdict.said
    assert kept(store, verdict.number).metrics["verdict"] == verdict.said


def test_an_interrupted_fit_leaves_nothing(store: Store) -> None:
    answer(store, 8)
    before, parts = sets(store), []

    def fit(answers: Answers, seed: int, report: Report) -> Estimates:
        parts.append(answers)
        if len(parts) == FOLDS + 1:
            raise KeyboardInterrupt
        return FITTING

    with pytest.raises(KeyboardInterrupt):
        tried(store, fit)
    assert sets(store) == before


def test_progress_tells_the_folds_then_the_fit_then_pybkt(store: Store) -> None:
    answer(store, 8)
    told: list[tuple[str, int, int]] = []

    def fit(answers: Answers, seed: int, report: Report) -> Estimates:
        report("le modèle", 1, 2)
        return FITTING

    tried(store, fit, lambda *what: told.append(what))
    folds = [("validation croisée", fold, 5) for fold in range(1, 6)]
    assert told == [*folds, ("le modèle", 1, 2), ("modèle classique, par pyBKT", 1, 1)]
