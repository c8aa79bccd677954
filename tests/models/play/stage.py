"""Plays that have come to where a test needs them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question
from models import authoring, play, publishing, study
from models.authoring import Change
from models.play import CardScene, EndScene, QuestionScene
from models.tables import Play
from tests.builders import MONDAY, RIGHT, ask

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def to_first_question(db: Session, learner_key: UUID, module_id: str = "ecouter") -> tuple[Play, QuestionScene]:
    """Begin a module and read its cards."""
    begun = play.start(db, learner_key, module_id, MONDAY)
    while isinstance(here := play.scene(db, begun), CardScene):
        play.advance(db, begun, here.position, MONDAY)
    assert isinstance(here, QuestionScene)
    return begun, here


def published_again(db: Session, module_id: str, old: str, new: str, change: Change = Change.WORDING) -> None:
    document = authoring.module_document(db, module_id)
    text = authoring.latest_text(db, document)
    assert old in text
    publishing.publish(db, document, text.replace(old, new), change, MONDAY, by=None)


def know(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    """Three right answers: probably known, not acquired."""
    for number in range(1, 4):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + number * MINUTE)


def acquire(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    know(db, learner_key, skill)
    for number in (4, 5):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + (number - 4) * DAY)


def walk(db: Session, begun: Play, response: Response) -> list[play.Scene]:
    """Every scene from here to the end, each answer the same, a minute for each step."""
    scenes, at = [play.scene(db, begun)], begun.started_at
    while not isinstance(here := scenes[-1], EndScene):
        at += MINUTE
        if isinstance(here, QuestionScene):
            study.answer(db, here.presentation.id, begun.learner_key, response, at)
        else:
            play.advance(db, begun, here.position, at)
        scenes.append(play.scene(db, begun))
    return scenes


def slowly(asked: Question) -> Response:
    """Right and wrong in turn, so that only time ends a sitting."""
    return RIGHT if int(asked.id[-1]) % 2 else DONT_KNOW
