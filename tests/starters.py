"""A text to begin from, written over: what each line of a starter says is said in other words."""

from typing import Any

from content.checks.checked_text import starter_phrases
from content.kinds import MODULE
from content.schema.text_kind import TextKind


def written_over(text: str, kind: TextKind[Any] = MODULE) -> str:
    """Return a text of which nothing is left of what was there to begin from."""
    for phrase in sorted(starter_phrases(kind.starters), key=len, reverse=True):
        text = text.replace(phrase, _otherwise(phrase))
    return text


def _otherwise(phrase: str) -> str:
    if not any(map(str.isalpha, phrase)):
        return phrase.replace("123", "321")
    if "→" in phrase:
        return phrase.replace("une", "une autre")
    if " " not in phrase:
        for begun, own in {"exemple": "example", "nouv": "autre-", "qui-": "celle-qui-", "module-": "autre-"}.items():
            phrase = phrase.replace(begun, own)
        return phrase
    return f"{phrase[:-1]} ou presque{phrase[-1]}" if phrase[-1] in ".?" else f"{phrase}, ou presque"
