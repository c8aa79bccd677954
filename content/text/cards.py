"""The heading of a card, which is that of no other part of a module."""

from content.text.dialogues import begins_a_dialogue
from content.text.grammar import (
    BLANK,
    EXERCISE_HEADING,
    QUESTION_WORD,
    TO_TRY_HEADING,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    is_named,
)


def is_of_a_card(heading: str, language: str) -> bool:
    """Return whether a heading is that of a card, and of nothing else."""
    return not (
        heading in {TO_TRY_HEADING[language], EXERCISE_HEADING[language]}
        or heading.split()[0].casefold() == QUESTION_WORD[language].casefold()
        or begins_a_dialogue(heading, language)
        or is_named(heading, WRITTEN_WORD[language])
        or is_named(heading, VIGNETTE_WORD[language])
    )


def is_kept_apart(heading: str, language: str) -> bool:
    """Return whether a form has marked the title of a card, which would begin another part without that."""
    mark, _, title = heading.partition(" ")
    return mark == BLANK and bool(title.strip()) and not is_of_a_card(title, language)
