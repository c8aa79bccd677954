"""The list of modules: a line each, by domain; what is acquired of how many; a filter; what may be proposed again."""

from models.learning import objection, playing, proposals
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page, words


def lines(page: Page) -> dict[str, str]:
    """What is said of each module, by its title."""
    found = page.tree.find_class("lines")
    return {words(line.find("a")): words(line) for one in found for line in one.iterfind("li")}


def test_each_module_is_a_link_with_its_state_and_its_minutes(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        playing.start(db, account.learner_key, "ecouter", MONDAY)
        builders.ask(db, account.learner_key, "frame-role-1", at=MONDAY)
    page = house.browser_of(account).get("/modules")
    assert page.tree.xpath("//main//section[contains(@class, 'shelf')]//h2/text()") == ["Écoute", "Cadre"]
    told = lines(page)
    assert "en cours" in told["Ecouter"] and "encore" in told["Ecouter"]
    assert "à découvrir\u00a0· déjà une réponse" in told["Cadre"]
    assert "à découvrir" in told["Reformuler"] and "réponse" not in told["Reformuler"]
    assert "/modules/ecouter" in page.links()
    assert "0 acquis sur 3" in page.text


def test_a_form_without_script_filters_and_says_how_many_are_shown(house: House) -> None:
    for asked, found in [
        ("state=in_progress", {"Ecouter"}),
        ("state=to_discover&domain=frame", {"Cadre"}),
        ("state=&domain=listen", {"Ecouter", "Reformuler"}),
        ("state=invented", {"Ecouter", "Reformuler", "Cadre"}),
    ]:
        account = house.person()
        with house.store.writing() as db:
            playing.start(db, account.learner_key, "ecouter", MONDAY)
        page = house.browser_of(account).get(f"/modules?{asked}")
        assert set(lines(page)) == found
        assert (f"Affichés\u00a0: {len(found)} sur 3" in page.text) == (len(found) < 3)
        assert [form.get("method") for form in page.tree.find_class("sieve")] == ["get"]


def test_what_she_refused_stands_apart_and_can_be_proposed_again(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        for target in ("ecouter", "frame.role", proposals.SITUATE):
            proposals.refuse(db, account.learner_key, target, MONDAY, until=None)
    browser = house.browser_of(account)

    def refused() -> list[str]:
        names = browser.get("/modules").tree.xpath("//section[@aria-labelledby='refused']//li/span")
        return [words(name) for name in names]

    assert refused() == ["Ecouter", "Dire son rôle", "Faire le point"]
    for left in (2, 1, 0):
        browser.send("/proposals/again")
        assert len(refused()) == left


def test_without_estimation_there_is_no_state_to_show_or_to_ask_for(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    page = house.browser_of(account).get("/modules?state=in_progress")
    assert len(lines(page)) == 3
    assert "à découvrir" not in page.text and "acquis sur" not in page.text
    assert page.tree.xpath("//select/@name") == ["domain"]
