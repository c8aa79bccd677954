"""Home: one step with its reason, what to refresh, what changes, the compass; what is empty is absent."""

from datetime import timedelta

from models import authoring, play
from models.learner import State
from models.tables import Account, StorySkill
from tests import builders
from tests.builders import MONDAY, live_through, question
from tests.portal.browser import Page, words
from tests.portal.house import House
from tests.watchers.mornings import tell

DAY = timedelta(days=1)


def parts(page: Page) -> list[str]:
    """The titles of home's parts, in order."""
    return page.tree.xpath("//main//h2/@id")


def reason(page: Page) -> str:
    (why,) = page.tree.find_class("why")
    return words(why).replace("’", "'")


def learned(house: House, account: Account, *modules: str) -> None:
    """Everything answered right, on two days."""
    for day in range(2):
        at = MONDAY + day * DAY
        with house.store.writing() as db:
            for module in modules:
                live_through(db, play.start(db, account.learner_key, module, at), at)


def states(page: Page) -> set[str]:
    shown = page.tree.xpath("//main//svg[contains(@class, 'rose')]//g[@data-skill]/path[1]/@class")
    return {State(one) for one in shown}


def test_it_works(house: House) -> None:
    page = house.visitor().get("/")
    assert (page.status, page.heading) == (200, "Bonjour Claire")
    assert parts(page)[0] == "step"


def test_somebody_new_sees_one_step_and_her_compass_and_nothing_that_is_empty(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    page = empty_house.visitor().get("/")
    assert parts(page) == ["step", "compass"]
    assert states(page) == {State.TO_DISCOVER}


def test_the_step_says_why_and_begins_with_one_button(house: House) -> None:
    browser = house.visitor()
    page = browser.get("/")
    assert "Boussole estime" in reason(page)
    (action,) = page.part("step").getparent().xpath(".//form/@action")
    assert browser.send(action).heading == "Carte 1"


def test_another_module_can_be_chosen_instead(house: House) -> None:
    browser = house.visitor()
    browser.get("/")
    assert "/modules" in browser.page.part("step").getparent().xpath(".//a/@href")
    assert browser.get("/modules").status == 200


def test_what_is_open_is_taken_up_again(house: House) -> None:
    browser = house.visitor()
    browser.get("/modules")
    sitting = browser.send("/modules/cadre/start").path
    page = browser.get("/")
    assert "Vous avez commencé ce module" in reason(page)
    assert words(page.form("/modules/cadre/start")) == "Reprendre"
    assert browser.send("/modules/cadre/start").path == sitting


def test_home_does_not_stumble_over_an_open_module_that_was_retired(house: House) -> None:
    house.new_module("ephemere", skills=("frame.role",), questions=(question("ephemere-1", "frame.role"),))
    browser = house.visitor()
    browser.get("/modules")
    browser.send("/modules/ephemere/start")
    with house.store.writing() as db:
        authoring.retire(db, authoring.module_document(db, "ephemere"))
    assert browser.get("/").status == 200


def test_what_was_known_and_fades_is_named_with_two_questions_to_revive_it(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter")
    browser = house.browser_of(account)
    house.clock.pass_by(days=400)
    page = browser.get("/")
    assert "refresh" in parts(page)
    assert State.TO_REFRESH in states(page)
    assert browser.send("/practice/review/listen.active").heading.startswith("Que faites-vous")


def test_the_parts_stand_in_their_order(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter")
    house.clock.pass_by(days=400)
    tell(house.store, "Une nouvelle", house.clock(), source="Forem")
    assert parts(house.browser_of(account).get("/")) == ["step", "refresh", "changes", "compass"]


def test_a_story_says_which_skill_of_hers_it_touches(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter")
    house.clock.pass_by(days=20)
    story = tell(house.store, "Ce qui change", house.clock(), source="Forem")
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=0.9))
    told = house.browser_of(account).get("/").part("changes").getparent()
    assert "pour «\u202fÉcouter\u202f»" in words(told)
    assert "Écouter" not in words(house.visitor().get("/").part("changes").getparent())


def test_home_tells_the_first_stories_and_leads_to_the_others(house: House) -> None:
    house.clock.pass_by(days=60)
    for number in range(6):
        tell(house.store, f"Nouvelle {number}", house.clock())
    changes = house.visitor().get("/").part("changes").getparent()
    assert len(changes.xpath(".//li")) == 4
    assert "/news" in changes.xpath(".//a/@href")


def test_home_never_says_how_one_answered(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    with house.store.writing() as db:
        live_through(db, play.start(db, account.learner_key, "ecouter", MONDAY), MONDAY, lambda _: ("b",))
    page = browser.get("/")
    for word in ("%", "juste", "faux", "erreur", "réponses correctes"):
        assert word not in page.text
    assert states(page) == {State.IN_PROGRESS, State.TO_DISCOVER}


def test_the_compass_says_in_a_sentence_what_it_shows_and_what_it_does_not(house: House) -> None:
    page = house.visitor().get("/")
    sentence = page.part("rose-sentence").text_content()
    assert "3 compétences" in sentence
    assert "pas votre façon de mener un entretien" in page.text


def test_the_domains_are_named_in_the_language_of_the_account(house: House) -> None:
    assert "Luisteren" in house.browser_of(house.person(language="nl")).get("/").text


def test_nothing_more_to_gain_is_said_calmly(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    with empty_house.store.writing() as db:
        for module in ("ecouter", "reformuler", "cadre"):
            authoring.retire(db, authoring.module_document(db, module))
    page = empty_house.visitor().get("/")
    assert "Rien ne presse" in page.text
    assert page.part("step").getparent().xpath(".//form") == []
