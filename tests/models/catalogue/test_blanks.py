"""Blanks of the modules in force: filled in for the whole house, kept from version to version, never in the texts."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select

from content.module import Card, Module
from content.text.writing import write_module
from models.catalogue import blanks, cards, coming_into_force, crisis, documents, drafts
from models.catalogue.blanks import LONGEST, BlankKey, NotFilledIn, TypedFilling, WhyNotFilledIn
from models.catalogue.fillings import filled_module
from models.catalogue.in_force import published_module
from models.ground import search
from models.ground.store import Store
from models.tables.documents import VersionChange
from models.tables.fillings import Filling
from models.tables.search import SearchEntry
from models.workshop import publishing
from tests.blanks import CARDS, DUTCH_KEY, LISTENER_KEY, REGISTER, REGISTER_KEY, calm, pack_with_blanks
from tests.builders import MONDAY, small_pack
from tests.teaching import teach

DAY = MONDAY.date()


@pytest.fixture
def library(empty_store: Store) -> Store:
    teach(empty_store, pack_with_blanks())
    return empty_store


def fill_in(store: Store, key: BlankKey, text: str, opened: str = "") -> list[BlankKey]:
    with store.writing() as db:
        return list(blanks.fill_in(db, {key: TypedFilling(text, opened)}, DAY))


def read(store: Store, slug: str, language: str = "fr") -> str:
    with store.reading() as db:
        return cards.reading(db, "tiers", slug, language).card.body


def empty(store: Store) -> list[int]:
    with store.reading() as db:
        return [one.empty for one in blanks.by_module(db)]


def strays(store: Store) -> list[tuple[str, str]]:
    with store.reading() as db:
        return [(one.asked, one.text) for one in blanks.without_place(db)]


def republish(store: Store, module: Module) -> None:
    with store.writing() as db:
        document = documents.module_document(db, module.id)
        text = write_module(module)
        drafts.save_draft(db, document, text, MONDAY, by=None)
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)


def test_all_blanks_of_published_modules_are_listed_by_module_with_their_cards(library: Store) -> None:
    with library.reading() as db:
        found = blanks.by_module(db)
    assert [(one.module.id, one.module.language, one.empty) for one in found] == [
        ("tiers", "fr", 2),
        ("tiers", "nl", 1),
    ]
    assert [(one.key, one.asked, list(one.cards), one.text, one.anybody) for one in found[0].blanks] == [
        (REGISTER_KEY, REGISTER, ["la-limite"], "", False),
        (LISTENER_KEY, "qui vous écoute", ["autant-en-finir"], "", True),
    ]


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


def test_the_crisis_card_has_what_is_filled_in(library: Store) -> None:
    fill_in(library, LISTENER_KEY, "la permanence, 2e étage")
    with library.reading() as db:
        assert crisis.crisis_card(db, "fr").card.body.endswith(
            "*Votre service : qui vous écoute* : la permanence, 2e étage"
        )


def test_the_text_of_the_module_and_its_versions_keep_the_blank(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with library.reading() as db:
        document = documents.module_document(db, "tiers")
        assert "secrétariat" not in (documents.published_text(db, document) or "").casefold()
        assert published_module(db, "tiers").module.cards == CARDS
        assert filled_module(db, published_module(db, "ecouter").module) is published_module(db, "ecouter").module


def test_what_is_filled_in_is_found_and_what_is_emptied_no_more(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat du vestiaire")
    with library.reading() as db:
        hits = search.find(db, "vestiaire", "fr").hits
    assert [hit.entry.key for hit in hits] == ["tiers/la-limite"]
    kept = entries(library)
    with library.writing() as db:
        coming_into_force.reindex(db)
    assert entries(library) == kept
    assert fill_in(library, REGISTER_KEY, "", opened="Le secrétariat du vestiaire") == [REGISTER_KEY]
    with library.reading() as db:
        assert search.find(db, "vestiaire", "fr").hits == ()
        assert db.scalar(select(func.count()).select_from(Filling)) == 0


def entries(store: Store) -> set[tuple[str, str, str]]:
    with store.reading() as db:
        return {(one.key, one.language, one.text) for one in db.scalars(select(SearchEntry))}


def test_a_version_that_keeps_the_blank_keeps_what_fills_it(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    body = "Autre chose d'abord.\n\n*Votre service : Qui tient ce registre et ou le demander …*"
    republish(library, calm(cards=(Card("La limite", body), *CARDS[1:])))
    assert read(library, "la-limite").endswith("* : Le secrétariat")
    assert strays(library) == []


def test_a_changed_blank_asks_anew_and_what_filled_it_is_listed_until_it_is_removed(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    republish(library, calm(cards=(Card("La limite", "*Votre service : à qui le signaler …*"), *CARDS[1:])))
    assert read(library, "la-limite").endswith("À compléter par votre service.")
    assert strays(library) == [(REGISTER, "Le secrétariat")]
    with library.writing() as db:
        assert blanks.remove(db, REGISTER_KEY) == REGISTER
        assert blanks.remove(db, REGISTER_KEY) is None
    assert strays(library) == []


def test_what_still_has_a_place_is_not_removed_as_if_it_had_none(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with library.writing() as db:
        assert blanks.remove(db, REGISTER_KEY) is None
    assert read(library, "la-limite").split("\n\n")[1].endswith("Le secrétariat")


def test_what_filled_a_retired_module_waits_without_a_place(library: Store) -> None:
    fill_in(library, DUTCH_KEY, "Het onthaal")
    with library.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "tiers"))
    assert (empty(library), strays(library)) == ([], [("wie dit register bijhoudt", "Het onthaal")])


def test_nothing_is_kept_of_a_form_of_which_one_field_is_too_long(library: Store) -> None:
    typed = {REGISTER_KEY: TypedFilling("x" * (LONGEST + 1), ""), LISTENER_KEY: TypedFilling("y" * LONGEST, "")}
    with pytest.raises(NotFilledIn) as refused, library.writing() as db:
        blanks.fill_in(db, typed, DAY)
    assert refused.value.why == {REGISTER_KEY: WhyNotFilledIn.TOO_LONG}
    assert empty(library) == [2, 1]
    assert fill_in(library, LISTENER_KEY, "y" * LONGEST) == [LISTENER_KEY]


def test_whoever_opened_a_field_before_somebody_else_filled_it_in_writes_nothing_over_it(library: Store) -> None:
    fill_in(library, REGISTER_KEY, "Le secrétariat")
    with pytest.raises(NotFilledIn) as refused:
        fill_in(library, REGISTER_KEY, "L'accueil")
    assert refused.value.why == {REGISTER_KEY: WhyNotFilledIn.MOVED}
    assert fill_in(library, REGISTER_KEY, "") == []  # a field that was left as it was
    assert fill_in(library, REGISTER_KEY, "Le secrétariat") == []  # the same words twice
    assert fill_in(library, REGISTER_KEY, "L'accueil", opened="Le secrétariat") == [REGISTER_KEY]


def test_a_blank_that_no_card_has_is_not_filled_in(library: Store) -> None:
    gone = REGISTER_KEY._replace(blank="tout autre chose")
    with pytest.raises(NotFilledIn) as refused:
        fill_in(library, gone, "Le secrétariat")
    assert refused.value.why == {gone: WhyNotFilledIn.GONE}
    assert strays(library) == []


def test_two_cards_that_ask_the_same_are_filled_in_together(empty_store: Store) -> None:
    twice = replace(calm(), cards=(CARDS[0], Card("Encore", f"*Votre service : {REGISTER} …*"), CARDS[2]))
    teach(empty_store, small_pack(twice))
    with empty_store.reading() as db:
        (found,) = blanks.by_module(db)
        assert [list(one.cards) for one in found.blanks] == [["la-limite", "encore"]]
    fill_in(empty_store, REGISTER_KEY, "Le secrétariat")
    assert read(empty_store, "encore").endswith("* : Le secrétariat")


def test_of_those_who_fill_in_a_blank_at_once_one_is_kept_and_the_others_are_told(library: Store) -> None:
    together = Barrier(4)

    def write(number: int) -> bool:
        together.wait()
        try:
            return bool(fill_in(library, REGISTER_KEY, f"Bureau {number}"))
        except NotFilledIn:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(write, range(4))) == [False, False, False, True]
    assert "Bureau" in read(library, "la-limite")
