"""Words of a stem that come back in one option alone: the criterion that it names, and then matching words finds it.

Only words are seen: « laisse un choix » and « que voulez-vous » are the same criterion, and have none in common.
"""

from collections.abc import Mapping

from content.checks.words import words
from content.module import Question

STEM = 5
"""Letters by which two words are the same but for their endings; shorter words are left out."""
FUNCTION_WORDS = (
    "votre notre leurs cette quelle quels quelles comme autre autres elles apres avant entre encore aussi plutot trois "
    "quatre andere welke tussen eerst onder their there which about other where these those three"
)
"""Folded words that are in every text."""

_FUNCTION = frozenset(FUNCTION_WORDS.split())


def content_words(text: str) -> set[str]:
    """Return the words of some content in a text, without their endings."""
    return {word[:STEM] for word in words(text) if len(word) >= STEM and word not in _FUNCTION}


def echoes(question: Question) -> Mapping[str, set[str]]:
    """Return, by option, the words of the stem that it takes up and no other option does."""
    asked = content_words(question.stem)
    taken = {option.key: asked & content_words(option.text) for option in question.options}
    return {
        key: found - set[str]().union(*(others for other, others in taken.items() if other != key))
        for key, found in taken.items()
    }
