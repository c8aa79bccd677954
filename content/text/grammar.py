"""The grammar of a module's text: fields, headings, lines."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from content.errors import N_
from content.strings.late_patterns import LatePattern

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

LONGEST_ID = 120
"""Characters; an index of PostgreSQL holds 2,704 bytes, an address a few thousand."""
BAD_ID = N_("« %(field)s » s'écrit en minuscules sans accent, avec des tirets, en 120 caractères au plus.")
ID = LatePattern(rf"(?!.{{{LONGEST_ID + 1}}})[a-z0-9]+(?:[-._][a-z0-9]+)*")
NAMES_A_LANGUAGE = LatePattern(rf"\.({'|'.join(QUESTION_WORD)})$")
"""How the name of a translation ends, and the id of no module."""

_HEADING = LatePattern(r"## +(\S.*)")
BOX = LatePattern(r"[-*] \[(?P<box>[ xX])\] +(?P<text>\S.*)")
"""What can be ticked: an option, a choice, a criterion."""
ITEM = LatePattern(r"[-*] +(?P<text>\S.*)")
QUOTED = LatePattern(r" *> ?(.*)")
"""A line of an explanation, under what it explains."""
_QUESTION_HEADING = LatePattern(
    rf"(?im)^## +(?:{'|'.join(sorted(set(QUESTION_WORD.values())))}) +([^\s·]+)"
    rf"|^### +(?:{'|'.join(sorted(set(TURN_WORD.values())))}) +([^\s·]+)"
)

Numbered = tuple[int, str]
"""A line of the text with its number, from 1."""
Note = Callable[..., None]
"""What notes a thing to mend: a line, a sentence of the catalogue, the values that fill it."""


class TextBlock(NamedTuple):
    """A heading and the lines under it."""

    line: int
    heading: str
    lines: tuple[Numbered, ...]

    @property
    def body(self) -> str:
        """The lines as one text."""
        return joined(self.lines)


def part_of(heading: str, language: str) -> str:
    """Return the field of a module that what stands under a heading of level two belongs to."""
    word = heading.split()[0].casefold()
    if word == QUESTION_WORD[language].casefold():
        return "questions"
    if word == DIALOGUE_WORD[language].casefold():
        return "dialogues"
    # A card may begin with the word for one of these two, which have a name and a point behind it.
    begins, _, rest = heading.partition(" ")
    if "·" in rest and begins.casefold() == WRITTEN_WORD[language].casefold():
        return "written"
    if "·" in rest and begins.casefold() == VIGNETTE_WORD[language].casefold():
        return "vignettes"
    closing = {TO_TRY_HEADING[language]: "to_try", EXERCISE_HEADING[language]: "exercise"}
    return closing.get(heading, "cards")


def is_kept_apart(heading: str, language: str) -> bool:
    """Return whether a form has marked the title of a card, which would begin another part without that."""
    mark, _, title = heading.partition(" ")
    return mark == BLANK and bool(title.strip()) and part_of(title, language) != "cards"


def name_and_title(heading: str) -> tuple[str, str]:
    """Return the identifier in the heading of a part that has one, and what stands after its point."""
    name, _, title = "".join(heading.split(None, 1)[1:]).partition("·")
    return name.strip(), title.strip()


def is_heading(line: str) -> bool:
    """Return whether a line begins another part of a module."""
    return line.startswith("## ") and bool(_HEADING.fullmatch(line))


def begins_a_turn(line: str, language: str) -> bool:
    """Return whether a line is the heading of a turn of a dialogue."""
    words = line.split() if line.startswith("###") else []
    return len(words) > 1 and words[0] == "###" and words[1].casefold() == TURN_WORD[language].casefold()


def question_ids(text: str) -> set[str]:
    """Return the ids that the headings of questions name, also in a text that cannot be read yet."""
    return {found[1] or found[2] for found in _QUESTION_HEADING.finditer(text)}


def joined(lines: Iterable[Numbered]) -> str:
    """Return lines as one text, without the empty ones around it."""
    return "\n".join(line.rstrip() for _, line in lines).strip("\n")


def split_at(lines: Sequence[Numbered], begins: Callable[[str], object]) -> tuple[str, Sequence[Numbered]]:
    """Return the text above the first line that begins something else, and the lines from there on."""
    place = next((place for place, (_, line) in enumerate(lines) if begins(line)), len(lines))
    return joined(lines[:place]), lines[place:]
