"""The refit of the night: it reads the log, fits, promotes only what is better, and replays all answers."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from time import sleep
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models import parameters
from models.estimates import Estimates
from models.fitting import baseline, sanity
from models.fitting.answers import Answers, drawn, from_columns
from models.fitting.fit import ORIGIN, SEED, Fit, Report, predictions
from models.fitting.measures import gap_error, gaps, log_loss
from models.fitting.sanity import Sanity
from models.ground.store import Store
from models.learning import answer_log, objection
from models.parameters import ParametersInForce
from models.tables.answers import Answer
from models.tables.parameters import ParameterSet
from models.tables.people import Learner

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Mask = NDArray[numpy.bool_]

DAY = timedelta(days=1)
MOST_ANSWERS = 1_000_000
"""What a night has time for; what more would tell, docs/decisions/0017 says."""
AT_ONCE = 10_000
"""Rows that are fetched together."""


def answers_to_fit(db: Session, seed: int = SEED, most: int = MOST_ANSWERS) -> Answers:
    """Return counted first exposures, in the order in which each learner gave them.

    Left out: repeats, « je ne sais pas », rapid answers, those that do not count, are annulled or set aside by a
    report, and all of learners who object. Where the log holds more than `most` answers: those of learners drawn by
    `seed`.
    """
    told = (
        select(Answer.learner_key, Answer.skill, Answer.question_id, Answer.correct, Answer.answered_at, Answer.chance)
        # A repeat tells of the key that was seen, « je ne sais pas » of no guess, a rapid answer of a question that was
        # not read: none of them fits guess and slip.
        .where(
            Answer.exposure == 0,
            ~Answer.dont_know,
            ~Answer.rapid,
            answer_log.stands(),
            objection.estimated(Answer.learner_key),
        )
        .order_by(Answer.learner_key, Answer.sequence)
    )
    given = dict(db.execute(select(Learner.key, Learner.last_sequence).where(~Learner.without_estimation)).all())
    left_out = given.keys() - drawn(given, most, seed)
    rows = db.execute(told.execution_options(yield_per=AT_ONCE))
    return _in_columns(row for row in rows if row.learner_key not in left_out)


def _in_columns(rows: Iterable[Row[UUID, str, str, bool, datetime, float]]) -> Answers:
    """Return the rows as a fit sees them, without ever holding them all: each would weigh more than half a kilobyte."""
    learners: list[UUID] = []
    skills: list[str] = []
    questions: list[str] = []
    right, at, chances = array("b"), array("d"), array("d")
    once: dict[Any, Any] = {}
    for learner, skill, question, correct, instant, chance in rows:
        # The same name is another object in each row.
        for column, name in ((learners, learner), (skills, skill), (questions, question)):
            column.append(once.setdefault(name, name))
        right.append(correct)
        at.append(days(instant))
        chances.append(chance)
    return from_columns(learners, skills, questions, right, at, chances)


def days(at: datetime) -> float:
    """Return an instant as fits count it."""
    return (at - ORIGIN) / DAY


def window(answers: Answers) -> dict[str, Any]:
    """Return what a fit has seen: first and last instant, answers, learners."""
    found = answers.day.tolist()
    ends = [min(found), max(found)] if found else []
    told = [(ORIGIN + timedelta(days=day)).astimezone(UTC).isoformat() for day in ends]
    return {
        "first": told[0] if told else None,
        "last": told[-1] if told else None,
        "answers": len(answers),
        "learners": len(set(answers.learner.tolist())),
    }


# ----------------------------------------------------------------------------------------------- the refit of the night


FOLDS = 5
LEAST_ANSWERS, LEAST_LEARNERS = 200, 5
"""Of what neither set has seen: with less, a comparison would be a throw of dice."""
BY = ORIGIN_REFIT = "refit"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a refit, in one French sentence; no number when there was too little to fit."""

    said: str
    number: int | None = None
    promoted: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Log-loss of the candidate, of the set in force and of a constant on answers that neither set has seen.

    `gap_error` and `gap_error_in_force`: what candidate and set in force miss there by the length of the gap.
    """

    log_loss: float
    in_force: float
    constant: float
    gap_error: float
    gap_error_in_force: float
    answers: int
    learners: int


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """A fitted set and what is known of it.

    `lost`: the sanity tests that it fails and the set in force holds; `classic`: what pyBKT does on the same answers.
    """

    estimates: Estimates
    compared: Comparison
    checks: tuple[Sanity, ...]
    lost: tuple[str, ...]
    classic: Mapping[str, Any]

    def metrics(self) -> dict[str, Any]:
        """Return the measures as they are kept."""
        sane = [check.plain() for check in self.checks]
        return {**asdict(self.compared), "sanity": sane, "classic": self.classic}


def refit(store: Store, seed: int, at: datetime, report: Report, fit: Fit, model: str) -> Verdict:
    """Fit, compare, and keep with its verdict in one transaction at the end; the caller has the log replayed.

    `fit` is called once per fold and once for all; what it raises is raised, and nothing is kept.
    """
    with store.reading() as db:
        before, answers = parameters.in_force(db), answers_to_fit(db, seed)
        seen = db.get_one(ParameterSet, before.id).window
        end = days(datetime.fromisoformat(seen["last"])) if seen.get("last") else -inf
        new: Mask = answers.day > end
        tried = db.scalar(
            select(ParameterSet).where(ParameterSet.origin == ORIGIN_REFIT).order_by(ParameterSet.id.desc())
        )
    # A clock that rings twice on the same log fits it once.
    if tried is not None and tried.window == window(answers):
        return Verdict(f"Le jeu n° {before.id} reste en vigueur : rien de neuf depuis le dernier réajustement.")
    found, learners = int(new.sum()), len(set(answers.learner[new].tolist()))
    if found < LEAST_ANSWERS or learners < LEAST_LEARNERS:
        return Verdict(
            f"Le jeu n° {before.id} reste en vigueur : {found} réponses qu'il n'a pas vues, de {learners} personnes ; "
            f"il en faut {LEAST_ANSWERS}, de {LEAST_LEARNERS} personnes, pour en juger un autre."
        )
    candidate = try_out(answers, new, before.estimates, seed, report, fit)
    with store.writing() as db:
        row = parameters.add_set(db, candidate.estimates, model, ORIGIN_REFIT, at, seed, window=window(answers))
        verdict = _judge(db, row.id, candidate, before)
        if verdict.promoted:
            parameters.promote(db, row.id, at, BY)
        row.metrics = {**candidate.metrics(), "verdict": verdict.said}
    return verdict


def try_out(answers: Answers, new: "Mask", in_force: Estimates, seed: int, report: Report, fit: Fit) -> CandidateSet:
    """Fit to all answers, and see beside the set in force how well those are foreseen that are new to both."""
    from models.fitting.cross_validation import folds_by_learner, from_fit, out_of_fold

    fold = folds_by_learner(answers, FOLDS, seed)
    foreseen = out_of_fold(from_fit(fit), answers, fold, seed, report, "validation croisée")
    right, constant = answers.right[new], answers.right.mean()
    days, standing_foreseen = gaps(answers).days[new], predictions(in_force, answers).success[new]
    compared = Comparison(
        # Out of fold: no fit is judged by answers that it was made from.
        log_loss=log_loss(right, foreseen[new]),
        in_force=log_loss(right, standing_foreseen),
        # The floor: a model that does no better than a constant has learned nothing.
        constant=log_loss(right, 0 * foreseen[new] + constant),
        gap_error=gap_error(days, right, foreseen[new]),
        gap_error_in_force=gap_error(days, right, standing_foreseen),
        answers=len(right),
        learners=len(set(answers.learner[new].tolist())),
    )
    estimates = fit(answers, seed, report)
    counts = Counter(answers.skills[code] for code in answers.skill.tolist())
    checks, standing = (sanity.check(each, seed, counts) for each in (estimates, in_force))
    report("modèle classique, par pyBKT", 1, 1)
    classic = baseline.beside(answers, fold, new, foreseen, seed)
    lost = (now.name for now, before in zip(checks, standing, strict=True) if before.held and not now.held)
    return CandidateSet(estimates, compared, checks, tuple(lost), classic)


def _judge(db: Session, number: int, candidate: CandidateSet, before: ParametersInForce) -> Verdict:
    """Return the first reason that speaks against the candidate, else its promotion."""
    compared = candidate.compared
    losses = f"perte logarithmique {_figure(compared.log_loss)} sur {compared.answers} réponses nouvelles, "
    losses += f"contre {_figure(compared.in_force)}"
    keeps = f"Le jeu n° {before.id} reste en vigueur, le jeu n° {number} est gardé"
    # A fit takes minutes: somebody may have promoted or rolled back meanwhile.
    if parameters.in_force(db).id != before.id:
        return Verdict(f"Le jeu n° {number} est gardé : un autre est entré en vigueur pendant l'ajustement.", number)
    # Written so that NaN, too, keeps the set in force.
    if not compared.log_loss < compared.in_force:
        return Verdict(f"{keeps} : il ne prédit pas mieux ({losses}).", number)
    if compared.gap_error > compared.gap_error_in_force:
        missed = f"({_figure(compared.gap_error)} contre {_figure(compared.gap_error_in_force)})"
        return Verdict(f"{keeps} : il prédit mieux ({losses}), mais {AFTER_DAYS} {missed}.", number)
    if candidate.lost:
        return Verdict(f"{keeps} : il prédit mieux ({losses}), mais {sanity.in_words(candidate.lost)}.", number)
    if parameters.is_held(db):
        return Verdict(f"{keeps} : il prédit mieux ({losses}), mais {HELD}.", number)
    return Verdict(f"Le jeu n° {number} est en vigueur : {losses} pour le jeu n° {before.id}.", number, promoted=True)


AFTER_DAYS = "se trompe davantage sur ce qui reste après des heures ou des jours"
HELD = "le jeu en vigueur y a été remis à la main, et seule une personne peut en promouvoir un autre"


def _figure(loss: float) -> str:
    return f"{loss:.4f}".replace(".", ",")


# ----------------------------------------------- the replay of everybody's answers after another set has come into forc


BREATH_SECONDS = 0.005
"""Other processes that wait for SQLite's one lock poll it, and would mostly find it taken again."""


def replay_due(store: Store, report: Report) -> int:
    """Replay the learners who are due, one transaction each; returns how many there were.

    Who is due is read from the tables: interrupted, it goes on where it stopped at the next call. Meanwhile each
    learner is shown what she knew under the set of her last replay, and an answer brings her up to date first.
    """
    with store.reading() as db:
        # The list is only where to begin: `catch_up` asks again, under the learner's lock.
        due = answer_log.due_for_replay(db)
    for place, learner_key in enumerate(due, 1):
        report("réponses rejouées", place, len(due))
        with store.writing() as db:
            answer_log.catch_up(db, learner_key)
        sleep(BREATH_SECONDS)
    return len(due)
