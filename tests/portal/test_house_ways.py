"""« Comment joindre le service »: filled in by trainers, at the foot of what a person takes along."""

import pytest

from models.catalogue import coming_into_force, house_ways
from models.ground import audit
from tests.builders import MONDAY
from tests.portal.browser import Page, words
from tests.portal.flaws import flaws
from tests.portal.furnished import other_side, with_crisis_card
from tests.portal.house import House
from tests.topics import pack_with_topics

FRENCH = {"counter-fr": "Rue de l'Accueil 1", "telephone-fr": "02 000 00 00", "post-fr": "BP 1"}
DUTCH = {"counter-nl": "Onthaalstraat 1", "telephone-nl": "02 000 00 01", "post-nl": "PB 1"}
NOTHING = dict.fromkeys((*FRENCH, *DUTCH), "")


def foot(page: Page) -> list[str]:
    """What stands at the foot of a paper, with ordinary spaces and apostrophes."""
    lines = page.tree.xpath("//div[contains(@class, 'reach')]//li")
    return [" ".join(words(one).translate({0xA0: " ", 0x2019: "'"}).split()) for one in lines]


def filled_in(house: House, **ways: str) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        for one in house_ways.WRITTEN_IN:
            house_ways.fill_in(db, one, *(ways.get(f"{way}-{one}", "") for way in house_ways.WAYS))


def test_a_trainer_fills_them_in_and_they_stand_at_the_foot_of_the_paper(house: House) -> None:
    filled_in(house)
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    assert "/house/ways" in browser.get("/authoring").links()
    browser.get("/house/ways")
    page = browser.send("/house/ways", **FRENCH, **DUTCH)
    assert (page.came_by, page.path, flaws(page)) == ((303,), "/house/ways", [])
    assert page.form().fields["counter-fr"] == "Rue de l'Accueil 1"
    assert house.deeds(trainer) == [("fill in house ways", "house_ways")]
    assert foot(house.visitor().get(other_side(house, "garde"))) == [
        "Au guichet : Rue de l'Accueil 1",
        "Par téléphone : 02 000 00 00",
        "Par courrier : BP 1",
    ]


def test_a_paper_in_english_has_the_french_ways_and_says_in_which_language_they_are(house: House) -> None:
    filled_in(house, **FRENCH)
    page = house.browser_of(house.person(language="en")).get(other_side(house, "garde"))
    assert foot(page)[0] == "At the counter: Rue de l'Accueil 1"
    assert page.tree.xpath("//div[contains(@class, 'reach')]/@lang") == ["en"]
    assert page.tree.xpath("//div[contains(@class, 'reach')]//span/@lang") == ["fr"] * 3


def test_the_foot_follows_the_language_of_the_paper_and_not_the_counsellors(house: House) -> None:
    filled_in(house, **FRENCH, **DUTCH)
    page = house.visitor().get(f"{other_side(house, 'garde')}?language=nl")
    assert foot(page) == ["Aan het loket: Onthaalstraat 1", "Per telefoon: 02 000 00 01", "Per post: PB 1"]


def test_until_then_nothing_is_printed_and_a_trainer_alone_is_told(house: House) -> None:
    filled_in(house)
    with_crisis_card(house)
    for address in (other_side(house, "garde"), "/crisis"):
        assert foot(house.visitor().get(address)) == []
        assert "/house/ways" not in house.visitor().get(address).links()
        (missing,) = house.visitor(trainer=True).get(address).tree.xpath("//a[@href='/house/ways']/parent::p")
        assert "unprinted" in missing.get("class")
    filled_in(house, **DUTCH)
    assert "/house/ways" not in house.visitor(trainer=True).get(other_side(house, "garde")).links()


def test_the_crisis_card_has_them_on_paper_alone(house: House) -> None:
    filled_in(house, **FRENCH)
    with_crisis_card(house)
    page = house.stranger().get("/crisis")
    assert foot(page)[1] == "Par téléphone : 02 000 00 00"
    assert "paper" in page.tree.xpath("//div[contains(@class, 'reach')]/@class")[0].split()
    assert "Set-Cookie" not in page.headers


def test_what_changes_is_noted_once_with_its_languages_and_not_its_words(house: House) -> None:
    filled_in(house, **FRENCH)
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    browser.get("/house/ways")
    browser.send("/house/ways", **FRENCH, **DUTCH)
    browser.send("/house/ways", **FRENCH, **DUTCH)
    entries = house.read(lambda db: audit.of(db, trainer.learner_key))
    assert [one["detail"] for one in entries] == [{"languages": ["nl"]}]
    journal = house.visitor(administrator=True).get("/journal")
    assert f"{trainer.name} a indiqué comment joindre le service, au pied des feuilles" in words(journal.tree)


def test_the_fields_say_that_they_are_the_services_and_public(house: House) -> None:
    page = house.visitor(trainer=True).get("/house/ways")
    fields = page.tree.xpath("//main//input[not(@type='hidden')]")
    assert sorted(one.get("name") for one in fields) == sorted(NOTHING)
    assert {one.get("aria-describedby") for one in fields} == {"public nameless"}
    assert "tels qu’ils sont publics : ni le nom" in words(page.part("public")).replace("\xa0", " ")


@pytest.mark.parametrize("role", [{}, {"administrator": True}])
def test_nobody_but_a_trainer_fills_them_in(house: House, role: dict[str, bool]) -> None:
    browser = house.visitor(**role)
    browser.get("/account")
    assert browser.get("/house/ways").status == 403
    browser.get("/account")
    assert browser.post("/house/ways", **FRENCH).status == 403


def test_what_is_typed_stays_text(house: House) -> None:
    filled_in(house, **{**FRENCH, "counter-fr": "<b>Rue</b> & place"})
    page = house.visitor().get(other_side(house, "garde"))
    assert foot(page)[0] == "Au guichet : <b>Rue</b> & place"
    assert page.tree.xpath("//div[contains(@class, 'reach')]//b") == []
