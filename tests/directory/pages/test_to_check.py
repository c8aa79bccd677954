"""« À vérifier »: trainers see what to read again and why, and say by one press that it was read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.tables.directory import ListedFact
from tests.builders import MONDAY
from tests.directory.published_entries import ADDRESS, READ_ON, entry, forget_directory, publish_entries
from tests.house import House
from tests.page_browser import Page, words

DAY = timedelta(days=1)
AT = "/directory/to-check"


def begin(house: House) -> None:
    """A directory with what these tests need, and nothing else."""
    with house.store.writing() as db:
        forget_directory(db)
        publish_entries(db, entry("ecoute", READ_ON - 150 * DAY), entry("recent"), at=MONDAY)


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    begin(house)


def plain(page: Page) -> str:
    return " ".join(page.text.split())


def service_of(house: House, kind: str) -> tuple[str, str]:
    said = select(ListedFact).where(ListedFact.document_id == "entry:ecoute", ListedFact.kind == kind)
    fact = house.read(lambda db: db.scalars(said).first())
    assert fact is not None
    return str(fact.read_on), fact.service


def test_an_entry_in_doubt_stands_with_its_facts_their_page_and_why(house: House) -> None:
    page = house.visitor(trainer=True).get(AT)
    titles = [words(one) for one in page.tree.xpath("//main//h2")]
    assert titles == ["Écoute ecoute"]
    (line,) = page.tree.xpath("//main//ul/li")
    assert "Joindre : 02 000 00 00" in " ".join(words(line).split())
    assert "à vérifier avant · lu il y a 4 mois" in " ".join(words(line).split())
    assert line.xpath(".//a/@href") == [ADDRESS]


def said_of_entry(house: House) -> str:
    return plain(house.visitor().get("/directory/entry/ecoute"))


def test_what_no_button_sends_changes_nothing(house: House) -> None:
    for what in ["", "ecoute", "telephone/", "courriel/nulle-part", "live/ecoute/autre"]:
        browser, before = house.visitor(trainer=True), service_of(house, "reach")
        browser.get(AT)
        assert browser.post(AT, what=what, service="Service emploi").status in {404, 409, 422}
        assert service_of(house, "reach") == before


def test_a_fact_is_read_again_by_one_press_and_the_log_says_so(house: House) -> None:
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    live, spoken = browser.get(AT).tree.xpath("//main//ul//button")
    assert [words(one) for one in (live, spoken)] == ["Relu sur la page", "Confirmé au téléphone"]
    page = browser.send(AT, ("what", spoken.get("value")), service="Service emploi de Forest")
    assert "Rien n’est à vérifier cette semaine." in plain(page) or "assez pour cette semaine" in plain(page)
    assert service_of(house, "reach") == ("2026-11-23", "Service emploi de Forest")
    assert "Confirmé au téléphone le 23 novembre 2026 par : Service emploi de Forest." in said_of_entry(house)
    assert service_of(house, "conditions")[1] == "Service emploi"
    assert house.deeds(trainer) == [("reread entry", "entry:ecoute")]
    journal = plain(house.visitor(administrator=True).get("/journal"))
    assert "a relu dans le répertoire" in journal


def test_a_whole_entry_is_read_again_by_one_press_and_the_service_is_not_typed_twice(house: House) -> None:
    with house.store.writing() as db:
        publish_entries(db, entry("autre", READ_ON - 160 * DAY), at=MONDAY)
    browser = house.visitor(trainer=True)
    browser.get(AT)
    browser.send(AT, ("what", "live/ecoute"), service="Service emploi de Forest")
    assert {service_of(house, kind) for kind in ("reach", "name", "conditions")} == {
        ("2026-11-23", "Service emploi de Forest")
    }
    assert browser.page.form(AT).fields["service"] == "Service emploi de Forest"
    assert "1 entrée est relue cette semaine." in plain(browser.page)
