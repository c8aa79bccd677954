"""A module as Markdown text, read and written without loss."""

from content.text.grammar import ID, MOST_OPTIONS, NAMES_A_LANGUAGE, QUESTION_WORD, TO_TRY_HEADING
from content.text.reading import read_module
from content.text.writing import question_text, write_module

__all__ = [
    "ID",
    "MOST_OPTIONS",
    "NAMES_A_LANGUAGE",
    "QUESTION_WORD",
    "TO_TRY_HEADING",
    "question_text",
    "read_module",
    "write_module",
]
