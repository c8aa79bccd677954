"""The house's counter, telephone and post: filled in by language, with French for whoever has no words of her own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from models.catalogue import house_ways
from models.catalogue.house_ways import LONGEST, WRITTEN_IN, HouseWays, WayTooLong
from models.ground.store import Store

FRENCH = ("Rue de l'Accueil 1", "02 000 00 00", "BP 1")
DUTCH = ("Onthaalstraat 1", "02 000 00 01", "PB 1")


def fill_in(store: Store, language: str, *ways: str) -> bool:
    with store.writing() as db:
        return house_ways.fill_in(db, language, *ways)


def printed(store: Store, language: str) -> HouseWays | None:
    with store.reading() as db:
        return house_ways.of(db, language)


def test_a_house_that_has_filled_nothing_in_prints_nothing(store: Store) -> None:
    assert [printed(store, one) for one in ("fr", "nl", "en")] == [None] * 3
    fill_in(store, "fr", " ", "", "\n")
    assert printed(store, "fr") is None


def test_a_paper_has_the_ways_of_its_language_and_an_english_one_the_french(store: Store) -> None:
    fill_in(store, "fr", *FRENCH)
    fill_in(store, "nl", *DUTCH)
    assert printed(store, "fr") == HouseWays("fr", "fr", *FRENCH)
    assert printed(store, "nl") == HouseWays("nl", "nl", *DUTCH)
    assert printed(store, "en") == HouseWays("en", "fr", *FRENCH)


def test_where_one_language_is_empty_the_other_stands_in(store: Store) -> None:
    fill_in(store, "nl", *DUTCH)
    assert printed(store, "fr") == HouseWays("fr", "nl", *DUTCH)
    fill_in(store, "nl", "", "", "")
    fill_in(store, "fr", "", FRENCH[1], "")
    assert printed(store, "nl") == HouseWays("nl", "fr", "", FRENCH[1], "")


def test_each_way_is_called_in_the_language_of_the_paper_and_an_empty_one_is_left_out(store: Store) -> None:
    fill_in(store, "fr", FRENCH[0], "", FRENCH[2])
    called = {one: [name for name, _ in ways.lines] for one in ("fr", "nl", "en") if (ways := printed(store, one))}
    assert called["fr"] == ["Au guichet\xa0:", "Par courrier\xa0:"]
    assert called["en"] == ["At the counter:", "By post:"]
    assert called["nl"] == ["Aan het loket:", "Per post:"]
    headings = [ways.heading for one in ("fr", "nl", "en") if (ways := printed(store, one))]
    assert headings == ["Nous joindre", "Hoe u ons bereikt", "How to reach us"]
    ways = printed(store, "fr")
    assert ways and [said for _, said in ways.lines] == [FRENCH[0], FRENCH[2]]


def test_filling_in_says_whether_anything_changed_and_keeps_one_line(store: Store) -> None:
    assert fill_in(store, "fr", " Rue de\n l'Accueil  1", *FRENCH[1:]) is True
    assert fill_in(store, "fr", *FRENCH) is False
    assert fill_in(store, "fr", *FRENCH[:2], "BP 2") is True
    with store.reading() as db:
        assert house_ways.written(db) == {
            "fr": HouseWays("fr", "fr", *FRENCH[:2], "BP 2"),
            "nl": HouseWays("nl", "nl", "", "", ""),
        }


def test_a_way_has_an_end_and_what_stood_before_stays(store: Store) -> None:
    fill_in(store, "fr", *FRENCH)
    with pytest.raises(WayTooLong):
        fill_in(store, "fr", "Ailleurs", "x" * (LONGEST + 1), "")
    assert printed(store, "fr") == HouseWays("fr", "fr", *FRENCH)
    assert fill_in(store, "fr", "x" * LONGEST, "", "") is True


def test_two_trainers_who_fill_in_at_once_leave_one_row_each(store: Store) -> None:
    together = Barrier(4)

    def write(number: int) -> None:
        together.wait()
        fill_in(store, WRITTEN_IN[number % 2], *(f"{number}" for _ in range(3)))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    for language, numbers in (("fr", "02"), ("nl", "13")):
        ways = printed(store, language)
        assert ways and ways.counter == ways.telephone == ways.post and ways.counter in numbers
