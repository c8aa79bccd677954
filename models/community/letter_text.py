"""What a letter says: its parts in her order, what each said in a hash, and all of it short enough for a message."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from content.errors import N_
from content.readings import Reading
from content.rules import Rule
from content.strings.markdown import plain
from content.strings.sentences import sentences
from models.catalogue.attestations import AttestedPart
from models.ground.words import Words, date_in_words, typographic, words
from models.tables.plain_letters import LetterPart

MOST_PARTS = 8
"""As many as two A4 hold."""
MOST_SIGNS = 480
"""Of a message: three of the 160 signs that a short message has."""
LONGEST_ID = 200


class LetterPick(NamedTuple):
    """What a part of a letter is taken from, by its id: of a card its module and, after a slash, its name in it."""

    part: LetterPart
    id: str

    def __str__(self) -> str:
        return f"{self.part}:{self.id}"


class LetterItem(NamedTuple):
    """A part of a letter, as it says something on a day."""

    pick: LetterPick
    title: str
    words: str
    """Plain text, of a card Markdown."""
    said: AttestedPart
    """The words as they were written: those that nobody has read yet begin no letter."""
    rules: Sequence[Rule] = ()
    """Those that it says, or on which it rests."""
    telephone: str = ""
    danger: Sequence[str] = ()
    """Whom somebody in danger rings first; stands beside the number of a service that is there for that."""
    reading: Reading | None = None
    """How its telephone was read, or without any the first that it says."""

    @property
    def undated(self) -> bool:
        """Whether that was on a stored copy without a day."""
        return self.reading is not None and self.reading.is_undated

    @property
    def is_markdown(self) -> bool:
        """Whether its words are."""
        return self.pick.part is LetterPart.CARD

    @property
    def in_words(self) -> str:
        """Its words without any mark."""
        return plain(self.words) if self.is_markdown else self.words


def picks_of(texts: Iterable[str]) -> list[LetterPick]:
    """Return what some texts pick, each once and in their order; what picks nothing is left out."""
    found = (text[:LONGEST_ID].partition(":") for text in texts)
    parts = {str(part) for part in LetterPart}
    return list(dict.fromkeys(LetterPick(LetterPart(part), name) for part, _, name in found if part in parts and name))


def hash_of_words(item: LetterItem) -> str:
    """Return a hash of what a part says by itself: not of the day on which it was read."""
    return _hash(item.title, item.words, item.telephone, *item.danger)


def hash_of_rule(rule: Rule, language: str, day: date) -> str:
    """Return a hash of what a letter says of a rule: not of the days on which it was read and is to be read again."""
    dates = (rule.valid_from, rule.valid_until, rule.valid_on(day))
    return _hash(rule.name[language], rule.authority, rule.address, rule.state, *dates)


def _hash(*said: object) -> str:
    return hashlib.sha256(json.dumps([str(one) for one in said]).encode()).hexdigest()[:32]


# --------------------------------------------------------------------------------------------------------- in a message


def short_text(items: Sequence[LetterItem], language: str, day: date, address: str = "") -> str:
    """Return a letter for a message: all its words where they fit, else the first sentence of each, else names alone.

    A number is never without those that somebody in danger rings first. `address` is that of its page.
    """
    said = words(language)
    until = said.gettext(N_("Exact au %(day)s."), day=date_in_words(day, language))
    foot = "\n".join(filter(None, (until, address)))
    whole = [" ".join(item.in_words.split()) for item in items]
    first = [next((text[span.start : span.end] for span in sentences(text, language)), "") for text in whole]
    for told in (whole, first, [""] * len(items)):
        lines = [_line(item, words, said) for item, words in zip(items, told, strict=True)]
        text = "\n\n".join([*lines, foot])
        if len(text) <= MOST_SIGNS:
            break
    return text


def _line(item: LetterItem, told: str, said: Words) -> str:
    told = " ".join(filter(None, (told, _number(item, said), *item.danger)))
    title, colon = typographic(item.title, said.language), " : " if said.language == "fr" else ": "
    return typographic(f"{title}{colon}{told}", said.language) if told else title


def _number(item: LetterItem, said: Words) -> str:
    if not item.telephone:
        return ""
    doubt = f" ({said.gettext(N_('à vérifier avant'))})" if item.undated else ""
    return said.gettext(N_("Tél. %(number)s."), number=f"{item.telephone}{doubt}")


# ------------------------------------------------------------------------------------------------------------ all of it


def whole_text(items: Sequence[LetterItem], language: str) -> Iterator[str]:
    """Yield the passages of a letter: of each part its title, its words, whom one rings, the rules it rests on."""
    said = words(language)
    for item in items:
        yield typographic(item.title, language).upper()
        yield typographic(item.in_words, language)
        yield from (typographic(one, language) for one in item.danger)
        yield from filter(None, [_number(item, said)])
        yield from (f"{rule.name[language]}, {rule.authority}\n{rule.address}" for rule in item.rules)
