"""Blanks of the modules in force, « Votre service : … », and what trainers fill into them for the whole house.

What fills a blank stays its own while a new version keeps the blank's words; else it is listed as without a place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.blanks import blanks
from content.module import Card, Module
from models.catalogue import in_force
from models.catalogue.coming_into_force import let_be_found
from models.ground import jobs
from models.tables.fillings import Filling

LONGEST = 400
"""Letters of what fills one blank: two or three sentences."""


class BlankKey(NamedTuple):
    """What tells one blank from all others, also from one version of its module to the next."""

    module_id: str
    language: str
    blank: str

    @property
    def name(self) -> str:
        """The key as a form sends it."""
        return " ".join(self)

    @classmethod
    def named(cls, name: str) -> "BlankKey":
        """Return the key of a name."""
        module_id, language, blank = [*name.split(" ", 2), "", ""][:3]
        return cls(module_id, language, blank)


class AskedBlank(NamedTuple):
    """A blank of a module in force, the cards that it stands in by address, and what fills it so far."""

    key: BlankKey
    asked: str
    cards: Mapping[str, Card]
    text: str

    @property
    def anybody(self) -> bool:
        """Whether it is read by whoever is not signed in, too."""
        return any(card.crisis for card in self.cards.values())


class ModuleBlanks(NamedTuple):
    """The blanks of a module in one of its languages."""

    module: Module
    blanks: Sequence[AskedBlank]

    @property
    def empty(self) -> int:
        """How many of them nobody has filled in."""
        return sum(not one.text for one in self.blanks)


class TypedFilling(NamedTuple):
    """What was typed into the field of a blank, and what stood in it when its page was opened."""

    text: str
    opened: str

    @property
    def said(self) -> str:
        """What was typed, on one line."""
        return " ".join(self.text.split())

    @property
    def found(self) -> str:
        """What stood there, on one line."""
        return " ".join(self.opened.split())


class WhyNotFilledIn(StrEnum):
    """The reason why what was typed is not kept."""

    TOO_LONG = "too long"
    """More than LONGEST letters."""
    MOVED = "moved"
    """Somebody else has filled it in meanwhile."""
    GONE = "gone"
    """No module in force asks it any more."""


class NotFilledIn(ValueError):
    """Some of what was typed cannot be kept, so that nothing is."""

    def __init__(self, why: Mapping[BlankKey, WhyNotFilledIn]) -> None:
        super().__init__(", ".join(why.values()))
        self.why = why


def by_module(db: Session) -> list[ModuleBlanks]:
    """Return the blanks of all modules in force, by module and language; a module without one is left out."""
    said = {_key(row): row.text for row in db.scalars(select(Filling))}
    return [ModuleBlanks(module, found) for module in _modules(db) if (found := list(_asked(module, said)))]


def of_module(db: Session, module: Module) -> ModuleBlanks | None:
    """Return the blanks of one module; None where it has none, and then nothing is asked."""
    if not any(blanks(card.body) for card in module.cards):
        return None
    here = select(Filling).where(Filling.module_id == module.id, Filling.language == module.language)
    return ModuleBlanks(module, list(_asked(module, {_key(row): row.text for row in db.scalars(here)})))


def without_place(db: Session) -> list[Filling]:
    """Return what was filled into blanks that no module in force has any more."""
    rows = db.scalars(select(Filling).order_by(Filling.module_id, Filling.language, Filling.blank)).all()
    asked = _all_asked(db) if rows else {}
    return [row for row in rows if _key(row) not in asked]


def fill_in(db: Session, typed: Mapping[BlankKey, TypedFilling], on: date) -> dict[BlankKey, str]:
    """Keep what was typed into fields, all of it or nothing; returns what the blanks ask that say something else now.

    A field that stands as it was opened is left alone: who sends it may not have looked at it. Raises NotFilledIn.
    """
    changed = {key: one for key, one in typed.items() if one.said != one.found}
    asked, rows = _all_asked(db), _held(db, changed, on)
    why = {key: why for key, one in changed.items() if (why := _why_not(one, asked.get(key), rows[key].text))}
    if why:
        raise NotFilledIn(why)
    written = [key for key, one in changed.items() if one.said != rows[key].text]
    for key in written:
        rows[key].text, rows[key].asked, rows[key].filled_on = changed[key].said, asked[key], on
    db.flush()
    db.execute(delete(Filling).where(Filling.text == ""))
    for module_id in sorted({key.module_id for key in written}):
        let_be_found(db, module_id)
    return {key: asked[key] for key in written}


def remove(db: Session, key: BlankKey) -> str | None:
    """Remove what fills a blank that no module in force has any more; returns what it asked, if so."""
    row = db.get(Filling, key, with_for_update=True)
    if row is None or key in _all_asked(db):
        return None
    db.delete(row)
    return row.asked


def _modules(db: Session) -> Iterator[Module]:
    for published in in_force.published_modules(db):
        met = in_force.every_language(db, published.module.id)
        # An original can come to speak the language of one of its twins.
        yield from {one.module.language: one.module for one in met}.values()


def _asked(module: Module, said: Mapping[BlankKey, str]) -> Iterator[AskedBlank]:
    """Yield the blanks of a module, each once: two cards that ask the same are filled in together."""
    found: dict[BlankKey, AskedBlank] = {}
    for slug, card in module.addressed.items():
        for blank in blanks(card.body):
            key = BlankKey(module.id, module.language, blank.folded)
            known = found.get(key) or AskedBlank(key, " ".join(blank.asked.split()), {}, said.get(key, ""))
            found[key] = known._replace(cards={**known.cards, slug: card})
    yield from found.values()


def _all_asked(db: Session) -> dict[BlankKey, str]:
    return {one.key: one.asked for module in _modules(db) for one in _asked(module, {})}


def _held(db: Session, keys: Iterable[BlankKey], on: date) -> dict[BlankKey, Filling]:
    """Return the rows of these blanks, locked; one that is not there is put there, empty."""
    new = [{**key._asdict(), "asked": "", "text": "", "filled_on": on} for key in sorted(keys)]
    jobs.insert_new(db, Filling, new)
    return {key: db.get_one(Filling, key, with_for_update=True) for key in sorted(keys)}


def _why_not(typed: TypedFilling, asked: str | None, there: str) -> WhyNotFilledIn | None:
    if asked is None:
        return WhyNotFilledIn.GONE
    if there not in {typed.said, typed.found}:
        return WhyNotFilledIn.MOVED
    return WhyNotFilledIn.TOO_LONG if len(typed.said) > LONGEST else None


def _key(row: Filling) -> BlankKey:
    return BlankKey(row.module_id, row.language, row.blank)
