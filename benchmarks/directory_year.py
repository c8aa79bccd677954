"""`python -m benchmarks.directory_year`: a year of the directory, simulated: how much of what is shown is false.

300 entries whose facts change at the rates of `models.freshness.HALF_LIVES`, at twice and at half of them (so that the
model is wrong), were read in the eighteen months before. Forty counsellors use entries, few of them most. Where the
entry then has a fact to check, they are asked about the most doubtful one that they have not answered about; they
answer 15 % of the time, at most once a week each, and rightly nine times in ten. Trainers read twelve facts again a
week. All is done by the verbs of the house, on a database of its own; only the world and its people are invented.

Compared, with the same world and the same uses:

* asking: people answer; what is read again is first in doubt × use.
* nobody answers: the same order of reading again, but nobody is asked.
* by date: nobody is asked, and a fact is read again once its own date has come, the longest overdue first.
* oldest first: nobody is asked, and what was read longest ago is read again.
* nothing: nobody is asked, nothing is read again; facts only grow old.

Printed for each: of the facts that a counsellor meets in the last half-year, how many are not marked « ancien », and
how many of those are false.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import exp, log
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import kinds
from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind, EntryKind, FactSource, Organisation
from content.directory.entry_text import write_entry
from content.pack import PACKS, Pack, read_pack
from models.catalogue import coming_into_force
from models.catalogue.documents import ENTRY
from models.directory import fact_belief, use_and_answers
from models.directory.fact_belief import FactState
from models.freshness import ANY, HALF_LIVES, NO_ANSWERS, YEAR, Freshness, believed, still_true
from models.ground import schema
from models.ground.store import Store
from models.studio import publishing
from models.tables.directory import FactVerdict, ListedFact
from models.tables.documents import Document, VersionChange
from models.tables.people import Learner

ENTRIES, COUNSELLORS, WEEKS = 300, 40, 52
USES = 6
"""Of one counsellor in a week."""
ANSWERED, RIGHT = 0.15, 0.9
"""How often a question is answered, and how often rightly."""
BUDGET = 12
"""Facts that trainers read again in a week."""
READ_BEFORE = timedelta(days=548)
COUNTED = 26
"""The last weeks, of which the mean is taken."""
START = date(2026, 1, 5)
SPEEDS = {"as the model thinks": 1.0, "twice as fast": 2.0, "half as fast": 0.5}
KINDS = (
    *(EntryFactKind.NAME, EntryFactKind.DESCRIPTION, EntryFactKind.AUDIENCE, EntryFactKind.CONDITIONS),
    *(EntryFactKind.COST, EntryFactKind.DOCUMENTS, EntryFactKind.REACH, EntryFactKind.MOBILISE),
    *(EntryFactKind.HOURS, EntryFactKind.DELAY, EntryFactKind.LINK, EntryFactKind.ONLINE),
)
"""The facts of each entry; its organisation has a name too."""
Place = tuple[str, int]
"""A fact: the name of its document, and its place there."""


# ------------------------------------------------------------------------------------------------------------ the world


@dataclass
class WorldFact:
    """A fact: what is so, what its entry says, and when that was read."""

    kind: EntryFactKind
    rate: float
    read_on: date
    so: int = 0
    said: int = 0


@dataclass
class World:
    """All entries as they are, and chance for what changes, what is used, and what is answered."""

    entries: dict[str, list[WorldFact]]
    changing: Random
    using: Random
    answering: Random
    weights: Sequence[float]
    """Of all entries so far, in their order."""
    asked: set[tuple[UUID, str]] = field(default_factory=set)
    """Who has answered about which fact, as it was read."""

    def pass_a_week(self) -> None:
        """Let each fact change as often as its kind does."""
        for fact in (fact for facts in self.entries.values() for fact in facts):
            fact.so += self.changing.random() > exp(-fact.rate * 7 / YEAR)

    def uses(self, people: Sequence[UUID]) -> Iterator[tuple[UUID, str]]:
        """Yield who uses which entry in a week: the second most used half as much as the first, and so on (Zipf)."""
        names = list(self.entries)
        for key in people:
            for name in self.using.choices(names, cum_weights=self.weights, k=USES):
                yield key, name

    def is_false(self, place: Place) -> bool:
        """Return whether what an entry says is no longer so."""
        fact = self.entries[place[0]][place[1]]
        return fact.so != fact.said


def world(seed: int, speed: float, entries: int) -> World:
    """Return a world whose facts were read in the time before, and have changed since as often as they do."""
    random = Random(f"{seed} beginning")
    names = [f"{ENTRY}service-{number:03}" for number in range(entries)]
    made = {name: [_fact(kind, speed, random) for kind in (*KINDS, EntryFactKind.NAME)] for name in names}
    weights = list(accumulate(1 / rank for rank in range(1, entries + 1)))
    return World(made, Random(f"{seed} changing"), Random(f"{seed} using"), Random(f"{seed} answering"), weights)


def _fact(kind: EntryFactKind, speed: float, random: Random) -> WorldFact:
    rate = speed * log(2) / HALF_LIVES.get(kind, HALF_LIVES[ANY])
    days = random.randrange(READ_BEFORE.days)
    return WorldFact(kind, rate, START - timedelta(days=days), so=int(random.random() > exp(-rate * days / YEAR)))


def written(name: str, facts: Sequence[WorldFact]) -> DirectoryEntry:
    """Return an entry as it says what is said of it."""
    stated = tuple(_stated(place, fact) for place, fact in enumerate(facts))
    organisation = Organisation("maison", stated[len(KINDS) :])
    return DirectoryEntry(name.removeprefix(ENTRY), EntryKind.SERVICE, organisation, stated[: len(KINDS)])


def _stated(place: int, fact: WorldFact) -> EntryFact:
    source = FactSource("https://exemple.be/", fact.read_on, "Service emploi")
    return EntryFact(fact.kind, {"fr": f"Ce que dit le fait {place}, état {fact.said}"}, source=source)


# ----------------------------------------------------------------------------------------------------------- the orders


def doubts(db: Session, facts: Sequence[ListedFact], day: date) -> list[float]:
    """Return how likely each of these facts is thought to be false."""
    known, said = fact_belief.rates(db), fact_belief.answers(db, [fact.fingerprint for fact in facts])
    return [
        1 - believed(still_true(known.of(fact.kind), (day - fact.read_on).days), said.get(fact.fingerprint, NO_ANSWERS))
        for fact in facts
    ]


def by_doubt_and_use(db: Session, facts: Sequence[ListedFact], states: Sequence[FactState], day: date) -> list[Place]:
    """Return the facts to read again, first where doubt × use is largest, then where doubt is."""
    used = use_and_answers.used_lately(db, day)
    found = sorted(
        (-doubt * used.get(fact.document_id, 0), -doubt, place_of(fact))
        for fact, doubt in zip(facts, doubts(db, facts, day), strict=True)
    )
    return [place for *_, place in found]


def by_date(db: Session, facts: Sequence[ListedFact], states: Sequence[FactState], day: date) -> list[Place]:
    """Return the facts whose own date has come, the longest overdue first."""
    due = ((state.when.check_on, place_of(fact)) for fact, state in zip(facts, states, strict=True))
    return [place for check_on, place in sorted(due) if check_on <= day]


def oldest_first(db: Session, facts: Sequence[ListedFact], states: Sequence[FactState], day: date) -> list[Place]:
    """Return the facts, those that were read longest ago first."""
    return [place for _, place in sorted((fact.read_on, place_of(fact)) for fact in facts)]


def nothing(db: Session, facts: Sequence[ListedFact], states: Sequence[FactState], day: date) -> list[Place]:
    """Return no fact."""
    return []


def place_of(fact: ListedFact) -> Place:
    """Return where a fact stands."""
    return fact.document_id, fact.place


class Arm(NamedTuple):
    """A way to keep the directory: in which order facts are read again, and whether people are asked."""

    order: Callable[[Session, Sequence[ListedFact], Sequence[FactState], date], list[Place]]
    asks: bool = False


ARMS = {
    "asking": Arm(by_doubt_and_use, asks=True),
    "nobody answers": Arm(by_doubt_and_use),
    "by date": Arm(by_date),
    "oldest first": Arm(oldest_first),
    "nothing": Arm(nothing),
}


# ------------------------------------------------------------------------------------------------------------- the year


@dataclass
class Met:
    """What counsellors have met in some weeks, a fact each time that its entry was used; and what was done."""

    facts: int = 0
    shown: int = 0
    false: int = 0
    answers: int = 0
    read_again: int = 0

    def __add__(self, other: "Met") -> "Met":
        """Return both together."""
        return Met(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def begin(store: Store, made: World, counsellors: int = COUNSELLORS) -> list[UUID]:
    """Publish all entries as they were read, and let people in; return their keys."""
    with store.writing() as db:
        coming_into_force.load_pack(db, _shared(), _at(START))
        publish(db, made, list(made.entries), START)
        return [_learner(db) for _ in range(counsellors)]


def year(store: Store, made: World, arm: Arm, people: Sequence[UUID], weeks: int = WEEKS) -> list[Met]:
    """Live through a year that has begun; return what was met in each week."""
    return [_week(store, made, arm, people, START + timedelta(weeks=number)) for number in range(weeks)]


def _shared() -> Pack:
    """Return what entries rest on, without a module or an entry."""
    return replace(read_pack(PACKS / "conseil-emploi"), modules={}, translated={}, entries={})


def _learner(db: Session) -> UUID:
    learner = Learner(key=uuid4(), timezone="Europe/Brussels", last_sequence=0)
    db.add(learner)
    db.flush()
    return learner.key


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def publish(db: Session, made: World, names: Sequence[str], day: date) -> None:
    """Publish entries as they now say what is said of them."""
    for name in names:
        document = db.get(Document, name)
        if document is None:
            document = coming_into_force.new_document(name, kinds.ENTRY.name)
            db.add(document)
            db.flush()
        text = write_entry(written(name, made.entries[name]))
        publishing.publish(db, document, text, VersionChange.WORDING, _at(day), None)


def _week(store: Store, made: World, arm: Arm, people: Sequence[UUID], day: date) -> Met:
    made.pass_a_week()
    uses = list(made.uses(people))
    with store.reading() as db:
        facts = db.scalars(select(ListedFact).order_by(ListedFact.document_id, ListedFact.place)).all()
        states = fact_belief.states_of(db, facts, day)
        db.expunge_all()  # thousands of rows that a session knows are looked through at each of its updates
    words = {place_of(fact): state.word for fact, state in zip(facts, states, strict=True)}
    met = sum((_met(made, words, name) for _, name in uses), Met())
    with store.writing() as db:
        for _, name in uses:
            use_and_answers.count_use(db, name, day)
        if arm.asks:
            met.answers = _answer(db, made, facts, words, uses, day)
        chosen = arm.order(db, facts, states, day)[:BUDGET]
        met.read_again = len(chosen)
        read_again(db, made, chosen, day)
    return met


def _met(made: World, words: Mapping[Place, Freshness], name: str) -> Met:
    places = [(name, place) for place in range(len(made.entries[name]))]
    shown = [place for place in places if words[place] is not Freshness.OLD]
    return Met(len(places), len(shown), sum(map(made.is_false, shown)))


def _answer(
    db: Session,
    made: World,
    facts: Sequence[ListedFact],
    words: Mapping[Place, Freshness],
    uses: Sequence[tuple[UUID, str]],
    day: date,
) -> int:
    """Let people answer, each at most once in the week; return how many did."""
    doubt = {place_of(fact): (one, fact.fingerprint) for fact, one in zip(facts, doubts(db, facts, day), strict=True)}
    answered: set[UUID] = set()
    for key, name in uses:
        places = [(name, place) for place in range(len(made.entries[name]))]
        to_ask = [
            place for place in places if words[place] is Freshness.CHECK and (key, doubt[place][1]) not in made.asked
        ]
        if to_ask and key not in answered and made.answering.random() < ANSWERED:
            place = max(to_ask, key=lambda one: doubt[one][0])
            _say(db, made, key, place, doubt[place][1], day)
            answered.add(key)
    return len(answered)


def _say(db: Session, made: World, key: UUID, place: Place, fingerprint: str, day: date) -> None:
    right = made.answering.random() < RIGHT
    verdict = FactVerdict.GONE if made.is_false(place) is right else FactVerdict.WORKS
    use_and_answers.answer(db, key, place[0], fingerprint, verdict, day)
    made.asked.add((key, fingerprint))


def read_again(db: Session, made: World, places: Sequence[Place], day: date) -> None:
    """Have trainers read some facts again: their entries then say what is so, as read on that day."""
    for name, place in places:
        fact = made.entries[name][place]
        fact.said, fact.read_on = fact.so, day
    publish(db, made, sorted({name for name, _ in places}), day)


# ----------------------------------------------------------------------------------------------------------- the report


HEAD = f"{'':16}{'shown':>8}{'false':>8}{'answers':>10}{'read again':>12}{'asking: false':>16}"


def line(name: str, lived: Sequence[Met], people: int, asking: float) -> str:
    """Return the line of an arm; `asking` is the share that was false with asking."""
    end, whole = sum(lived[-COUNTED:], Met()), sum(lived, Met())
    answers, read = whole.answers / len(lived) / people, whole.read_again / len(lived)
    times = asking / false_share(lived)
    return f"{name:16}{end.shown / end.facts:8.1%}{false_share(lived):8.2%}{answers:10.2f}{read:12.1f}{times:16.2f}"


def false_share(lived: Sequence[Met]) -> float:
    """Return how much of what was shown in the last weeks was false."""
    end = sum(lived[-COUNTED:], Met())
    return end.false / end.shown


LEGEND = """\
shown: of the facts met in the last 26 weeks, those not marked « ancien »; false: of those, no more so.
answers: of one person in a week; read again: facts in a week, both over the whole year.
asking: false: what is false with asking, as a share of what is false here.
The goal: at most half as much false with asking as without, at no more than one answer of a person in a week."""


def main() -> int:
    """Live the year in each world and each arm, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory_year", description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    with TemporaryDirectory() as folder:
        begun = Path(folder) / "begun.sqlite3"
        people = _begin(begun, seed)
        for speed, times in SPEEDS.items():
            print(f"facts change {speed}", HEAD, sep="\n", flush=True)
            asking = 0.0
            for name, arm in ARMS.items():
                lived = _lived(begun, world(seed, times, ENTRIES), arm, people)
                asking = asking or false_share(lived)  # the first of them
                print(line(name, lived, COUNSELLORS, asking), flush=True)
            print()
    print(LEGEND)
    return 0


def _begin(path: Path, seed: int) -> list[UUID]:
    schema.upgrade(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}")
    people = begin(store, world(seed, 1.0, ENTRIES))
    store.dispose()
    return people


def _lived(begun: Path, made: World, arm: Arm, people: Sequence[UUID]) -> list[Met]:
    # All worlds begin with the same entries: only what has changed behind them differs.
    path = shutil.copy(begun, begun.with_name("lived.sqlite3"))
    store = Store(f"sqlite:///{path}")
    lived = year(store, made, arm, people)
    store.dispose()
    return lived


if __name__ == "__main__":
    sys.exit(main())
