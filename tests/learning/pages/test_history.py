"""« Mon parcours »: one's answers by day, each with its question and explanations again; no score."""

import re

from sqlalchemy import select

from content.marking import DONT_KNOW
from models.ground.calendar import DAY
from models.learning import answer_log, objection, playing
from models.learning.history import DAYS
from models.tables.answers import Answer
from models.tables.people import Account
from tests.builders import MONDAY, RIGHT, WRONG, ask, live_through
from tests.house import House
from tests.learning.pages import interviews
from tests.page_browser import Browser, words


def played(house: House, account: Account) -> None:
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, "ecouter", MONDAY), MONDAY, lambda _: ("b",))


def answers(browser: Browser) -> list[str]:
    """The addresses of the answers on the page."""
    return [link for link in browser.page.links() if re.fullmatch(r"/history/\d+", link)]


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


def test_an_interview_that_is_not_over_leads_back_to_it_and_tells_nothing_yet(house: House) -> None:
    account = house.person()
    interviews.publish(house)
    with house.store.writing() as db:
        play = interviews.said(db, account.learner_key, "entretien", "jo", WRONG)
    browser = house.browser_of(account)
    page = browser.get("/history")
    assert (answers(browser), f"/dialogues/{play}" in page.links()) == ([], True)
    assert "s’explique à la fin" in page.text
    with house.store.reading() as db:
        turn = db.scalars(select(Answer.sequence).where(Answer.learner_key == account.learner_key)).one()
    assert browser.get(f"/history/{turn}").status == 404
    with house.store.writing() as db:
        interviews.said(db, account.learner_key, "entretien", "jo", RIGHT, RIGHT, RIGHT)
    browser.get("/history")
    assert len(answers(browser)) == 4
    assert browser.get(f"/history/{turn}").status == 200


def test_each_answer_bears_its_verdict_as_a_sign_and_a_word(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1", ("b",))
        ask(db, account.learner_key, "listen-active-2", DONT_KNOW)
        gone = ask(db, account.learner_key, "listen-active-3", ("b",))
        answer_log.annul_all(db, [gone], "wrong key", MONDAY, None)
        ask(db, account.learner_key, "listen-active-4", ("a",))
    page = house.browser_of(account).get("/history")
    told = [(words(one.find("span")), words(one.find("div/span"))) for one in page.tree.find_class("past")]
    assert told == [("•", "pas juste"), ("?", "«\u202fje ne sais pas\u202f»"), ("–", "mise de côté"), ("✓", "juste")]
    assert "%" not in page.text


# ------------------------------------------------------------------------------------------------ what to go over again


def test_what_was_missed_stands_by_skill_with_its_day_and_two_ways_on(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1", ("b",), at=MONDAY - DAY)
        ask(db, account.learner_key, "frame-role-1", ("a",), at=MONDAY)
    browser = house.browser_of(account)
    assert "/history/to-review" in browser.get("/history").links()
    page = browser.get("/history/to-review")
    (subject,) = page.tree.find_class("sitting")
    assert "pas juste\u00a0· 22 novembre 2026" in words(subject)
    assert {"/history/1", "/modules/ecouter"} <= set(page.links())
    assert browser.send("/practice/review/listen.active").path.startswith("/play/")


def test_without_estimation_only_the_cards_are_left(house: House) -> None:
    account = house.person()
    played(house, account)
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    browser = house.browser_of(account)
    for address in ("/history/to-review", "/history/1"):
        page = browser.get(address)
        assert page.status == 200
        assert not [one for one in page.forms() if "/practice/" in (one.get("action") or "")]


def test_a_page_that_is_none_is_no_page(house: House) -> None:
    for page in ["", "0", "-1", "²", "deux", "99999"]:
        assert house.visitor().get(f"/history/to-review?page={page}").status == 404


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


def test_a_day_that_is_none_is_no_page(house: House) -> None:
    for before in ["", "hier", "2026-13-01"]:
        assert house.visitor().get(f"/history?before={before}").status == 404


def test_an_answer_of_another_cannot_be_opened(house: House) -> None:
    account = house.person()
    played(house, account)
    hers = house.browser_of(account)
    hers.get("/history")
    for somebody in (house.visitor(), house.visitor(trainer=True, administrator=True)):
        assert somebody.get(answers(hers)[0]).status == 404
