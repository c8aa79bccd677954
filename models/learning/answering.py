"""The handling of an answer: the log grows by one row, and mastery and ability follow."""

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from content.dialogue import reading_time
from content.errors import N_, NotFound
from content.marking import Response, mark
from content.module import TYPED, Question, QuestionKind
from models import learner
from models import parameters as parameter_sets
from models.catalogue import in_force, published, suspensions, validity, votes
from models.catalogue.published import version_text
from models.ground.calendar import is_working_day, local_day
from models.learner import Belief, Knowledge
from models.learning import answer_log, due_checks, objection
from models.learning.due_checks import settle_return, sure_and_wrong
from models.parameters import ParametersInForce
from models.tables.answers import Answer, Confidence, DueCheck, LearnerAbility, Mastery, Presentation
from models.tables.documents import Document, Version
from models.tables.parameters import ParameterSet
from models.tables.people import Learner
from models.tables.programmes import Pause
from models.tutor.situation import Purpose

LONGEST_SECONDS = 600.0
"""A question left open for longer says nothing about the pace of its learner."""

HOW_TO_ANSWER = {
    QuestionKind.ONE: "",
    QuestionKind.SEVERAL: N_("Plusieurs réponses sont possibles."),
    QuestionKind.ORDERING: N_("Mettez ces lignes dans l'ordre."),
    QuestionKind.MATCHING: N_("Choisissez ce qui va avec chaque ligne."),
    QuestionKind.TEXT: N_("Quelques mots suffisent ; accents et majuscules sont sans importance."),
    QuestionKind.NUMBER: N_("Un nombre, en chiffres."),
}
"""What a question shown says of its kind."""


class NoSuchPresentation(NotFound):
    """This question was not shown to this learner."""

    what = N_("Cette question ne vous a pas été posée.")


class Withdrawn(Exception):
    """The question was withdrawn while it stood on somebody's page: nothing is noted."""


def present(
    db: Session,
    learner_key: UUID,
    question: Question,
    version_id: int,
    purpose: Purpose,
    at: datetime,
    play_id: UUID | None = None,
) -> Presentation:
    """Show a question, its options in an order of their own, to a learner who has not objected (objection.lock)."""
    presentation_id = uuid4()
    presentation = Presentation(
        id=presentation_id,
        learner_key=learner_key,
        play_id=play_id,
        question_id=question.id,
        version_id=version_id,
        purpose=purpose,
        option_order=shuffled(question, presentation_id),
        shown_at=at,
    )
    db.add(presentation)
    db.flush()
    return presentation


def shuffled(question: Question, presentation_id: UUID) -> list[str]:
    """Return the order in which options are shown: none of those to type, never the key of an ordering.

    So there is always something to move, and nobody is right by sending what stands there.
    """
    keys = [] if question.kind in TYPED else [option.key for option in question.options]
    # The seed is the presentation's own id: a replay, or a reload, shows the same order.
    order = Random(presentation_id.int).sample(keys, len(keys))
    return order[::-1] if question.kind is QuestionKind.ORDERING and tuple(order) == question.key else order


class _Needed(NamedTuple):
    """All that an answer needs of its learner beside her own row."""

    given: int | None
    """The answer that the presentation has taken."""
    exposure: int
    paused: bool
    """Whether she has said that she does not work on this day."""
    waiting: int
    """Checks of the skill that are not done."""
    set_id: int | None
    fingerprint: str | None
    """Of the parameters in force."""
    ability_set: int | None
    """The set by which she was last believed."""
    revision: int | None
    """The learner model's, then."""
    ability: learner.Ability | None
    belief: Belief | None


PLAIN = len(_Needed._fields) - 2
"""How many columns stand before those of ability and belief."""
BELIEF = [getattr(Mastery, name) for name in Belief._fields]
ABILITY = [getattr(LearnerAbility, name) for name in learner.Ability._fields]
"""The columns of a belief and of an ability, in the order of their fields."""
_key: BindParameter[UUID] = bindparam("key")
_skill: BindParameter[str] = bindparam("skill")
_day: BindParameter[date] = bindparam("day")
_NEEDED = (
    select(
        select(Answer.id).where(Answer.presentation_id == bindparam("presentation")).scalar_subquery(),
        select(func.count())
        .select_from(Answer)
        .where(Answer.learner_key == _key, Answer.question_id == bindparam("question"))
        .scalar_subquery(),
        exists().where(Pause.learner_key == _key, Pause.first <= _day, Pause.last >= _day),
        select(func.count())
        .select_from(DueCheck)
        .where(DueCheck.learner_key == _key, DueCheck.skill == _skill, DueCheck.done_at.is_(None))
        .scalar_subquery(),
        ParameterSet.id,
        ParameterSet.fingerprint,
        LearnerAbility.parameters_id,
        LearnerAbility.revision,
        *ABILITY,
        *BELIEF,
    )
    .select_from(Learner)
    .outerjoin(ParameterSet, ParameterSet.id == parameter_sets.LATEST)
    .outerjoin(LearnerAbility, LearnerAbility.learner_key == Learner.key)
    .outerjoin(Mastery, and_(Mastery.learner_key == Learner.key, Mastery.skill == _skill))
    .where(Learner.key == _key)
)


def answer(
    db: Session,
    presentation_id: UUID,
    learner_key: UUID,
    response: Response,
    at: datetime,
    confidence: Confidence | None = None,
) -> Answer:
    """Answer what was shown, as `take` does; raises NoSuchPresentation, too."""
    return take(db, hold(db, presentation_id, learner_key), response, at, confidence)


def take(
    db: Session, presentation: Presentation, response: Response, at: datetime, confidence: Confidence | None = None
) -> Answer:
    """Mark a response to what is held, move belief, keep both; a presentation answered again gives its first answer.

    Raises objection.WithoutEstimation, Withdrawn, content.marking.UnknownOption, content.marking.AskAgain.
    """
    presentation_id, learner_key, version_id = presentation.id, presentation.learner_key, presentation.version_id
    shown_at, question_id = presentation.shown_at, presentation.question_id
    owner = objection.lock(db, learner_key)
    module, day = in_force.module_of(db, version_id), local_day(at, owner.timezone)
    question = module.question(question_id)
    needed = _needed(db, presentation_id, learner_key, question, day)
    # The same form sent twice is one answer: the second one finds the first, behind the lock.
    if needed.given is not None:
        return db.get_one(Answer, needed.given)
    if suspensions.is_withdrawn(db, version_text(db, version_id), question_id, shown_at):
        raise Withdrawn
    marked = mark(question, response)
    parameters = parameter_sets.ready(db, needed.set_id, needed.fingerprint)
    # Belief and evidence must speak of the same set, or a refit in between would mix two of them.
    if answer_log.is_stale(owner, needed.ability_set, needed.revision, parameters):
        answer_log.rebuild(db, owner, parameters)
        needed = _needed(db, presentation_id, learner_key, question, day)
    # What the rules said on her own day decides, not what they say when somebody replays.
    counts = validity.failing(db, module, question, day) is None
    provisional = votes.is_provisional(db, version_id, question)
    row = Answer(
        presentation_id=presentation_id,
        learner_key=learner_key,
        # Counted on the locked row: a sequence of the database may leave gaps and may not be in order.
        sequence=owner.last_sequence + 1,
        question_id=question.id,
        skill=question.skill,
        version_id=version_id,
        parameters_id=parameters.id,
        response=list(marked.response),
        correct=marked.correct,
        dont_know=marked.dont_know,
        confidence=None if marked.dont_know else confidence,
        # Clocks of two machines may differ: nobody answers before she is asked.
        seconds=min(max(0.0, (at - shown_at).total_seconds()), LONGEST_SECONDS),
        # Faster than it can be read at the very least (content/dialogue.py). Not knowing, and repeats, need no time;
        # a clock that has been put back proves nothing.
        rapid=not marked.dont_know and not needed.exposure and timedelta(0) <= at - shown_at < reading_time(question),
        exposure=needed.exposure,
        chance=question.chance,
        counts=counts,
        provisional=provisional,
        answered_at=at,
        # The local day is kept: a learner who moves to another time zone does not change her past.
        day=day,
        working_day=is_working_day(day) and not needed.paused,
    )
    _believe(db, row, needed, parameters)
    answer_log.add_answer(db, row, owner)
    if needed.waiting or sure_and_wrong(row):
        due_checks.settle(db, row, shown_at)
        settle_return(db, owner, row)
    return row


def hold(db: Session, presentation_id: UUID, learner_key: UUID) -> Presentation:
    """Return a presentation of this learner, its document locked until the end of the transaction.

    Raises NoSuchPresentation.
    """
    # The document before the learner, as the one who publishes does: no two wait for each other (docs/decisions/0011).
    presentation = db.scalar(_HELD, {"presentation": presentation_id})
    if presentation is None or presentation.learner_key != learner_key:
        raise NoSuchPresentation
    # Somebody may have published while this one waited.
    published.forget(db)
    return presentation


# Shared: those who answer do not wait for each other, only for who publishes (docs/decisions/0011).
_HELD = (
    select(Presentation)
    .join(Version, Version.id == Presentation.version_id)
    .join(Document, Document.id == Version.document_id)
    .where(Presentation.id == bindparam("presentation"))
    .with_for_update(read=True, of=Document)
)


def _needed(db: Session, presentation_id: UUID, learner_key: UUID, question: Question, day: date) -> _Needed:
    asked = {"presentation": presentation_id, "question": question.id, "skill": question.skill}
    row = tuple(db.execute(_NEEDED, {**asked, "key": learner_key, "day": day}).one())
    plain, ability, belief = row[:PLAIN], row[PLAIN : PLAIN + len(ABILITY)], row[PLAIN + len(ABILITY) :]
    known_ability = None if plain[-1] is None else learner.Ability(*ability)
    return _Needed._make([*plain, known_ability, None if belief[0] is None else Belief(*belief)])


def withdrawn(db: Session, presentation: Presentation) -> bool:
    """Return whether a shown question takes no answer any more, in the version that it shows."""
    version = version_text(db, presentation.version_id)
    return suspensions.is_withdrawn(db, version, presentation.question_id, presentation.shown_at)


def presented(db: Session, presentation_id: UUID, learner_key: UUID) -> Presentation:
    """Return a presentation of this learner; raises NoSuchPresentation for anybody else's."""
    presentation = db.get(Presentation, presentation_id)
    if presentation is None or presentation.learner_key != learner_key:
        raise NoSuchPresentation
    return presentation


def question_of(db: Session, presentation: Presentation) -> Question:
    """Return the question that a presentation shows, in the version that it showed."""
    return in_force.module_of(db, presentation.version_id).question(presentation.question_id)


def answer_to(db: Session, presentation_id: UUID) -> Answer | None:
    """Return the answer that a presentation has taken, if any."""
    return db.scalar(select(Answer).where(Answer.presentation_id == presentation_id))


def _believe(db: Session, row: Answer, needed: _Needed, parameters: ParametersInForce) -> None:
    """Move mastery and ability by one answer, and note on the answer what it moved."""
    before = Knowledge(
        parameters.estimates.of(row.skill), needed.belief or Belief(), needed.ability or learner.Ability()
    )
    after = learner.after_answer(before, answer_log.evidence_of(row, parameters.estimates)) if row.counts else before
    # P(known) just after the last answer, or before the first.
    row.known_before, row.known_after = (
        one.belief.known if one.belief.answers else learner.retained(one, row.answered_at) for one in (before, after)
    )
    if row.counts:
        answer_log.keep_belief(db, row.learner_key, row.skill, after.belief, first=needed.belief is None)
    answer_log.keep_ability(db, row.learner_key, parameters.id, after.ability, first=needed.ability is None)
