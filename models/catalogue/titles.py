"""What a document is called in a language."""

from contextlib import suppress

from content.problems import N_, BrokenText
from models.catalogue import documents
from models.ground.words import Words, typographic

IN_SEVERAL_LANGUAGES = {
    documents.SKILLS: N_("Carte des compétences"),
    documents.RULES: N_("Règles"),
    documents.TOPICS: N_("Sujets d'entretien"),
    documents.PROGRAMMES: N_("Les parcours"),
}


def title_in(document_id: str, text: str, said: Words) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    if document_id in IN_SEVERAL_LANGUAGES:
        return said.gettext(IN_SEVERAL_LANGUAGES[document_id])
    with suppress(BrokenText):
        if document_id.startswith(documents.ENTRY):
            names = documents.parse_entry(text).name
            language = said.language if said.language in names else next(iter(names))
            return typographic(names[language], language)
        module = documents.parse_module(text)
        return typographic(module.title, module.language)
    return document_id
