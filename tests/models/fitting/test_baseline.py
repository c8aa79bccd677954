"""The classic model of pyBKT stands beside ours in the report after a refit, and what befalls it stops nothing."""

from datetime import timedelta
from pathlib import Path

import numpy
import pytest
from lxml import html
from lxml.html import HtmlElement

from models.estimates import POOLED, Estimates, Parameters
from models.fitting import baseline, classic, sanity
from models.fitting.baseline import few, told
from models.fitting.cross_validation import folds_by_learner, from_fit, out_of_fold
from models.fitting.fit import predictions, silent
from models.fitting.measures import gaps, log_loss
from models.fitting.refit import FOLDS, Verdict, answers_to_fit, refit
from models.fitting.report.database import page_of
from models.ground.store import Store
from models.tables.parameters import ParameterSet
from tests.builders import MONDAY
from tests.models.fitting.logs import write_log
from tests.models.fitting.made_up import in_one_skill

SEED = 42
BETTER = Estimates({POOLED: Parameters(prior=0.3, learn=0.02)})
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def few_guessers(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many there must be is the affair of their own tests."""
    monkeypatch.setattr(sanity, "LEAST_GUESSES", 100)


def refitted(store: Store) -> Verdict:
    """Ten people answer twenty questions on a skill that half of them know; what foresees better is found at once."""
    lives = [
        [(f"q-{number}", "listen.active", (number + person) % 10 < 2 + 6 * (person % 2)) for number in range(20)]
        for person in range(10)
    ]
    with store.writing() as db:
        write_log(db, lives, MONDAY)
    return refit(store, SEED, TUESDAY, silent, lambda answers, seed, report: BETTER, "hierarchical")


def in_force_in_the_report(store: Store) -> HtmlElement:
    with store.reading() as db:
        page = html.document_fromstring(page_of(db, TUESDAY))
    (section,) = page.xpath("//section[@aria-labelledby='en-vigueur']")
    return section


@pytest.mark.nightly
def test_after_a_refit_the_classic_model_stands_beside_ours_in_the_report(store: Store) -> None:
    verdict = refitted(store)
    with store.reading() as db:
        found = db.get_one(ParameterSet, verdict.number).metrics["classic"]
        answers = answers_to_fit(db)
    assert (found["answers"], found["learners"], found["fitted_to"]) == (200, 10, 8)
    assert found["folds"] == found["of_folds"] == FOLDS
    (table,) = in_force_in_the_report(store).xpath(".//div[@aria-label='Boussole à côté du modèle classique']/table")
    figures = [[cell.text_content().replace(",", ".") for cell in row.xpath("td")] for row in table.xpath("tbody/tr")]
    assert figures == [
        [f"{found[name]['auc']:.3f}", f"{found[name]['log_loss']:.4f}", f"{found[name]['ece']:.3f}"]
        for name in ("ours", "pybkt", "constant")
    ]
    fold = folds_by_learner(answers, FOLDS, SEED)
    theirs = out_of_fold(from_fit(classic.fit), answers, fold, SEED, silent, "pyBKT")
    assert found["pybkt"]["log_loss"] == pytest.approx(log_loss(answers.right, theirs))


@pytest.mark.nightly
def test_what_both_models_foresaw_is_told_by_the_length_of_the_gap_before(store: Store) -> None:
    verdict = refitted(store)
    with store.reading() as db:
        found = db.get_one(ParameterSet, verdict.number).metrics["classic"]["by_gap"]
        answers = answers_to_fit(db)
    days = gaps(answers).days
    fold = folds_by_learner(answers, FOLDS, SEED)
    theirs = out_of_fold(from_fit(classic.fit), answers, fold, SEED, silent, "pyBKT")
    ours = predictions(BETTER, answers).success
    assert sum(row["answers"] for row in found) == len(answers)
    first, later = numpy.isnan(days), ~numpy.isnan(days)
    assert [row["gap"] for row in found] == ["first", "< 1 h"]
    for row, there in zip(found, (first, later), strict=True):
        assert (row["learners"], row["right"]) == (10, answers.right[there].sum())
        assert (row["ours"], row["pybkt"]) == pytest.approx((ours[there].mean(), theirs[there].mean()))


def test_pybkt_that_is_out_of_time_is_told_and_the_refit_is_as_it_would_be(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "SECONDS", 0.0)
    assert refitted(store).promoted
    assert "n’a rien prédit en 0\u00a0seconde." in in_force_in_the_report(store).text_content()


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ("raise ImportError('no such library')", "ImportError: no such library"),
        ("import os\nos._exit(9)", "exit code 9"),
    ],
    ids=["not there", "killed"],
)
def test_whatever_befalls_pybkt_is_kept_as_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, why: str
) -> None:
    (tmp_path / "pyBKT").mkdir()
    (tmp_path / "pyBKT" / "__init__.py").write_text(broken)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answers = in_one_skill(*["110101"] * 20)
    fold, ours = folds_by_learner(answers, FOLDS, SEED), numpy.full(len(answers), 0.5)
    found = baseline.beside(answers, fold, answers.right >= 0, ours, SEED)
    assert found == {"failure": "died", "why": why}


def test_what_pybkt_foresaw_before_its_time_was_over_counts_fold_by_fold() -> None:
    fold = numpy.array([1, 0, 0, 2, 1])
    written = numpy.array([0.1, 0.2, 0.3, 0.4, 0.5]).tobytes()
    assert told(written, fold).tolist() == [0.3, 0.1, 0.2, 0.5, 0.4]
    assert told(written[:-1], fold).tolist()[:3] == [0.3, 0.1, 0.2]
    assert numpy.isnan(told(written[:-1], fold)).tolist() == [False, False, False, True, False]
    assert numpy.isnan(told(b"", fold)).all()


def test_pybkt_is_fitted_to_so_many_answers_at_most_of_learners_drawn_by_the_seed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(baseline, "MOST_ANSWERS", 100)
    answers = in_one_skill(*["10"] * 80)

    def drawn(seed: int) -> set[int]:
        return set(few(answers, seed).learner.tolist())

    assert len(drawn(1)) == 50 == len(few(answers, 1)) / 2
    assert drawn(1) == drawn(1) != drawn(2)
    some = answers.where(answers.learner < 7)
    assert few(some, 1).learner.tolist() == some.learner.tolist()
