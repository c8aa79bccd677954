"""« Sans estimation »: the choice, the pages that follow from it, and what is kept: nothing of what she learns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from lxml.html import FormElement
from sqlalchemy import func, select

from models.learning import objection
from models.learning.objection import LEARNED
from models.tables.audit import Audit
from models.tables.people import Account
from models.tables.stories import StorySkill
from tests import builders
from tests.builders import MONDAY
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page, Values, filled
from tests.site.pages.furnished import PAGES, ROLES, Furnished, furnish
from tests.site.pages.test_routes import an_address
from tests.watchers.mornings import tell

CHOICE = "/account/estimation"
SAID = "Vous apprenez sans estimation"


def objector(house: House, *, language: str = "fr", answered: bool = False) -> Account:
    """Somebody who learns without estimation; with an answer of before, left as it was."""
    account = house.person(language=language)
    with house.store.writing() as db:
        if answered:
            builders.ask(db, account.learner_key, "listen-active-1")
        objection.object_to_estimation(db, account.learner_key)
    return account


def hers(house: House, account: Account) -> dict[str, int]:
    """How many rows there are of what she has learned."""
    mine = {
        table.__tablename__: select(func.count()).where(table.__table__.c.learner_key == account.learner_key)
        for table in LEARNED
    }
    return house.read(lambda db: {name: db.scalar(count) or 0 for name, count in mine.items()})


# ----------------------------------------------------------------------------------------------------------- the choice


def test_it_is_chosen_from_ones_account_without_a_reason_and_taken_back(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    assert CHOICE in browser.get("/account").links()
    browser.get(CHOICE)
    page = browser.send(CHOICE, ("kept", "leave"))
    assert (page.came_by, SAID in page.text) == ((303,), True)
    assert house.again(account).learner.without_estimation
    page = browser.send(f"{CHOICE}/again")
    assert (page.came_by, SAID in page.text) == ((303,), False)
    assert not house.again(account).learner.without_estimation


def test_what_was_kept_is_told_and_erased_for_whoever_knows_the_password(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-active-1")
    browser = house.browser_of(account)
    page = browser.get(CHOICE)
    assert "une réponse donnée" in page.text and "l’estimation d’une compétence" in page.text
    page = browser.send(CHOICE, ("kept", "erase"), present="pas le mien")
    assert page.status == 422 and not house.again(account).learner.without_estimation
    browser.send(CHOICE, ("kept", "erase"), present=PASSWORD)
    assert house.again(account).learner.without_estimation
    assert hers(house, account) == dict.fromkeys(hers(house, account), 0)


def test_nobody_else_can_see_it(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-active-1")
    watchers = [house.visitor(administrator=True), house.visitor(trainer=True)]
    looks = (
        "/people",
        "/health",
        "/mail/results",
        "/house",
        "/statistics",
        "/reports/waiting",
        "/dates",
        "/authoring",
        "/authoring/ecouter",
        f"/people/{account.id}",
    )
    before = [visitor.get(address).text for visitor in watchers for address in looks]
    noted = house.read(lambda db: db.scalar(select(func.count()).select_from(Audit)))
    browser = house.browser_of(account)
    browser.get(CHOICE)
    browser.send(CHOICE, ("kept", "leave"))
    assert [visitor.get(address).text for visitor in watchers for address in looks] == before
    assert house.read(lambda db: db.scalar(select(func.count()).select_from(Audit))) == noted


# ----------------------------------------------------------------------------------------------------- what it leads to


def test_home_is_calm(house: House) -> None:
    tell(house.store, "Le chômage change", MONDAY)
    page = house.browser_of(objector(house, answered=True)).get("/")
    assert SAID in page.text and "Ce qui change dans le métier" in page.text
    assert [link for link in page.links() if link.startswith("/modules/")]
    for words in ("Prochaine étape", "Où j’en suis", "À rafraîchir", "Faire le point", "Combien de temps"):
        assert words not in page.text


def test_each_page_that_would_show_an_estimate_says_so_once_and_where_to_change_it(house: House) -> None:
    for address in ["/", "/modules", "/skills/listen.active", "/week", "/history", "/situate", "/field?after=soins-1"]:
        page = house.browser_of(objector(house, answered=True)).get(address)
        assert (page.status, page.text.count(SAID)) == (200, 1)
        assert CHOICE in page.links()
        assert page.tree.find_class("state") == []
        for words in ("en cours", "acquis", "Boussole estime", "Je connais déjà"):
            assert words not in page.text


def test_a_story_carries_a_card_and_no_question(house: House) -> None:
    story = tell(house.store, "Écouter", MONDAY)
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=3.0))
    page = house.browser_of(objector(house)).get(f"/news/{story}")
    assert "La fiche liée" in page.text and "Une question" not in page.text


def test_the_link_of_an_old_mail_says_so_to_her_and_to_nobody_else(house: House) -> None:
    account = house.person()
    address = house.address_of(house.question_for(account))
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    browser, stranger = house.browser_of(account), house.stranger()
    before, page = house.contents(), browser.get(address)
    assert (page.status, SAID in page.text) == (409, True)
    assert browser.post(address, option="a").status == 409
    page = stranger.get(address)
    assert (page.status, SAID in page.text) == (410, False)
    assert house.contents() == before


def test_the_feed_is_the_same_whatever_was_left(house: House) -> None:
    for number in range(3):
        tell(house.store, f"Nouvelle {number}", MONDAY, source=f"Source {number}")
    account = objector(house, answered=True)
    browser, new = house.browser_of(account), house.browser_of(objector(house))
    browser.get("/news/1")
    links = [[link for link in one.get("/news").links() if link.startswith("/news/")] for one in (browser, new)]
    assert links[0] == links[1]
    assert "lue\N{NO-BREAK SPACE}·" not in browser.page.text


# ------------------------------------------------------------------------------------------------- a day of an objector


def test_a_whole_day_changes_no_row(house: House) -> None:
    story = tell(house.store, "Le chômage change", MONDAY)
    account = objector(house, answered=True)
    browser = house.browser_of(account)
    browser.get("/")
    before = house.contents()
    visits = ("/", "/news", f"/news/{story}", "/modules", "/modules/ecouter", "/modules/ecouter/cards/carte-1")
    for address in (*visits, "/skills/listen.active", "/search?q=carte", "/week", "/history", "/situate", "/field"):
        assert browser.get(address).status == 200, address
    for address in ("/mail", "/mail/next", "/themes", "/keeping", "/reports", "/account", CHOICE, "/privacy"):
        assert browser.get(address).status == 200, address
    browser.get("/modules/ecouter")
    browser.send("/modules/ecouter/start")
    assert (browser.page.path, browser.page.heading) == ("/modules/ecouter/untraced", "Carte 1")
    assert list(to_the_end(browser))[-1] == "Terminé"
    assert house.contents() == before


def to_the_end(browser: Browser, option: str = "a") -> Iterator[str]:
    """The headings of a play, to its end."""
    while True:
        form = next((one for one in browser.page.forms() if one.get("hx-post", "").endswith("untraced")), None)
        if form is None:
            return
        asks = "option" in form.fields
        browser.send(form.action, ("answering", "1") if asks else None, **({"option": option} if asks else {}))
        assert browser.page.status == 200
        yield browser.page.heading


# -------------------------------------------------------------------------------------- pages opened before she objects


@dataclass
class Stale:
    """A form of a page that was opened before, as it would be sent."""

    address: str
    values: Mapping[str, Values]


LEFT_OUT = ("/sign-out", "/account/erase", "/account/password", "/account/sessions/end", f"{CHOICE}/again")
"""What ends the walk, or takes back what it is about."""
SENT = {
    *("study.start", "study.answer", "study.advance", "study.skip", "situate.begin", "situate.stop", "mail.answer"),
    *("proposals.other", "proposals.never", "reports.tell", "week.set_goal", "themes.add", "keepsakes.note"),
}
"""Some of those that have a form on one of her pages."""


@pytest.fixture(scope="module")
def furnished(shared_house: House) -> Furnished:
    return furnish(shared_house)


def test_no_form_of_a_page_opened_before_adds_a_row_of_what_she_learns(furnished: Furnished) -> None:
    house, account = furnished.house, furnished.person("learner")
    browser, ways = house.browser_of(account), house.app.url_map.bind("boussole.example")
    pages = {page: some for page, some in furnished.addresses(account).items() if PAGES[page] in ROLES["learner"]}
    stale = [form for some in pages.values() for address in some for form in forms(browser.get(address))]
    met = {ways.match(urlsplit(one.address).path, method="POST")[0] for one in stale}
    assert met >= SENT
    token = {"csrf_token": browser.get("/account").tree.xpath("//input[@name='csrf_token']/@value")[0]}
    others = [rule for rule in house.app.url_map.iter_rules() if "POST" in rule.methods and rule.endpoint not in met]
    stale += [Stale(address, token) for rule in others if not (address := an_address(house, rule)).startswith(LEFT_OUT)]
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    before = hers(house, account)
    for form in stale:
        assert browser.client.post(form.address, data=form.values).status_code < 500, form
    assert hers(house, account) == before


def forms(page: Page) -> Iterator[Stale]:
    """Each form of a page, by each of its buttons, filled in."""
    for form in page.forms():
        address = form.action or page.path
        if form.method == "POST" and not address.startswith(LEFT_OUT):
            named = form.xpath(".//button[@name]")
            for button in [(one.get("name"), one.get("value")) for one in named] or [None]:
                yield Stale(address, filled(form, button, ticked(form)))


def ticked(form: FormElement) -> dict[str, str]:
    return {name: "a" for name in ("option", "typed") if name in form.fields}


def test_an_answer_sent_from_a_page_of_before_is_told_why_it_is_not_taken(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/modules/ecouter")
    browser.send("/modules/ecouter/start")
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
        objection.forget(db, account.learner_key)
    page = browser.send(f"{browser.page.path}/advance")
    assert (page.status, SAID in page.text) == (409, True)
