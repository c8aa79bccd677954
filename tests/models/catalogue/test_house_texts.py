"""House texts: the ways by language; blanks filled in for all, kept from version to version, never in the texts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from content.module import Card, Module
from content.text.module_writer import write_module
from models.catalogue import cards, coming_into_force, documents, drafts, house_texts
from models.catalogue.house_texts import HouseWays, TextKey, TextsNotKept, TypedText, WhyNotKept, filled_module
from models.catalogue.in_force import published_module
from models.ground.store import Store
from models.studio import publishing
from models.tables.documents import FOOT, VersionChange
from tests.builders import MONDAY, small_pack
from tests.house_texts import (
    CARDS,
    DUTCH_KEY,
    LISTENER_KEY,
    REGISTER,
    REGISTER_KEY,
    calm,
    pack_with_blanks,
    write_ways,
)
from tests.teaching import teach

DAY = MONDAY.date()


@pytest.fixture
def library(empty_store: Store) -> Store:
    teach(empty_store, pack_with_blanks())
    return empty_store


def fill_in(store: Store, key: TextKey, text: str, opened: str = "") -> list[TextKey]:
    with store.writing() as db:
        return list(house_texts.write(db, {key: TypedText(text, opened)}, DAY))


def read(store: Store, slug: str, language: str = "fr") -> str:
    with store.reading() as db:
        return cards.card_reading(db, "tiers", slug, language).card.body


def empty(store: Store) -> list[int]:
    with store.reading() as db:
        return [one.empty for one in house_texts.by_module(db)]


def strays(store: Store) -> list[tuple[str, str]]:
    with store.reading() as db:
        return [(one.asked, one.text) for one in house_texts.without_place(db)]


def republish(store: Store, module: Module) -> None:
    with store.writing() as db:
        document = documents.module_document(db, module.id)
        text = write_module(module)
        drafts.save_draft(db, document, text, MONDAY, by=None)
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)


def test_a_blank_that_nobody_has_filled_in_says_whose_it_is_in_the_language_of_its_card(library: Store) -> None:
    assert (
        read(library, "la-limite").split("\n\n")[1] == f"*Votre service : {REGISTER} …* À compléter par votre service."
    )
    assert read(library, "la-limite", "nl").endswith("bijhoudt …* Nog aan te vullen door uw dienst.")


def test_what_is_filled_in_stands_in_the_card_and_in_its_language_alone(library: Store) -> None:
    assert fill_in(library, REGISTER_KEY, "  Le secrétariat,\r\nbureau 12 ") == [REGISTER_KEY]
    assert read(library, "la-limite").split("\n\n")[1] == f"*Votre service : {REGISTER}* : Le secrétariat, bureau 12"
    assert "secrétariat" not in read(library, "la-limite", "nl")
    assert read(library, "la-limite", "en") == read(library, "la-limite")
    assert empty(library) == [1, 1]


def test_the_text_of_the_module_and_its_versions_keep_the_blank(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with library.reading() as db:
        document = documents.module_document(db, "tiers")
        assert "secrétariat" not in (documents.published_text(db, document) or "").casefold()
        assert published_module(db, "tiers").module.cards == CARDS
        assert filled_module(db, published_module(db, "ecouter").module) is published_module(db, "ecouter").module


def test_a_version_that_keeps_the_blank_keeps_what_fills_it(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    body = "Autre chose d'abord.\n\n*Votre service : Qui tient ce registre et ou le demander …*"
    republish(library, calm(cards=(Card("La limite", body), *CARDS[1:])))
    assert read(library, "la-limite").endswith("* : Le secrétariat")
    assert strays(library) == []


def test_what_still_has_a_place_is_not_removed_as_if_it_had_none(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with library.writing() as db:
        assert house_texts.remove(db, REGISTER_KEY) is None
    assert read(library, "la-limite").split("\n\n")[1].endswith("Le secrétariat")


def test_what_filled_a_retired_module_waits_without_a_place(library: Store) -> None:
    fill_in(library, DUTCH_KEY, "Het onthaal")
    with library.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "tiers"))
    assert (empty(library), strays(library)) == ([], [("wie dit register bijhoudt", "Het onthaal")])


@pytest.mark.parametrize(("key", "longest"), [(REGISTER_KEY, 400), (TextKey(FOOT, "fr", "counter"), 160)])
def test_nothing_is_kept_of_a_form_of_which_one_field_is_too_long(library: Store, key: TextKey, longest: int) -> None:
    typed = {key: TypedText("x" * (longest + 1)), LISTENER_KEY: TypedText("y")}
    with pytest.raises(TextsNotKept) as refused, library.writing() as db:
        house_texts.write(db, typed, DAY)
    assert refused.value.why == {key: WhyNotKept.TOO_LONG}
    assert empty(library) == [2, 1]
    assert fill_in(library, key, "x" * longest) == [key]


def test_whoever_opened_a_field_before_somebody_else_filled_it_in_writes_nothing_over_it(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with pytest.raises(TextsNotKept) as refused:
        fill_in(library, REGISTER_KEY, "L'accueil")
    assert refused.value.why == {REGISTER_KEY: WhyNotKept.MOVED}
    assert fill_in(library, REGISTER_KEY, "") == []  # a field that was left as it was
    assert fill_in(library, REGISTER_KEY, "Le secrétariat") == []  # the same words twice
    assert fill_in(library, REGISTER_KEY, "L'accueil", opened="Le secrétariat") == [REGISTER_KEY]


def test_two_cards_that_ask_the_same_are_filled_in_together(empty_store: Store) -> None:
    twice = replace(calm(), cards=(CARDS[0], Card("Encore", f"*Votre service : {REGISTER} …*"), CARDS[2]))
    teach(empty_store, small_pack(twice))
    with empty_store.reading() as db:
        (found,) = house_texts.by_module(db)
        assert [list(one.cards) for one in found.blanks] == [["la-limite", "encore"]]
    fill_in(empty_store, REGISTER_KEY, "Le secrétariat")
    assert read(empty_store, "encore").endswith("* : Le secrétariat")


def test_of_those_who_fill_in_a_blank_at_once_one_is_kept_and_the_others_are_told(library: Store) -> None:
    together = Barrier(4)

    def write(number: int) -> bool:
        together.wait()
        try:
            return bool(fill_in(library, REGISTER_KEY, f"Bureau {number}"))
        except TextsNotKept:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(write, range(4))) == [False, False, False, True]
    assert "Bureau" in read(library, "la-limite")


# ------------------------------------------------------------------------------------------------------------- the ways

FRENCH, DUTCH = ("Rue de l'Accueil 1", "02 000 00 00", "BP 1"), ("Onthaalstraat 1", "02 000 00 01", "PB 1")


def printed(store: Store, language: str) -> HouseWays | None:
    with store.reading() as db:
        return house_texts.ways(db, language)


def test_a_paper_has_the_ways_of_its_language_or_of_the_first_that_has_some(store: Store) -> None:
    assert [printed(store, one) for one in ("fr", "nl", "en")] == [None] * 3
    with store.writing() as db:
        write_ways(db, "nl", *DUTCH)
    assert printed(store, "fr") == HouseWays("fr", "nl", *DUTCH)
    with store.writing() as db:
        write_ways(db, "fr", *FRENCH)
    assert printed(store, "nl") == HouseWays("nl", "nl", *DUTCH)
    assert printed(store, "en") == HouseWays("en", "fr", *FRENCH)
    with store.writing() as db:
        write_ways(db, "nl", " ", "", "\n")
    assert printed(store, "nl") == HouseWays("nl", "fr", *FRENCH)


def test_each_way_is_called_in_the_language_of_the_paper_and_an_empty_one_is_left_out(store: Store) -> None:
    with store.writing() as db:
        write_ways(db, "fr", " Rue de\n l'Accueil  1", "", FRENCH[2])
    found = {one: (ways.heading, ways.lines) for one in ("fr", "nl", "en") if (ways := printed(store, one))}
    assert found == {
        "fr": ("Nous joindre", [("Au guichet\xa0:", FRENCH[0]), ("Par courrier\xa0:", FRENCH[2])]),
        "nl": ("Hoe u ons bereikt", [("Aan het loket:", FRENCH[0]), ("Per post:", FRENCH[2])]),
        "en": ("How to reach us", [("At the counter:", FRENCH[0]), ("By post:", FRENCH[2])]),
    }


def test_what_fills_a_blank_is_no_way_and_no_way_is_without_a_place(library: Store) -> None:
    with library.writing() as db:
        write_ways(db, "fr", *FRENCH)
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    assert printed(library, "fr") == HouseWays("fr", "fr", *FRENCH)
    assert strays(library) == []
    with library.writing() as db:
        assert house_texts.remove(db, TextKey(FOOT, "fr", "counter")) is None
