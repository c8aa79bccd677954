"""`python -m benchmarks.needs [asked|kept]`: whether what a counsellor types before an interview finds the right card.

Sixty needs a set in French, Dutch and English, in one to six words; each with the one to three cards that answer. The
pack in a SQLite database of its own, as a first start and its worker leave it. `asked` is the set to find a method on;
`kept` is to be measured once, when the method is fixed. ENCODER as ever.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sqlalchemy.orm import Session

from benchmarks.needs.items import LANGUAGES, PACK, AnsweredNeed, originals, read
from benchmarks.replay import machine
from content.pack import read_pack
from models.catalogue import coming_into_force
from models.ground import schema, search
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from models.tables.search import SearchKind
from watchers import nightly
from watchers.child import Child
from watchers.tellings import Teller

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
FIRST, TIMES = 3, 5
GOAL, GOAL_MS = 0.85, 40.0
Found = list[tuple[AnsweredNeed, list[str]]]


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.needs", description=__doc__)
    parser.add_argument("set", nargs="?", choices=("asked", "kept"), default="asked")
    asked = parser.parse_args()
    needs = read(asked.set)
    with loaded() as store:
        print(f"{machine(store)}; {asked.set}, {len(needs)} needs, the right card among the first {FIRST}")
        found = [(need, ask(store, need)) for need in needs]
        report(found)
        report_time(timed(store, needs))
    report_missed(found)


@contextmanager
def loaded(then: Callable[[Session], object] = lambda db: None) -> Iterator[Store]:
    """Give a database of its own that holds the pack, and what else is derived of it, to be found."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'needs.sqlite3'}")
        schema.upgrade(store.url)
        with store.writing() as db:
            coming_into_force.load_pack(db, read_pack(PACK), NOW)
            then(db)
        with Child(memory=None) as child:
            written = nightly.write(store, Teller(Encoder(Settings.from_environment().encoder), child), lambda: NOW)
        print(f"nearness of {written} texts written by the worker's own verb")
        yield store
        store.dispose()


def first_three(db: Session, need: str, language: str) -> list[str]:
    """Return `module/slug`, in the language in which each was found, of the cards that a need finds first."""
    hits = search.find(db, need, language).hits
    return [hit.entry.key for hit in hits if hit.entry.kind == SearchKind.CARD][:FIRST]


def ask(store: Store, need: AnsweredNeed) -> list[str]:
    """Return the same cards, by the names of their originals."""
    with store.reading() as db:
        return [originals()[key] for key in first_three(db, need.words, need.language)]


def timed(store: Store, needs: list[AnsweredNeed]) -> list[float]:
    """Return the milliseconds of each search, a transaction each; all needs were asked before."""
    spent = []
    for need in needs * TIMES:
        begun = perf_counter()
        with store.reading() as db:
            first_three(db, need.words, need.language)
        spent.append(1000 * (perf_counter() - begun))
    return spent


def report(found: Found) -> None:
    """Print the share of right ones: of all, beside the goal, of each language, and of those found by meaning alone."""
    right, share = _right(found), _right(found) / len(found)
    verdict = "reached" if share >= GOAL else "MISSED"
    print(f"  {'all':<24} {right:3} of {len(found):3}, {share:.1%}; goal ≥ {GOAL:.0%}: {verdict}")
    for language in LANGUAGES:
        _line(language, [one for one in found if one[0].language == language])
    _line("without a common word", [one for one in found if one[0].by_meaning])


def report_time(spent: Sequence[float]) -> None:
    """Print the spread, beside the goal."""
    cuts = quantiles(spent, n=100)
    verdict = "reached" if cuts[94] <= GOAL_MS else "MISSED"
    print(f"  a search p50 {cuts[49]:.1f} ms   p95 {cuts[94]:.1f} ms; goal p95 ≤ {GOAL_MS:.0f} ms: {verdict}")


def report_missed(found: Found) -> None:
    """Print each need that found no right card, those that it should have found, and those that it did."""
    for need, cards in found:
        if need.cards.isdisjoint(cards):
            wanted, instead = " ".join(sorted(need.cards)), " ".join(cards) or "nothing"
            print(f"  missed {need.language}: {need.words} | wanted {wanted} | found {instead}")


def _line(name: str, found: Found) -> None:
    print(f"  {name:<24} {_right(found):3} of {len(found):3}, {_right(found) / len(found):.1%}")


def _right(found: Found) -> int:
    return sum(not need.cards.isdisjoint(cards) for need, cards in found)


if __name__ == "__main__":
    main()
