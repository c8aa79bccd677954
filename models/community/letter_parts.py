"""The parts of letters as they stand on a day, from rules, cards and entries that have plain words.

A letter begins with words that a second person has read. One that was given already says what is published today, read
or not: what it said before is wrong, and its reader is told that it has changed.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryKind
from content.errors import N_
from content.rules import Rule
from models.catalogue import in_force
from models.catalogue.attestations import plain_part
from models.catalogue.documents import ENTRY, parse_entry
from models.catalogue.plain import cards_in_plain, rules_in_plain
from models.community.letter_text import LetterItem, LetterPick
from models.directory.entries import entry_id
from models.directory.recommending import recommendable
from models.ground.words import words
from models.tables.directory import EntryPlain, ListedEntry
from models.tables.documents import Version
from models.tables.plain_letters import LetterPart

WRITTEN_IN = ("fr", "nl")
"""Languages in which plain words are written, and so letters."""
IN_DANGER = N_("En danger immédiat, appelez le 112.")
_EMERGENCY_NUMBER = re.compile(r"\b1[01][012]\b")


def parts(db: Session, picks: Collection[LetterPick], language: str, day: date) -> dict[LetterPick, LetterItem]:
    """Return what is picked as it stands on a day; what says nothing in that language is absent.

    Nothing is asked of what nothing is picked of.
    """
    kinds = {pick.part for pick in picks}
    found: list[LetterItem] = []
    if LetterPart.RULE in kinds:
        found += rules(db, language, day)
    if LetterPart.CARD in kinds:
        found += cards(db, language, day)
    if LetterPart.ENTRY in kinds:
        names = [f"{ENTRY}{pick.id}" for pick in picks if pick.part is LetterPart.ENTRY]
        found += entries(db, language, day, names)
    return {item.pick: item for item in found if item.pick in picks}


def rules(db: Session, language: str, day: date) -> Iterator[LetterItem]:
    """Yield every rule that a letter can cite."""
    for one in rules_in_plain(db, language, day):
        yield LetterItem(
            LetterPick(LetterPart.RULE, one.rule.id),
            one.rule.name[language],
            one.words,
            one.said,
            (one.rule,),
            reading=one.rule.reading,
        )


def cards(db: Session, language: str, day: date) -> Iterator[LetterItem]:
    """Yield every card that a letter can cite, with the rules that its module cites."""
    known = in_force.rules(db)
    for one in cards_in_plain(db, language, day):
        pick = LetterPick(LetterPart.CARD, f"{one.module.id}/{one.slug}")
        yield LetterItem(pick, one.card.title, one.words, one.said, _known(known, one.module.cites))


def entries(db: Session, language: str, day: date, names: Sequence[str]) -> Iterator[LetterItem]:
    """Yield those of some documents that a letter can cite; a measure with its rules, for their dates are its dates.

    One whose address is confidential is in no letter. A letter lies about at home, and whoever lives there would read
    that number beside those words; its page opens for whoever has the address. Its own paper is given by hand, to
    somebody who was asked first whether she wants to carry it (portal/directory/paper.py).
    """
    said = select(ListedEntry, EntryPlain.words, Version.text).join(
        EntryPlain, EntryPlain.document_id == ListedEntry.document_id
    )
    said = said.join(Version, Version.id == ListedEntry.version_id).where(ListedEntry.document_id.in_(names))
    spoken = said.where(EntryPlain.language == language, recommendable(day), ~ListedEntry.confidential)
    known: Mapping[str, Rule] | None = None
    for listed, plain, text in db.execute(spoken).all():
        entry = parse_entry(text)
        known = in_force.rules(db) if known is None else known
        sourced = [fact for fact in entry.all_facts if fact.source]
        ringing = [fact for fact in sourced if listed.telephone and fact.value("telephone") == listed.telephone]
        reading = next((fact.source.reading for fact in ringing or sourced if fact.source), None)
        yield LetterItem(
            LetterPick(LetterPart.ENTRY, entry_id(listed.document_id)),
            listed.names.get(language) or next(iter(listed.names.values()), ""),
            plain,
            plain_part(listed.document_id, "", language, plain),
            _known(known, entry.rules) if entry.kind is EntryKind.MEASURE else (),
            listed.telephone,
            _danger(entry, language),
            reading,
        )


def _known(known: Mapping[str, Rule], ids: Sequence[str]) -> tuple[Rule, ...]:
    return tuple(known[one] for one in dict.fromkeys(ids) if one in known)


def _danger(entry: DirectoryEntry, language: str) -> tuple[str, ...]:
    """Return what an entry for people in danger says of the emergency numbers, else the one for all."""
    if not entry.emergency:
        return ()
    said = (fact.words.get(language, "") for fact in entry.of_kind(EntryFactKind.CONDITIONS))
    return tuple(one for one in said if _EMERGENCY_NUMBER.search(one)) or (words(language).gettext(IN_DANGER),)
