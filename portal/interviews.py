"""The interviews that a module offers to be played, as its page and the end of its sitting show them."""

from sqlalchemy.orm import Session

from content.module import Module
from portal.access import account, learner_key


def interviews(db: Session, module: Module) -> dict[str, object]:
    """Return the dialogues of a module that can be begun, and which of them she has left half-way."""
    if not module.dialogues:
        return {"dialogues": (), "left_open": ()}
    from models.study.play import conversing  # few modules have any

    dialogues = conversing.offered(db, module.id, module.language)
    kept = not account().learner.without_estimation and dialogues
    return {"dialogues": dialogues, "left_open": conversing.opened_by(db, learner_key(), module.id) if kept else ()}
