"""Interviews in a furnished house: one that begins, one in the middle, one at its end, one that is held back."""

from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import DONT_KNOW, Response
from models.catalogue import coming_into_force, suspensions
from models.learning import answering, dialogue_play
from models.learning.dialogue_play import TurnScene
from models.tables.documents import PublishedQuestion, SuspensionReason, Version
from models.tables.people import Account
from tests.builders import MONDAY, READING, RIGHT, WRONG, small_pack, turns, with_interview
from tests.house import House
from tests.interviews import dialogues_read


def publish(house: House) -> None:
    """Two modules that ask nothing by themselves, so that what others ask stays as it is."""
    whole = with_interview(questions=turns())
    held = with_interview("retenu", "retenu-jo", questions=turns("retenu-jo"))
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(whole, held), house.clock())
        dialogues_read(db)


def pages(house: House, owner: Account) -> dict[str, list[str]]:
    """Where they are, for somebody who has played them so far."""
    key = owner.learner_key
    with house.store.writing() as db:
        over = said(db, key, "entretien", "jo", WRONG, DONT_KNOW, RIGHT, RIGHT)
        again = said(db, key, "entretien", "jo", RIGHT)
        stopped = begin_held(db, key)
    return {
        "dialogues.scene": [f"/dialogues/{play}" for play in (over, f"{over}?turn=2", again, stopped)],
        "dialogues.begin_untraced": [],  # for who learns without estimation alone: test_dialogues.py
        "written.question": [f"/modules/entretien/written/ecrit-jo{one}" for one in ("", "?compare=1")],
        "dialogues.trees": ["/authoring/entretien/dialogues"],
        "dialogues.preview_from_start": ["/authoring/entretien/dialogues/jo/preview"],
    }


def said(db: Session, key: UUID, module_id: str, dialogue_id: str, *responses: Response) -> UUID:
    """Begin an interview and say all that."""
    play = dialogue_play.begin(db, key, module_id, dialogue_id, MONDAY)
    for response in responses:
        here = dialogue_play.scene(db, *dialogue_play.opened(db, play.id, key))
        assert isinstance(here, TurnScene)
        held = answering.hold(db, here.presentation.id, key)
        dialogue_play.say(db, held, response, held.shown_at + READING)
    return play.id


def begin_held(db: Session, key: UUID) -> UUID:
    """One of which a turn is held back after its first answer."""
    version = db.get_one(Version, db.get_one(PublishedQuestion, "retenu-jo-3").version_id)
    suspensions.release(db, "retenu", ["retenu-jo-3"], SuspensionReason.KEY, MONDAY, by=None)
    play = said(db, key, "retenu", "retenu-jo", RIGHT)
    suspensions.suspend(db, version, ["retenu-jo-3"], SuspensionReason.KEY, MONDAY, by=None)
    return play
