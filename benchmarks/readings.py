"""`python -m benchmarks.readings [PACK] [--day DAY]`: facts and rules of a pack by manner and age, before and after.

Before: every fact counts from the day on which somebody here read it. After: from the day on which the page said so
(content.readings). Each is shown by the word that stands beside it, on a day, with the priors alone: no re-reading, no
answer. Then what of it lists, papers and the public file show. Without --day, the last day on which anything was read.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFactKind
from content.directory.inclusion_reader import FIRST_DAY
from content.directory.inclusion_writer import UNDATED, Publishing, rows_of
from content.pack import PACKS, read_parts
from content.readings import Reading
from models.directory import entry_index, fact_belief
from models.directory.fact_belief import FactState, Rates
from models.freshness import NO_ANSWERS, YEAR, Freshness
from models.tables.directory import ListedFact
from models.tables.documents import Version

AGES = {"a year at most": 1.0, "three years at most": 3.0, "older": float("inf")}
UNKNOWN = "nobody knows"
TAKEN_HOME = (EntryFactKind.REACH, EntryFactKind.HOURS, EntryFactKind.AMOUNT, EntryFactKind.COST)
"""What harms where it is no longer so: telephones, hours, amounts."""
NEVER = datetime.combine(FIRST_DAY, time(), UTC)
HEAD = f"{'':32} {'recent':>8} {'check':>8} {'old':>8}"


class Believed(NamedTuple):
    """A fact with what is believed of it when it counts from its reading, and from what it read."""

    fact: ListedFact
    before: FactState
    after: FactState


def main() -> None:
    """Print the tables of a pack."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readings", description=__doc__)
    parser.add_argument("pack", type=Path, nargs="?", default=PACKS / "conseil-emploi")
    parser.add_argument("--day", type=date.fromisoformat)
    asked = parser.parse_args()
    parts = read_parts(asked.pack)
    entries = [entry for entry, _, _ in parts.directory]
    day = asked.day or max(fact.source.read_on for one in entries for fact in one.all_facts if fact.source)
    facts = [one for entry in entries for one in believed(entry, day)]
    print(f"{asked.pack.name}: {len(facts)} facts of {len(entries)} entries, on {day}")
    print_words("by manner", facts, lambda one: str(one.fact.manner or "not said"))
    print_words("by age, of what was read", facts, lambda one: age(one.fact.reading, day))
    print_words(
        "telephones, hours, amounts", [one for one in facts if one.fact.kind in TAKEN_HOME], lambda one: one.fact.kind
    )
    print_shown(entries, facts)
    rules = Counter(
        f"{rule.manner or 'not said'}, {age(rule.reading, day)}" for rule in parts.rules.values() if rule.reading
    )
    print("\nrules: " + "; ".join(f"{number} {name}" for name, number in rules.most_common()))


def believed(entry: DirectoryEntry, day: date) -> list[Believed]:
    """Return the facts of an entry with what is believed of each on a day, before and after."""
    found = []
    for fact in entry_index.facts_of(entry.id, entry):
        told = {name: getattr(fact, name) for name in ("fingerprint", "kind", "read_on", "strict")}
        bare = ListedFact(**told, manner=None, copied=None, page="")
        states = (fact_belief.state(one, Rates({}), NO_ANSWERS, False, day, entry.review_by) for one in (bare, fact))
        found.append(Believed(fact, *states))
    return found


def age(read: Reading, day: date) -> str:
    """Say how old what was read is."""
    if read.day is None:
        return UNKNOWN
    years = (day - read.day).days / YEAR
    return next(name for name, most in AGES.items() if years <= most)


def print_words(title: str, facts: Sequence[Believed], group: Callable[[Believed], str]) -> None:
    """Print how many facts of each group bear each word, before and after."""
    print(f"\n{title}\n{HEAD}")
    names = sorted({group(one) for one in facts})
    for name in [*names, "all"]:
        some = [one for one in facts if name in {group(one), "all"}]
        for when, states in (("before", [one.before for one in some]), ("after", [one.after for one in some])):
            counts = Counter(state.word for state in states)
            print(f"  {name if when == 'before' else '':22} {when:7} " + " ".join(f"{counts[w]:8}" for w in Freshness))


def print_shown(entries: Iterable[DirectoryEntry], facts: Sequence[Believed]) -> None:
    """Print what lists, papers and the public file show of it."""
    rung, papers, days, told, all_of = Counter[str](), Counter[str](), Counter[str](), 0, 0
    by_place = {(one.fact.document_id, one.fact.place): one for one in facts}
    for entry in entries:
        all_of += 1
        listed = entry_index.listed_as(Version(document_id=entry.id, published_at=NEVER), entry)
        if listed.telephone and listed.reached_by is not None:
            one = by_place[entry.id, listed.reached_by]
            rung[f"{one.before.word} before, {one.after.word} after"] += 1
        read = [fact.source.reading for fact in entry.all_facts if fact.source and not fact.blank]
        papers["say so" if any(one.is_undated for one in read) else "need not"] += 1
        service = rows_of(entry, Publishing("")).service
        days[str(service["date_maj"])] += 1
        told += str(service["description"]).endswith(tuple(UNDATED.values()))
    print("\ntelephones in lists: " + _counted(rung))
    print("papers: " + _counted(papers))
    print(f"public file: date_maj {_counted(days)}; {told} of {all_of} descriptions say that it is to be checked")


def _counted(found: Counter[str]) -> str:
    return ", ".join(f"{name} × {number}" for name, number in sorted(found.items()))


if __name__ == "__main__":
    main()
