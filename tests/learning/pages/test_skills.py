"""The page of a skill: words first, figures from three answers on, and nothing that is empty."""

import re
from datetime import timedelta

from content.marking import DONT_KNOW, Response
from models.tables.people import Account
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws

FIGURE = re.compile(r"\d\s*%|sur dix", re.IGNORECASE)


def answered(house: House, *told: tuple[str, Response, float]) -> Account:
    """Somebody who has answered these questions, each so many days after Monday; it is that last day now."""
    account = house.person()
    with house.store.writing() as db:
        for number, (question_id, response, days) in enumerate(told):
            at = MONDAY + timedelta(days=days, minutes=number)
            builders.ask(db, account.learner_key, question_id, response, at)
    house.clock.at = MONDAY + timedelta(days=told[-1][2], hours=1)
    return account


def acquired(house: House) -> Account:
    return answered(house, *((f"listen-active-{number}", RIGHT, float(number == 5)) for number in range(1, 6)))


def page_of(house: House, account: Account, skill: str = "listen.active") -> Page:
    return house.browser_of(account).get(f"/skills/{skill}")


def parts(page: Page) -> list[str]:
    """The titles of the page's parts, in order."""
    return page.tree.xpath("//main//h2/@id")


def charts(page: Page) -> list[object]:
    return page.tree.find_class("belief")


def table(page: Page) -> list[list[str]]:
    return [[words(cell) for cell in row.iterfind("td")] for row in page.tree.xpath("//main//tbody/tr")]


def test_it_works(house: House) -> None:
    page = page_of(house, acquired(house))
    assert (page.status, page.heading) == (200, "Écouter")
    assert parts(page) == ["estimate", "how", "learn", "leads-to"]
    assert flaws(page) == []


def test_it_says_name_domain_and_state_since_when_before_anything_else(house: House) -> None:
    page = page_of(house, acquired(house))
    assert re.search(r"Écouter\s+Écoute\s+acquis depuis le 24 novembre 2026\s+Ce que Boussole estime", page.text)
    assert "/#listen" in page.links()


def test_what_is_estimated_comes_in_words_before_it_comes_in_figures(house: House) -> None:
    page = page_of(house, acquired(house))
    said, first = page.text.index("Vous maîtrisez cette compétence"), FIGURE.search(page.text)
    assert first is not None and said < first.start()
    assert "Quelques réponses de plus peuvent déplacer cette estimation." in page.text
    assert "Cela repose sur 5 réponses (la dernière\u00a0: aujourd’hui)." in page.text


def test_figures_come_with_the_third_answer(house: House) -> None:
    two = ("listen-active-1", RIGHT, 0.0), ("listen-active-2", WRONG, 0.0)
    assert FIGURE.findall(page_of(house, answered(house, *two)).text) == []
    three = *two, ("listen-active-3", RIGHT, 0.0)
    assert "Sur dix questions moyennes, vous répondriez juste à environ" in page_of(house, answered(house, *three)).text


def test_every_figure_is_rounded_to_five_and_none_is_all_or_nothing(house: House) -> None:
    told = [(f"listen-active-{number}", (RIGHT, WRONG, DONT_KNOW)[number % 3], float(number)) for number in range(1, 7)]
    page = page_of(house, answered(house, *told))
    shares = [int(share) for share in re.findall(r"(\d+)\s*%", page.text)]
    assert len(shares) > 6 * 3
    assert all(share % 5 == 0 and 0 < share < 100 for share in shares)


def test_the_same_stands_in_a_table_the_latest_answer_first(house: House) -> None:
    told = ("listen-active-1", RIGHT, 0.0), ("listen-active-2", DONT_KNOW, 1.0), ("listen-active-1", RIGHT, 9.0)
    rows = table(page_of(house, answered(house, *told)))
    assert [row[1] for row in rows] == ["juste, question déjà vue", "«\u202fje ne sais pas\u202f»", "juste"]
    assert {len(row) for row in rows} == {5}


def test_what_has_faded_says_since_when_and_can_be_revived_in_two_questions(house: House) -> None:
    account = acquired(house)
    house.clock.pass_by(days=200)
    browser = house.browser_of(account)
    page = browser.get("/skills/listen.active")
    assert "à rafraîchir depuis le" in page.text
    assert browser.send("/practice/review/listen.active").heading.startswith("Que faites-vous")


def test_with_nothing_answered_it_says_what_there_is_to_discover(house: House) -> None:
    browser = house.visitor()
    page = browser.get("/skills/listen.active")
    assert parts(page) == ["learn", "leads-to"]
    assert "Carte 1 · Carte 2" in page.text
    assert charts(page) == [] and table(page) == [] and FIGURE.search(page.text) is None
    assert "depuis" not in page.text
    assert browser.send("/modules/ecouter/start").heading == "Carte 1"


def test_what_it_builds_on_and_what_builds_on_it_are_one_link_away(house: House) -> None:
    browser = house.visitor()
    assert "/skills/listen.reflect" in browser.get("/skills/listen.active").links()
    page = browser.get("/skills/listen.reflect")
    assert parts(page) == ["learn", "builds-on"]
    assert "/skills/listen.active" in page.links()
