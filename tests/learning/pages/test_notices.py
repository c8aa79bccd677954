"""What home says, once, to those who had answered a question whose key was wrong."""

import pytest

from content.marking import Response
from models.catalogue import documents, drafts
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.people import Account
from tests import builders
from tests.builders import RIGHT, WRONG
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws


def corrected(house: House, *answers: tuple[Account, Response]) -> None:
    """A module of its own, answered, then published with another right answer."""
    name = f"corrige-{answers[0][0].id}"
    house.new_module(name, questions=(builders.question(f"{name}-1"),))
    with house.store.writing() as db:
        for account, response in answers:
            builders.ask(db, account.learner_key, f"{name}-1", response, house.clock())
        document = documents.module_document(db, name)
        text = drafts.latest_text(db, document)
        text = text.replace("- [x] La bonne", "- [ ] La bonne").replace("- [ ] Une erreur", "- [x] Une erreur")
        publishing.publish(db, document, text, VersionChange.KEY, house.clock(), by=None)


def notices(page: Page) -> str:
    sections = page.tree.xpath("//section[@aria-labelledby='notices']")
    return words(sections[0]) if sections else ""


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (WRONG, "La réponse que nous attendions était fausse. La vôtre était juste."),
        (RIGHT, "Cette question ne compte plus\u202f; la réponse juste est expliquée dans le module."),
    ],
)
def test_each_is_told_above_the_step_until_she_has_read_it(house: House, response: Response, said: str) -> None:
    account, other = house.person(), house.person()
    browser = house.browser_of(account)
    assert notices(browser.get("/")) == ""
    corrected(house, (account, response))
    page = browser.get("/")
    assert said in notices(page)
    assert f"Que faites-vous (corrige-{account.id}-1)\u202f?" in notices(page)
    assert page.tree.xpath("//main//h2/@id")[:2] == ["notices", "step"]
    assert flaws(page) == []
    assert notices(house.browser_of(other).get("/")) == ""
    (form,) = [form.get("action") for form in page.forms() if "/notices/" in form.get("action")]
    page = browser.send(form)
    assert (page.path, page.came_by, notices(page)) == ("/", (303,), "")


def test_nobody_puts_away_what_another_is_told(house: House) -> None:
    account = house.person()
    corrected(house, (account, WRONG))
    form = next(one.get("action") for one in house.browser_of(account).get("/").forms() if "/notices/" in one.action)
    stranger = house.visitor()
    stranger.get("/account")
    assert stranger.post(form).status == 404
    assert notices(house.browser_of(account).get("/")) != ""
