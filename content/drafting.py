"""Questions drafted from the sentences of a text: a sentence with a gap, and the other candidates for the gap.

Nothing is invented: the stem is the sentence, the options are words of the text. It is a beginning for a trainer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_OPTIONS = 4
GAP = "[…]"
_MONTH = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "January|February|March|May|June|July|August|October"
)
_NUMBER = r"(?<![\w,.])\d{1,3}(?:[   .]\d{3}){0,5}(?:,\d{1,9})?"


class GapKind(StrEnum):
    """The kind of thing that stands in a gap."""

    DAY = "day"
    AMOUNT = "amount"
    SHARE = "share"
    DURATION = "duration"
    NUMBER = "number"
    ACTOR = "actor"


_PATTERNS = {
    GapKind.DAY: re.compile(rf"(?<!\w)(?:1er|\d{{1,2}})\s(?:{_MONTH})(?:\s\d{{4}})?(?!\w)"),
    GapKind.AMOUNT: re.compile(rf"(?:{_NUMBER}\s?(?:euros?|€)|€\s?\d[\d.,]*\d)(?!\w)"),
    GapKind.SHARE: re.compile(rf"{_NUMBER}\s?(?:%|pour cent|procent|percent)"),
    GapKind.DURATION: re.compile(
        rf"{_NUMBER}\s(?P<unit>heures?|jours?|semaines?|mois|ans?|années?|uur|dagen|weken|maanden|jaar|"
        r"hours?|days?|weeks?|months?|years?)(?!\w)"
    ),
    GapKind.NUMBER: re.compile(rf"{_NUMBER}(?![\w%€]|\s?[%€])"),
    GapKind.ACTOR: re.compile(
        r"(?<!\w)(?!(?:Le|La|Les|Un|Une|Des|De|Het|Een|The)\s)"
        r"(?:[A-ZÀ-Þ]{3,}|[A-ZÀ-Þ][a-zà-ÿ]+(?:\s[A-ZÀ-Þ][a-zà-ÿ]+)+|[A-Z][a-z]+is)(?!\w)"
    ),
}
"""In the order in which they make a question worth asking."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence, the place in it that is asked for, and what else of that kind the text names."""

    sentence: int
    """Its place among the sentences."""
    kind: GapKind
    before: str
    answer: str
    after: str
    others: tuple[str, ...]

    @property
    def stem(self) -> str:
        """The sentence with its gap, word for word."""
        return f"{self.before}{GAP}{self.after}"


def gaps(sentences: Sequence[str], text: str, most_each: int = 2) -> list[Gap]:
    """Return the gaps of each sentence, those first for which the text itself gives most other answers."""
    found = [gap for place, sentence in enumerate(sentences) for gap in _of_sentence(place, sentence, text, most_each)]
    return sorted(found, key=lambda gap: (-len(gap.others), gap.sentence))


def _of_sentence(place: int, sentence: str, text: str, most: int) -> Iterator[Gap]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS.items():
        for found in pattern.finditer(sentence):
            start, end = found.span()
            meets = any(start < last and first < end for first, last in taken)
            if len(taken) == most or (kind is GapKind.ACTOR and start == 0) or meets:
                continue
            taken.append((start, end))
            # Other answers of the same kind, same unit first, none that the sentence itself names.
            unit = found.groupdict().get("unit") or ""
            named = [one for one in _PATTERNS[kind].finditer(text) if _plain(one[0]) != _plain(found[0])]
            named.sort(key=lambda one: (one.groupdict().get("unit") or "").rstrip("s") != unit.rstrip("s"))
            different = {_plain(one[0]): one[0] for one in reversed(named) if one[0] not in sentence}
            others = tuple(reversed(different.values()))[: MOST_OPTIONS - 1]
            yield Gap(place, kind, sentence[:start], found[0], sentence[end:], others)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words).casefold()
