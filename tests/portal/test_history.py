"""« Mon parcours »: one's answers by day, each with its question and explanations again; no score."""

import pytest

from models.ground.calendar import DAY
from models.study import replaying
from models.study.history import DAYS
from models.study.play import playing
from models.tables.people import Account
from tests.builders import MONDAY, ask, live_through
from tests.portal.browser import Browser
from tests.portal.house import House


def played(house: House, account: Account) -> None:
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, "ecouter", MONDAY), MONDAY, lambda _: ("b",))


def answers(browser: Browser) -> list[str]:
    """The addresses of the answers on the page."""
    return [link for link in browser.page.links() if link.startswith("/history/")]


def test_it_works(house: House) -> None:
    account = house.person()
    played(house, account)
    browser = house.browser_of(account)
    page = browser.get("/history")
    assert page.heading == "Mon parcours"
    assert page.tree.xpath("//h2/text()") == ["23 novembre 2026"]
    assert page.tree.xpath("//h3/text()") == ["Ecouter"]
    assert len(answers(browser)) == 2  # two wrong answers on a skill call for reading, not for a third


def test_an_answer_opens_its_question_and_every_explanation(house: House) -> None:
    account = house.person()
    played(house, account)
    browser = house.browser_of(account)
    browser.get("/history")
    page = browser.get(answers(browser)[0])
    assert page.heading == "Ce n’est pas la meilleure réponse ici"
    for said in ("Oui, parce que…", "Non, parce que…", "Non plus…", "Votre réponse"):
        assert said in page.text


def test_the_list_says_nothing_of_right_or_wrong(house: House) -> None:
    account = house.person()
    played(house, account)
    page = house.browser_of(account).get("/history")
    for word in ("%", "juste", "faux", "erreur", "Ce n’est pas la meilleure réponse ici", "score"):
        assert word not in page.text


def test_nobody_has_one_before_the_first_answer(house: House) -> None:
    assert "Rien encore" in house.visitor().get("/history").text


def test_older_days_are_on_the_next_page(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        for number in range(DAYS + 1):
            ask(db, account.learner_key, "listen-active-1", at=MONDAY - number * DAY)
    browser = house.browser_of(account)
    browser.get("/history")
    assert len(answers(browser)) == DAYS
    (older,) = [link for link in browser.page.links() if "before=" in link]
    browser.get(older)
    assert len(answers(browser)) == 1
    assert not [link for link in browser.page.links() if "before=" in link]


@pytest.mark.parametrize("before", ["", "hier", "2026-13-01"])
def test_a_day_that_is_none_is_no_page(house: House, before: str) -> None:
    assert house.visitor().get(f"/history?before={before}").status == 404


def test_an_answer_of_another_cannot_be_opened(house: House) -> None:
    account = house.person()
    played(house, account)
    hers = house.browser_of(account)
    hers.get("/history")
    for somebody in (house.visitor(), house.visitor(trainer=True, administrator=True)):
        assert somebody.get(answers(hers)[0]).status == 404


def test_an_answer_that_no_longer_counts_says_so(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        row = ask(db, account.learner_key, "listen-active-1")
        number = row.sequence
        replaying.annul(db, row, "wrong key", MONDAY, None)
    assert "ne compte plus" in house.browser_of(account).get(f"/history/{number}").text
