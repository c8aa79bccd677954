"""A module as Markdown text, read and written without loss."""

from content.text.grammar import (
    ID,
    MOST_OPTIONS,
    NAMES_A_LANGUAGE,
    QUESTION_WORD,
    TO_TRY_HEADING,
    question_ids,
)
from content.text.reading import Part, read_module, sketch_module
from content.text.writing import question_text, write_module

__all__ = [
    "ID",
    "MOST_OPTIONS",
    "NAMES_A_LANGUAGE",
    "QUESTION_WORD",
    "TO_TRY_HEADING",
    "Part",
    "question_ids",
    "question_text",
    "read_module",
    "sketch_module",
    "write_module",
]
