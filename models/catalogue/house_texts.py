"""House texts: what trainers say for the whole house, once: how it is reached, and what fills the blanks of cards.

How it is reached stands at the foot of all that a person takes along. What fills a blank, « Votre service : … », stays
its own while a new version keeps the blank's words; else it is listed as without a place. A text that is published,
exported or compared keeps its blanks: what fills them is this house's alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.errors import N_
from content.module import Card, Module
from content.strings.markdown import blanks, fill
from models.catalogue import in_force
from models.ground import jobs
from models.ground.store import once
from models.ground.words import words
from models.tables.documents import FOOT, HouseText

LONGEST, LONGEST_WAY = 400, 160
"""Letters of what fills a blank: two or three sentences; and of a way: a line or two on paper."""
WRITTEN_IN = ("fr", "nl")
"""Languages of the ways; where one has none, and for any other, the first that has some stands in."""
HEADING = N_("Nous joindre")
WAYS = {"counter": N_("Au guichet :"), "telephone": N_("Par téléphone :"), "post": N_("Par courrier :")}
"""What stands before each on paper."""
UNFILLED = N_("À compléter par votre service.")
"""What stands behind a blank that nobody has filled in."""

_TEXTS = select(HouseText.place, HouseText.language, HouseText.what, HouseText.text)


class TextKey(NamedTuple):
    """What tells one house text from all others, also from one version of a module to the next."""

    place: str
    language: str
    what: str

    @property
    def name(self) -> str:
        """The key as a form sends it."""
        return " ".join(self)

    @property
    def longest(self) -> int:
        """How many letters it has at most."""
        return LONGEST_WAY if self.place == FOOT else LONGEST

    @classmethod
    def named(cls, name: str) -> "TextKey":
        """Return the key of a name."""
        place, language, what = [*name.split(" ", 2), "", ""][:3]
        return cls(place, language, what)


class AskedText(NamedTuple):
    """A text that the house is asked for, the cards that it stands in by address, and what it says so far."""

    key: TextKey
    asked: str
    cards: Mapping[str, Card]
    text: str

    @property
    def anybody(self) -> bool:
        """Whether it is read by people who are not signed in, too."""
        return any(card.crisis for card in self.cards.values())


class ModuleBlanks(NamedTuple):
    """The blanks of a module in one of its languages."""

    module: Module
    blanks: Sequence[AskedText]

    @property
    def empty(self) -> int:
        """How many of them nobody has filled in."""
        return sum(not one.text for one in self.blanks)


class TypedText(NamedTuple):
    """What was typed into the field of a text, and what stood in it when its page was opened."""

    text: str
    opened: str = ""

    @property
    def said(self) -> str:
        """What was typed, on one line."""
        return " ".join(self.text.split())

    @property
    def found(self) -> str:
        """What stood there, on one line."""
        return " ".join(self.opened.split())


class WhyNotKept(StrEnum):
    """The reason why what was typed is not kept."""

    TOO_LONG = "too long"
    MOVED = "moved"
    """Somebody else has written it meanwhile."""
    GONE = "gone"
    """No module in force asks it any more."""


class TextsNotKept(ValueError):
    """Some of what was typed cannot be kept, so that nothing is."""

    def __init__(self, why: Mapping[TextKey, WhyNotKept]) -> None:
        super().__init__(", ".join(why.values()))
        self.why = why


class HouseWays(NamedTuple):
    """The ways for a paper in one language, in the words of that language or of the one that stands in."""

    paper_language: str
    language: str
    counter: str = ""
    telephone: str = ""
    post: str = ""

    @property
    def heading(self) -> str:
        """What stands over them, in the language of the paper."""
        return words(self.paper_language).gettext(HEADING)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each way that is written, after what it is called in the language of the paper."""
        called = words(self.paper_language)
        return [(called.gettext(name), said) for way, name in WAYS.items() if (said := getattr(self, way))]


# ----------------------------------------------------------------------------------------------------------------- read


def ways(db: Session, language: str) -> HouseWays | None:
    """Return the ways to print on a paper in a language; None while none is written."""
    said = _said(db)
    spoken = next((one for one in (language, *WRITTEN_IN) if (FOOT, one) in said), None)
    return HouseWays(language, spoken, **said[FOOT, spoken]) if spoken else None


def filled_card(db: Session, module: Module, card: Card) -> Card:
    """Return a card of a module with its blanks filled in; a card without one asks the database nothing."""
    if not blanks(card.body):
        return card
    said = _said(db).get((module.id, module.language), {})
    return card._replace(body=fill(card.body, said, words(module.language).gettext(UNFILLED)))


def filled_module(db: Session, module: Module) -> Module:
    """Return a module with the blanks of all its cards filled in; itself where there is none."""
    if not any(blanks(card.body) for card in module.cards):
        return module
    return replace(module, cards=tuple(filled_card(db, module, card) for card in module.cards))


# -------------------------------------------------------------------------------------------------------------- written


def asked_ways(db: Session) -> dict[str, list[AskedText]]:
    """Return the ways as they are written, by language of WRITTEN_IN."""
    said = _said(db)
    return {
        language: [
            AskedText(TextKey(FOOT, language, way), "", {}, said.get((FOOT, language), {}).get(way, "")) for way in WAYS
        ]
        for language in WRITTEN_IN
    }


def by_module(db: Session) -> list[ModuleBlanks]:
    """Return the blanks of all modules in force, by module and language; a module without one is left out."""
    return [one for module in _modules(db) if (one := of_module(db, module))]


def of_module(db: Session, module: Module) -> ModuleBlanks | None:
    """Return the blanks of one module; None where it has none, and then nothing is asked."""
    if not any(blanks(card.body) for card in module.cards):
        return None
    return ModuleBlanks(module, list(_asked(module, _said(db).get((module.id, module.language), {}))))


def without_place(db: Session) -> list[HouseText]:
    """Return what was filled into blanks that no module in force has any more."""
    kept = select(HouseText).where(HouseText.place != FOOT)
    rows = db.scalars(kept.order_by(HouseText.place, HouseText.language, HouseText.what)).all()
    asked = _all_asked(db) if rows else {}
    return [row for row in rows if (row.place, row.language, row.what) not in asked]


def write(db: Session, typed: Mapping[TextKey, TypedText], on: date) -> dict[TextKey, str]:
    """Keep what was typed into fields, all of it or nothing; returns what is asked where something else stands now.

    A field that stands as it was opened is left alone: who sends it may not have looked at it. Search lies above: let
    the modules be found anew (`coming_into_force.let_be_found`). Raises TextsNotKept.
    """
    changed = {key: one for key, one in typed.items() if one.said != one.found}
    asked, keys = _all_asked(db), sorted(changed)
    # One that is not there is put there, empty, so that each can be locked.
    jobs.insert_new(db, HouseText, [{**key._asdict(), "asked": "", "text": "", "written_on": on} for key in keys])
    rows = {key: db.get_one(HouseText, key, with_for_update=True) for key in keys}
    why = {key: why for key, one in changed.items() if (why := _why_not(key, one, asked, rows[key].text))}
    if why:
        raise TextsNotKept(why)
    written = [key for key, one in changed.items() if one.said != rows[key].text]
    for key in written:
        rows[key].text, rows[key].asked, rows[key].written_on = changed[key].said, asked[key], on
    db.flush()
    db.execute(delete(HouseText).where(HouseText.text == ""))
    return {key: asked[key] for key in written}


def remove(db: Session, key: TextKey) -> str | None:
    """Remove what fills a blank that no module in force has any more; returns what it asked, if so."""
    row = db.get(HouseText, key, with_for_update=True)
    if row is None or key in _all_asked(db):
        return None
    db.delete(row)
    return row.asked


@once
def _said(db: Session) -> Mapping[tuple[str, str], Mapping[str, str]]:
    # All of them: there are a few dozen at most, and a page may show several places.
    found: dict[tuple[str, str], dict[str, str]] = {}
    for place, language, what, text in db.execute(_TEXTS):
        found.setdefault((place, language), {})[what] = text
    return found


def _modules(db: Session) -> Iterator[Module]:
    for published in in_force.published_modules(db):
        met = in_force.every_language(db, published.module.id)
        # An original can come to speak the language of one of its translations.
        yield from {one.module.language: one.module for one in met}.values()


def _asked(module: Module, said: Mapping[str, str]) -> Iterator[AskedText]:
    """Yield the blanks of a module, each once: two cards that ask the same are filled in together."""
    found: dict[TextKey, AskedText] = {}
    for slug, card in module.addressed.items():
        for blank in blanks(card.body):
            key = TextKey(module.id, module.language, blank.folded)
            known = found.get(key) or AskedText(key, " ".join(blank.asked.split()), {}, said.get(key.what, ""))
            found[key] = known._replace(cards={**known.cards, slug: card})
    yield from found.values()


def _all_asked(db: Session) -> dict[TextKey, str]:
    """Return what is asked for each text that has a place; nothing of the ways, which always have theirs."""
    foot = {TextKey(FOOT, language, way): "" for language in WRITTEN_IN for way in WAYS}
    return foot | {one.key: one.asked for module in _modules(db) for one in _asked(module, {})}


def _why_not(key: TextKey, typed: TypedText, asked: Mapping[TextKey, str], there: str) -> WhyNotKept | None:
    if key not in asked:
        return WhyNotKept.GONE
    if there not in {typed.said, typed.found}:
        return WhyNotKept.MOVED
    return WhyNotKept.TOO_LONG if len(typed.said) > key.longest else None
