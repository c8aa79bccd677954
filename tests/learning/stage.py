"""Plays that have come to where a test needs them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from content.module import Question
from models.catalogue import documents, drafts
from models.learning import answering, playing
from models.learning import scenes as play_scenes
from models.learning.scenes import CardScene, EndScene, QuestionScene
from models.studio import publishing
from models.tables.answers import Play
from models.tables.documents import VersionChange
from tests.builders import MONDAY, RIGHT, ask
from tests.interviews import dialogues_read

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def to_first_question(db: Session, learner_key: UUID, module_id: str = "ecouter") -> tuple[Play, QuestionScene]:
    """Begin a module and read its cards."""
    begun = playing.start(db, learner_key, module_id, MONDAY)
    while isinstance(here := play_scenes.scene(db, begun), CardScene):
        playing.advance(db, begun, here.position, MONDAY)
    assert isinstance(here, QuestionScene)
    return begun, here


def published_again(
    db: Session, module_id: str, old: str, new: str, change: VersionChange = VersionChange.WORDING
) -> None:
    document = documents.module_document(db, module_id)
    text = drafts.latest_text(db, document)
    assert old in text
    publishing.publish(db, document, text.replace(old, new), change, MONDAY, by=None)
    dialogues_read(db)


def know(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    """Three right answers: probably known, not acquired."""
    for number in range(1, 4):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + number * MINUTE)


def acquire(db: Session, learner_key: UUID, skill: str = "listen.active") -> None:
    know(db, learner_key, skill)
    for number in (4, 5):
        ask(db, learner_key, f"{skill.replace('.', '-')}-{number}", at=MONDAY + (number - 4) * DAY)


def walk(db: Session, begun: Play, response: Response) -> list[play_scenes.Scene]:
    """Every scene from here to the end, each answer the same, a minute for each step."""
    scenes, at = [play_scenes.scene(db, begun)], begun.started_at
    while not isinstance(here := scenes[-1], EndScene):
        at += MINUTE
        if isinstance(here, QuestionScene):
            answering.answer(db, here.presentation.id, begun.learner_key, response, at)
        else:
            playing.advance(db, begun, here.position, at)
        scenes.append(play_scenes.scene(db, begun))
    return scenes


def slowly(asked: Question) -> Response:
    """Right and wrong in turn, so that only time ends a sitting."""
    return RIGHT if int(asked.id[-1]) % 2 else DONT_KNOW
