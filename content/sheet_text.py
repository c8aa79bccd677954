"""A sheet as text, read and written without loss; why it is written so is in docs/decisions/0033.

Feuille : reprendre une formation
Derrière moi : 2012-2019 vendeuse ; 2023 cours de français
On se revoit le : 15/12/2026
Règles : onem-duree

1. À décider ensemble : Qui garde les enfants ?
   Qui répond : moi
   Avant le : 10/12/2026
   - la crèche communale → 2
   - personne pour le moment → fin

2. moi : j'appelle la crèche
   Le : 7/12/2026
   Symbole : téléphone
   Dans ma langue : …
   → fin
"""

from collections.abc import Iterator
from datetime import date

from content.problems import BrokenText, Problem
from content.sheet import Decision, PathwayStep, Place, Sheet, Stretch
from content.sheet_reader import SheetReader
from content.sheet_words import WORDS, SheetWords


def read_sheet(text: str, file: str = "feuille.txt") -> Sheet:
    """Read a sheet; BrokenText lists every place to mend, with its line and what to do."""
    sheet, problems = sketch_sheet(text, file)
    if problems:
        raise BrokenText(problems)
    return sheet


def sketch_sheet(text: str, file: str = "feuille.txt") -> tuple[Sheet, tuple[Problem, ...]]:
    """Return as much of a sheet as can be read while it is being typed, and all that is to be mended; never raises.

    What is sketched can be drawn: no arrow of it leads to a place that is not there, or back.
    """
    reader = SheetReader(file)
    return reader.read(text), tuple(sorted(reader.problems, key=lambda problem: problem.line))


def write_sheet(sheet: Sheet) -> str:
    """Return the canonical text of a sheet; reading it back gives the same sheet."""
    words = WORDS[sheet.language]
    blocks = [_head(sheet, words), *(_block(number, place, words) for number, place in enumerate(sheet.places, 1))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def in_one_sentence(sheet: Sheet) -> str:
    """Return all that a sheet says, on one line, for who hears it instead of seeing it."""
    return " ; ".join(line.strip(" -") for line in write_sheet(sheet).splitlines() if line)


def day_text(day: date) -> str:
    """Return a day as people here write it, in any of the languages."""
    return f"{day.day}/{day.month}/{day.year}"


def stretch_text(stretch: Stretch) -> str:
    """Return a piece of what is behind as it is written."""
    until = f"-{stretch.ended}" if stretch.ended else ""
    return f"{stretch.begun}{until} {stretch.words}"


def labelled(label: str, value: str, words: SheetWords) -> str:
    """Return a label, the colon of its language, and what stands behind it."""
    return f"{label}{words.colon}{value}".rstrip()


def _head(sheet: Sheet, words: SheetWords) -> Iterator[str]:
    yield labelled(words.sheet, sheet.title, words)
    if sheet.behind:
        yield labelled(words.behind, " ; ".join(map(stretch_text, sheet.behind)), words)
    if sheet.review:
        yield labelled(words.review, day_text(sheet.review), words)
    if sheet.rules:
        yield labelled(words.rules, ", ".join(sheet.rules), words)
    if sheet.entries:
        yield labelled(words.entries, ", ".join(sheet.entries), words)
    if sheet.exact_at:
        yield labelled(words.exact, f"{day_text(sheet.exact_at)} {sheet.exact_at:%H:%M}", words)


def _block(number: int, place: Place, words: SheetWords) -> Iterator[str]:
    if isinstance(place, Decision):
        yield f"{number}. " + labelled(words.decide, place.question, words)
        yield from ("   " + line for line in _decision_lines(place, words))
    else:
        yield f"{number}. " + labelled(place.who, place.act, words)
        yield from ("   " + line for line in _step_lines(place, words))


def _decision_lines(place: Decision, words: SheetWords) -> Iterator[str]:
    yield labelled(words.answers, place.who, words)
    if place.by:
        yield labelled(words.by, day_text(place.by), words)
    for way in place.continuations:
        yield f"- {way.words} → {_goal(way.goal, words)}"


def _step_lines(place: PathwayStep, words: SheetWords) -> Iterator[str]:
    if place.day:
        yield labelled(words.day, day_text(place.day), words)
    if place.symbol:
        yield labelled(words.symbol, words.symbols[place.symbol], words)
    if place.own_words:
        yield labelled(words.own, place.own_words, words)
    yield f"→ {_goal(place.goal, words)}"


def _goal(goal: int | None, words: SheetWords) -> str:
    return words.end if goal is None else str(goal + 1)
