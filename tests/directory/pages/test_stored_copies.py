"""What rests on a stored copy without a day says so wherever it stands, and on its own page once at the head."""

from dataclasses import replace

import pytest

from content.directory.entry import DirectoryEntry, EntryFact, EntryFactKind
from content.readings import ReadingManner
from models.catalogue import coming_into_force, documents
from models.tables.documents import VersionChange
from tests.builders import MONDAY, RULES
from tests.community.letters import WORDS
from tests.community.pages.letters_furnished import letter, opened
from tests.community.pages.public_pages.asked_pages import TEAM, public, shown
from tests.community.pages.test_pathway_and_directory import NAMING, until
from tests.community.pages.typed_pathways import CITING, sent
from tests.directory.pages.test_entries_in_place import TIED, with_topics
from tests.directory.published_entries import entry, fact, forget_directory, publish_entries, read_otherwise
from tests.house import House
from tests.page_browser import Page, words
from tests.plain_words import vouch_for_all

HEAD = "Lu sur des copies conservées, sans date : vérifiez avant de donner."
FRESH = ("relu récemment", "23 nov.")
HOURS = fact(EntryFactKind.HOURS, "De 9 h à 12 h")
AMOUNT = fact(EntryFactKind.AMOUNT, "350 € par mois")


@pytest.fixture
def house(empty_house: House) -> House:
    return with_topics(empty_house)


def copied(*more: EntryFact, page: str = "") -> DirectoryEntry:
    """A service of which all was read on undated copies, found by topic, skill and rule."""
    made = entry(plain=WORDS, **TIED)
    return read_otherwise(replace(made, facts=(*made.facts, *more)), manner=ReadingManner.COPY, page=page)


def confirmed(made: DirectoryEntry) -> DirectoryEntry:
    """The same, its telephone confirmed by a call."""
    (reach,) = made.of_kind(EntryFactKind.REACH)
    assert reach.source
    source = replace(reach.source, manner=ReadingManner.TELEPHONE, page="")
    return replace(made, facts=tuple(replace(one, source=source) if one is reach else one for one in made.facts))


def publish(house: House, *entries: DirectoryEntry) -> None:
    with house.store.writing() as db:
        forget_directory(db)
        publish_entries(db, *entries)
        vouch_for_all(db)


def plain(page: Page) -> str:
    return " ".join(page.text.split())


def labels(page: Page) -> list[str]:
    """The words that open on where each fact comes from."""
    return [" ".join(words(one).split()) for one in page.tree.xpath("//main//details[@class='grounds']/summary")]


# ----------------------------------------------------------------------------------------------------- the entry's page


def test_its_page_says_it_once_at_the_head_and_no_fact_says_it_again(house: House) -> None:
    publish(house, copied(HOURS, AMOUNT))
    page = house.visitor().get("/directory/entry/ecoute")
    assert plain(page).count("sans date : vérifiez") == 1
    assert plain(page).index(HEAD) < plain(page).index("02 000 00 00")
    assert {*labels(page)} == {"D’où cela vient"}
    assert [word for word in FRESH if word in plain(page)] == []
    assert "Lu le 23 novembre 2026 sur une copie sans date par : Service emploi." in plain(page)


def test_facts_that_differ_from_the_head_say_how(house: House) -> None:
    made = confirmed(copied(HOURS))
    hours = replace(made.facts[-1], source=replace(made.facts[-1].source, page="2017-06"))  # type: ignore[type-var]
    publish(house, replace(made, facts=(*made.facts[:-1], hours)))
    page = house.visitor().get("/directory/entry/ecoute")
    assert [one.partition(",")[0] for one in labels(page) if one != "D’où cela vient"] == [
        "confirmé au téléphone (23 nov.)",
        "page de 2017 : appelez d’abord",
    ]
    assert "sur une copie sans date (page : juin 2017) par" in plain(page)


# ---------------------------------------------------------------------------------------------------------------- lists


def test_no_list_shows_its_telephone_without_saying_so(house: House) -> None:
    for page, said in [("", "à vérifier avant"), ("2017", "page de 2017 : appelez d’abord")]:
        publish(house, copied(page=page))
        browser = house.visitor(trainer=True)
        rows = [browser.get(address).tree.xpath("//main//li[.//a[starts-with(@href, 'tel:')]]") for address in LISTS]
        told = [" ".join(words(one).split()) for found in rows for one in found]
        assert len(told) >= len(LISTS)
        assert [one for one in told if said not in one or any(word in one for word in FRESH)] == []


LISTS = ("/directory?kind=service", "/topics/garde", "/briefing?q=durée", "/modules/ecouter")


# ------------------------------------------------------------------------------------------------------------- on paper


def test_its_paper_says_so_beside_numbers_hours_and_amounts_and_once_at_the_foot(house: House) -> None:
    publish(house, copied(HOURS, AMOUNT))
    said = plain(house.visitor().get("/directory/entry/ecoute/paper"))
    assert "02 000 00 00 (à vérifier avant)" in said
    assert "Lu en tout ou en partie sur des copies sans date. Cela peut avoir changé : appelez d’abord." in said
    assert "Exact au" not in said
    for each in ("De 9 h à 12 h", "350 € par mois"):
        assert f"{each} (à vérifier avant)" in said
    assert said.count("à vérifier") == 3
    publish(house, copied(HOURS, page="2017"))
    said = plain(house.visitor().get(PAPER))
    assert "02 000 00 00 (page de 2017 : appelez d’abord)" in said
    assert "De 9 h à 12 h (page de 2017 : appelez d’abord)" in said
    assert said.count("page de 2017") == 2


PAPER = "/directory/entry/ecoute/paper"


def test_a_sheet_that_cites_it_is_to_be_checked_before_it_is_used(house: House) -> None:
    publish(house, copied())
    assert until(sent(house.stranger(), NAMING, "paper")) == "À vérifier avant : Écoute ecoute"


def test_a_letter_says_so_beside_the_number(house: House) -> None:
    publish(house, copied())
    made = letter(house, (hers := house.person()), "entry:ecoute")
    assert "02 000 00 00 (à vérifier avant)" in plain(opened(house, made.token))
    assert "Tél. 02 000 00 00 (à vérifier avant)." in plain(house.browser_of(hers).get(f"/letters/{made.id}"))
    publish(house, confirmed(copied()))
    assert "02 000 00 00 (" not in plain(opened(house, made.token))


def test_so_does_a_public_page_and_its_paper(house: House) -> None:
    publish(house, copied())
    page = shown(house.store, house.person().learner_key, replace(TEAM, entries=("ecoute",), topics=()))
    with public(house):
        said = [house.stranger().get(f"/p/{page.address}"), house.visitor().get(f"/community/pages/{page.id}/paper")]
    assert [one.address for one in said if "02 000 00 00 (à vérifier avant)" not in plain(one)] == []


# ---------------------------------------------------------------------------------------------------------------- rules


def test_a_rule_that_was_read_on_an_undated_copy_says_so_once_wherever_it_stands(house: House) -> None:
    with house.store.writing() as db:
        rules = documents.document_of(db, documents.RULES)
        text = f"{RULES}    manner: copy\n    page: 2025-08\n"
        coming_into_force.put_in_force(db, rules, text, VersionChange.WORDING, MONDAY, by=None)
    publish(house, entry(**TIED))
    said = "lu le 23 novembre 2026 sur une copie sans date (page : août 2025)"
    browser = house.visitor(trainer=True)
    pages = [browser.get(one) for one in RULE_PAGES]
    assert [(one.address, plain(one).count(said)) for one in pages] == [(one, 1) for one in RULE_PAGES]
    assert until(sent(house.stranger(), CITING, "paper")) == "À vérifier avant : Durée"


RULE_PAGES = ("/briefing?q=durée", "/topics/garde", "/directory/measures", "/directory/entry/ecoute")
