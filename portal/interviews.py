"""What stands below a module, on its page and at the end of its sitting: a note, the directory, interviews to play."""

from sqlalchemy.orm import Session

from content.module import Module
from models.directory import entries
from models.study.play import conversing
from models.tables.keepsakes import KeepsakeKind
from portal import keepsakes
from portal.access import account, learner_key, today


def under_module(db: Session, module: Module, back: str | None = None) -> dict[str, object]:
    """Return its bookmark and note, what fits it in the directory, and its dialogues: to begin, and left half-way.

    `back` is the address of the page where this stands; without it, that of this request.
    """
    kept = keepsakes.under(db, KeepsakeKind.MODULE, module.id, module.title, module.language, back)
    dialogues = conversing.offered(db, module.id, module.language) if module.dialogues else ()
    estimated = dialogues and not account().learner.without_estimation
    left_open = conversing.opened_by(db, learner_key(), module.id) if estimated else ()
    return {**kept, "in_place": entries.of_module(db, module, today()), "dialogues": dialogues, "left_open": left_open}
