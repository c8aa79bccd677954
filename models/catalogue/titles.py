"""What a document is called in a language."""

from contextlib import suppress

from content.errors import BrokenText
from content.kinds import kind_of_document
from models.catalogue import documents
from models.ground.words import Words, typographic


def title_in(document_id: str, text: str, said: Words) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    kind = kind_of_document(document_id)
    if kind.title:
        return said.gettext(kind.title)
    with suppress(BrokenText):
        if kind.is_in_directory:
            names = documents.parse_entry(text).name
            language = said.language if said.language in names else next(iter(names))
            return typographic(names[language], language)
        module = documents.parse_module(text)
        return typographic(module.title, module.language)
    return document_id
