"""Words as the canonical texts have them in YAML: what needs quotes gets those of JSON."""

import json

from content.fields import INVISIBLE
from content.patterns import LatePattern

_BARE = LatePattern("[A-Za-z0-9][A-Za-z0-9._-]*")
"""What needs no quotes anywhere in YAML: Fields takes scalars as they are written."""
_WORDS = LatePattern(r"[^\W_][\w.,'’()§%/-]*(?: [\w.,'’()§%/-]+)*|https?://[\w.,()%/?&=~+-]+")
"""What needs none outside of braces."""
_LINES = LatePattern(r"[^\s#][^\t\n\ufeff]*(?:\n+[^\t\n\ufeff]+)+")
"""Several lines that YAML gives back from a literal block as they are (YAML 1.2, 8.1.2)."""
_BREAK = LatePattern("[\n\x85\u2028\u2029]")  # YAML breaks lines at each of them


def one_line(text: str) -> str:
    """Return what was typed in a field of one line."""
    return _BREAK.sub(" ", text).strip()


def quoted(text: str) -> str:
    """Return a text between quotes: what JSON writes so, YAML reads (YAML 1.2, 1.3)."""
    # What is invisible stays to be told of, and YAML would not read it as it is.
    said = json.dumps(text, ensure_ascii=False)
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def scalar(text: str) -> str:
    """Return a text as it is where it needs no quotes, else between quotes."""
    return text if _BARE.fullmatch(text) else quoted(text)


def words(text: str) -> str:
    """Return words of a field of its own line: as they are where they need no quotes, else between quotes."""
    return text if _WORDS.fullmatch(text) else quoted(text)


def literal(field: str, text: str) -> list[str]:
    """Return the lines of a field whose words may have several."""
    if _LINES.fullmatch(text) and not INVISIBLE.search(text):
        return [f"{field}: |-", *(line and f"  {line}" for line in text.split("\n"))]
    return [f"{field}: {quoted(text)}"]
