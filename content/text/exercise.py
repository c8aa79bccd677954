"""What there is to try on a sheet: the story of somebody invented, and below it the text of a sheet."""

from content.folding import fold
from content.module import SheetExercise
from content.problems import N_, BrokenText
from content.sheet import MOST_PLACES
from content.sheet_fields import places_at, read_sheet_fields
from content.sheet_words import LANGUAGE_OF
from content.text.grammar import Note, TextBlock, joined, split_at


def read_exercise(block: TextBlock, note: Note) -> SheetExercise:
    """Return the exercise, as far as it can be read; its sheet may lack whatever a form can wait for."""
    story, lines = split_at(block.lines, begins_a_sheet)
    exercise = SheetExercise(story, joined(lines))
    if not exercise.story:
        note(block.line, N_("Racontez d'abord, au-dessus de la feuille, la situation d'une personne inventée."))
    if exercise.sheet:
        _check_sheet(exercise.sheet, lines[0][0], note)
    else:
        note(block.line, N_("Il manque la feuille à compléter : commencez-la par « Feuille : … » en début de ligne."))
    return exercise


def begins_a_sheet(line: str) -> bool:
    """Return whether a line is the first of a sheet: the word for it, in any of the languages, and a colon."""
    word, colon, _ = line.partition(":")
    return bool(colon) and not line[0].isspace() and fold(word.strip()) in LANGUAGE_OF


def _check_sheet(sheet: str, line: int, note: Note) -> None:
    """Note what the sheet's page could not show in a form, or would drop from it."""
    try:
        read_sheet_fields(sheet)
    except BrokenText as broken:
        for problem in broken.problems:
            note(line + problem.line - 1, problem.sentence, **problem.values)
        return
    for place in places_at(sheet)[MOST_PLACES:]:
        sentence = N_("Une feuille a %(most)s places au plus : gardez le plus proche.")
        note(line + place - 1, sentence, most=MOST_PLACES)
