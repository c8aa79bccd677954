"""The thesaurus: what counsellors look for, each concept by the ways there are to say it in every language.

The concepts and labels of SKOS (https://www.w3.org/TR/skos-reference/), without relations between them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from content.fields import LANGUAGES

THESAURUS = Path(__file__).with_name("thesaurus.txt")


class ThesaurusBroken(ValueError):
    """A line of a thesaurus has not one part for each language; the error's argument is its number."""


Concept = Mapping[str, tuple[str, ...]]
"""One thing that may be looked for: by language its labels, each a word or a short expression."""


@dataclass(frozen=True)
class Thesaurus:
    """The concepts of a text in their order, which is how they are numbered."""

    text: str

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits: numbers of concepts mean the same under the same version only."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What stands on its lines, save those that are empty or begin with « # ». Raises ThesaurusBroken."""
        found: list[Concept] = []
        for number, line in enumerate(self.text.splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = [tuple(filter(None, map(str.strip, part.split(",")))) for part in line.split("|")]
            if len(parts) != len(LANGUAGES) or not all(parts):
                raise ThesaurusBroken(number)
            found.append(dict(zip(LANGUAGES, parts, strict=True)))
        return tuple(found)


def read_thesaurus(file: Path) -> Thesaurus:
    """Return the thesaurus of a file."""
    return Thesaurus(file.read_text(encoding="utf-8"))
