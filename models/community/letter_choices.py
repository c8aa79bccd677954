"""What a letter can be made of, read by a second person, found by words or a topic; what was sought is kept nowhere."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.strings.words import fold, written_words
from models.catalogue import in_force
from models.catalogue.attestations import vouched
from models.catalogue.plain import cards_in_plain, rules_in_plain
from models.community.letter_text import LetterPick
from models.directory.plain import entries_in_plain
from models.ground.stems import number_held
from models.tables.directory import EntryTie, TieSubject
from models.tables.plain_letters import LetterPart

MOST_SHOWN = 30
"""Of one kind on one page: whoever has more before her seeks by another word."""


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
