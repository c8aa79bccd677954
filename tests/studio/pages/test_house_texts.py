"""« Textes de votre maison »: trainers say how it is reached and fill in its blanks, for everybody to read."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from content.module import Card
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents, drafts
from models.catalogue.house_texts import LONGEST, LONGEST_WAY, WAYS, TextKey
from models.ground import audit
from models.learning import objection, playing
from models.studio import publishing
from models.tables.documents import FOOT, VersionChange
from models.tables.stories import StorySkill
from tests.builders import MONDAY, small_pack
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.house_texts import CARDS, DUTCH_KEY, LISTENER_KEY, REGISTER_KEY, calm, pack_with_blanks
from tests.page_browser import Browser, Page, words
from tests.site.pages.flaws import flaws
from tests.site.pages.test_queries import asked_for
from tests.teaching import teach
from tests.watchers.mornings import tell

HERE = "/house/texts"
SAID = "Le secrétariat, bureau 12"
ASKED = "Votre service : qui tient ce registre, et où le demander"
REGISTER, LISTENER, DUTCH = (f"text {key.name}" for key in (REGISTER_KEY, LISTENER_KEY, DUTCH_KEY))
COUNTER, TELEPHONE, POST, *DUTCH_WAYS = (f"text {TextKey(FOOT, one, way).name}" for one in ("fr", "nl") for way in WAYS)
REACHED = {COUNTER: "Rue de <b>l'Accueil</b> 1", TELEPHONE: "02 000 00 00"}


@pytest.fixture
def house(sqlite: FreshDatabase, tmp_path: Path) -> Iterator[House]:
    """A portal of its own for each test: what one fills in, all read."""
    with sqlite() as url, house_on(url, tmp_path) as one:
        teach(one.store, pack_with_blanks())
        yield one


def on_form(house: House) -> Browser:
    browser = house.visitor(trainer=True)
    browser.get(HERE)
    return browser


def fill_in(house: House, **fields: str) -> Page:
    return on_form(house).send(HERE, **fields)


def prose(page: Page) -> str:
    """What the text of a card says, with ordinary spaces and apostrophes."""
    found = " ".join(words(one) for one in page.tree.xpath("//div[contains(@class, 'prose')]"))
    return " ".join(found.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"}).split())


def republished_with(house: House, *cards: Card) -> None:
    with house.store.writing() as db:
        document, text = documents.module_document(db, "tiers"), write_module(calm(cards=cards))
        drafts.save_draft(db, document, text, MONDAY, by=None)
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)


def foot(page: Page) -> list[str]:
    """What stands at the foot of a paper, with ordinary spaces and apostrophes."""
    lines = page.tree.xpath("//div[contains(@class, 'reach')]//li")
    return [" ".join(words(one).translate({0xA0: " ", 0x2019: "'"}).split()) for one in lines]


def test_a_trainer_writes_them_and_they_stand_in_the_card_and_at_the_foot_of_the_paper(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_blanks(), MONDAY)
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    assert HERE in browser.get("/authoring").links()
    browser.get(HERE)
    page = browser.send(HERE, **{REGISTER: SAID}, **REACHED)
    assert (page.came_by, page.path, flaws(page)) == ((303,), HERE, [])
    assert [page.form(HERE).fields[name].strip() for name in (REGISTER, *REACHED)] == [SAID, *REACHED.values()]
    assert house.deeds(trainer) == [("fill in house ways", "house_texts"), ("fill in blank", "tiers")]
    assert f"{ASKED} : {SAID}" in prose(house.visitor().get("/modules/tiers/cards/la-limite"))
    assert foot(house.visitor().get("/crisis")) == [
        "Au guichet : Rue de <b>l'Accueil</b> 1",
        "Par téléphone : 02 000 00 00",
    ]
    browser.get(HERE)
    browser.send(HERE, **dict.fromkeys((REGISTER, *REACHED), ""))
    assert foot(house.visitor().get("/crisis")) == []


@pytest.mark.parametrize("address", ["/house/ways", "/house/blanks"])
def test_the_addresses_that_people_know_lead_there(house: House, address: str) -> None:
    page = house.visitor(trainer=True).get(address)
    assert (page.came_by, page.path, page.status) == ((303,), HERE, 200)


def test_the_crisis_card_has_both_without_signing_in_the_ways_on_paper_alone(house: House) -> None:
    fill_in(house, **{LISTENER: "la permanence, 2e étage"}, **REACHED)
    page = house.stranger().get("/crisis")
    assert "Votre service : qui vous écoute : la permanence, 2e étage" in prose(page)
    assert "paper" in page.tree.xpath("//div[contains(@class, 'reach')]/@class")[0].split()
    assert "Set-Cookie" not in page.headers


def test_a_paper_in_english_has_the_french_ways_and_says_in_which_language_they_are(house: House) -> None:
    fill_in(house, **REACHED)
    page = house.browser_of(house.person(language="en")).get("/crisis")
    assert foot(page)[1] == "By telephone: 02 000 00 00"
    assert page.tree.xpath("//div[contains(@class, 'reach')]/@lang") == ["en"]
    assert page.tree.xpath("//div[contains(@class, 'reach')]//span/@lang") == ["fr"] * 2


def test_while_no_way_is_written_a_trainer_alone_is_told_and_not_on_paper(house: House) -> None:
    leading = f"//a[@href='{HERE}#ways']/parent::p"
    assert house.visitor().get("/crisis").tree.xpath(leading) == []
    (missing,) = house.visitor(trainer=True).get("/crisis").tree.xpath(leading)
    assert "unprinted" in missing.get("class")
    fill_in(house, **{DUTCH_WAYS[0]: "Onthaalstraat 1"})
    assert house.visitor(trainer=True).get("/crisis").tree.xpath(leading) == []


def test_before_an_interview_what_is_filled_in_is_found_until_it_is_emptied(house: House) -> None:
    browser = on_form(house)
    browser.send(HERE, **{REGISTER: "Le secrétariat du vestiaire"})
    found = f"{ASKED} : Le secrétariat du vestiaire"
    assert found in prose(house.visitor().get("/briefing?q=vestiaire"))
    with house.store.writing() as db:
        coming_into_force.reindex(db)
    assert found in prose(house.visitor().get("/briefing?q=vestiaire"))
    browser.send(HERE, **{REGISTER: ""})
    assert ASKED not in prose(house.visitor().get("/briefing?q=vestiaire"))


@pytest.mark.parametrize(("name", "longest"), [(REGISTER, LONGEST), (COUNTER, LONGEST_WAY)])
def test_what_is_too_long_is_said_at_its_field_and_all_that_was_typed_stays(
    house: House, name: str, longest: int
) -> None:
    long = "x" * (longest + 1)
    page = fill_in(house, **{name: long, LISTENER: "L'accueil"})
    assert (page.status, flaws(page)) == (422, [])
    assert [page.form(HERE).fields[one].strip() for one in (name, LISTENER)] == [long, "L'accueil"]
    (wrong,) = page.tree.xpath("//*[@aria-invalid='true']")
    assert wrong.get("name") == name
    assert f"{longest} caractères au plus ; il y en a {longest + 1}." in plain(page)
    assert "À compléter" in prose(house.stranger().get("/crisis"))


def test_the_journal_says_who_wrote_which_text_once_and_never_the_words(house: House) -> None:
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    browser.get(HERE)
    browser.send(HERE, **{REGISTER: SAID}, **REACHED)
    browser.send(HERE)
    entries = house.read(lambda db: audit.of(db, trainer.learner_key))
    blank = {"language": "fr", "asked": ASKED.removeprefix("Votre service : ")}
    assert [one["detail"] for one in entries] == [{"languages": ["fr"]}, blank]
    journal = house.visitor(administrator=True).get("/journal")
    assert f"{trainer.name} a rempli, ou vidé, « {ASKED} » dans « Tiers »" in plain(journal)
    assert f"{trainer.name} a indiqué comment joindre le service, au pied des feuilles" in plain(journal)
    assert SAID not in journal.body and REACHED[TELEPHONE] not in journal.body


def test_the_page_lists_every_blank_by_module_and_language_with_the_card_it_stands_in(house: House) -> None:
    page = house.visitor(trainer=True).get(HERE)
    fields = page.tree.xpath("//section[@aria-labelledby='blanks']//textarea")
    assert [(one.get("name"), one.get("lang")) for one in fields] == [(REGISTER, "fr"), (LISTENER, "fr"), (DUTCH, "nl")]
    assert [one for one in page.links() if "/cards/" in one] == [
        "/modules/tiers/cards/la-limite",
        "/modules/tiers/cards/autant-en-finir",
        "/modules/tiers/cards/de-grens",
    ]
    legends = page.tree.xpath("//section[@aria-labelledby='blanks']//legend")
    assert [words(one) for one in legends] == ["Tiers", "Tiers in het Nederlands"]
    assert page.text.count("cette carte se lit aussi sans compte") == 1


@pytest.mark.parametrize(
    "address", ["/modules/tiers/cards/la-limite", "/modules/tiers/untraced", "play", "/authoring/tiers/preview"]
)
def test_wherever_the_card_is_shown_the_blank_is_filled_in_or_says_whose_it_is(house: House, address: str) -> None:
    reader = house.person(trainer=True)
    with house.store.writing() as db:
        if address == "play":
            address = f"/play/{playing.start(db, reader.learner_key, 'tiers', MONDAY).id}"
        if address.endswith("untraced"):
            objection.object_to_estimation(db, reader.learner_key)
    browser = house.browser_of(reader)
    assert f"{ASKED} … À compléter par votre service. Puis parlez-en." in prose(browser.get(address))
    fill_in(house, **{REGISTER: SAID})
    page = browser.get(address)
    assert f"{ASKED} : {SAID} Puis parlez-en." in prose(page)
    assert flaws(page) == []


def test_a_story_that_carries_the_card_carries_what_fills_it(house: House) -> None:
    republished_with(house, CARDS[0])  # the newest module on its skill
    fill_in(house, **{REGISTER: SAID})
    told = tell(house.store, "Le registre des faits de tiers", MONDAY - timedelta(hours=1))
    reader = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, reader.learner_key)
        db.add(StorySkill(story_id=told, skill="listen.active", similarity=3.0))
    page = house.browser_of(reader).get("/news")
    assert page.tree.xpath("//details[@class='tie']//a/@href") == ["/modules/tiers/cards/la-limite"]
    assert f"{ASKED} : {SAID}" in prose(page)


def test_the_workshop_and_the_page_of_the_module_say_how_many_are_empty_to_trainers_alone(house: House) -> None:
    trainer = house.visitor(trainer=True)
    assert "Textes de votre maison : 3 à remplir" in plain(trainer.get("/authoring"))
    assert "Votre service : 2 à remplir" in plain(trainer.get("/modules/tiers"))
    assert f"{HERE}#in-tiers-fr" in trainer.get("/modules/tiers").links()
    assert HERE not in " ".join(trainer.get("/modules/ecouter").links())
    assert HERE not in " ".join(house.visitor().get("/modules/tiers").links())
    fill_in(house, **{REGISTER: SAID, LISTENER: "L'accueil", DUTCH: "Het onthaal"})
    assert "Votre service : tout est rempli" in plain(trainer.get("/modules/tiers"))
    assert "à remplir" not in plain(trainer.get("/authoring"))


def plain(page: Page) -> str:
    return " ".join(page.text.translate({0xA0: " ", 0x202F: " "}).split())


def test_where_no_module_has_a_blank_the_page_says_so(sqlite: FreshDatabase, tmp_path: Path) -> None:
    with sqlite() as url, house_on(url, tmp_path / "other") as house:
        teach(house.store, small_pack())
        page = house.visitor(trainer=True).get(HERE)
        assert "Aucun module publié ne laisse quelque chose à dire à votre service." in page.text
        assert len(page.tree.xpath("//textarea")) == 6


def test_what_two_trainers_type_at_once_is_never_lost(house: House) -> None:
    first, second = on_form(house), on_form(house)
    first.send(HERE, **{REGISTER: SAID, LISTENER: "L'accueil"})
    page = second.send(HERE, **{REGISTER: "Le greffe"})
    assert (page.status, flaws(page)) == (422, [])
    assert f"Quelqu’un a rempli ce champ entre-temps : « {SAID} »" in plain(page)
    fields = page.form(HERE).fields
    assert (fields[REGISTER].strip(), fields[LISTENER].strip()) == ("Le greffe", "L'accueil")
    page = second.send(HERE)
    fields = page.form(HERE).fields
    assert (page.status, fields[REGISTER].strip(), fields[LISTENER].strip()) == (200, "Le greffe", "L'accueil")


def test_what_is_typed_into_a_blank_that_has_just_gone_is_given_back(house: House) -> None:
    browser = on_form(house)
    republished_with(house, Card("La limite", "Levez-vous."), *CARDS[1:])
    page = browser.send(HERE, **{REGISTER: SAID, LISTENER: "L'accueil"})
    assert (page.status, flaws(page)) == (422, [])
    assert f"Vous aviez écrit : « {SAID} »" in plain(page)
    assert page.form(HERE).fields[LISTENER].strip() == "L'accueil"
    assert browser.send(HERE).status == 200


def test_what_has_lost_its_place_is_listed_until_a_trainer_removes_it(house: House) -> None:
    browser = on_form(house)
    browser.send(HERE, **{REGISTER: SAID})
    republished_with(house, Card("La limite", "*Votre service : à qui le signaler …*"), *CARDS[1:])
    assert "à qui le signaler … À compléter" in prose(browser.get("/modules/tiers/cards/la-limite"))
    page = browser.get(HERE)
    assert flaws(page) == []
    (strays,) = page.tree.xpath("//section[@aria-labelledby='strays']")
    assert SAID in words(strays)
    assert strays.xpath(".//li//a/@href") == ["/modules/tiers"]
    page = browser.send(f"{HERE}/remove")
    assert page.tree.xpath("//section[@aria-labelledby='strays']") == []
    page = browser.post(f"{HERE}/remove", name=REGISTER_KEY.name)
    assert page.status == 303


def test_the_exports_of_a_module_keep_the_blank(house: House) -> None:
    fill_in(house, **{REGISTER: SAID})
    browser = house.visitor(trainer=True)
    text = browser.client.get("/exchange/modules/tiers/text").text
    assert f"*{ASKED} …*" in text and SAID not in text
    with ZipFile(BytesIO(browser.client.get("/exchange/pack.zip").data)) as pack:
        texts = [pack.read(name).decode() for name in pack.namelist()]
    assert any(f"*{ASKED} …*" in one for one in texts) and not any(SAID in one for one in texts)


def test_a_card_with_a_blank_asks_once_more_and_one_without_no_more(house: House) -> None:
    browser = house.visitor()
    card = "/modules/tiers/cards/{}".format
    assert asked_for(house, browser, card("la-limite")) == asked_for(house, browser, card("les-larmes")) + 1
