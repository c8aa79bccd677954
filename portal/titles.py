"""Titles of documents on trainers' pages, and the language of their texts."""

from contextlib import suppress

from content.errors import BrokenText
from content.kinds import kind_of_document
from models.catalogue import documents
from models.catalogue.titles import title_in
from portal.pages import page_words


def title_of(document_id: str, text: str) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    return title_in(document_id, text, page_words())


def language_of(document_id: str, text: str) -> str:
    """Return the language of a text; empty, as HTML says « unknown », where it has several or cannot be read."""
    if kind_of_document(document_id).is_played:
        with suppress(BrokenText):
            return documents.parse_module(text).language
    return ""
