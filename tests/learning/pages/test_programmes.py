"""A programme on the page: offered by a quiet line or by its link, followed week by week, never late, hers alone."""

import re

import pytest

from models.catalogue import coming_into_force
from models.learning import learner_situation, objection, playing, programmes
from models.tables.people import Account
from tests.builders import live_through
from tests.house import House
from tests.page_browser import Page
from tests.programmes import SIX, SIX_WEEKS, pack_of_six_weeks
from tests.site.pages.flaws import flaws

ADDRESS = f"/programmes/{SIX_WEEKS.id}"
DAYS = re.compile(r"\b\d{1,2}(?:er)? [a-zéû]{3,9}\.? \d{4}\b")


@pytest.fixture
def welcoming(house: House) -> House:
    """A house with a programme of six weeks for newcomers."""
    return welcome(house)


def welcome(house: House) -> House:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_of_six_weeks(), house.clock())
    return house


def plays(house: House, account: Account, module_id: str) -> None:
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, module_id, house.clock()), house.clock())


def section(page: Page) -> str:
    """What home says of the programme."""
    found = page.tree.xpath(f"//section[@aria-labelledby='programme-{SIX_WEEKS.id}']")
    return " ".join(found[0].text_content().split()) if found else ""


def newcomer(house: House) -> Account:
    account = house.person(fresh=True)
    with house.store.writing() as db:
        db.get_one(Account, account.id).privacy_read_at = house.clock()
    return account


def test_a_newcomer_is_told_by_one_quiet_line_and_takes_it_up_herself(welcoming: House) -> None:
    browser = welcoming.browser_of(newcomer(welcoming))
    page = browser.get("/")
    assert flaws(page) == []
    assert page.links().count(ADDRESS) == 1
    assert section(page) == ""
    page = browser.get(ADDRESS)
    assert flaws(page) == []
    assert "Arrêter le parcours" not in page.text
    page = browser.send(f"{ADDRESS}/follow")
    assert (page.path, page.came_by) == (ADDRESS, (303,))
    assert flaws(page) == []
    assert "Vous en avez joué 0 sur 6." in page.text
    page = browser.get("/")
    assert "0 sur 6" in section(page)


def test_two_weeks_of_it_as_home_tells_them(welcoming: House) -> None:
    account = newcomer(welcoming)
    browser = welcoming.browser_of(account)
    browser.get(ADDRESS)
    browser.send(f"{ADDRESS}/follow")
    for week, name in enumerate(SIX[:2]):
        told = section(browser.get("/"))
        assert f"{week} sur 6" in told
        assert name.capitalize() in told
        assert f"/modules/{name}/start" in {form.action for form in browser.page.forms()}
        plays(welcoming, account, name)
        assert f"{week + 1} sur 6" in section(browser.get("/"))
        assert "rien n’empêche de prendre de l’avance" in section(browser.page)
        welcoming.clock.pass_by(days=7)
    page = browser.get("/")
    assert "2 sur 6" in section(page)
    assert SIX[2].capitalize() in section(page)
    assert flaws(page) == []
    assert page.tree.xpath("//h2[@id='step']") != []  # the tutor proposes what it would


def test_of_a_week_that_went_by_no_day_and_no_word_is_said(welcoming: House) -> None:
    account = newcomer(welcoming)
    browser = welcoming.browser_of(account)
    browser.get(ADDRESS)
    browser.send(f"{ADDRESS}/follow")
    welcoming.clock.pass_by(days=300)
    said = section(browser.get("/")) + browser.get(ADDRESS).text
    assert "Vous en avez joué 0 sur 6." in said
    assert DAYS.findall(said) == []
    assert [word for word in ("retard", "dépass", "échéance", "en avance") if word in said.lower()] == []


def test_it_is_stopped_by_one_button_and_the_modules_stay(house: House) -> None:
    welcoming = welcome(house)
    account = welcoming.person()
    browser = welcoming.browser_of(account)
    browser.get(ADDRESS)
    browser.send(f"{ADDRESS}/follow")
    plays(welcoming, account, SIX[0])
    browser.get(ADDRESS)
    page = browser.send(f"{ADDRESS}/stop")
    assert (page.path, section(page)) == ("/", "")
    assert "Le parcours est arrêté." in page.text
    with welcoming.store.reading() as db:
        assert learner_situation.PLAYED.ask(db, learner_key=account.learner_key) == {SIX[0]}


def test_without_estimation_its_page_is_a_list_and_says_so(welcoming: House) -> None:
    account = welcoming.person()
    with welcoming.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    page = welcoming.browser_of(account).get(ADDRESS)
    assert flaws(page) == []
    assert "Ce parcours est donc une liste" in page.text
    assert f"{ADDRESS}/follow" not in {form.action for form in page.forms()}
    assert len(page.tree.xpath("//main//ol/li")) == 6


def test_nobody_can_take_one_up_for_somebody_else(welcoming: House) -> None:
    """No form of the portal that begins or ends a programme names a person."""
    rules = [rule for rule in welcoming.app.url_map.iter_rules() if rule.endpoint.startswith("programmes.")]
    assert {argument for rule in rules for argument in rule.arguments} == {"programme_id"}
    trainer = welcoming.browser_of(welcoming.person(trainer=True, administrator=True))
    trainer.get(ADDRESS)
    other = welcoming.person()
    trainer.post(f"{ADDRESS}/follow", learner=str(other.learner_key), account=str(other.id))
    with welcoming.store.reading() as db:
        assert programmes.FOLLOWED.ask(db, learner_key=other.learner_key) == {}
