"""The refresh of the statistics: from the log to the tables that the pages read, taken by the worker, kept at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.marking import met_by
from content.module import TYPED, Question, QuestionKind
from content.typed import AskAgain
from models.catalogue import in_force
from models.ground import jobs
from models.study import objection, replaying
from models.tables.documents import AROUND, PublishedQuestion, Version, VersionChange
from models.tables.jobs import Slot
from models.tables.statistics import LearningCurve, QuestionFigures
from models.tables.study import Annulment, Answer, Confidence
from models.workshop.statistics import answers, verdicts
from models.workshop.statistics.answers import Edition, FirstExposure
from models.workshop.statistics.figures import Figures, figures, judged, plain_sign
from models.workshop.statistics.flaws import LEAST_PEOPLE

SLOT = "statistics"
OTHER = "*"
"""What was typed and fits nothing that the question foresees."""
AT_ONCE = 10_000
"""Rows of the log in memory as the database gives them."""


class FiguresTaken(NamedTuple):
    """All figures of one state of the log, less what LEAST_ANSWERS and LEAST_PEOPLE leave out."""

    questions: Mapping[Edition, Figures]
    skills: Mapping[str, str]
    """Skill, by question id."""
    curves: Mapping[str, Sequence[answers.Tally]]


def due(db: Session, slot: str) -> bool:
    """Return whether the turn is free and something has been answered or annulled since the last."""
    if jobs.is_taken(db, SLOT, slot):
        return False
    last = db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == SLOT))
    news = [db.scalar(select(func.max(when))) for when in (Answer.answered_at, Annulment.at)]
    return any(at is not None and (last is None or at > last) for at in news)


def take(db: Session) -> FiguresTaken:
    """Read the whole log once and compute; changes nothing."""
    log, dont_know = _log(db)
    curves = answers.curves(log)
    placed = answers.place(log, curves)
    found = {
        edition: figures(ones, dont_know.get(edition, 0), _options(db, edition))
        for edition, ones in placed.items()
        if judged(len(ones), len({one.answer.learner for one in ones}))
    }
    skills = {edition.question_id: ones[0].answer.skill for edition, ones in placed.items()}
    return FiguresTaken(found, skills, curves)


def keep(db: Session, taken: FiguresTaken, at: datetime) -> None:
    """Replace the figures of before, except where the new ones are of nearly the same people."""
    before = {Edition(row.question_id, row.version_id): row for row in db.scalars(select(QuestionFigures))}
    settled = {
        edition: Figures.from_plain(row.figures)
        for edition, row in before.items()
        # Two figures of nearly the same people, subtracted, would tell of the few who came between.
        if edition in taken.questions and nearly(row.answers, taken.questions[edition].answers)
    }
    kept = {**taken.questions, **settled}
    worst = verdicts.to_look_at({edition: kept[edition].findings for edition in sorted(_in_force(db) & kept.keys())})
    places = {edition: place for place, edition in enumerate(worst, 1)}
    db.execute(delete(QuestionFigures))
    # The session still knows the rows that were just deleted under the same keys.
    db.expunge_all()
    db.add_all(
        QuestionFigures(
            question_id=edition.question_id,
            version_id=edition.version_id,
            skill=taken.skills[edition.question_id],
            answers=found.answers,
            people=found.people,
            right=found.right,
            discrimination=found.discrimination,
            figures=found.plain(),
            signs=[plain_sign(sign) for sign in worst.get(edition, ())],
            place=places.get(edition),
            taken_at=before[edition].taken_at if edition in settled else at,
        )
        for edition, found in kept.items()
    )
    _keep_curves(db, taken, at)


def nearly(before: int, now: int) -> bool:
    """Return whether the difference between two figures would be one about fewer than LEAST_PEOPLE."""
    return abs(now - before) < LEAST_PEOPLE


def _keep_curves(db: Session, taken: FiguresTaken, at: datetime) -> None:
    before = {row.skill: row.answers for row in db.scalars(select(LearningCurve))}
    for skill, curve in taken.curves.items():
        # At each opportunity but the last, where all later ones are counted too, everybody answers once.
        once = curve[: answers.LONGEST - 1]
        shown = [[tally.answers, tally.right] for tally in once if judged(tally.answers, tally.answers)]
        if shown and not (skill in before and nearly(before[skill], shown[0][0])):
            db.merge(LearningCurve(skill=skill, answers=shown[0][0], points=shown, taken_at=at))
    db.execute(delete(LearningCurve).where(LearningCurve.skill.not_in(taken.curves)))
    db.flush()


# --------------------------------------------------------------------------------------------------------- the log


def _log(db: Session) -> tuple[list[list[FirstExposure]], dict[Edition, int]]:
    """Return counted first exposures, learner after learner, and « je ne sais pas » counted by question.

    Of who objects to being estimated, none; nor what came sooner than its question can be read.
    """
    rows = (
        select(
            Answer.learner_key, Answer.question_id, Answer.version_id, Answer.skill, Answer.correct, Answer.dont_know,
            Answer.response, Answer.confidence, Answer.seconds, Answer.day,
        )
        .where(Answer.exposure == 0, ~Answer.rapid, replaying.stands(), objection.estimated(Answer.learner_key))
        .order_by(Answer.learner_key, Answer.sequence)
        # As rows the whole log may not fit in memory at once.
        .execution_options(yield_per=AT_ONCE)
    )  # fmt: skip
    # Learners become numbers here: no key leaves this function.
    edition_of, word, dont_know = editions(db), _words(db), defaultdict[Edition, int](int)
    log = []
    for number, (_, mine) in enumerate(groupby(db.execute(rows), key=lambda row: row.learner_key)):
        told = []
        for row in mine:
            edition = edition_of(row.question_id, row.version_id)
            if row.dont_know:
                dont_know[edition] += 1
            else:
                told.append(_answered(number, edition, row, word))
        log.append(told)
    return log, dont_know


def _answered(
    learner: int, edition: Edition, row: Any, word: Callable[[int, str, tuple[str, ...]], str]
) -> FirstExposure:
    return FirstExposure(
        learner=learner,
        edition=edition,
        skill=row.skill,
        right=row.correct,
        chosen=word(row.version_id, row.question_id, tuple(row.response)),
        day=row.day,
        seconds=row.seconds,
        sure=None if row.confidence is None else row.confidence == Confidence.SURE,
    )


def editions(db: Session) -> Callable[[str, int], Edition]:
    """Return a lookup from a question and its version to the question since its last change of meaning."""
    first: dict[int, tuple[int, Mapping[str, int]]] = {}
    columns = (Version.document_id, Version.id, Version.change, Version.changes)
    rows = db.execute(select(*columns).order_by(Version.document_id, Version.number))
    for _, versions in groupby(rows, key=lambda row: row.document_id):
        begun, since = 0, dict[str, int]()
        for _, version_id, change, changes in versions:
            if not begun or (changes.get(AROUND) if changes else change) == VersionChange.MEANING:
                begun, since = version_id, {}
            meant = {one: version_id for one, said in changes.items() if said == VersionChange.MEANING}
            first[version_id] = begun, (since := since | meant)
    return cache(lambda question_id, version_id: Edition(question_id, _begun(question_id, *first[version_id])))


def _begun(question_id: str, begun: int, since: Mapping[str, int]) -> int:
    return since.get(question_id, begun)


def _in_force(db: Session) -> set[Edition]:
    edition_of = editions(db)
    published = db.execute(select(PublishedQuestion.id, PublishedQuestion.version_id))
    return {edition_of(question_id, version_id) for question_id, version_id in published}


def _words(db: Session) -> Callable[[int, str, tuple[str, ...]], str]:
    """Return one word for a response: the options in it; of what was typed, the option that it fits."""

    @cache
    def word(version_id: int, question_id: str, response: tuple[str, ...]) -> str:
        question = in_force.module_of(db, version_id).question(question_id)
        return fitting(question, response[0]) if question.kind in TYPED else " ".join(response)

    return word


def fitting(question: Question, typed: str) -> str:
    """Return the key of the option that something typed fits, OTHER if none."""
    try:
        option = met_by(question, typed)
    except AskAgain:
        return OTHER
    return option.key if option else OTHER


def _options(db: Session, edition: Edition) -> tuple[str, ...]:
    """Return the keys of a question with one right answer; none for any other."""
    question = in_force.module_of(db, edition.version_id).question(edition.question_id)
    return tuple(option.key for option in question.options) if question.kind is QuestionKind.ONE else ()
