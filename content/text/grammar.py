"""The grammar of a module's text: fields, headings, lines."""

from collections.abc import Iterable
from typing import NamedTuple

from content.patterns import LatePattern
from content.problems import N_

QUESTION_WORD = {"fr": "Question", "nl": "Vraag", "en": "Question"}
DIALOGUE_WORD = {"fr": "Dialogue", "nl": "Dialoog", "en": "Dialogue"}
TURN_WORD = {"fr": "Tour", "nl": "Beurt", "en": "Turn"}
END_WORD = {"fr": "fin", "nl": "einde", "en": "end"}
"""What an option of a turn leads to where the dialogue ends; no turn has it as its id."""
WRITTEN_WORD = {"fr": "Écrire", "nl": "Schrijven", "en": "Write"}
VIGNETTE_WORD = {"fr": "Vignette", "nl": "Vignet", "en": "Vignette"}
TO_TRY_HEADING = {
    "fr": "À essayer dès le prochain entretien",
    "nl": "Uit te proberen in het volgende gesprek",
    "en": "To try in your next interview",
}
EXERCISE_HEADING = {
    "fr": "Essayer sur une feuille",
    "nl": "Proberen op een blad",
    "en": "Try it on a sheet",
}
CRISIS = "use: crisis"
"""What stands right under the heading of a card that says what to do when somebody is in danger."""
BLANK = "…"
"""What a form writes for words that are still to be written, on a line that cannot be empty."""
MOST_OPTIONS = 10
LARGEST_TEXT = 500_000
"""Bytes; the longest module that anybody wrote by hand has a tenth of it."""

DATES = ("review_by", "valid_from", "valid_until")
FIELDS = ("id", "title", "language", "minutes", "skills", "sensitive", "sources", *DATES, "cites")

LONGEST_ID = 120
"""Characters; an index of PostgreSQL holds 2,704 bytes, an address a few thousand."""
BAD_ID = N_("« %(field)s » s'écrit en minuscules sans accent, avec des tirets, en 120 caractères au plus.")
ID = LatePattern(rf"(?!.{{{LONGEST_ID + 1}}})[a-z0-9]+(?:[-._][a-z0-9]+)*")
NAMES_A_LANGUAGE = LatePattern(rf"\.({'|'.join(QUESTION_WORD)})$")
"""How the name of a twin ends, and the id of no module."""

_QUESTION_HEADING = LatePattern(
    rf"(?im)^## +(?:{'|'.join(sorted(set(QUESTION_WORD.values())))}) +([^\s·]+)"
    rf"|^### +(?:{'|'.join(sorted(set(TURN_WORD.values())))}) +([^\s·]+)"
)

Numbered = tuple[int, str]
"""A line of the text with its number, from 1."""


def is_named(heading: str, word: str) -> bool:
    """Return whether a heading is « word identifier · … »: a card may begin with the same word."""
    begins, _, rest = heading.partition(" ")
    return begins.casefold() == word.casefold() and "·" in rest


def name_and_title(heading: str) -> tuple[str, str]:
    """Return the identifier of such a heading, and what stands after its point."""
    name, _, title = heading.partition(" ")[2].partition("·")
    return name.strip(), title.strip()


class TextBlock(NamedTuple):
    """A heading and the lines under it."""

    line: int
    heading: str
    lines: tuple[Numbered, ...]

    @property
    def body(self) -> str:
        """The lines as one text."""
        return joined(self.lines)


def question_ids(text: str) -> set[str]:
    """Return the ids that the headings of questions name, also in a text that cannot be read yet."""
    return {found[1] or found[2] for found in _QUESTION_HEADING.finditer(text)}


def joined(lines: Iterable[Numbered]) -> str:
    """Return lines as one text, without the empty ones around it."""
    return "\n".join(line.rstrip() for _, line in lines).strip("\n")
