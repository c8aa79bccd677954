"""A small year of the directory: the same world for every way to keep it, and only what each does differs."""

from uuid import UUID

from benchmarks.directory_year import COUNTED, Met, false_share, line, world

ENTRIES, PEOPLE, WEEKS = 12, 6, 4


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


def test_a_share_is_of_what_was_shown_in_the_last_weeks_alone() -> None:
    lived = [Met(100, 100, 100), *[Met(10, 8, 2, answers=3, read_again=5)] * COUNTED]
    assert false_share(lived) == 0.25
    said = line("so", lived, people=3, asking=0.125).split()
    assert said[:3] == ["so", "80.0%", "25.00%"]
    assert said[-1] == "0.50"
