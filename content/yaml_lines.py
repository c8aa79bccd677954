"""Lines of YAML as the canonical texts have them: what needs quotes gets those of JSON, words go by language."""

import json
from collections.abc import Iterator, Mapping

from content.fields import LANGUAGES
from content.patterns import LatePattern

_PLAIN = LatePattern("[A-Za-z0-9][A-Za-z0-9._-]*")
"""What needs no quotes in YAML: Fields takes scalars as they are written."""


_BREAK = LatePattern("[\n\x85\u2028\u2029]")  # YAML breaks lines at each of them


def one_line(text: str) -> str:
    """Return what was typed in a field of one line."""
    return _BREAK.sub(" ", text).strip()


def quoted(text: str) -> str:
    """Return a text between quotes: what JSON writes so, YAML reads (YAML 1.2, 1.3)."""
    return json.dumps(text, ensure_ascii=False)


def scalar(text: str) -> str:
    """Return a text as it is where it needs no quotes, else between quotes."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


def spoken(words: Mapping[str, str]) -> dict[str, str]:
    """Return words by language, quoted, in the order of our languages."""
    return {language: quoted(words[language]) for language in LANGUAGES if language in words}


def braced(fields: Mapping[str, str]) -> str:
    """Return fields on one line, their values as they come."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def block(field: str, words: Mapping[str, str], indent: int) -> Iterator[str]:
    """Yield a field with its words below it, a line for each language."""
    yield f"{' ' * indent}{field}:"
    yield from (f"{' ' * indent}  {language}: {said}" for language, said in spoken(words).items())
