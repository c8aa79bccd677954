"""`python -m benchmarks.directory_needs NEEDS.yaml`: whether what is typed finds the right entry, or nothing.

The file is a list of needs: `{id, language, words, right: [ids of entries]}`, `right` empty where nothing fits. The
pack with its directory in a SQLite database of its own, as a first start and its worker leave it; searched as on the
page of the directory. Printed are two shares with Wilson intervals, and each miss. ENCODER as ever.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import select

from benchmarks.needs.__main__ import NOW, loaded
from benchmarks.replay import machine
from content.fields import LANGUAGES
from models.directory import finding, index
from models.directory.finding import EntryFilters
from models.ground.store import Store
from models.intervals import wilson
from models.tables.directory import ListedEntry

FIRST = 3
GOAL_RIGHT, GOAL_NOTHING = 0.85, 0.80


@dataclass(frozen=True, slots=True)
class DirectoryNeed:
    """What is typed, and the entries that an expert would take for right, any of them; none where nothing fits."""

    id: str
    language: str
    words: str
    right: frozenset[str]

    def is_met(self, found: Sequence[str]) -> bool:
        """Return whether a right entry is among the first; where nothing fits, whether nothing was found."""
        return not self.right.isdisjoint(found[:FIRST]) if self.right else not found


Answered = list[tuple[DirectoryNeed, list[str]]]


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory_needs", description=__doc__)
    parser.add_argument("needs", type=Path)
    needs = read(parser.parse_args().needs)
    with loaded(index.catch_up) as store:
        listed = {one.removeprefix("entry:") for one in names(store)}
        print(f"{machine(store)}; {len(listed)} entries, {len(needs)} needs")
        for need in needs:
            if unknown := sorted(need.right - listed):
                print(f"  {need.id} names what is not in the directory: {', '.join(unknown)}")
        answered = [(need, ask(store, need)) for need in needs]
    report("right among the first three", [one for one in answered if one[0].right], GOAL_RIGHT)
    report("nothing where nothing fits", [one for one in answered if not one[0].right], GOAL_NOTHING)
    for need, found in answered:
        if not need.is_met(found):
            wanted, instead = " ".join(sorted(need.right)) or "nothing", " ".join(found[:FIRST]) or "nothing"
            print(f"  missed {need.id} {need.language}: {need.words} | wanted {wanted} | found {instead}")


def read(file: Path) -> list[DirectoryNeed]:
    """Return the needs of a file, in their order."""
    rows = yaml.safe_load(file.read_text("utf-8"))
    return [
        DirectoryNeed(str(row["id"]), row["language"], str(row["words"]), frozenset(row["right"] or ())) for row in rows
    ]


def names(store: Store) -> list[str]:
    """Return the documents of all listed entries."""
    with store.reading() as db:
        return list(db.scalars(select(ListedEntry.document_id)))


def ask(store: Store, need: DirectoryNeed) -> list[str]:
    """Return the ids of the entries that a need finds, the best first."""
    with store.reading() as db:
        found = finding.find(db, need.words, need.language, EntryFilters(), NOW.date())
    return [one.id for one in found.entries]


def report(name: str, answered: Answered, goal: float) -> None:
    """Print the share that is met, of all beside the goal and of each language, with its interval."""
    for language in ("", *LANGUAGES):
        some = [one for one in answered if language in {"", one[0].language}]
        if some:
            met = sum(need.is_met(found) for need, found in some)
            low, high = wilson(met, len(some))
            verdict = (
                f"; goal ≥ {goal:.0%}: {'reached' if met >= goal * len(some) else 'MISSED'}" if not language else ""
            )
            line = f"{met:3} of {len(some):3}, {met / len(some):.1%} [{low:.1%}, {high:.1%}]"
            print(f"  {name if not language else '  ' + language:<28} {line}{verdict}")


if __name__ == "__main__":
    main()
