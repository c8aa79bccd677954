"""The moves of an interview that one plays: to begin it, and to say something, which is marked and leads on at once.

Each raises objection.WithoutEstimation for a learner who has objected: she plays without trace (untraced_dialogue.py).
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.dialogue import dialogue_minutes, played
from content.marking import Response
from models.catalogue import in_force, validity, withholding
from models.study import answering, learners, objection
from models.study.play import scenes
from models.study.play.conversation import (
    DialogueHeldBack,
    InterviewScene,
    PathScene,
    SaidTurn,
    TurnScene,
    dialogue_of,
    said,
)
from models.study.play.scenes import NoSuchPlay, ShownQuestion, answers_to
from models.tables.answers import Play, Presentation
from models.tutor.situation import Purpose


class OfferedDialogue(NamedTuple):
    """A dialogue that can be begun, with the minutes of its longest path."""

    id: str
    title: str
    minutes: int


def offered(db: Session, module_id: str, language: str) -> tuple[OfferedDialogue, ...]:
    """Return the dialogues of a module that can be begun; none where it is not published any more."""
    for found in in_force.published_modules(db, language):
        if found.module.id == module_id:
            module = found.module
            ready = [one for one in module.dialogues if not is_held(db, found.version_id, one.id)]
            return tuple(OfferedDialogue(one.id, one.title, ceil(dialogue_minutes(module, one))) for one in ready)
    return ()


def is_held(db: Session, version_id: int, dialogue_id: str) -> bool:
    """Return whether a turn of a dialogue is held back in a version, so that nobody plays it."""
    asked, whole = in_force.asked_of(db, version_id), in_force.module_of(db, version_id)
    # Compared with the whole: a tree that has lost its first turn may look sound.
    return asked.turns(dialogue_id) != whole.turns(dialogue_id)


def opened_by(db: Session, learner_key: UUID, module_id: str) -> frozenset[str]:
    """Return the dialogues of a module that a learner has left half-way."""
    return frozenset(play.dialogue for play in _open(db, learner_key, module_id) if play.dialogue)


def going_on(db: Session, learner_key: UUID) -> frozenset[UUID]:
    """Return the interviews that a learner has left half-way and can go on with; none where she objects."""
    objects = learners.read(db, learner_key).without_estimation
    return frozenset(play.id for play in ([] if objects else _open(db, learner_key)))


def begin(db: Session, learner_key: UUID, module_id: str, dialogue_id: str, at: datetime) -> Play:
    """Begin a dialogue, or take it up where it was left; raises UnknownModule, NotFound, DialogueHeldBack."""
    objection.lock(db, learner_key)
    for play in _open(db, learner_key, module_id):
        if play.dialogue == dialogue_id:
            return play
    published = in_force.published_module(db, module_id, learners.read(db, learner_key).language)
    dialogue_of(published.module, dialogue_id)
    if is_held(db, published.version_id, dialogue_id):
        raise DialogueHeldBack
    play = Play(
        id=uuid4(),
        learner_key=learner_key,
        version_id=published.version_id,
        purpose=Purpose.DIALOGUE,
        dialogue=dialogue_id,
        started_at=at,
    )
    db.add(play)
    db.flush()
    _go_on(db, play, [], at)
    return play


def say(db: Session, presentation: Presentation, response: Response, at: datetime) -> Play:
    """Say something at a turn that is held: it is marked, and what comes next is presented; said again, nothing moves.

    Raises what answering.take does, and NoSuchPlay for a question that is no turn.
    """
    if presentation.play_id is None or presentation.purpose != Purpose.DIALOGUE:
        raise NoSuchPlay
    if is_held(db, presentation.version_id, answering.question_of(db, presentation).dialogue):
        raise answering.Withdrawn
    answering.take(db, presentation, response, at)
    # Read behind the lock of the learner: of the same form sent twice the second one finds what the first presented.
    play, shown = opened(db, presentation.play_id, presentation.learner_key)
    presentation.acknowledged_at = presentation.acknowledged_at or at
    _go_on(db, play, shown, at)
    return play


def opened(db: Session, play_id: UUID, learner_key: UUID) -> tuple[Play, list[ShownQuestion]]:
    """Return an interview of this learner with the turns shown so far; raises NoSuchPlay for anything else."""
    play, shown = scenes.opened(db, play_id, learner_key)
    if play.purpose != Purpose.DIALOGUE:
        raise NoSuchPlay
    return play, shown


def scene(db: Session, play: Play, shown: Sequence[ShownQuestion]) -> InterviewScene:
    """Return what stands on the page of an interview now."""
    version_id, dialogue_id = play.version_id or 0, play.dialogue or ""
    module = in_force.module_of(db, version_id)
    dialogue = dialogue_of(module, dialogue_id)
    met = [
        SaidTurn(
            in_force.module_of(db, presentation.version_id).question(presentation.question_id),
            presentation.option_order,
            answer,
            validity.why_not_counted(db, answer),
        )
        for presentation, answer in shown
        if answer
    ]
    so_far = sorted(met, key=lambda one: one.answer.sequence)
    waiting = next((one.presentation for one in shown if one.answer is None), None)
    if waiting is None or is_held(db, version_id, dialogue_id):
        return PathScene(module, dialogue, so_far, held=waiting is not None)
    return TurnScene(module, dialogue, so_far, module.question(waiting.question_id), waiting)


def _open(db: Session, learner_key: UUID, module_id: str | None = None) -> list[Play]:
    """Return the open interviews of a learner that can be gone on with, of one module or all, the latest first."""
    mine = select(Play).where(Play.learner_key == learner_key, Play.purpose == Purpose.DIALOGUE)
    left = db.scalars(mine.where(Play.finished_at.is_(None)).order_by(Play.started_at.desc(), Play.id)).all()
    # An interview goes on in the version in which it began, unless the law has changed under it, or a turn is wrong.
    return [
        play
        for play in left
        if module_id in {None, in_force.module_of(db, play.version_id or 0).id}
        and not withholding.is_overtaken(db, play.version_id or 0)
        and not is_held(db, play.version_id or 0, play.dialogue or "")
    ]


def _go_on(db: Session, play: Play, shown: Sequence[ShownQuestion], at: datetime) -> None:
    """Present the turn that comes next, unless it stands there; finish where none does."""
    version_id = play.version_id or 0
    _, following = played(in_force.module_of(db, version_id).turns(play.dialogue or ""), said(answers_to(shown)))
    if following is None:
        play.finished_at = play.finished_at or at
    elif following.id not in {one.presentation.question_id for one in shown}:
        answering.present(db, play.learner_key, following, version_id, Purpose.DIALOGUE, at, play.id)
