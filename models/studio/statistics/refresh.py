"""The refresh of the statistics: from the log to the tables that the pages read, taken by the worker, kept at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.marking import AskAgain, met_by
from content.module import TYPED, Question, QuestionKind
from models import learner, parameters
from models.catalogue import in_force
from models.estimates import Estimates
from models.ground import jobs
from models.learning import answer_log, objection
from models.studio.statistics import counted_answers, flaws
from models.studio.statistics.counted_answers import Edition, FirstExposure, Placed
from models.studio.statistics.figures import CountedExposure, Figures, Luck, grown, plain_sign
from models.tables.answers import Annulment, Answer, Confidence
from models.tables.counts import QuestionFigures
from models.tables.documents import AROUND, PublishedQuestion, Version, VersionChange
from models.tables.jobs import Slot

SLOT = "statistics"
OTHER = "*"
"""What was typed and fits nothing that the question foresees."""
ANEW = {VersionChange.MEANING, VersionChange.KEY}
"""Changes after which what was answered before says nothing of the question."""
AT_ONCE = 10_000
"""Rows of the log in memory as the database gives them."""


class FiguresTaken(NamedTuple):
    """The questions of which a block has filled, with their figures from then on."""

    questions: Mapping[Edition, Figures]
    skills: Mapping[Edition, str]


def due(db: Session, slot: str) -> bool:
    """Return whether the turn is free and something has been answered or annulled since the last."""
    if jobs.is_taken(db, SLOT, slot):
        return False
    last = db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == SLOT))
    news = [db.scalar(select(func.max(when))) for when in (Answer.answered_at, Annulment.at)]
    return any(at is not None and (last is None or at > last) for at in news)


def take(db: Session) -> FiguresTaken:
    """Read the whole log once and compute; changes nothing."""
    before = {edition: Figures.from_plain(row.figures) for edition, row in _rows(db).items()}
    estimates = parameters.in_force(db).estimates
    found, skills = {}, {}
    log, counted = _log(db)
    for edition, ones in counted_answers.place(log, counted_answers.curves(log)).items():
        counted[edition] += [_exposure(one.answer.number, one.answer.learner, one.answer.day, one) for one in ones]
    for edition, exposures in counted.items():
        question = in_force.module_of(db, edition.version_id).question(edition.question_id)
        options = tuple(option.key for option in question.options) if question.kind is QuestionKind.ONE else ()
        had = before.get(edition, Figures([]))
        now = grown(had, exposures, options, _luck(estimates, question))
        if now != had:
            found[edition], skills[edition] = now, question.skill
    return FiguresTaken(found, skills)


def keep(db: Session, taken: FiguresTaken, at: datetime) -> None:
    """Keep the figures that have grown, and weigh the tests of all questions together."""
    rows = _rows(db)
    kept = {edition: Figures.from_plain(row.figures) for edition, row in rows.items()}
    for edition, found in taken.questions.items():
        counted = kept[edition].blocks if edition in kept else []
        # Of two workers at once the slower adds nothing: what was counted once is never counted otherwise.
        if found.blocks[: len(counted)] == counted:
            kept[edition] = found
            rows[edition] = db.merge(_row(edition, taken.skills[edition], found, at))
    edition_of, published = editions(db), select(PublishedQuestion.id, PublishedQuestion.version_id)
    asked = {edition_of(question_id, version_id) for question_id, version_id in db.execute(published)}
    worst = flaws.to_look_at({edition: kept[edition].findings for edition in sorted(asked & kept.keys())})
    places = {edition: place for place, edition in enumerate(worst, 1)}
    for edition, row in rows.items():
        row.signs, row.place = [plain_sign(sign) for sign in worst.get(edition, ())], places.get(edition)
    db.flush()


def _row(edition: Edition, skill: str, found: Figures, at: datetime) -> QuestionFigures:
    whole = found.whole
    return QuestionFigures(
        question_id=edition.question_id,
        version_id=edition.version_id,
        skill=skill,
        answers=whole.answers if whole else 0,
        people=whole.people if whole else 0,
        right=whole.right if whole else 0,
        discrimination=found.discrimination,
        figures=found.plain(),
        signs=[],
        taken_at=at,
    )


def _rows(db: Session) -> dict[Edition, QuestionFigures]:
    return {Edition(row.question_id, row.version_id): row for row in db.scalars(select(QuestionFigures))}


def _luck(estimates: Estimates, question: Question) -> Luck | None:
    if question.id not in estimates.items:
        return None
    item = estimates.item(question.id, question.skill, question.chance)
    if_known, if_unknown = learner.mastery_likelihoods(estimates.of(question.skill), item)
    return Luck(guess=if_unknown, slip=1 - if_known)


# -------------------------------------------------------------------------------------------------------------- the log


def _exposure(number: int, learner: int, day: date, placed: Placed | None) -> CountedExposure:
    return CountedExposure(number, learner, day.strftime("%Y-%m"), placed)


def _log(db: Session) -> tuple[list[list[FirstExposure]], dict[Edition, list[CountedExposure]]]:
    """Return counted first exposures, learner after learner, and each « je ne sais pas » by question.

    Of who objects to being estimated, none; nor what came sooner than its question can be read.
    """
    rows = (
        select(
            Answer.id, Answer.learner_key, Answer.question_id, Answer.version_id, Answer.skill, Answer.correct,
            Answer.dont_know, Answer.response, Answer.confidence, Answer.seconds, Answer.day,
        )
        .where(Answer.exposure == 0, ~Answer.rapid, answer_log.stands(), objection.estimated(Answer.learner_key))
        .order_by(Answer.learner_key, Answer.sequence)
        # As rows the whole log may not fit in memory at once.
        .execution_options(yield_per=AT_ONCE)
    )  # fmt: skip
    # Learners become numbers here: no key leaves this function.
    edition_of, word, dont_know = editions(db), _words(db), defaultdict[Edition, list[CountedExposure]](list)
    log = []
    for number, (_, mine) in enumerate(groupby(db.execute(rows), key=lambda row: row.learner_key)):
        told = []
        for row in mine:
            edition = edition_of(row.question_id, row.version_id)
            if row.dont_know:
                dont_know[edition].append(_exposure(row.id, number, row.day, None))
            else:
                told.append(_answered(number, edition, row, word))
        log.append(told)
    return log, dont_know


def _answered(
    learner: int, edition: Edition, row: Any, word: Callable[[int, str, tuple[str, ...]], str]
) -> FirstExposure:
    return FirstExposure(
        number=row.id,
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
    """Return a lookup from a question and its version to the question since its last change of meaning or key."""
    first, by_question = dict[int, int](), dict[int, Mapping[str, int]]()
    columns = (Version.document_id, Version.id, Version.change, Version.changes)
    rows = db.execute(select(*columns).order_by(Version.document_id, Version.number))
    for _, versions in groupby(rows, key=lambda row: row.document_id):
        begun, since = 0, dict[str, int]()
        for _, version_id, change, changes in versions:
            if not begun or (changes.get(AROUND) if changes else change) in ANEW:
                begun, since = version_id, {}
            meant = {one: version_id for one, said in changes.items() if said in ANEW}
            since = since | meant
            first[version_id], by_question[version_id] = begun, since
    return cache(lambda question, version: Edition(question, by_question[version].get(question, first[version])))


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
