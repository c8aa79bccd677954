"""The crisis card: one tap away for whoever works here, open to anybody, called by a touch, without a trace."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from content.module import Card
from models.learning import objection, playing
from tests.builders import MONDAY, in_dutch, module, question, small_pack, with_translations
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.teaching import teach

BODY = "Posez la question.\n\n- **112** : danger **immédiat**.\n- **0800 32 123** : jour et nuit.\n- **24 mois** : non."


@pytest.fixture(scope="module")
def shared_house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A portal that teaches what to do, in French and in Dutch."""
    cards = (Card("La colère", "Peu de mots."), Card("« Autant en finir »", BODY, crisis=True))
    calm = replace(module("calmer", questions=(question("calmer-1"),)), cards=cards)
    dutch = replace(
        in_dutch(calm), cards=(Card("Boosheid", "Weinig woorden."), Card("Een eind", "- **1813** : bel.", crisis=True))
    )
    with sqlite() as url, house_on(url, tmp_path_factory.mktemp("house")) as house:
        teach(house.store, with_translations(dutch, modules=(calm,)))
        yield house


def test_anybody_reads_it_and_no_cookie_is_set(house: House) -> None:
    stranger = house.stranger()
    page = stranger.get("/crisis")
    assert (page.status, page.heading) == (200, "«\u202fAutant en finir\u202f»")
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"  # a number that is put right is right for everybody at once
    assert page.forms() == []


def test_a_number_in_bold_is_called_by_a_touch_and_what_is_none_is_not(house: House) -> None:
    links = house.stranger().get("/crisis").tree.xpath("//main//article//a/@href")
    assert links == ["tel:112", "tel:080032123"]


def test_it_is_there_in_the_language_of_the_browser_or_the_one_chosen_at_its_foot(house: House) -> None:
    dutch = house.stranger().get("/crisis", **{"Accept-Language": "nl-BE"})
    assert (dutch.heading, dutch.tree.get("lang")) == ("Een eind", "nl")
    foot = dutch.tree.xpath("//footer//nav/a/@href")
    assert foot == [f"/crisis?language={code}" for code in ("fr", "nl", "en")]
    assert house.stranger().get("/crisis?language=nl").heading == "Een eind"
    english = house.stranger().get("/crisis?language=en")
    assert (english.heading, english.tree.get("lang")) == ("«\u202fAutant en finir\u202f»", "en")
    assert "Not yet in English" in english.text
    assert house.stranger().get("/crisis?language=xx").status == 200


def test_home_a_card_the_card_of_a_play_and_the_field_lead_to_it(house: House) -> None:
    account, calm = house.person(), house.person()
    with house.store.writing() as db:
        begun = playing.start(db, account.learner_key, "calmer", MONDAY).id
        objection.object_to_estimation(db, calm.learner_key)
    browser, untraced = house.browser_of(account), house.browser_of(calm)
    for address in ("/", "/modules/calmer/cards/la-colere", f"/play/{begun}", "/briefing?q=colère", "/briefing"):
        assert "/crisis" in browser.get(address).links(), address
    for address in ("/", "/modules/calmer/untraced"):
        assert "/crisis" in untraced.get(address).links(), address


def test_where_no_such_card_is_published_nothing_leads_there_and_the_page_still_says_whom_to_call(
    sqlite: FreshDatabase, tmp_path: Path
) -> None:
    with sqlite() as url, house_on(url, tmp_path) as house:
        teach(house.store, small_pack())
        browser = house.visitor()
        for address in ("/", "/modules/ecouter/cards/carte-1", "/briefing"):
            assert "/crisis" not in browser.get(address).links()
        page = house.stranger().get("/crisis")
        assert page.status == 404
        assert "En danger immédiat, appelez le 112." in page.text


def test_a_card_prints_its_address_and_the_day_and_neither_its_place_nor_an_empty_note(house: House) -> None:
    page = house.visitor().get("/modules/calmer/cards/la-colere")
    printed = " ".join(one.text_content() for one in page.tree.xpath("//*[contains(@class, 'paper')]"))
    assert "https://boussole.example/modules/calmer/cards/la-colere, imprimé le 23 novembre 2026" in printed
    (place,) = page.tree.xpath("//*[contains(text(), 'carte 1 sur 2')]")
    assert "unprinted" in place.get("class")
    (button,) = page.tree.xpath("//*[@data-print]")
    assert button.get("hidden") is not None  # without JavaScript there is no dead button
