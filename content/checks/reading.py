"""How hard a text is to read, by LIX: the mean length of its sentences plus the share of its long words.

Björnsson, "Readability of newspapers in 11 languages", Reading Research Quarterly 18 (1983); it counts no syllables,
which French spells too freely for a rule.
"""

import re
from dataclasses import dataclass

from content.folding import words_of
from content.pictures.naming import ADDRESS

LONG = 7
"""Letters from which a word is long."""
_MARKUP = re.compile(r"[*_`]")
_SENTENCE_END = re.compile(r"(?<![.!?…:])[.!?…:]++(?=[\s»\"”)]|$)|\n[ \t]*\n|\n[ \t]*(?:[-*>]|[0-9]+[.)])[ \t]")


def shown(text: str) -> str:
    """Return a text without the signs of Markdown that nobody sees."""
    return _MARKUP.sub("", ADDRESS.sub("", text))


@dataclass(frozen=True, slots=True)
class Readability:
    """The words and sentences of a text."""

    words: int
    sentences: int
    long: tuple[str, ...]

    @property
    def lix(self) -> float:
        """Return words per sentence plus per cent of long words: 20 for very easy, 60 for very difficult."""
        return self.words / self.sentences + 100 * len(self.long) / self.words if self.words else 0.0


def reading(text: str) -> Readability:
    """Count a Markdown text; an item of a list is a sentence, and so is what stands before a colon."""
    sentences = [found for part in _SENTENCE_END.split(shown(text)) if (found := words_of(part))]
    pieces = [piece for sentence in sentences for word in sentence for piece in re.split("['’]", word)]
    return Readability(sum(map(len, sentences)), len(sentences), tuple(word for word in pieces if len(word) >= LONG))
