"""Dialogues as a learner plays them: begun, each thing said marked and leading on, told as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import ClassVar, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.dialogue import dialogue_minutes, longest_from, option_said, played
from content.errors import N_, Conflict, NotFound
from content.marking import Response
from content.module import Dialogue, Module, Option, Question
from models.catalogue import in_force, suspensions, validity
from models.catalogue.validity import Dated
from models.learning import answering, learners, objection, scenes
from models.learning.scenes import EndScene, NoSuchPlay, PlayEnding, ShownQuestion, answers_to
from models.tables.answers import Answer, Play, Presentation
from models.tutor.situation import Purpose


class DialogueSuspended(Conflict):
    """A turn of the dialogue is asked of nobody now, so that the whole of it is not played."""

    what = N_("Cet entretien ne se joue pas pour l'instant : une de ses répliques est en cours de correction.")
    then = N_("Rien n'est changé. Le module, lui, se joue comme d'habitude.")


class SaidTurn(NamedTuple):
    """A turn that was met: how its options stood, and what was answered."""

    turn: Question
    order: Sequence[str]
    answer: Answer
    failing: Dated | None = None
    """What did not hold on the day of the answer, so that it is not counted."""

    @property
    def option(self) -> Option:
        """What the interview went on with: what would have been right for anyone who did not know."""
        return option_said(self.turn, key_said(self.answer))


@dataclass(frozen=True, slots=True)
class TurnScene:
    """A turn that waits for what one says, below what was said so far."""

    module: Module
    dialogue: Dialogue
    so_far: Sequence[SaidTurn]
    question: Question
    presentation: Presentation
    kind: ClassVar = "turn"

    @property
    def number(self) -> int:
        """Which turn it is, from 1."""
        return len(self.so_far) + 1

    @property
    def most(self) -> int:
        """How many turns there are at most on the way that was taken."""
        return len(self.so_far) + longest_from(self.module.turns(self.dialogue.id), self.question.id)


@dataclass(frozen=True, slots=True)
class PathScene:
    """The end: every turn that was met; of an interview that is held back, those as far as it went."""

    module: Module
    dialogue: Dialogue
    path: Sequence[SaidTurn]
    held: bool = False
    """Whether it stops here because a turn is asked of nobody now."""
    kind: ClassVar = "path"

    @property
    def as_end(self) -> EndScene:
        """The same as the end of any sitting."""
        return EndScene([one.answer for one in self.path], self.module, PlayEnding.PLAYED)


InterviewScene = TurnScene | PathScene


def dialogue_of(module: Module, dialogue_id: str) -> Dialogue:
    """Return a dialogue of a module; raises NotFound."""
    for dialogue in module.dialogues:
        if dialogue.id == dialogue_id:
            return dialogue
    raise NotFound(
        N_("Ce module n'a pas d'entretien à cette adresse."),
        N_("Ceux qui se jouent sont sur sa page, sous « Modules »."),
    )


def key_said(answer: Answer) -> str:
    """Return the key of what was said; empty for « je ne sais pas »."""
    return "".join(answer.response[:1])


def said(answers: Iterable[Answer]) -> Mapping[str, str]:
    """Return what was said at each turn, as content.dialogue.played takes it."""
    return {answer.question_id: key_said(answer) for answer in answers}


# ----------------------------------------------------------------------------- the moves of an interview that one plays
#
# Each raises objection.WithoutEstimation for a learner who has objected: she plays without trace
# (untraced_dialogue.py).


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
    """Begin a dialogue, or take it up where it was left; raises UnknownModule, NotFound, DialogueSuspended."""
    objection.lock(db, learner_key)
    for play in _open(db, learner_key, module_id):
        if play.dialogue == dialogue_id:
            return play
    published = in_force.published_module(db, module_id, learners.read(db, learner_key).language)
    dialogue_of(published.module, dialogue_id)
    if is_held(db, published.version_id, dialogue_id):
        raise DialogueSuspended
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
        and not suspensions.is_overtaken(db, play.version_id or 0)
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
