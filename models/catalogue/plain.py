"""What rules and cards say to the person herself, in plain words, as letters and public pages take it."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.module import Card, Module
from content.rules import Rule
from content.skills import Names
from models.catalogue import in_force
from models.catalogue.attestations import AttestedPart, plain_part, vouching
from models.catalogue.documents import RULES
from models.catalogue.house_texts import filled_card
from models.catalogue.published import version_text


class RuleInPlain(NamedTuple):
    """A rule that one can act on, with its words for the person in a language."""

    rule: Rule
    words: str
    language: str
    said: AttestedPart
    """The words as they were written, for whoever asks who has read them."""


class CardInPlain(NamedTuple):
    """A card of a published module, with its words for the person, in Markdown."""

    version_id: int
    module: Module
    slug: str
    """By which the card is addressed within its module."""
    card: Card
    words: str
    language: str
    said: AttestedPart
    """As above, whatever this house says in its blanks."""


def vouched_words(db: Session, rule: Rule) -> Names:
    """Return the plain words of a rule in those languages in which somebody who did not write them has read them."""
    said = (plain_part(RULES, rule.id, language, words) for language, words in rule.plain.items())
    return {one.language: one.words for one in said if vouching(db, one)}


def rules_in_plain(db: Session, language: str, day: date) -> list[RuleInPlain]:
    """Return the rules on which one can act on a day and that have plain words in a language, in their order."""
    known = (rule for rule in in_force.rules(db).values() if rule.to_be_known_on(day))
    return [
        RuleInPlain(rule, words, language, plain_part(RULES, rule.id, language, words))
        for rule in known
        if (words := rule.plain.get(language))
    ]


def cards_in_plain(db: Session, language: str, day: date) -> list[CardInPlain]:
    """Return the cards with a plain part of the modules that hold on a day, written in a language, by module."""
    found = []
    for version_id, module in in_force.published_modules(db, language):
        if module.language != language or not module.valid_on(day):
            continue
        for slug, card in module.addressed.items():
            # Whether there is one is asked before the blanks of a card are: most cards have none.
            if card.parts.plain and (words := filled_card(db, module, card).parts.plain):
                said = plain_part(version_text(db, version_id).document_id, slug, language, card.parts.plain)
                found.append(CardInPlain(version_id, module, slug, card, words, language, said))
    return found
