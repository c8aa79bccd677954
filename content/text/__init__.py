"""A module as Markdown text, read and written without loss."""

from content.text.grammar import ID, MOST_OPTIONS, QUESTION_WORD, TO_TRY_HEADING
from content.text.reading import read_module
from content.text.writing import write_module

__all__ = ["ID", "MOST_OPTIONS", "QUESTION_WORD", "TO_TRY_HEADING", "read_module", "write_module"]
