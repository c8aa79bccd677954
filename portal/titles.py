"""How a document is called on trainers' pages, and in what language its text is read."""

from contextlib import suppress

from content.problems import BrokenText
from models import authoring
from models.words import N_, typographic
from portal.pages import say

IN_SEVERAL_LANGUAGES = {authoring.SKILLS: N_("Carte des compétences"), authoring.RULES: N_("Règles")}


def title_of(document_id: str, text: str) -> str:
    """The title in a text, as it is set; the id until it can be read."""
    if document_id in IN_SEVERAL_LANGUAGES:
        return say(IN_SEVERAL_LANGUAGES[document_id])
    with suppress(BrokenText):
        module = authoring.parse_module(text)
        return typographic(module.title, module.language)
    return document_id


def language_of(document_id: str, text: str) -> str:
    """The language of a text; empty, as HTML says « unknown », where it has several or cannot be read."""
    if document_id not in IN_SEVERAL_LANGUAGES:
        with suppress(BrokenText):
            return authoring.parse_module(text).language
    return ""
