"""The moves of a sitting: card after card, then questions with their feedback, then the end.

Each raises objection.WithoutEstimation for a learner who has objected: she plays without trace (untraced.py).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.module import Question
from models.catalogue import in_force, suspensions, votes
from models.ground.calendar import local_day
from models.learning import answering, due_checks, learners, objection, progress, situate
from models.learning.scenes import (
    EndScene,
    FeedbackScene,
    NoSuchPlay,
    QuestionScene,
    ShownQuestion,
    WithdrawnScene,
    answers_to,
    cards_of,
    has_shown,
    module_of,
    opened,
    out_of_time,
    scene,
)
from models.learning.situate import NothingToAsk
from models.tables.answers import CheckReason, DueCheck, Play
from models.tutor import questions as tutor_questions
from models.tutor.questions import Sitting
from models.tutor.situation import Purpose

SHOWING = {Purpose.CHECK, Purpose.CONTEST}
"""What is to show that something is known asks questions that count towards *acquired*, where there are any."""


def start(db: Session, learner_key: UUID, module_id: str, at: datetime, minutes: float | None = None) -> Play:
    """Begin a module, or take up the play of it that is open; raises authoring.UnknownModule."""
    objection.lock(db, learner_key)
    for play in _open_plays(db, learner_key, Purpose.LEARN):
        module = module_of(db, play)
        # A play goes on in the version in which it began, unless the law has changed under it.
        if module and module.id == module_id and not suspensions.is_overtaken(db, play.version_id or 0):
            return _taken_up(play, minutes, at)
    published = in_force.published_module(db, module_id, learners.read(db, learner_key).language)
    known = progress.believed(db, learner_key).knowledge(published.module.skills)
    pretest = tutor_questions.asks_first(known, at, new=learners.read(db, learner_key).is_new)
    play = _new(learner_key, published.version_id, Purpose.LEARN, None, at, pretest=pretest, minutes=minutes)
    return _begun(db, play, at)


def practise(
    db: Session, learner_key: UUID, skill: str, purpose: Purpose, at: datetime, minutes: float | None = None
) -> Play:
    """Begin a short sitting on one skill, or take up the one that is open; raises NothingToAsk."""
    objection.lock(db, learner_key)
    asking = situate.module_to_contest(db, learner_key, skill, at)
    for play in _open_plays(db, learner_key, purpose):
        if (play.skill, play.version_id) == (skill, asking.version_id):
            return _taken_up(play, minutes, at)
    play = _begun(db, _new(learner_key, asking.version_id, purpose, skill, at, minutes=minutes), at)
    if play.finished_at:
        raise NothingToAsk
    return play


def contest(db: Session, learner_key: UUID, skill: str, at: datetime) -> Play:
    """Contest a skill (« Je connais déjà »): three new questions right, and one a week later, show it.

    Raises Conflict, NothingToAsk.
    """
    objection.lock(db, learner_key)
    situate.check_contest(db, learner_key, skill, at)
    return practise(db, learner_key, skill, Purpose.CONTEST, at)


def play_of(db: Session, play_id: UUID, learner_key: UUID) -> Play:
    """Return a play of this learner; raises NoSuchPlay for anybody else's."""
    play = db.scalar(_PLAY, {"play": play_id, "learner": learner_key})
    if play is None:
        raise NoSuchPlay
    return play


_PLAY = select(Play).where(
    Play.id == bindparam("play"),
    Play.learner_key == bindparam("learner"),
    # An interview has moves of its own (conversing.py).
    Play.purpose != Purpose.DIALOGUE,
)


def begin_situating(db: Session, learner_key: UUID, at: datetime, domain: str | None = None) -> Play:
    """Begin « Se situer », over the map or in one domain, or take it up; raises situate.NoSuchDomain."""
    objection.lock(db, learner_key)
    situate.check_domain(db, domain)
    for play in _open_plays(db, learner_key, Purpose.SITUATE):
        if play.domain == domain:
            return play
    return _begun(db, _new(learner_key, None, Purpose.SITUATE, None, at, domain=domain), at)


def skip(db: Session, play: Play, position: str, at: datetime) -> None:
    """Leave a question of « Se situer » unanswered; it is not asked again in this sitting."""
    play, shown = _locked(db, play)
    here = scene(db, play, shown)
    if play.purpose == Purpose.SITUATE and isinstance(here, QuestionScene) and here.position == position:
        here.presentation.acknowledged_at = at
        _go_on(db, play, shown, at)


def stop(db: Session, play: Play, at: datetime) -> None:
    """End « Se situer » here; what stood on the page stays as it is."""
    objection.lock(db, play.learner_key)
    if play.purpose == Purpose.SITUATE and play.finished_at is None:
        play.finished_at = at


def advance(db: Session, play: Play, position: str, at: datetime) -> None:
    """Leave what stands at `position`, if it asks for no answer; a form sent twice, or late, moves nothing."""
    play, shown = _locked(db, play)
    here = scene(db, play, shown)
    # The position names what the form stood on: a late or doubled one no longer fits, and moves nothing.
    if here.position != position or isinstance(here, QuestionScene | EndScene):
        return
    if isinstance(here, FeedbackScene | WithdrawnScene):
        here.presentation.acknowledged_at = at
    else:
        play.cards_read += 1
    _go_on(db, play, shown, at)


def _locked(db: Session, play: Play) -> tuple[Play, list[ShownQuestion]]:
    """Lock the learner of a play, and read it anew with the questions shown so far."""
    play_id, learner_key = play.id, play.learner_key
    objection.lock(db, learner_key)
    return opened(db, play_id, learner_key)


def _new(
    learner_key: UUID,
    version_id: int | None,
    purpose: Purpose,
    skill: str | None,
    at: datetime,
    *,
    domain: str | None = None,
    pretest: bool = False,
    minutes: float | None = None,
) -> Play:
    return Play(
        id=uuid4(),
        learner_key=learner_key,
        version_id=version_id,
        purpose=purpose,
        skill=skill,
        domain=domain,
        cards_read=0,
        pretest=pretest,
        minutes=minutes,
        started_at=at,
    )


def _taken_up(play: Play, minutes: float | None, at: datetime) -> Play:
    """Reopen a play for the minutes that she has now, counted from its beginning."""
    # From the beginning, for `out_of_time` measures from there.
    play.minutes = None if minutes is None else (at - play.started_at) / timedelta(minutes=1) + minutes
    return play


def _begun(db: Session, play: Play, at: datetime) -> Play:
    db.add(play)
    db.flush()
    _go_on(db, play, [], at)
    return play


def _go_on(db: Session, play: Play, shown: Sequence[ShownQuestion], at: datetime) -> None:
    """Present the next question once the cards are read, or before them; finish when there is none, or no time."""
    cards = cards_of(module_of(db, play), play)
    if play.pretest and shown:
        # Skip the cards for anyone who answers the first question right and has thereby shown to know the ground.
        play.pretest = False
        module = module_of(db, play)
        known = progress.believed(db, play.learner_key).knowledge(module.skills if module else ())
        if tutor_questions.skips_cards(all(answer.correct for answer in answers_to(shown)), known, at):
            play.cards_read = len(cards)
    if not play.pretest and play.cards_read < len(cards):
        return
    # What was just left is written with what comes next, at once: nothing that is asked here looks at it.
    with db.no_autoflush:
        following = None if out_of_time(db, play, len(shown), at) else _next_question(db, play, shown, at)
    if following is None and play.pretest:
        play.pretest = False
        _go_on(db, play, shown, at)
    elif following is None:
        play.finished_at = at
        if play.skill and has_shown(play, answers_to(shown)):
            # Three right answers have shown the skill: one a week later confirms it.
            db.add(
                DueCheck(
                    learner_key=play.learner_key,
                    skill=play.skill,
                    version_id=play.version_id,
                    reason=CheckReason.CONTEST,
                    due_at=at + due_checks.CONFIRMED_AFTER,
                )
            )
    else:
        question, version_id = following
        answering.present(db, play.learner_key, question, version_id, Purpose(play.purpose), at, play.id)


def _next_question(
    db: Session, play: Play, shown: Sequence[ShownQuestion], at: datetime
) -> tuple[Question, int] | None:
    """Return the next question with the version that holds it."""
    if play.version_id is None:
        return situate.next_question(db, play, [one.presentation for one in shown], at)
    module = in_force.asked_of(db, play.version_id)
    questions = [question for question in module.pool if play.skill in {None, question.skill}]
    if play.purpose in SHOWING:
        # Provisional answers leave *acquired* alone, so they could not show what this sitting is for.
        questions = votes.counting(db, play.version_id, questions) or questions
    believed = progress.believed(db, play.learner_key)
    estimates = believed.parameters.estimates
    sitting = Sitting(
        purpose=Purpose(play.purpose),
        now=at,
        day=local_day(at, believed.timezone),
        knowledge=believed.knowledge({question.skill for question in questions}),
        items={one.id: estimates.item(one.id, one.skill, one.chance) for one in questions},
        seen=progress.SEEN.ask(db, learner_key=play.learner_key),
        asked={answer.question_id: answer.correct for answer in answers_to(shown)},
    )
    question = tutor_questions.next_question(questions, sitting)
    return (question, play.version_id) if question else None


def _open_plays(db: Session, learner_key: UUID, purpose: Purpose) -> Sequence[Play]:
    mine = select(Play).where(Play.learner_key == learner_key, Play.purpose == purpose, Play.finished_at.is_(None))
    return db.scalars(mine.order_by(Play.started_at.desc(), Play.id.desc())).all()
