"""« Mon compte » in two: what one learns, what one sets; the rest on the page of the account, once there is any."""

from content.module import QuestionNature
from models.learning import reports
from models.learning.report_subjects import AboutAnswer
from models.tables.reports import ReportKind
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page, words


def groups(page: Page) -> dict[str, list[str]]:
    """The names of the menu's links, by the heading over them."""
    menu = page.part("account-menu")
    return {
        words(page.part(group.get("aria-labelledby"))): [words(link) for link in group.iterfind("a")]
        for group in menu.xpath("./div[@role='group']")
    }


def test_what_one_learns_and_what_one_sets_stand_apart(house: House) -> None:
    assert groups(house.visitor().get("/week")) == {
        "Ce que j’apprends": ["Ma semaine", "Mon parcours", "Ma boussole", "Mes repères"],
        "Mes réglages": ["Compte et données", "Courriel du matin", "Mes thèmes", "Mes sources", "Qui voit quoi"],
    }


def test_reports_are_on_the_page_of_the_account_once_there_is_one(house: House) -> None:
    account, other = house.person(), house.person()
    browser = house.browser_of(account)
    assert "/reports" not in browser.get("/account").links()
    with house.store.writing() as db:
        about = AboutAnswer(builders.ask(db, account.learner_key, "listen-active-1").presentation_id)
        reports.report(db, account.learner_key, about, ReportKind.DISAGREE, MONDAY)
    assert "/reports" in browser.get("/account").links()
    assert "/reports" not in house.browser_of(other).get("/account").links()


def test_votes_are_on_the_page_of_the_account_while_a_question_of_practice_is_asked(house: House) -> None:
    browser = house.visitor()
    assert "/field" not in browser.get("/account").links()
    asked = builders.question("pratique-1", "frame.role")._replace(nature=QuestionNature.PRACTICE)
    house.new_module("pratique", skills=("frame.role",), questions=(asked,))
    assert "/field" in browser.get("/account").links()
