"""The language of a text, among those that our sources write."""

from functools import cache
from typing import TYPE_CHECKING

from content.schema.yaml_fields import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

READ = (*LANGUAGES, "de")
"""The languages of texts from outside: ours, and the third that is official in Belgium."""
FEWEST_LETTERS = 25


def language_of(text: str) -> str | None:
    """Return `fr`, `nl`, `en` or `de`, whichever is likeliest; None for a text too short to tell."""
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        return None
    language, _ = _identifier().classify(text)
    return str(language)


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE)
    whole.set_languages(READ)
    # A new one, so that what only the other ninety languages need can go: 20 MB.
    return LanguageIdentifier(
        whole.nb_ptc, whole.nb_pc, whole.nb_classes, whole.tk_nextmove, whole.tk_output, tk_row=whole.tk_row
    )
