"""A small house whose rules, card and entries have plain words, and what becomes of them, all invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryKind
from content.module import Card, Module
from content.text.module_writer import write_module
from models.catalogue import coming_into_force
from models.catalogue.documents import ENTRY, RULES
from models.community import plain_letters
from models.community.letter_text import LetterPick, picks_of
from models.directory import entry_index
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import Document, VersionChange
from models.tables.plain_letters import PlainLetter
from models.tables.rule_changes import ChangeDecision, RuleChange
from tests.builders import MONDAY, module, question, small_pack
from tests.directory.published_entries import confidential, entry, fact, publish_entries
from tests.plain_words import vouch_for_all
from tests.topics import TOPICS

TODAY = MONDAY.date()
RULE_IDS = ("duree", "avis", "seule", "fond")
"""The last has no plain words: a module cites it; nothing but a letter cites the one before."""
WORDS = {"fr": "Vous pouvez en parler ici. C'est gratuit.", "nl": "U kunt hier praten. Het is gratis."}
PART = "À lire.\n\n### Pour la personne\n\nAppelez **Actiris**.\n\n- Notez la date."
CARD, EVERYTHING = "card:droits/fin-de-droit", ("rule:duree", "card:droits/fin-de-droit", "entry:ecoute")
HERE = MONDAY.replace(minute=30)


def rules_text(changed: Mapping[str, Mapping[str, str]] = {}, without: tuple[str, ...] = ()) -> str:
    """The rules, with fields of some of them changed, and some left out."""
    return "rules:\n" + "".join(_rule(one, changed.get(one, {})) for one in RULE_IDS if one not in without)


def _rule(name: str, changed: Mapping[str, str]) -> str:
    fields = {
        "name": f"{{fr: La règle {name}, nl: De regel {name}, en: The rule {name}}}",
        "authority": "ONEM",
        "address": f"https://example.org/{name}",
        "scope": "Belgique",
        "state": "en vigueur",
        "read_on": "2026-11-23",
        "review_by": "2027-11-23",
    }
    if name != "fond":
        fields["plain"] = f'{{fr: "Deux ans au plus ({name}).", nl: "Hoogstens twee jaar ({name})."}}'
    lines = "".join(f"    {field}: {value}\n" for field, value in {**fields, **changed}.items())
    return f"  - id: {name}\n{lines}"


def card_module(part: str = PART, title: str = "Fin de droit") -> Module:
    """A module that cites a rule and has a card which says something to the person."""
    cards = (Card("Avant", "À lire."), Card(title, part))
    asked = tuple(question(f"droits-{number}", "frame.role") for number in range(1, 7))
    return replace(module("droits", ("frame.role",), asked), cards=cards, cites=("fond",))


def entries() -> list[DirectoryEntry]:
    """A service, one for people in danger, a measure, and one whose address is confidential."""
    danger = fact(EntryFactKind.CONDITIONS, "En danger : le 101.", "In gevaar: 101.")
    at_once = entry("urgence", plain=WORDS, emergency=True)
    return [
        entry("ecoute", plain=WORDS),
        replace(at_once, facts=(*at_once.facts, danger)),
        entry("mesure", kind=EntryKind.MEASURE, plain=WORDS, rules=("avis",)),
        replace(confidential(), plain=WORDS),
        entry("muette"),
    ]


def furnish_letters(db: Session, at: datetime = MONDAY) -> None:
    """Publish all of it where the small pack is."""
    publish_rules(db, rules_text(), at)
    coming_into_force.load_pack(db, replace(small_pack(card_module()), topics=TOPICS), at)
    publish_entries(db, *entries(), at=at)
    vouch_for_all(db)


def made(db: Session, learner_key: UUID, *picks: str, language: str = "fr", at: datetime = HERE) -> PlainLetter:
    """A letter of what is picked."""
    return plain_letters.make(db, learner_key, picked(*picks), language, at, at.date())


def picked(*picks: str) -> list[LetterPick]:
    return picks_of(picks or EVERYTHING)


def publish_rules(db: Session, text: str, at: datetime) -> None:
    """Publish other rules."""
    publishing.publish(db, db.get_one(Document, RULES), text, VersionChange.WORDING, at, None)


def publish_card(db: Session, at: datetime, **fields: str) -> None:
    """Publish another text of the module with the card."""
    text = write_module(card_module(**fields))
    publishing.publish(db, db.get_one(Document, "droits"), text, VersionChange.WORDING, at, None)


def retire_entry(db: Session, name: str) -> None:
    """Take an entry out of the directory."""
    entry_index.retire(db, db.get_one(Document, f"{ENTRY}{name}"))


def changes_of(store: Store, letter_id: int, day: date) -> list[tuple[str, str, date | None]]:
    """What has become of what a letter cites, as a day reads it."""
    with store.reading() as db:
        shown = plain_letters.as_shown(db, db.get_one(PlainLetter, letter_id), day)
        return [(one.name, str(one.became), one.since) for one in shown.changes]


def accepted_change(story_id: int, rule_id: str, holds_from: date, by: UUID, at: datetime) -> RuleChange:
    """A change of a rule that was accepted."""
    return RuleChange(
        story_id=story_id,
        rule_id=rule_id,
        address="https://example.org/loi",
        state_from="en vigueur",
        state_to="suspendu",
        holds_from=holds_from,
        untouched="",
        proposed_by=by,
        proposed_at=at,
        decision=ChangeDecision.ACCEPTED,
        decided_at=at,
    )
