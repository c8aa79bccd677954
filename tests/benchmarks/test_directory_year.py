"""A small year of the directory: the same world for every way to keep it, and only what each does differs."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from benchmarks.directory_year import ARMS, BUDGET, COUNTED, Met, begin, false_share, line, world, year
from models.ground import schema
from models.ground.store import Store
from models.tables.directory import FactAnswer, FactRereading

ENTRIES, PEOPLE, WEEKS = 12, 6, 4


@pytest.fixture
def begun(tmp_path: Path) -> tuple[Store, list[UUID]]:
    url = f"sqlite:///{tmp_path}/year.sqlite3"
    schema.upgrade(url)
    store = Store(url)
    return store, begin(store, world(1, 20.0, ENTRIES), PEOPLE)


@pytest.mark.parametrize("name", ARMS)
def test_a_year_is_lived_by_the_verbs_of_the_house(begun: tuple[Store, list[UUID]], name: str) -> None:
    store, people = begun
    lived = year(store, world(1, 20.0, ENTRIES), ARMS[name], people, WEEKS)
    whole = sum(lived, Met())
    with store.reading() as db:
        answered, read = (db.scalar(select(func.count()).select_from(table)) for table in (FactAnswer, FactRereading))
    store.dispose()
    assert 0 < whole.false < whole.shown <= whole.facts
    assert (whole.answers > 0, answered) == (ARMS[name].asks, whole.answers)
    assert max(week.answers for week in lived) <= PEOPLE, "one of a person in a week"
    assert max(week.read_again for week in lived) <= BUDGET
    assert read == whole.read_again


def test_the_world_changes_alike_whatever_is_done_in_it() -> None:
    one, other = (world(1, 2.0, ENTRIES) for _ in range(2))
    people = [UUID(int=number) for number in range(PEOPLE)]
    for made in (one, other):
        made.pass_a_week()
    next(iter(other.entries.values()))[0].said = 7
    assert list(one.uses(people)) == list(other.uses(people))
    for made in (one, other):
        made.pass_a_week()
    assert [[fact.so for fact in facts] for facts in one.entries.values()] == [
        [fact.so for fact in facts] for facts in other.entries.values()
    ]


def test_what_is_read_again_says_what_is_so(begun: tuple[Store, list[UUID]]) -> None:
    store, people = begun
    made = world(1, 20.0, ENTRIES)
    places = [(name, place) for name, facts in made.entries.items() for place in range(len(facts))]
    before = sum(map(made.is_false, places))
    lived = year(store, made, ARMS["oldest first"], people, 1)
    store.dispose()
    assert lived[0].read_again == BUDGET
    assert before > 0
    assert sum(fact.so == fact.said and fact.read_on.year == 2026 for facts in made.entries.values() for fact in facts)


def test_a_share_is_of_what_was_shown_in_the_last_weeks_alone() -> None:
    lived = [Met(100, 100, 100), *[Met(10, 8, 2, answers=3, read_again=5)] * COUNTED]
    assert false_share(lived) == 0.25
    said = line("so", lived, people=3, asking=0.125).split()
    assert said[:3] == ["so", "80.0%", "25.00%"]
    assert said[-1] == "0.50"
