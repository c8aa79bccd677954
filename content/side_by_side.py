"""Two languages of a module beside each other, block by block: header, cards, questions, what there is to try."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from content.text.grammar import name_and_title, part_of

HEADER, TO_TRY, EXERCISE = "header", "to-try", "exercise"

_HEADINGS = re.compile(r"^(?=## +\S)", re.MULTILINE)


class Pair(NamedTuple):
    """One block of the original and the same in another language; empty where there is none."""

    name: str
    """header, card-1, to-try, exercise, or the id of a question"""
    original: str
    twin: str
    translated: bool
    """Whether it says anything else than what a translation begins from."""


def beside(original: tuple[str, str], twin: tuple[str, str], untranslated: str) -> list[Pair]:
    """Return the blocks of two texts, each with its language, in the original's order; extra ones come last.

    A block that the twin lacks stands there as in `untranslated`, the text from which its translation begins.
    """
    hers, its = blocks(*original), blocks(*twin)
    begun = blocks(untranslated, twin[1])
    return [
        Pair(name, hers.get(name, ""), text := its.get(name, begun.get(name, "")), text != begun.get(name))
        for name in [*hers, *(name for name in its if name not in hers)]
    ]


def blocks(text: str, language: str) -> dict[str, str]:
    """Return the blocks of a text, readable or not, by name; those of the same name stand together."""
    found: dict[str, str] = {}
    cards = 0
    for part in _HEADINGS.split(text):
        name = _name(part, language)
        if not name:
            cards += 1
            name = f"card-{cards}"
        found[name] = f"{found[name]}\n\n{part.strip()}" if name in found else part.strip()
    return found


def block_at(text: str, language: str, line: int) -> str:
    """Return the name of the block in which a line, from 1, of a text stands."""
    return [*blocks("\n".join(text.split("\n")[:line]), language)][-1]


def whole(parts: Iterable[str]) -> str:
    """Return the text that blocks make; those that were emptied are left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _name(part: str, language: str) -> str:
    """Return the name of a block; nothing for a card."""
    if not part.startswith("## "):
        return HEADER
    heading = part.splitlines()[0][2:].strip()
    match part_of(heading, language):
        case "questions":
            return name_and_title(heading)[0]
        case "to_try":
            return TO_TRY
        case "exercise":
            return EXERCISE
    return ""
