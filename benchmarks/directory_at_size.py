"""`python -m benchmarks.directory_at_size`: how long finding and reading an entry take among 20,000, on both databases.

The entries are invented and say so: French and Dutch, in words of an invented vocabulary with the frequencies of a real
one (Zipf), with what people look for in its name and in what is said of it, so that a sixth of all holds each of these
words; every fact was read twice, and nearness is drawn by chance. Timed are the verbs of the two pages, a transaction
each, with their statements; and what a request asks of all that is published. Then as many different entries are read
and searches made again, and the memory of the process is looked at.
"""

import argparse
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy import event, insert, select, update

from benchmarks.replay import machine
from benchmarks.search import postgresql, settle, sqlite, vocabulary
from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind, EntryKind, FactSource, Organisation
from content.directory.text import write_entry
from content.pack import PACKS, read_pack
from models.catalogue import coming_into_force, published
from models.catalogue.documents import ENTRY, parse_entry
from models.directory import entries, finding, index
from models.directory.finding import EntryFilters
from models.ground import concepts, meaning, schema
from models.ground.store import Store
from models.tables.directory import FactRereading, ListedFact
from models.tables.documents import Document, DocumentKind, DocumentStatus, Version, VersionChange
from models.tables.search import Nearness, SearchEntry, SearchKind

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
DAY = NOW.date()
COMMUNES = ("Anderlecht", "Etterbeek", "Evere", "Forest", "Ixelles", "Jette", "Saint-Gilles", "Schaerbeek", "Uccle")
LANGUAGES = ("fr", "nl", "en", "ar", "tr", "es", "pt", "ro")
RULE = "activa-brussels"
"""Of our pack, that invented measures rest on."""
SOUGHT = (
    "aide logement", "formation", "garde d'enfants", "dettes et factures", "écoute", "ecuote", "cours de néerlandais",
    "permis de conduire", "alcool", "zzzzzzzz", "aide pour payer une facture de gaz", "schulden",
)  # fmt: skip
FILTERED = (EntryFilters(), EntryFilters(by_telephone=True, language="ar"), EntryFilters("service", commune="Jette"))
NEAR = 6
"""Concepts that an entry is clearly near to."""
GOAL_SEARCH, GOAL_ENTRY, GOAL_STAMP = 40.0, 20.0, 1.0


def main() -> None:
    """Fill, find, read, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory_at_size", description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=600)
    parser.add_argument("--others", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    for database in (sqlite, postgresql):
        if asked.only in {None, database.__name__}:
            with database() as url:
                measure(Store(url), asked.entries, asked.times, asked.others, Random(asked.seed))


def measure(store: Store, number: int, times: int, others: int, random: Random) -> None:
    """Measure one database and print what was found."""
    words = vocabulary(random)
    begun = perf_counter()
    fill(store, random, words, number)
    settle(store)
    print(f"{machine(store)}; {number} invented entries, indexed in {perf_counter() - begun:.0f} s")
    queries = list(searches(random, words, times))
    report("a search", timed(store, [finds(*one) for one in queries]), GOAL_SEARCH)
    pages = [EntryFilters(*rest) for rest in (("service",), ("measure",), ("", True, True))]
    report("a list without words", timed(store, [finds("", one, "") for one in pages] * 40), GOAL_SEARCH)
    names = [name_of(random.randrange(number)) for _ in range(times)]
    report("an entry", timed(store, [reads(one) for one in names]), GOAL_ENTRY)
    report("what is published", timed(store, [published.stamp] * times), GOAL_STAMP)
    report("what to filter by", timed(store, [finding.choices] * times), GOAL_STAMP)
    memory(store, random, words, number, others)
    store.dispose()


Verb = Callable[..., object]


def finds(sought: str, filters: EntryFilters, after: str) -> Verb:
    """Return the verb of the page of the directory."""
    return lambda db: finding.find(db, sought, "fr", filters, DAY, after)


def reads(name: str) -> Verb:
    """Return the verb of the page of an entry."""
    return lambda db: entries.reading(db, name, DAY)


def searches(random: Random, words: Sequence[str], number: int) -> Iterator[tuple[str, EntryFilters, str]]:
    """Yield what is looked for: what people look for, and rarer words of the invented language."""
    for one in range(number):
        rare = " ".join(random.choices(words[100:], k=random.randint(1, 3)))
        yield (random.choice(SOUGHT) if one % 2 else rare), random.choice(FILTERED), ""


# ------------------------------------------------------------------------------------------------------------ filling


def name_of(number: int) -> str:
    """Return the id of an invented entry."""
    return f"invente-{number}"


def fill(store: Store, random: Random, words: Sequence[str], number: int) -> None:
    """Add our own pack and many invented entries, indexed as the worker does it, a few a transaction."""
    schema.upgrade(store.url)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def some(length: int, sought: bool = False) -> str:
        told = random.choices(words, cum_weights=weights, k=length)
        return " ".join([*told, *(random.choice(SOUGHT[:-2]) if sought else "").split()])

    with store.writing() as db:
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), NOW)
        index.catch_up(db)
    for first in range(0, number, index.AT_ONCE):
        texts = {
            name_of(one): write_entry(invented(one, random, some))
            for one in range(first, min(number, first + index.AT_ONCE))
        }
        with store.writing() as db:
            names = [f"{ENTRY}{name}" for name in texts]
            status = {"kind": DocumentKind.ENTRY, "status": DocumentStatus.PUBLISHED}
            db.execute(insert(Document), [{"id": name, **status} for name in names])
            same = {"number": 1, "change": VersionChange.FIRST, "word": "", "published_at": NOW}
            rows = [
                {"document_id": name, "text": text, **same} for name, text in zip(names, texts.values(), strict=True)
            ]
            db.execute(insert(Version), rows)
            its = select(Version.id).where(Version.document_id == Document.id).scalar_subquery()
            db.execute(update(Document).where(Document.id.in_(names)).values(published_id=its))
        with store.writing() as db:
            index.catch_up(db)
    understand(store, random)


def understand(store: Store, random: Random) -> None:
    """Write by chance what a worker writes with its encoder, and that each fact was read again once."""
    thesaurus = concepts.thesaurus()
    with store.writing() as db:
        ids = db.scalars(select(SearchEntry.id).where(SearchEntry.kind == SearchKind.ENTRY)).all()
        near = [
            {"concept": concept, "entry_id": one, "weight": 3.5 + 4 * random.random()}
            for one in ids
            for concept in random.sample(range(len(thesaurus.concepts)), NEAR)
        ]
        db.execute(insert(Nearness), near)
        made = meaning.made_with(thesaurus.version, "invented")
        db.execute(update(SearchEntry).where(SearchEntry.kind == SearchKind.ENTRY).values(meaning=made))
        facts = db.execute(select(ListedFact.document_id, ListedFact.place, ListedFact.kind)).all()
        versions: dict[str, int] = {row[0]: row[1] for row in db.execute(select(Version.document_id, Version.id))}
        again = [
            {"version_id": versions[document], "place": place, "kind": kind, "days": 180, "changed": not place % 5}
            for document, place, kind in facts
        ]
        db.execute(insert(FactRereading), again)


def invented(number: int, random: Random, some: Callable[[int, bool], str]) -> DirectoryEntry:
    """Return an entry that nobody could take for a real one, in French and Dutch."""
    source = FactSource(f"https://exemple.be/{number}", DAY - timedelta(days=random.randrange(900)), "Service inventé")

    def fact(kind: EntryFactKind, length: int = 0, **values: object) -> EntryFact:
        told = kind in {EntryFactKind.NAME, EntryFactKind.DESCRIPTION}
        said = {language: f"Inventé : {some(length, told)}" for language in ("fr", "nl")} if length else {}
        lists = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in values.items()}  # type: ignore[arg-type]
        return EntryFact(kind, said, lists, source)

    facts = (
        fact(EntryFactKind.NAME, 4),
        fact(EntryFactKind.DESCRIPTION, 50),
        fact(EntryFactKind.AUDIENCE, 8, publics=("tous-publics",)),
        fact(EntryFactKind.CONDITIONS, 15),
        fact(EntryFactKind.COST, 5, frais="gratuit"),
        fact(
            EntryFactKind.REACH,
            telephone="02 000 00 00",
            commune=random.choice(COMMUNES),
            langues=sorted(random.sample(LANGUAGES, 3)),
            interprete=random.choice(("oui", "non")),
        ),
        fact(EntryFactKind.MOBILISE, 12),
        fact(EntryFactKind.DOCUMENTS, 10),
        fact(EntryFactKind.HOURS, 6),
        fact(EntryFactKind.LINK, lien_source=f"https://exemple.be/{number}"),
    )
    kind = (EntryKind.SERVICE, EntryKind.SERVICE, EntryKind.MEASURE, EntryKind.TOOL)[number % 4]
    organisation = Organisation(f"maison-{number // 20}", (fact(EntryFactKind.NAME, 3),))
    rules = (RULE,) if kind is EntryKind.MEASURE else ()
    return DirectoryEntry(name_of(number), kind, organisation, facts, rules=rules)


# ---------------------------------------------------------------------------------------------------------- measuring


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)


def timed(store: Store, verbs: Sequence[Verb]) -> list[tuple[float, int]]:
    """Return the milliseconds and the statements of each verb; the first few of a process are made before."""
    spent = []
    for number, verb in enumerate([*verbs[:10], *verbs]):
        with counted(store) as sent:
            begun = perf_counter()
            with store.reading() as db:
                verb(db)
            milliseconds = 1000 * (perf_counter() - begun)
        if number >= 10:
            spent.append((milliseconds, len(sent)))
    return spent


def report(name: str, spent: Sequence[tuple[float, int]], goal: float) -> None:
    """Print the spread, beside the goal, and the most statements."""
    cuts = quantiles([one[0] for one in spent], n=100)
    verdict = "reached" if cuts[94] <= goal else "MISSED"
    statements = f"{median(one[1] for one in spent):.0f} statements, {max(one[1] for one in spent)} at most"
    print(f"  {name:<22} p50 {cuts[49]:6.1f} ms   p95 {cuts[94]:6.1f} ms; goal ≤ {goal:.0f}: {verdict}; {statements}")


def memory(store: Store, random: Random, words: Sequence[str], number: int, others: int) -> None:
    """Print what the process holds before and after different entries and searches."""
    before = resident()
    for one in random.sample(range(number), min(number, others)):
        with store.reading() as db:
            entries.reading(db, name_of(one), DAY)
    for sought, filters, after in searches(random, words, others):
        with store.reading() as db:
            finding.find(db, sought, "fr", filters, DAY, after)
    kept = parse_entry.cache_info()
    grown = f"memory {before:.0f} MiB, {resident():.0f} after {others} other entries and searches"
    print(f"  {grown}; {kept.currsize} of at most {kept.maxsize} read entries kept")


def resident() -> float:
    """Return what this process holds in memory, in MiB, once what nobody holds is let go."""
    gc.collect()
    (line,) = (one for one in Path("/proc/self/status").read_text("utf-8").splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
