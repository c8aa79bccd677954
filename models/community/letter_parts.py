"""What a letter can be made of, found by words or a topic, and its parts as they stand on a day."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryKind
from content.errors import N_
from content.rules import Rule
from content.strings.words import fold, written_words
from models.catalogue import in_force
from models.catalogue.attestations import cards_in_plain, plain_part, rules_in_plain, vouched
from models.catalogue.documents import ENTRY, parse_entry
from models.community.letter_text import LetterItem, LetterPick
from models.directory.entries import entries_in_plain, entry_id
from models.directory.tool_tests import recommendable
from models.ground.stems import number_held
from models.ground.words import words
from models.tables.directory import EntryPlain, EntryTie, ListedEntry, TieSubject
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

    One whose address is confidential is in no letter. A letter lies about at home, and people who live there read
    that number beside those words; its page opens for anyone who has the address. Its own paper is given by hand, to
    somebody who was asked first whether she wants to carry it (portal/directory/entry_paper.py).
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


# ----------------------------------------------------------------------------------------- what a letter can be made of


MOST_SHOWN = 30
"""Of one kind on one page: anyone who has more before her seeks by another word."""


class Choice(NamedTuple):
    """Something that a letter can cite: its title, what stands under it, and what it says."""

    pick: LetterPick
    title: str
    about: str
    """Who decides, or the module that it is in; of an entry nothing."""
    words: str
    ties: frozenset[tuple[str, str]] = frozenset()
    """Rules and skills under which it is found, each with its kind."""


class Choices(NamedTuple):
    """Those of one kind that were found, the first of them, and how many there are."""

    part: LetterPart
    shown: Sequence[Choice]
    number: int


def choices(db: Session, language: str, day: date, sought: str) -> list[Choices]:
    """Return what a letter can cite on a day, by kind; what is sought says all those words, or is of such a topic."""
    rules = [
        Choice(LetterPick(LetterPart.RULE, one.rule.id), one.rule.name[language], one.rule.authority, one.words)
        for one in vouched(db, rules_in_plain(db, language, day))
    ]
    # Why a confidential one is in no letter: models/community/letter_parts.py.
    entries = [
        Choice(LetterPick(LetterPart.ENTRY, one.id), one.name, "", one.words)
        for one in vouched(db, entries_in_plain(db, language, day))
        if not one.confidential
    ]
    cards = [
        Choice(
            LetterPick(LetterPart.CARD, f"{one.module.id}/{one.slug}"),
            one.card.title,
            one.module.title,
            one.words,
            frozenset(
                [(TieSubject.SKILL, skill) for skill in one.module.skills]
                + [(TieSubject.RULE, rule) for rule in one.module.cites]
            ),
        )
        for one in vouched(db, cards_in_plain(db, language, day))
    ]
    every = [*rules, *cards, *entries]
    if asked := [folded for word in written_words(sought[:200]) if (folded := fold(word))]:
        near = _near(db, asked, language)
        every = [
            one
            for one in every
            if _says(one, asked, language) or not near.isdisjoint({*one.ties, (one.pick.part, one.pick.id)})
        ]
    by_part = {part: [one for one in every if one.pick.part is part] for part in LetterPart}
    return [Choices(part, found[:MOST_SHOWN], len(found)) for part, found in by_part.items() if found]


def topic_names(db: Session, language: str) -> list[str]:
    """Return the topics by which one can seek."""
    return [topic.name[language] for topic in in_force.topics(db)]


def _says(one: Choice, asked: Collection[str], language: str) -> bool:
    """Return whether it says all that is sought: as a word in some form, or as the beginning of one."""
    text = f"{one.title} {one.about} {one.words}"
    said = {fold(word) for word in written_words(text)}
    return all(any(word.startswith(begun) for word in said) or number_held(text, [begun], language) for begun in asked)


def _near(db: Session, asked: Collection[str], language: str) -> set[tuple[str, str]]:
    """Return what the topics are tied to whose name says all that is sought: rules, skills and entries."""
    topics = [one for one in in_force.topics(db) if number_held(one.name[language], asked, language) == len(set(asked))]
    if not topics:
        return set()
    tied = select(EntryTie.document_id).where(
        EntryTie.subject == TieSubject.TOPIC, EntryTie.name.in_([topic.id for topic in topics])
    )
    found = {(str(LetterPart.ENTRY), name.partition(":")[2]) for name in db.scalars(tied)}
    for topic in topics:
        found |= {(str(LetterPart.RULE), rule) for rule in topic.rules}
        found |= {(str(TieSubject.SKILL), skill) for skill in topic.skills}
    return found
