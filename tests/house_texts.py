"""A module with blanks for the house to fill in, in French and in Dutch, and the ways to reach it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from content.module import Card, Module
from content.pack import Pack
from content.strings.markdown import blanks
from models.catalogue import house_texts
from models.catalogue.house_texts import TextKey, TypedText
from models.tables.documents import FOOT, HouseText
from tests.builders import MONDAY, in_dutch, module, question, with_translations

REGISTER = "qui tient ce registre, et où le demander"
LISTENER = "qui vous écoute"
CARDS = (
    Card("La limite", f"Levez-vous, sortez.\n\n*Votre service : {REGISTER} …*\n\nPuis parlez-en."),
    Card("« Autant en finir »", f"Posez la question.\n\n*Votre service : {LISTENER} …*", crisis=True),
    Card("Les larmes", "Restez là."),
)
DUTCH_CARDS = (
    Card("De grens", "Sta op, ga weg.\n\n*Uw dienst: wie dit register bijhoudt …*"),
    Card("Er een eind aan maken", "Stel de vraag.", crisis=True),
    Card("Tranen", "Blijf."),
)


def calm(**fields: object) -> Module:
    """A module whose cards leave two things to the house, one of them on the card for a crisis."""
    made = module("tiers", questions=(question("tiers-1"),))
    return replace(made, **{"cards": CARDS, **fields})  # type: ignore[arg-type]


def pack_with_blanks() -> Pack:
    """The module and its translation, beside modules without blanks."""
    return with_translations(in_dutch(calm(), cards=DUTCH_CARDS), modules=(calm(), module("ecouter")))


def key_of(body: str, language: str = "fr") -> TextKey:
    """The key of the first blank of a card of the module."""
    return TextKey("tiers", language, blanks(body)[0].folded)


REGISTER_KEY, LISTENER_KEY = key_of(CARDS[0].body), key_of(CARDS[1].body)
DUTCH_KEY = key_of(DUTCH_CARDS[0].body, "nl")


def write_ways(db: Session, language: str, *ways: str) -> None:
    """Say where the counter is, which number and which post, over whatever was said before."""
    keys = [TextKey(FOOT, language, way) for way in house_texts.WAYS]
    before = [row.text if (row := db.get(HouseText, key)) else "" for key in keys]
    typed = {key: TypedText(*texts) for key, *texts in zip(keys, ways, before, strict=True)}
    house_texts.write(db, typed, MONDAY.date())
