"""A text that somebody sends keeps no process busy: every pattern of the house reads hostile texts in linear time."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest

from content.strings.late_patterns import LatePattern
from tests.laws.graph import ROOT, modules
from tests.laws.hostile import LONGEST, slow_text

BOUNDED = {
    "content.strings.sentences.LAST_WORD": 12,  # LONGEST_ABBREVIATION
    "models.news.stories.facts.SENTENCE_START": 6,  # `search` is given six signs
    "models.ground.environment._CREDENTIALS": 1000,  # the operator's own environment
}
"""Patterns that read no more than so many signs."""
READ_WHOLE = {"watchers.foreign_text.TAG", "content.exchange.moodle_gaps.GAP"}
"""Linear where they are used: each `<` is closed (`_without_unclosed`); a gap has 5,000 signs, in a child."""
USED = {"content.text.question_reader._PAIR": {"fullmatch"}, "content.pathway.pathway_fields.WAY": {"fullmatch"}}
"""How a pattern is used that goes by another name where it is."""
WAYS = "fullmatch|match|search|finditer|findall|split|sub"


def patterns(module: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of text that a module keeps, alone, in a tuple or in a mapping, with the names they have there."""
    for name, value in vars(import_module(module)).items():
        kept = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, tuple) else (value,))
        for key, one in kept:
            found = one._compiled if isinstance(one, LatePattern) else one
            if isinstance(found, re.Pattern) and isinstance(found.pattern, str):
                yield name if one is value or isinstance(value, tuple) and len(value) == 1 else f"{name}[{key}]", found


def ways(name: str, texts: list[str]) -> set[str]:
    """How a pattern is used by the modules that know its name; where that cannot be seen, in all the ways they use."""
    called = {way for text in texts for way in re.findall(rf"\b{name}(?:\[[^\]\n]*\])?\.({WAYS})\b", text)}
    return called or {way for text in texts for way in re.findall(rf"\.({WAYS})\(", text)} - {"split"} or {"search"}


def every_pattern() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    texts = {module: file.read_text() for module, file in modules(ROOT).items()}
    found: dict[str, tuple[re.Pattern[str], set[str]]] = {}
    seen: set[tuple[str, int]] = set()
    for module in texts:
        for name, pattern in patterns(module):
            base = name.partition("[")[0]
            if not re.search(rf"^{base}\b.* = ", texts[module], re.MULTILINE):  # imported: met where it is made
                continue
            users = [text for other, text in texts.items() if other == module or f"from {module} import" in text]
            asked = ways(base, users)
            if (pattern.pattern, pattern.flags) not in seen:
                found[f"{module}.{name}"] = pattern, USED.get(f"{module}.{name}", asked)
    return found


@pytest.mark.nightly
def test_every_pattern_reads_a_hostile_text_in_linear_time() -> None:
    slow = {}
    for name, (pattern, asked) in every_pattern().items():
        for way in asked if name not in READ_WHOLE else ():
            if text := slow_text(pattern, way, BOUNDED.get(name, LONGEST)):
                slow[f"{name}.{way}"] = text
    assert slow == {}


@pytest.mark.nightly
@pytest.mark.parametrize("pattern", [r"^\s*sitemap", r"(?:a|a)*b", r"<[^>]*>", r"(\w+\s?)+:"])
def test_a_pattern_that_goes_back_over_what_it_read_is_named(pattern: str) -> None:
    assert slow_text(re.compile(pattern, re.MULTILINE), "search")
