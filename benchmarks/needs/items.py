"""The needs of the measure, and the cards of the pack that they are answered by."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.needs.words import shares_a_word
from content.module import Module
from content.pack import PACKS, read_pack
from content.text.module_reader import read_module
from content.text.translations import language_named

FOLDER = Path(__file__).parent
PACK = PACKS / "conseil-emploi"
LANGUAGES = ("fr", "nl", "en")


@dataclass(frozen=True, slots=True)
class AnsweredNeed:
    """What a counsellor types, and the cards that an expert would take for the right ones, any of them."""

    language: str
    words: str
    cards: frozenset[str]
    """As `module/slug` of the original, whatever the language."""

    @property
    def by_meaning(self) -> bool:
        """Whether it says no word that its cards say, in any of their languages."""
        texts = card_texts()
        return not shares_a_word(self.words, (text for card in self.cards for text in texts[card]))


def read(name: str) -> list[AnsweredNeed]:
    """Return the needs of one file, in their order."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [AnsweredNeed(row["language"], row["need"], frozenset(row["cards"].split())) for row in rows]


@cache
def originals() -> dict[str, str]:
    """Map `module/slug` of each card, in each language, to that of the original: they differ with the titles."""
    found = {}
    for original, *translated in _works():
        for module in (original, *translated):
            for slug, first in zip(module.addressed, original.addressed, strict=True):
                found[f"{original.id}/{slug}"] = f"{original.id}/{first}"
    return found


@cache
def card_texts() -> dict[str, list[str]]:
    """Return the title and the body of each card, in each of its languages."""
    return {
        f"{original.id}/{slug}": [f"{card.title}\n{card.body}" for card in same]
        for original, *translated in _works()
        for slug, *same in zip(
            original.addressed, original.cards, *(translation.cards for translation in translated), strict=True
        )
    }


def _works() -> list[list[Module]]:
    pack = read_pack(PACK)
    works = {name: [read_module(text)] for name, text in pack.modules.items()}
    for name, text in pack.translated.items():
        works[name.removesuffix(f".{language_named(name)}")].append(read_module(text))
    return list(works.values())
