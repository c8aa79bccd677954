"""The categories of a source: where it stands among others; « Emploi/Bruxelles » stands within « Emploi »."""

from collections.abc import Iterable

MOST, LONGEST = 20, 120


def tidied(written: Iterable[str]) -> tuple[str, ...]:
    """Return categories without blanks or empty parts, each once; up to MOST, each up to LONGEST characters.

    >>> tidied([" Emploi / Bruxelles ", "/Emploi/Bruxelles", ""])
    ('Emploi/Bruxelles',)
    """
    parts = ((" ".join(part.split()) for part in one.split("/")) for one in written)
    names = ("/".join(filter(None, one))[:LONGEST].rstrip("/ ") for one in parts)
    return tuple(dict.fromkeys(filter(None, names)))[:MOST]


def in_lines(written: Iterable[str]) -> str | None:
    """Return categories as a source keeps them: one a line; None where there is none."""
    return "\n".join(tidied(written)) or None


def of_lines(kept: str | None) -> tuple[str, ...]:
    """Return the categories that a source has kept."""
    return tuple(kept.splitlines()) if kept else ()
