"""Plain words: what a rule, an entry or a card says to the person herself, in short sentences."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.directory.entry import WRITTEN_IN
from content.schema.schema import SpokenField, WordsField
from content.schema.yaml_fields import Fields
from content.skills import Names
from content.strings.late_patterns import LatePattern
from content.strings.markdown import plain
from content.strings.words import word_count

FIFTEEN = 15
"""Words of a sentence, at the ninetieth percentile: of ten sentences one may be longer, of nine none."""
PLAIN_HEADING = {"fr": "Pour la personne", "nl": "Voor de persoon", "en": "For the person"}
"""Under which a card ends with its plain part, by the language of its module."""

_HEADING = LatePattern(rf"^### +(?P<said>{'|'.join(PLAIN_HEADING.values())}) *$", re.MULTILINE)
_PASSAGE = LatePattern(r"\n[^\S\n]*\n|(?:^|\n)[^\S\n]*(?:[-*•–]|\d{1,2}[.)])[^\S\n]+")
"""What begins another passage whatever stands before it: an empty line, an item of a list."""
_ONE_WORD = LatePattern(
    r"(?:https?://|www\.)\S+|(?<!\S)\S{1,64}@\S+"
    r"|\+\d+(?:[ \u00a0\u202f./-]\d{1,4})*"
    r"|\d+(?:[.,/:-]\d+|[ \u00a0\u202f]\d{2,3}(?!\d))*"  # an amount, a decimal, a telephone number
    r"|(?<!\w)\w++(?:[.-]++\w++)+"  # actiris.brussels, a.s.b.l., c.-à-d.
)
_CUT = 80
"""Letters of a sentence by which its author finds it."""


class LongSentence(NamedTuple):
    """A sentence, and how many words one reads in it."""

    text: str
    words: int

    @property
    def named(self) -> str:
        """Its beginning, by which its author finds it."""
        return self.text if len(self.text) <= _CUT else f"{self.text[: _CUT - 1].rstrip()}…"


class PlainField(WordsField):
    """The plain words of a rule or an entry."""

    def value(self, fields: Fields) -> dict[str, str]:
        """Return the words by language, none where nobody wrote any; notes where that is said with nothing."""
        found: dict[str, str] = {}
        for said in fields.entries(self.name):
            said.expect(*self.languages)
            found |= SpokenField.value(self, said)
            if not found:
                fields.note(self.name, "« %(field)s » est vide : écrivez fr et nl, ou retirez-le.")
        return found


PLAIN = PlainField("plain", WRITTEN_IN, needed=(), prose=True, tall=True)


def too_long(text: str, language: str) -> LongSentence | None:
    """Return the longest sentence of a text whose sentences are longer than FIFTEEN at p90; None where they are not.

    By nearest rank: more than one sentence in ten is longer. An item of a list ends a sentence, and an
    empty line does; the end of a line alone does not. A number is one word, however it is spaced; so is an address.
    """
    counted = [*_counted(text, language)]
    longer = [one for one in counted if one.words > FIFTEEN]
    return max(longer, key=lambda one: one.words) if len(longer) > len(counted) // 10 else None


def _counted(text: str, language: str) -> Iterator[LongSentence]:
    from content.strings.sentences import (
        sentences,  # what reads rules is there from the start, and few processes count words
    )

    for passage in _PASSAGE.split(text):
        line = " ".join(passage.split("\n"))
        for span in sentences(line, language):
            said = line[span.start : span.end]
            yield LongSentence(said, word_count(_ONE_WORD.sub("0", said)))


def lacking(words: Names) -> list[str]:
    """Return the languages that plain words are still to be written in; none where nobody has begun."""
    return [language for language in WRITTEN_IN if words and language not in words]


class CardParts(NamedTuple):
    """The body of a card: what it tells its reader, then what it says to the person, in Markdown."""

    body: str
    plain: str | None
    """None where the card says nothing to the person."""
    heading: str = ""
    """The one over its plain part, in whatever language."""


def parts_of(body: str) -> CardParts:
    """Return a card's body in two: its plain part is what stands under that heading, to the end."""
    found = _HEADING.search(body)
    if found is None:
        return CardParts(body, None)
    return CardParts(body[: found.start()].rstrip("\n"), body[found.end() :].strip("\n"), found["said"])


def as_passages(markdown: str) -> str:
    """Return what a Markdown text says as passages, as `too_long` counts them."""
    return "\n\n".join(plain(markdown).split("\n"))
