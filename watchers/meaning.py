"""What cards and entries are near to is written for them, so that pages find by meaning and load no encoder."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from content.lexicons import Thesaurus
from content.skills import SkillMap
from models.catalogue import in_force
from models.ground import concepts, search_index
from models.ground.store import Store
from models.language.encoder import Encoder, EncoderMissing
from models.language.nearness import CLEARLY, LEAST, Described, directions, nearness
from models.language.vectors import Vector
from models.tables.search import SearchEntry, SearchKind
from watchers.stories import SECONDS, Teller


def is_any_due(store: Store, encoder: Encoder, at: datetime) -> bool:
    """Return whether the nearness of some entry is to be written; without an encoder none is."""
    try:
        made = search_index.nearness_made_with(concepts.thesaurus().version, encoder.version)
    except EncoderMissing:
        return False
    with store.reading() as db:
        return search_index.is_nearness_due(db, made, at)


def write(store: Store, teller: Teller, now: Callable[[], datetime]) -> int:
    """Write the nearness of every entry that lacks it, a few at a time; returns of how many. Raises EncoderMissing."""
    of, written = concepts.thesaurus(), 0
    made, meanings = search_index.nearness_made_with(of.version, teller.encoder.version), _directions(teller, of)
    while True:
        at = now()
        with store.writing() as db:
            taken, skills = search_index.take_without_nearness(db, made, at), in_force.skill_map(db)
            texts = [_described(db, entry, module, skills) for entry, module in taken]
        if not taken:
            return written
        # Outside the transaction: it takes seconds, and SQLite has one writer.
        near = teller.child.run(nearness, texts, of, meanings, teller.encoder.encode, seconds=SECONDS)
        with store.writing() as db:
            of_each = {entry.id: weights for (entry, _), weights in zip(taken, near, strict=True)}
            written += search_index.keep_nearness(db, made, at, of_each)


def _described(db: Session, card: SearchEntry, module: SearchEntry | None, skills: SkillMap) -> Described:
    """Return a card as its nearness is made of it: with what its module teaches and asks, and the news tells of that.

    All options of a question alike, so that nearness tells nothing of the keys. Of an entry of the directory only what
    it is clearly near to is kept: there may be thousands.
    """
    spoken = {one.module.language: one.module for one in in_force.every_language(db, card.work or "")}
    questions = spoken[card.language].questions if card.language in spoken else ()
    asked = "\n".join(" ".join((each.stem, *(option.text for option in each.options))) for each in questions)
    if module is None:
        least = CLEARLY if card.kind == SearchKind.ENTRY else LEAST
        return Described(card.title, card.text, card.language, (), asked, least)
    taught = [skill for skill in skills if skill.name[card.language] in module.text.split("\n")]
    said = [phrase for skill in taught for phrase in (*skill.name.values(), *skill.news)]
    return Described(card.title, card.text, card.language, (module.title, *said), asked)


@lru_cache(maxsize=1)
def _directions(teller: Teller, of: Thesaurus) -> list[Vector]:
    """Return, by concept, its direction; they stay with the worker, since the process of the models ends when idle."""
    return teller.child.run(directions, of, teller.encoder.encode, seconds=SECONDS)
