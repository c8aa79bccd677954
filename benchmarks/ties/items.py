"""The invented news of the measure, with the skills that a trainer would tie to each."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
ITEM = re.compile(r"^# (?P<language>\w+) \|(?P<best>.*)\|(?P<fair>.*)\n(?P<title>.+)\n(?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of invented news."""

    language: str
    best: frozenset[str]
    """The skills that a trainer would choose; none where the news is an occasion to learn nothing."""
    fair: frozenset[str]
    """These, and those that would be accepted."""
    title: str
    text: str


def read(name: str) -> list[Item]:
    """Return the items of one file, in their order."""
    return [_item(found) for found in ITEM.finditer((FOLDER / f"{name}.txt").read_text("utf-8"))]


def _item(found: re.Match[str]) -> Item:
    best = frozenset(found["best"].split())
    return Item(found["language"], best, best | frozenset(found["fair"].split()), found["title"], found["text"])
