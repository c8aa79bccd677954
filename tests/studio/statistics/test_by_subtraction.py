"""Whoever reads every page after every taking, and knows who answered when, reads nobody's answer by subtraction.

Ten drawn histories of a skill, each with a latecomer between two takings; what she says is tried in every way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import permutations
from random import Random
from typing import NamedTuple

import pytest

from models.ground.anonymity import FEWEST
from models.studio.statistics.counted_answers import Edition, FirstExposure, curves, place
from models.studio.statistics.disclosure import Shown
from models.studio.statistics.figures import THIRDS, Block, CountedExposure, Figures, by_turn, grown, mixed
from models.studio.statistics.flaws import LEAST_PEOPLE
from tests.studio.statistics.made_answers import FIRST

HISTORIES = (0, 1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(2, 10)))
PEOPLE, DAYS, CHANGED = 120, 120, 60
"""On day CHANGED the first question begins to mean something else."""
FORGOTTEN, SET_ASIDE = 0.01, 0.03
"""Of one person and of one answer, the chance at each taking to be erased, or not to count for a while."""


class Said(NamedTuple):
    """What is said to a question; None for « je ne sais pas », and where it is not said how sure one is."""

    right: bool | None
    sure: bool | None = None


WORLDS = (Said(None), Said(True), Said(False), Said(True, True), Said(False, True), Said(False, False))


class Row(NamedTuple):
    """A first exposure as the log has it."""

    number: int
    learner: int
    edition: Edition
    day: int
    said: Said


class History(NamedTuple):
    """A log, the number of the latecomer's answer, and at each taking which answers there are that count."""

    rows: list[Row]
    late: int
    takings: list[set[int]]


def drawn(seed: int) -> History:
    """Draw a history; its latecomer answers alone between two takings, on a day of the month before."""
    random = Random(seed)
    ease, opinion = [random.uniform(0.4, 0.8) for _ in range(3)], random.uniform(0.5, 1)
    met = sorted((random.randrange(DAYS), learner, number) for learner in range(PEOPLE) for number in range(3))
    rows = []
    for place_in_log, (day, learner, number) in enumerate(met, 1):
        edition = Edition(f"s{number}", 2 if number == 0 and day >= CHANGED else 1)
        right = None if random.random() < 0.06 else random.random() < ease[number]
        sure = random.choice([True, True, False]) if random.random() < opinion else None
        rows.append(Row(place_in_log, learner, edition, day, Said(right, None if right is None else sure)))
    late = random.randrange(120, len(rows) - 90)
    rows[late - 1] = rows[late - 1]._replace(day=max(0, rows[late - 1].day - 30))
    return History(rows, late, takings(random, rows, late))


def takings(random: Random, rows: list[Row], late: int) -> list[set[int]]:
    """Draw when figures are taken, always just before and after the latecomer, and what counts then."""
    found, gone = [], set[int]()
    for until in sorted({*random.sample(range(20, len(rows)), 14), late - 1, late, len(rows)}):
        gone |= {one for one in range(PEOPLE) if random.random() < FORGOTTEN} - {rows[late - 1].learner}
        found.append(
            {
                row.number
                for row in rows[:until]
                if row.learner not in gone and (row.number == late or random.random() > SET_ASIDE)
            }
        )
    return found


def exposures(rows: Iterable[Row]) -> Mapping[Edition, list[CountedExposure]]:
    """Place what counts as the worker does."""
    of_learner, found = defaultdict[int, list[FirstExposure]](list), defaultdict[Edition, list[CountedExposure]](list)
    for row in rows:
        day = FIRST + timedelta(days=row.day)
        if row.said.right is None:
            found[row.edition].append(CountedExposure(row.number, row.learner, day.strftime("%Y-%m"), None))
        else:
            chosen = "a" if row.said.right else "bc"[row.number % 2]
            answer = FirstExposure(
                row.number, row.learner, row.edition, "s", row.said.right, chosen, day, 30.0, row.said.sure
            )
            of_learner[row.learner].append(answer)
    log = [*of_learner.values()]
    for edition, ones in place(log, curves(log)).items():
        found[edition] += [
            CountedExposure(one.answer.number, one.answer.learner, one.answer.day.strftime("%Y-%m"), one)
            for one in ones
        ]
    return found


@dataclass
class Reader:
    """Who reads all pages after each taking; a figure is to her the set of the answers that it counts."""

    figures: dict[Edition, Figures] = field(default_factory=dict)
    blocks: dict[Edition, dict[int, list[CountedExposure]]] = field(default_factory=lambda: defaultdict(dict))
    """The answers of each block, by its last."""
    exact: set[frozenset[CountedExposure]] = field(default_factory=set)
    """Of which the share right is told: of questions, of months, of the skill at each opportunity."""
    apart: dict[str, set[frozenset[CountedExposure]]] = field(default_factory=lambda: defaultdict(set))
    """Of which something else is told, by what."""

    def take(self, rows: Iterable[Row]) -> None:
        """Let the figures grow, and read them."""
        for edition, ones in exposures(rows).items():
            before = self.figures.get(edition, Figures([]))
            now = self.figures[edition] = grown(before, ones, tuple("abc"), None)
            assert now.blocks[: len(before.blocks)] == before.blocks
            since = before.blocks[-1].upto if before.blocks else 0
            for block in now.blocks[len(before.blocks) :]:
                mine = sorted(one for one in ones if since < one.number <= block.upto)
                assert (block.answers, block.dont_know) == (len(answered(mine)), len(mine) - len(answered(mine)))
                self.blocks[edition][block.upto], since = mine, block.upto
        self.read()

    def read(self) -> None:
        """Note what each figure counts: of questions, of months, of thirds, of how sure people are, of the skill."""
        of_turn = defaultdict[int, set[CountedExposure]](set)
        for edition, now in self.figures.items():
            if now.whole is None:
                continue
            shown = Shown(now, now.whole)
            parts = self.members(edition, now.parts)
            assert [(len(answered(ones)), right(ones)) for ones in parts] == [
                (one.answers, one.right) for one in now.parts
            ]
            assert [period.share.answers for period in shown.periods] == [len(answered(ones)) for ones in parts]
            for ones, part in zip(parts, now.parts, strict=True):
                self.exact.add(answered(ones))
                (turn,) = by_turn([Figures([part])])
                of_turn[turn] |= answered(ones)
            whole = {one for ones in parts or self.blocks[edition].values() for one in ones}
            (self.exact if parts else self.apart["all"]).add(answered(whole))
            self.read_apart(edition, shown)
        assert {turn: len(ones) for turn, ones in of_turn.items()} == {
            turn: block.answers for turn, block in by_turn(self.figures.values()).items()
        }
        self.exact |= {frozenset(ones) for ones in of_turn.values()}

    def read_apart(self, edition: Edition, shown: Shown) -> None:
        """Note who counts as knowing nothing, as saying how sure she is, and in each third."""
        unknown = {one for ones in self.members(edition, shown.knows_not) for one in ones if not one.placed}
        assert (shown.dont_know or 0) == len(unknown)
        sure = {one for ones in self.members(edition, shown.says_how_sure) for one in answered(ones) if how_sure(one)}
        assert (shown.sure_wrong.answers if shown.sure_wrong else 0) == len(sure)
        self.apart["dont_know"].add(frozenset(unknown))
        self.apart["how sure"].add(frozenset(sure))
        for third in range(THIRDS):
            blocks = [
                self.blocks[edition][block.upto] for block in shown.found.blocks if block.upto <= shown.whole.upto
            ]
            self.apart["thirds"].add(frozenset(one for ones in blocks for one in in_third(ones, third)))

    def members(self, edition: Edition, sums: Iterable[Block]) -> list[list[CountedExposure]]:
        """Return the answers of sums of blocks that follow one another from the first."""
        found, since = [], 0
        for one in sums:
            blocks = (rows for upto, rows in self.blocks[edition].items() if since < upto <= one.upto)
            found.append([row for rows in blocks for row in rows])
            since = one.upto
        return found


def answered(ones: Iterable[CountedExposure]) -> frozenset[CountedExposure]:
    return frozenset(one for one in ones if one.placed)


def right(ones: Iterable[CountedExposure]) -> int:
    return sum(bool(one.placed and one.placed.answer.right) for one in ones)


def how_sure(one: CountedExposure) -> bool:
    return bool(one.placed and one.placed.answer.sure is not None)


def in_third(ones: Iterable[CountedExposure], third: int) -> list[CountedExposure]:
    ranked = sorted(answered(ones), key=lambda one: (one.placed.strength if one.placed else 0, one.number))
    return [one for at, one in enumerate(ranked) if at * THIRDS // len(ranked) == third]


def people(ones: Iterable[CountedExposure]) -> int:
    return len({one.learner for one in ones})


def lived(history: History, said: Said) -> Reader:
    """Take figures all along, the latecomer having said this."""
    rows, reader = [*history.rows], Reader()
    rows[history.late - 1] = rows[history.late - 1]._replace(said=said)
    for counts in history.takings:
        reader.take(row for row in rows if row.number in counts)
    return reader


@cache
def worlds(seed: int) -> tuple[int, Edition, list[Reader]]:
    """The number of the latecomer's answer, its question, and who reads it in each world."""
    history = drawn(seed)
    return history.late, history.rows[history.late - 1].edition, [lived(history, said) for said in WORLDS]


@pytest.mark.parametrize("seed", HISTORIES)
def test_nothing_that_was_ever_published_differs_by_a_few(seed: int) -> None:
    for reader in worlds(seed)[-1]:
        assert len(reader.exact) > 4
        for one, other in permutations(reader.exact, 2):
            rest = one - other
            assert not rest or (people(rest) >= LEAST_PEOPLE and mixed(right(rest), len(rest)))
        assert reader.apart.keys() >= {"dont_know", "how sure", "thirds"}
        for told in ("dont_know", "how sure"):
            for one, other in permutations(reader.apart[told], 2):
                assert one <= other or people(one - other) >= FEWEST
        for one, other in permutations(reader.exact | reader.apart["all"] | reader.apart["thirds"], 2):
            assert one <= other or people(one - other) >= FEWEST


@pytest.mark.parametrize("seed", HISTORIES)
def test_when_a_block_is_counted_does_not_depend_on_what_anybody_says(seed: int) -> None:
    ends = [{of: [*blocks] for of, blocks in reader.blocks.items()} for reader in worlds(seed)[-1]]
    assert all(one == ends[0] for one in ends)
    assert any(len(blocks) > 1 for blocks in ends[0].values())


@pytest.mark.parametrize("seed", HISTORIES)
def test_what_a_latecomer_says_is_counted_in_one_block_alone(seed: int) -> None:
    late, asked, readers = worlds(seed)
    for reader in readers:
        changed = [
            (of, upto)
            for of, blocks in reader.blocks.items()
            for place_of, upto in enumerate(blocks)
            if counts(reader.figures[of].blocks[place_of]) != counts(readers[0].figures[of].blocks[place_of])
        ]
        hers = [(asked, upto) for upto, ones in reader.blocks[asked].items() if late in {one.number for one in ones}]
        assert len(hers) == 1 and changed == hers * (reader is not readers[0])


def counts(block: Block) -> tuple[int, ...]:
    return block.answers, block.right, block.dont_know, block.confident, block.sure_wrong
