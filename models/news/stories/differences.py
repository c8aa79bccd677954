"""Contradictions between two texts: a number, a date, a negation. Pure, without an encoder."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from content.strings.late_patterns import LatePattern
from content.strings.sentences import sentences
from content.strings.words import fold
from models.ground.stems import stems
from models.news.stories.facts import Fact, FactKind, facts, names

READ = 40
"""Sentences of a text that are compared."""
ALIKE, ALIKE_UNLESS_DENIED = 0.5, 0.7
"""Share of the words of the shorter of two sentences that stand in the other, from which on they say the same thing."""
FEWEST_WORDS, FEWEST_DENIED = 2, 4
PROOFS, PROOFS_UNLESS_DENIED = 1, 3
"""Names, facts and like words that two sentences in different languages must share."""
COGNATE = 5
ROUNDING = 0.02
ROUGHLY = 0.12
ABOUT = LatePattern(
    r"\b(?:environ|près de|quelque|plus de|presque|autour de|plusieurs|au moins|jusqu'à|zowat|zo['’]n|ongeveer|ruim"
    r"|bijna|meer dan|minstens|circa|tot|about|around|nearly|almost|more than|over|some|at least|up to)\s*$",
    re.IGNORECASE,
)
DENIED = {
    "fr": LatePattern(
        r"\b(?:ne|n['’])(?:\s*+\w++['’]?){1,5}?\s+(?:pas|plus|jamais|rien|aucune?|nullement)\b"
        r"(?!\s+(?:seulement|(?:\w+\s+){0,2}qu[e'’]))"
        r"|\baucune?\b|\bpas (?:de|d['’]|encore)\b|\brefus\w+|\brejet\w+",
        re.IGNORECASE,
    ),
    "nl": LatePattern(r"\b(?:niet(?! alleen)|geen|nooit|niets|niemand|weiger\w*|verwerp\w*)\b", re.IGNORECASE),
    "en": LatePattern(r"\b(?:not(?! only)|no|never|none|nobody|nothing|cannot|\w+n['’]t|refus\w+|reject\w*)\b", re.I),
}
"""By language, what denies a sentence."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a text, and what is compared of it; `place`: its [start, end], None for the title."""

    text: str
    language: str
    words: frozenset[str]
    facts: tuple[Fact, ...]
    names: frozenset[str]
    denied: bool
    proofs: frozenset[str]
    """What would be the same in another language: names, numbers, dates, the beginnings of long words."""
    values: frozenset[str]
    """Its numbers and dates, without years."""
    place: tuple[int, int] | None = None


class Contradiction(NamedTuple):
    """Two statements on the same thing that cannot both be right."""

    kind: FactKind
    one: Statement
    other: Statement


def statements(title: str, text: str, language: str | None) -> list[Statement]:
    """Return the title, then the sentences of a text."""
    spans = sentences(text, language)[:READ]
    told = [(title, None), *((text[span.start : span.end], (span.start, span.end)) for span in spans)]
    said = []
    for sentence, place in told:
        found, named = tuple(facts(sentence)), names(sentence)
        words = frozenset(word for word in stems(sentence, language) if not word[0].isdigit())
        denied = language in DENIED and DENIED[language].search(sentence) is not None
        values = frozenset(fact.value[-5:] for fact in found)
        proofs = named | values | {word[:COGNATE] for word in words if len(word) >= COGNATE and word.isalpha()}
        said.append(Statement(sentence, language or "", words, found, named, denied, proofs, values, place))
    return said


def differences(one: Sequence[Statement], other: Sequence[Statement]) -> list[Contradiction]:
    """Return where two texts contradict each other, once for each thing counted, dated or denied."""
    mine, theirs = _alone(one, other, FactKind.NUMBER), _alone(other, one, FactKind.NUMBER)
    found: list[Contradiction] = []
    for counted in sorted({fact.counted for _, fact in mine if fact.counted}):
        same = ([pair for pair in pairs if pair[1].counted == counted] for pairs in (mine, theirs))
        found += _pairs(*same)
    found += _pairs(_alone(one, other, FactKind.DATE), _alone(other, one, FactKind.DATE))
    # Like sentences of which one has a negation, where no sentence of the other text agrees.
    for a in one:
        alike = [b for b in other if _same_but_for_denial(a, b)]
        if alike and all(b.denied != a.denied for b in alike):
            found.append(Contradiction(FactKind.NEGATION, a, alike[0]))
    return list({(pair.kind, pair.one.text): pair for pair in reversed(found)}.values())[::-1]


# ---------------------------------------------------------------------------------------------------- numbers and dates


_Pairs = list[tuple[Statement, Fact]]


def _alone(one: Sequence[Statement], other: Sequence[Statement], kind: FactKind) -> _Pairs:
    """Return what one text says and the other nowhere; rounding, and « environ », are forgiven."""
    theirs = [(statement, fact) for statement in other for fact in statement.facts if fact.kind is kind]
    return [
        (statement, fact)
        for statement in one
        for fact in statement.facts
        if fact.kind is kind and not any(_agree((statement, fact), pair) for pair in theirs)
    ]


def _agree(a: tuple[Statement, Fact], b: tuple[Statement, Fact]) -> bool:
    """Return whether two facts can both be right of the same thing."""
    (_, one), (_, other) = a, b
    if one.kind is FactKind.DATE:
        years = {fact.value[:-6] for fact in (one, other) if len(fact.value) > len("02-01")}
        return one.value[-5:] == other.value[-5:] and len(years) < 2
    rough = ROUGHLY if any(ABOUT.search(statement.text[: fact.start]) for statement, fact in (a, b)) else ROUNDING
    x, y = float(one.value), float(other.value)
    return abs(x - y) <= rough * max(abs(x), abs(y)) if max(x, y) > 1 / ROUNDING else x == y


def _pairs(mine: _Pairs, theirs: _Pairs) -> Iterator[Contradiction]:
    """Yield the facts of two texts that stand in sentences on the same thing; each is used once."""
    left = list(theirs)
    for statement, fact in mine:
        only = len({one.value for _, one in mine}) == len({one.value for _, one in theirs}) == 1
        found = next((pair for pair in left if _same_thing(statement, pair[0], fact, pair[1], only)), None)
        if found:
            left = [pair for pair in left if pair[1].value != found[1].value]
            yield Contradiction(fact.kind, statement, found[0])


def _same_thing(a: Statement, b: Statement, one: Fact, other: Fact, only: bool) -> bool:
    """Return whether two sentences differ in one fact only; in two languages, the only one of its kind."""
    if a.language == b.language:
        return shared(a, b) >= ALIKE and len(a.words & b.words) >= FEWEST_WORDS
    apart = {one.value[-5:], other.value[-5:]}
    return only and len((a.proofs & b.proofs) - apart) >= PROOFS


def shared(a: Statement, b: Statement) -> float:
    """Return the share of the words of the shorter sentence that stand in the other."""
    return len(a.words & b.words) / max(1, min(len(a.words), len(b.words)))


# ------------------------------------------------------------------------------------------------------------ negations


def _same_but_for_denial(a: Statement, b: Statement) -> bool:
    if a.language == b.language:
        return shared(a, b) >= ALIKE_UNLESS_DENIED and len(a.words & b.words) >= FEWEST_DENIED
    if a.values.isdisjoint(b.values):
        return False
    return len(a.proofs & b.proofs) >= max(PROOFS_UNLESS_DENIED, min(len(a.names), len(b.names)))


# ---------------------------------------------------------------------------------------------------------- corrections


def changes(before: Sequence[Statement], after: Sequence[Statement]) -> list[tuple[str, str]]:
    """Return the sentences of a text that were changed in a number, a date, a name or a negation: before, after.

    What was added, left out or only put otherwise is no correction.
    """
    kept = {fold(one.text) for one in before} & {fold(one.text) for one in after}
    old = [one for one in before if fold(one.text) not in kept]
    found = []
    for new in (one for one in after if fold(one.text) not in kept):
        same = max(old, key=lambda one: shared(one, new), default=None)
        # Enough words in common, counted too: two short sentences share half by accident.
        if same and shared(same, new) >= ALIKE and len(same.words & new.words) >= FEWEST_WORDS and _corrects(same, new):
            found.append((same.text, new.text))
    return found


def _corrects(before: Statement, after: Statement) -> bool:
    """Return whether a sentence takes back something that it said."""
    values = [{(fact.kind, fact.value) for fact in one.facts} for one in (before, after)]
    return bool(
        values[0] - values[1]
        and values[1] - values[0]
        or before.names - after.names
        and after.names - before.names
        or before.denied != after.denied
    )
