"""One sitting with a module: a card, then a card, then questions with their feedback, then the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Card, Module, Question
from models import authoring, progress, study, tutor
from models.calendar import local_day
from models.tables import Answer, Play, Presentation
from models.tutor import Purpose


class NoSuchPlay(LookupError):
    """This learner has no such play."""


class NothingToAsk(LookupError):
    """No question in force is on that skill."""


@dataclass(frozen=True, slots=True)
class CardScene:
    """A card to read; `number` counts from 1."""

    card: Card
    number: int
    of: int
    kind: ClassVar = "card"

    @property
    def position(self) -> str:
        """What the form sends back, so that the same step sent twice is one step."""
        return f"card-{self.number}"


@dataclass(frozen=True, slots=True)
class QuestionScene:
    """A question that waits for its answer; `number` counts from 1, `most` is how many there may be."""

    question: Question
    presentation: Presentation
    number: int
    most: int
    kind: ClassVar = "question"

    @property
    def position(self) -> str:
        return f"question-{self.presentation.id}"


@dataclass(frozen=True, slots=True)
class FeedbackScene:
    """A question that has been answered, and what there is to say about it."""

    question: Question
    presentation: Presentation
    answer: Answer
    number: int
    most: int
    kind: ClassVar = "feedback"

    @property
    def position(self) -> str:
        return f"feedback-{self.presentation.id}"


@dataclass(frozen=True, slots=True)
class EndScene:
    """The end, with what was answered."""

    answers: Sequence[Answer]
    position: ClassVar = "end"
    kind: ClassVar = "end"


Scene = CardScene | QuestionScene | FeedbackScene | EndScene


def start(db: Session, learner_key: UUID, module_id: str, at: datetime) -> Play:
    """Begin a module, or take up the play of it that is open; raises authoring.UnknownModule."""
    study.lock(db, learner_key)
    for play in _open_plays(db, learner_key, Purpose.LEARN):
        if authoring.module_of(db, play.version_id).id == module_id:
            return play
    published = authoring.published_module(db, module_id)
    return _begin(db, learner_key, published.version_id, Purpose.LEARN, None, at)


def practise(db: Session, learner_key: UUID, skill: str, purpose: Purpose, at: datetime) -> Play:
    """Begin a short review or check of one skill, or take up the one that is open; raises NothingToAsk."""
    owner = study.lock(db, learner_key)
    asking = authoring.asking(db, local_day(at, owner.timezone)).get(skill)
    if asking is None:
        raise NothingToAsk(skill)
    for play in _open_plays(db, learner_key, purpose):
        if (play.skill, play.version_id) == (skill, asking.version_id):
            return play
    return _begin(db, learner_key, asking.version_id, purpose, skill, at)


def play_of(db: Session, play_id: UUID, learner_key: UUID) -> Play:
    """A play of this learner; raises NoSuchPlay for anybody else's."""
    play = db.get(Play, play_id)
    if play is None or play.learner_key != learner_key:
        raise NoSuchPlay
    return play


def scene(db: Session, play: Play) -> Scene:
    """What stands on the page now."""
    module = authoring.module_of(db, play.version_id)
    shown = _presentations(db, play)
    if waiting := next((presentation for presentation in shown if presentation.acknowledged_at is None), None):
        return _question_scene(db, module, waiting, len(shown))
    cards = _cards(module, play)
    if play.finished_at is None and play.cards_read < len(cards):
        return CardScene(cards[play.cards_read], play.cards_read + 1, len(cards))
    ids = [presentation.id for presentation in shown]
    return EndScene(db.scalars(select(Answer).where(Answer.presentation_id.in_(ids)).order_by(Answer.sequence)).all())


def advance(db: Session, play: Play, position: str, at: datetime) -> None:
    """Leave the card or the feedback that stands at `position`; a form sent twice, or late, moves nothing."""
    study.lock(db, play.learner_key)
    here = scene(db, play)
    if here.position != position or isinstance(here, QuestionScene | EndScene):
        return
    if isinstance(here, FeedbackScene):
        here.presentation.acknowledged_at = at
    else:
        play.cards_read += 1
    _go_on(db, play, at)


def _begin(db: Session, learner_key: UUID, version_id: int, purpose: Purpose, skill: str | None, at: datetime) -> Play:
    play = Play(
        id=uuid4(),
        learner_key=learner_key,
        version_id=version_id,
        purpose=purpose,
        skill=skill,
        cards_read=0,
        started_at=at,
    )
    db.add(play)
    db.flush()
    _go_on(db, play, at)
    return play


def _go_on(db: Session, play: Play, at: datetime) -> None:
    """Present the next question once the cards are read; finish when there is none."""
    module = authoring.module_of(db, play.version_id)
    if play.cards_read < len(_cards(module, play)):
        return
    purpose = Purpose(play.purpose)
    questions = [question for question in module.questions if play.skill in {None, question.skill}]
    asked = [presentation.question_id for presentation in _presentations(db, play)]
    knowledge = progress.knowledge(db, play.learner_key, {question.skill for question in questions})
    seen = progress.seen_questions(db, play.learner_key, [question.id for question in questions])
    question = tutor.next_question(questions, purpose, knowledge, asked, seen, at)
    if question is None:
        play.finished_at = at
    else:
        study.present(db, play.learner_key, question, play.version_id, purpose, at, play.id)


def _open_plays(db: Session, learner_key: UUID, purpose: Purpose) -> Sequence[Play]:
    mine = select(Play).where(Play.learner_key == learner_key, Play.purpose == purpose, Play.finished_at.is_(None))
    return db.scalars(mine.order_by(Play.started_at.desc())).all()


def _presentations(db: Session, play: Play) -> Sequence[Presentation]:
    return db.scalars(select(Presentation).where(Presentation.play_id == play.id)).all()


def _question_scene(
    db: Session, module: Module, presentation: Presentation, number: int
) -> QuestionScene | FeedbackScene:
    question, most = module.question(presentation.question_id), tutor.most_questions(Purpose(presentation.purpose))
    given = study.answer_to(db, presentation.id)
    if given is None:
        return QuestionScene(question, presentation, number, most)
    return FeedbackScene(question, presentation, given, number, most)


def _cards(module: Module, play: Play) -> tuple[Card, ...]:
    return module.cards if play.purpose == Purpose.LEARN else ()
