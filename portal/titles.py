"""Titles of documents on trainers' pages, and the language of their texts."""

from contextlib import suppress

from content.problems import N_, BrokenText
from models.catalogue import documents
from models.ground.words import typographic
from portal.pages import page_language, say

IN_SEVERAL_LANGUAGES = {
    documents.SKILLS: N_("Carte des compétences"),
    documents.RULES: N_("Règles"),
    documents.TOPICS: N_("Sujets d'entretien"),
    documents.PROGRAMMES: N_("Les parcours"),
}


def title_of(document_id: str, text: str) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    if document_id in IN_SEVERAL_LANGUAGES:
        return say(IN_SEVERAL_LANGUAGES[document_id])
    with suppress(BrokenText):
        if document_id.startswith(documents.ENTRY):
            return _entry_title(text)
        module = documents.parse_module(text)
        return typographic(module.title, module.language)
    return document_id


def _entry_title(text: str) -> str:
    names = documents.parse_entry(text).name
    language = page_language() if page_language() in names else next(iter(names))
    return typographic(names[language], language)


def language_of(document_id: str, text: str) -> str:
    """Return the language of a text; empty, as HTML says « unknown », where it has several or cannot be read."""
    if document_id not in IN_SEVERAL_LANGUAGES and not document_id.startswith(documents.ENTRY):
        with suppress(BrokenText):
            return documents.parse_module(text).language
    return ""
