"""Modules and cards to read: dated, with their sources, and no question in the way."""

from dataclasses import replace
from datetime import date

import pytest

from content.module import Card, Reference
from models.catalogue import coming_into_force
from tests.builders import MONDAY, module, question, small_pack
from tests.house import House
from tests.page_browser import words


@pytest.fixture
def library(house: House, dated: None) -> House:
    """The portal with that module, at ten on a Monday."""
    return house


@pytest.fixture(scope="module")
def dated(shared_house: House) -> None:
    """A module that cites a rule, has read its sources and is to be read again; its question must not show."""
    asked = (question("dater-1")._replace(stem="Que faites-vous ?"),)
    dated = module("dater", questions=asked, title="Dater une règle", cites=("duree",), review_by=date(2026, 11, 24))
    dated = replace(
        dated,
        cards=(
            Card("Lire la date", "Un fait a **une** date."),
            Card("La dire", "Puis la dire."),
            Card("Fin", "Voilà.\n\n### Pour la personne\n\nNotez la **date**."),
        ),
        sources=(Reference("La loi", "https://loi.example/", date(2026, 11, 20)), Reference("Un livre, 2013")),
    )
    with shared_house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(dated), MONDAY)


def test_it_works(library: House) -> None:
    browser = library.visitor()
    assert "/modules/dater" in browser.get("/modules").links()
    assert "/modules/dater/cards/lire-la-date" in browser.get("/modules/dater").links()
    page = browser.get("/modules/dater/cards/lire-la-date")
    assert (page.status, page.heading) == (200, "Lire la date")
    assert page.tree.xpath("//main//article//strong/text()") == ["une"]


def test_what_a_card_says_to_the_person_is_a_part_of_its_own(library: House) -> None:
    page = library.visitor().get("/modules/dater/cards/fin")
    part = page.part("to-person").getparent()
    assert (words(part.find("h2")), part.xpath(".//strong/text()")) == ("Pour la personne", ["date"])
    assert words(page.tree.xpath("//main//article/div")[0]) == "Voilà."
    assert page.tree.xpath("//main//article//h3") == []
    assert "to-person" not in library.visitor().get("/modules/dater/cards/la-dire").body


def test_while_one_learns_it_is_folded(library: House) -> None:
    browser = library.visitor()
    browser.get("/modules/dater")
    page = browser.send("/modules/dater/start")
    for _ in range(2):
        page = browser.send(next(form.get("action") for form in page.forms() if "advance" in form.get("action", "")))
    assert words(page.tree.xpath("//main//details[summary='Pour la personne']/div")[0]) == "Notez la date."
    assert words(page.tree.xpath("//article[@id='read']/div")[0]) == "Voilà."


def test_a_card_says_on_what_it_rests_when_that_was_read_and_until_when_to_trust_it(library: House) -> None:
    page = library.visitor().get("/modules/dater/cards/la-dire")
    rule, law, book = (words(item) for item in page.tree.xpath("//section[h2[@id='facts']]//li"))
    for said in (
        "Durée",
        "ONEM",
        "en vigueur",
        "lu le 23 novembre 2026",
        "relecture prévue avant le 23 novembre 2027",
        "Belgique",
    ):
        assert said in rule
    assert "lu le 20 novembre 2026" in law
    assert book == "Un livre, 2013"
    assert "Relecture prévue avant le 24 novembre 2026." in page.text
    assert {"https://example.org/duree", "https://loi.example/"} <= set(page.links())


def test_the_day_to_read_again_is_said_first_when_it_is_past(library: House) -> None:
    browser = library.visitor()
    library.clock.pass_by(days=2)
    for address in ("/modules/dater", "/modules/dater/cards/la-dire"):
        page = browser.get(address)
        assert "À revoir depuis le 24 novembre 2026\u00a0: vérifiez avant de vous y fier." in words(
            page.tree.xpath("//*[@class='flash'][not(@hidden)]")[0]
        )
        assert "Relecture prévue avant" not in page.text
    library.clock.pass_by(days=365)
    assert "relecture attendue depuis le 23 novembre 2027" in browser.get("/modules/dater").text


@pytest.mark.parametrize(
    ("validity", "said"),
    [
        ({"valid_until": date(2026, 11, 22)}, "était valable jusqu’au 22 novembre 2026 inclus"),
        ({"valid_from": date(2026, 12, 1)}, "ne sera valable qu’à partir du 1er décembre 2026"),
    ],
)
def test_a_card_that_does_not_hold_today_says_so(house: House, validity: dict[str, date], said: str) -> None:
    name = f"borne-{next(iter(validity)).replace('_', '-')}"
    house.new_module(name, questions=(question(f"{name}-1"),), **validity)
    assert said in house.visitor().get(f"/modules/{name}/cards/carte-1").text


def test_a_card_that_has_another_title_now_says_how_to_find_it(library: House) -> None:
    page = library.visitor().get("/modules/dater/cards/ancien-titre")
    assert (page.status, page.heading) == (404, "Cette carte n’est plus à cette adresse.")
    assert library.visitor().get("/modules/nulle-part/cards/x").status == 404
