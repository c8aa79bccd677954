"""Words that leave no exception, by which somebody who knows nothing can guess the key."""

import re

from content.checks.words import words
from content.module import Option

ABSOLUTES = {
    "fr": "toujours jamais aucun aucune aucuns aucunes tout toute tous toutes rien nul nulle seul seule seuls seules "
    "seulement uniquement exclusivement systematiquement forcement obligatoirement absolument totalement entierement "
    "definitivement impossible",
    "nl": "altijd nooit alle alles iedereen niemand niets geen enkel enkele alleen uitsluitend steeds absoluut "
    "volledig helemaal onmogelijk",
    "en": "always never all every everything everyone everybody nothing nobody none only solely entirely absolutely "
    "completely totally impossible",
}
"""Folded, by language."""
NOT_MEANT = {
    "fr": "tout de suite|tout a l heure|tout d abord|tout de meme|tout en|tout juste|tout pres|malgre tout|avant tout|"
    "apres tout|si tout va bien|si tout se passe bien|"
    "tous les jours|tous les deux|toutes les deux|tous deux|toutes deux|une seule|un seul",
    "nl": "alles goed|geen probleem|alle twee",
    "en": "all right|first of all|after all|at all|not only",
}
"""Turns of phrase in which they do not say that there is no exception."""

_ABSOLUTE = {language: re.compile(rf"\b(?:{'|'.join(found.split())})\b") for language, found in ABSOLUTES.items()}
_NOT_MEANT = {language: re.compile(rf"\b(?:{found})\b") for language, found in NOT_MEANT.items()}


def absolutes(option: Option, language: str) -> list[str]:
    """Return the absolute words of an option, folded, in their order."""
    bare = _NOT_MEANT[language].sub("", " ".join(words(option.text)))
    return _ABSOLUTE[language].findall(bare)
