"""Interviews that one plays: their pages, with htmx and without, for who learns, objects, or writes them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.catalogue import coming_into_force, suspensions
from models.learning import objection
from models.tables.answers import Answer
from models.tables.documents import PublishedQuestion, SuspensionReason, Version
from models.tables.people import Account
from tests.builders import in_dutch, small_pack, turns, with_interview, with_translations
from tests.house import House
from tests.interviews import dialogues_read
from tests.page_browser import Browser, Page, settled

TURNS = turns()
BEGIN = "/modules/entretien/dialogues/jo"
UNTRACED = f"{BEGIN}/untraced"
PREVIEW = "/authoring/entretien/dialogues/jo/preview"


@pytest.fixture(autouse=True)
def interview(house: House) -> None:
    publish(house)


def publish(house: House) -> None:
    """A module with the interview « jo »."""
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(with_interview()), house.clock())
        dialogues_read(db)


@pytest.fixture
def account(house: House) -> Account:
    return house.person()


@pytest.fixture
def browser(house: House, account: Account) -> Browser:
    return house.browser_of(account)


def another(house: House, name: str) -> str:
    """Publish one more interview, of which a turn may be held back; returns where it is begun."""
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(with_interview(name, f"{name}-jo")), house.clock())
        dialogues_read(db)
    return f"/modules/{name}/dialogues/{name}-jo"


def answers_of(house: House, account: Account) -> list[str]:
    mine = select(Answer.question_id).where(Answer.learner_key == account.learner_key).order_by(Answer.sequence)
    return house.read(lambda db: list(db.scalars(mine)))


def begun(browser: Browser, address: str = BEGIN) -> str:
    """Begin the interview from the page of its module; returns the address of its page."""
    browser.get(address.partition("/dialogues")[0])
    browser.send(address)
    assert browser.page.address.startswith("/dialogues/")
    return browser.page.address


def say(browser: Browser, address: str, option: str) -> Page:
    return browser.send(address, ("answering", "1"), option=option)


def withhold(house: House, turn_id: str) -> None:
    with house.store.writing() as db:
        version = db.get_one(Version, db.get_one(PublishedQuestion, turn_id).version_id)
        suspensions.suspend(db, version, [turn_id], SuspensionReason.KEY, house.clock(), by=None)


def turns_named(page: Page) -> set[str]:
    """The turns of which some word stands on the page; every word of a turn names it."""
    return {turn.id for turn in TURNS if f"({turn.id})" in page.body}


def explained(page: Page) -> Iterator[str]:
    return (turn.id for turn in TURNS if f"écouté ({turn.id})" in page.body or f"ferme ({turn.id})" in page.body)


def test_it_is_played_from_its_module_and_explained_at_its_end(browser: Browser) -> None:
    address = begun(browser)
    assert "Il arrive essoufflé." in browser.page.text
    assert turns_named(browser.page) == {"jo-1"}
    for option, met in (("b", {"jo-1", "jo-1b"}), ("a", {"jo-1", "jo-1b", "jo-2"})):
        page = say(browser, address, option)
        assert (turns_named(page), list(explained(page))) == (met, [])
    say(browser, address, "b")
    page = say(browser, address, "a")
    assert page.heading == "L’entretien, du début à la fin"
    assert list(explained(page)) == [turn.id for turn in TURNS]
    assert [line.text_content() for line in page.tree.find_class("score")] == ["2 réponses justes sur 4."]
    assert "Sur votre boussole" in page.text


def test_whoever_does_not_know_is_told_with_what_it_goes_on(browser: Browser) -> None:
    address = begun(browser)
    page = browser.send(address, ("dont_know", "1"))
    assert "Vous ne saviez pas : l’entretien continue avec La bonne (jo-1)" in page.text.replace("\u00a0", " ")
    browser.send(address, ("dont_know", "1"))
    assert "Vous ne saviez pas : l’entretien a continué avec" in browser.send(address, ("dont_know", "1")).text.replace(
        "\u00a0", " "
    )


def test_with_htmx_it_is_the_same_as_without(browser: Browser) -> None:
    address = begun(browser)
    for option in "baab":
        browser.swap(address, ("answering", "1"), option=option)
        swapped = settled(browser.page.part("scene"))
        assert swapped == settled(browser.get(address).part("scene"))


def test_it_is_offered_at_the_end_of_a_sitting_of_its_module(browser: Browser) -> None:
    browser.get("/modules/entretien")
    page = browser.send("/modules/entretien/start")
    while not page.tree.xpath("//*[@id='end']"):
        (form,) = page.tree.xpath(
            "//form[contains(@action, '/play/')][.//*[@name='position' or @name='presentation']]"
        )[:1]
        button = ("dont_know", "1") if form.xpath(".//*[@name='dont_know']") else None
        page = browser.send(form.get("action"), button)
    assert "Jouer l’entretien" in page.text
    assert browser.send(BEGIN).address.startswith("/dialogues/")


def test_one_turn_of_the_path_can_be_reported(browser: Browser) -> None:
    address = begun(browser)
    for option in "aab":
        say(browser, address, option)
    page = browser.get(f"{address}?turn=3")
    assert len(page.tree.xpath("//*[@id='under']")) == 1
    browser.send("/reports", ("kind", "badly_put"))
    assert "Noté" in browser.page.text
    assert browser.get(f"{address}?turn=9").tree.xpath("//*[@id='under']") == []


def test_one_that_is_held_back_in_the_middle_says_what_is_kept(
    house: House, browser: Browser, account: Account
) -> None:
    address = begun(browser, another(house, "coupe"))
    say(browser, address, "a")
    withhold(house, "coupe-jo-3")
    page = say(browser, address, "a")
    assert page.heading == "Cet entretien s’arrête ici"
    assert "Ce que vous avez déjà dit est gardé, et expliqué ci-dessous." in page.text
    assert ("écouté (coupe-jo-1)" in page.body, "coupe-jo-2" in page.body) == (True, False)
    assert answers_of(house, account) == ["coupe-jo-1"]


def test_it_has_a_page_of_its_own_and_is_nobody_elses(house: House, browser: Browser, account: Account) -> None:
    address = begun(browser)
    play = address.rpartition("/")[2]
    assert browser.get(f"/play/{play}").status == 404
    assert house.visitor().get(address).status == 404
    browser.get(address)
    presentation = browser.page.form(address).fields["presentation"]
    token = browser.page.form(address).fields["csrf_token"]
    sent = {"presentation": presentation, "csrf_token": token, "option": "a"}
    assert browser.client.post(f"/play/{play}/answer", data=sent).status_code == 404
    assert answers_of(house, account) == []


# --------------------------------------------------------------------------------------------------- without estimation


@pytest.fixture
def objector(house: House, account: Account) -> Browser:
    return objecting(house, account)


def objecting(house: House, account: Account) -> Browser:
    """The browser of somebody who has objected."""
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    return house.browser_of(account)


def test_who_has_objected_plays_it_and_nothing_is_kept(house: House, objector: Browser) -> None:
    objector.get("/modules/entretien")
    before = house.rows()
    assert objector.send(BEGIN).address == UNTRACED
    for option in "baa":
        page = objector.send(UNTRACED, ("answering", "1"), option=option)
        assert list(explained(page)) == []
    page = objector.send(UNTRACED, ("answering", "1"), option="a")
    assert page.heading == "L’entretien, du début à la fin"
    assert "Rien n’en est gardé." in page.text
    assert list(explained(page)) == [turn.id for turn in TURNS]
    assert house.rows() == before


# ------------------------------------------------------------------------------------------------------------- trainers


def test_a_draft_is_played_without_a_row(house: House) -> None:
    trainer = house.visitor(trainer=True)
    trainer.get("/authoring/entretien/dialogues")
    before = house.rows()
    trainer.get(PREVIEW)
    assert "Aperçu : rien n’est enregistré." in trainer.page.text.replace("\u00a0", " ")
    for option in "aab":
        page = trainer.send(PREVIEW, ("answering", "1"), option=option)
    assert page.heading == "L’entretien, du début à la fin"
    assert house.rows() == before


def test_a_translation_is_looked_at_and_played_in_its_own_language(house: House) -> None:
    whole = with_interview("jumeau", "jumeau-jo")
    with house.store.writing() as db:
        coming_into_force.load_pack(db, with_translations(in_dutch(whole), modules=(whole,)), house.clock())
    trainer, preview = house.visitor(trainer=True), "/authoring/jumeau.nl/dialogues/jumeau-jo/preview"
    assert {"/authoring/jumeau.nl?as=form", preview} <= set(trainer.get("/authoring/jumeau.nl/dialogues").links())
    trainer.get(preview)
    page = trainer.send(preview, ("answering", "1"), option="a")
    assert "NL La bonne (jumeau-jo-2)" in page.text
    assert "/authoring/jumeau.nl/dialogues" in page.links()


def test_its_tree_is_a_picture_and_the_same_is_a_list(house: House) -> None:
    page = house.visitor(trainer=True).get("/authoring/entretien/dialogues")
    (picture,) = page.tree.xpath("//*[@class='tree-drawn']/*[local-name()='svg']")
    assert picture.xpath(".//*[@data-turn]/@data-turn") == ["jo-1", "jo-1b", "jo-2", "jo-3"]
    (turns,) = page.tree.find_class("turns")
    ways = [" ".join(way.text_content().split()) for way in turns.xpath("./li[1]/ul/li")]
    assert ways == [
        "La bonne (jo-1) · la plus juste → tour 3",
        "L’autre (jo-1) → tour 2",
    ]
    assert "fin" in turns.xpath("./li[4]")[0].text_content()
    assert house.visitor(trainer=True).get("/authoring/ecouter/dialogues").text.count("n’a pas de dialogue") == 1


def test_the_studio_shows_the_tree_of_a_dialogue_that_is_sound_and_nothing_of_one_that_is_not(house: House) -> None:
    another(house, "arbre")
    trainer = house.visitor(trainer=True)
    trainer.get("/authoring/arbre")
    assert len(trainer.page.tree.xpath("//*[@id='preview']//*[@data-turn]")) == 4
    text = trainer.page.form("").fields["text"]
    for old, new in (
        ("-> arbre-jo-2", "-> arbre-jo-9"),
        ("### Tour arbre-jo-3", "### Tour arbre-jo-2"),
        ("- [", "* ("),
    ):
        page = trainer.post("/authoring/arbre/look", text=text.replace(old, new))
        assert (page.status, page.tree.xpath("//*[@data-turn]")) == (200, [])


def test_a_learner_never_sees_the_tree(browser: Browser) -> None:
    for address in ("/authoring/entretien/dialogues", PREVIEW):
        assert browser.get(address).status == 403
    address = begun(browser)
    for option in "aaa":
        page = say(browser, address, option)
        assert page.tree.xpath("//*[@data-turn]") == []
