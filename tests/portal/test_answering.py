"""How sure one is, and answers that come faster than one reads: in a module, in a mail, in a preview."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from content.module import Option, Question, QuestionKind
from models.tables.people import Account
from models.tables.study import Answer, DueCheck, Play
from models.tutor.situation import Purpose
from tests.builders import MONDAY
from tests.portal.browser import Browser, Page, settled
from tests.portal.flaws import flaws
from tests.portal.house import House

ANSWERING, DONT_KNOW = ("answering", "1"), ("dont_know", "1")
COMES_BACK = "cette compétence reviendra d’ici deux jours ouvrables"
TOO_FAST = "Vous avez répondu plus vite qu’on ne lit"
RIGHT, WRONG = "a", "b"
PREVIEW = "/authoring/ecouter/preview"


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key).order_by(Answer.sequence)
    return house.read(lambda db: list(db.scalars(mine)))


def at_a_question(browser: Browser, skill: str = "listen.active") -> str:
    """Begin a review; returns where its answer goes."""
    browser.get("/modules")
    browser.get(browser.post(f"/practice/{Purpose.REVIEW}/{skill}").headers["Location"])
    return f"{browser.page.path}/answer"


def in_a_preview(browser: Browser) -> None:
    """Past its two cards."""
    browser.get(PREVIEW)
    for _ in range(2):
        browser.send(PREVIEW)


def buttons_of(page: Page) -> list[str]:
    """What the buttons below a question send, the first of which is what Enter does."""
    return page.tree.xpath("//*[@class='action']//button/@value")


# ------------------------------------------------------------------------------------------------ how sure one is


def test_three_other_buttons_send_the_answer_and_say_it_and_none_has_to(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address = at_a_question(browser)
    assert buttons_of(browser.page) == ["1", "1", "sure", "hesitant", "guess"]
    assert browser.page.tree.xpath("//*[@class='action']//button[not(@class='quiet')]/@name") == ["answering"]
    browser.send(address, ANSWERING, option=RIGHT)
    assert [answer.confidence for answer in answers_of(house, account)] == [None]
    assert buttons_of(browser.page) == []


@pytest.mark.parametrize("said", ["sure", "hesitant", "guess"])
def test_what_is_said_is_kept(house: House, said: str) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.send(at_a_question(browser), ("confidence", said), option=RIGHT)
    assert [answer.confidence for answer in answers_of(house, account)] == [said]
    assert COMES_BACK not in browser.page.text


def test_a_word_that_no_button_says_is_left_out(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address = at_a_question(browser)
    shown = browser.page.tree.xpath("string(//input[@name='presentation']/@value)")
    browser.post(address, presentation=shown, option=RIGHT, confidence="x")
    assert [answer.confidence for answer in answers_of(house, account)] == [None]


@pytest.mark.parametrize(("said", "told"), [("sure", True), ("hesitant", False), ("guess", False)])
def test_who_was_sure_and_wrong_is_told_that_it_comes_back(house: House, said: str, told: bool) -> None:
    account = house.person()
    browser = house.browser_of(account)
    page = browser.send(at_a_question(browser), ("confidence", said), option=WRONG)
    assert (COMES_BACK in page.text) is told
    due = select(DueCheck.skill).where(DueCheck.learner_key == account.learner_key)
    assert house.read(lambda db: list(db.scalars(due))) == ["listen.active"] * told


def test_the_next_working_day_home_asks_about_it(house: House) -> None:
    browser = house.visitor()
    browser.send(at_a_question(browser, "frame.role"), ("confidence", "sure"), option=WRONG)
    with house.store.writing() as db:
        db.execute(update(Play).values(finished_at=MONDAY))  # else home goes on with it first
    before = [form.get("action") for form in browser.get("/").forms()]
    house.clock.pass_by(days=1)
    after = [form.get("action") for form in browser.get("/").forms()]
    assert f"/practice/{Purpose.CHECK}/frame.role" in after
    assert f"/practice/{Purpose.CHECK}/frame.role" not in before


def test_a_mail_asks_it_too(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    assert flaws(browser.get(address)) == []
    page = browser.send(address, ("confidence", "sure"), option=WRONG)
    assert COMES_BACK in page.text
    assert [answer.confidence for answer in answers_of(house, account)] == ["sure"]


def test_a_preview_asks_it_too_and_keeps_nothing(house: House) -> None:
    browser = house.visitor(trainer=True)
    in_a_preview(browser)
    before = house.rows()
    assert COMES_BACK in browser.send(PREVIEW, ("confidence", "sure"), option=WRONG).text
    browser.send(PREVIEW)
    assert COMES_BACK not in browser.send(PREVIEW, ANSWERING, option=WRONG).text
    assert house.rows() == before


# ------------------------------------------------------------------------------------------ faster than one reads


def test_an_answer_faster_than_one_reads_comes_back_as_it_was_and_is_then_judged(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address, rows = at_a_question(browser), house.rows()
    house.clock.reading = timedelta(0)
    asked = browser.page.heading
    for _ in range(2):
        page = browser.send(address, ("confidence", "hesitant"), option=WRONG)
        assert (page.status, page.heading) == (422, asked)
        assert TOO_FAST in page.part("again").text_content()
        assert page.tree.xpath("//input[@name='option'][@checked]/@value") == [WRONG]
        assert flaws(page) == []
        assert house.rows() == rows
    house.clock.pass_by(seconds=5)
    assert browser.send(address, ("confidence", "hesitant")).heading == "Ce n’est pas la meilleure réponse ici"
    assert [(answer.response, answer.confidence) for answer in answers_of(house, account)] == [(["b"], "hesitant")]


@pytest.mark.parametrize(
    ("then", "kept"),
    [(ANSWERING, "sure"), (("confidence", "guess"), "guess"), (DONT_KNOW, None)],
    ids=["answering", "less sure", "not knowing"],
)
def test_how_sure_one_was_comes_back_with_the_answer_and_may_be_said_anew(
    house: House, then: tuple[str, str], kept: str | None
) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address, house.clock.reading = at_a_question(browser), timedelta(0)
    page = browser.send(address, ("confidence", "sure"), option=WRONG)
    assert page.tree.xpath("//button[@aria-pressed='true']/@value") == ["sure"]
    assert flaws(page) == []
    house.clock.pass_by(seconds=30)
    browser.send(address, then)
    assert [answer.confidence for answer in answers_of(house, account)] == [kept]


def test_not_knowing_is_always_accepted(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address = at_a_question(browser)
    house.clock.reading = timedelta(0)
    browser.send(address, DONT_KNOW)
    assert [answer.dont_know for answer in answers_of(house, account)] == [True]


def test_all_that_was_ticked_of_several_stays_ticked(house: House) -> None:
    options = tuple(Option(key, f"Option {key}", key != "c", "Parce que…") for key in "abc")
    asked = tuple(
        Question(f"vite-{number}", "frame.role", f"Lesquelles, {number} ?", options, QuestionKind.SEVERAL)
        for number in range(1, 5)
    )
    house.new_module("vite", skills=("frame.role",), questions=asked)
    browser = house.visitor()
    address = at_a_question(browser, "frame.role")
    house.clock.reading = timedelta(0)
    page = browser.send(address, ANSWERING, option=["a", "b"])
    assert sorted(page.tree.xpath("//input[@name='option'][@checked]/@value")) == ["a", "b"]


def test_swapped_in_it_says_the_same_with_the_focus_on_it(house: House) -> None:
    browser = house.visitor()
    address = at_a_question(browser)
    house.clock.reading = timedelta(0)
    response = browser.swap(address, ANSWERING, option=WRONG)
    assert response.status_code == 422
    (focused,) = browser.page.part("scene").xpath(".//*[@data-focus]")
    assert TOO_FAST in focused.text_content()
    browser.swap(address, DONT_KNOW)
    swapped = settled(browser.page.part("scene"))
    assert swapped == settled(browser.get(address.removesuffix("/answer")).part("scene"))


def test_a_mail_is_read_before_it_is_answered_too(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    house.clock.reading = timedelta(0)
    browser.get(address)
    page = browser.send(address, ANSWERING, option=RIGHT)
    assert (page.status, TOO_FAST in page.text) == (422, True)
    assert answers_of(house, account) == []


def test_a_trainer_is_not_held_up_in_a_preview(house: House) -> None:
    house.clock.reading = timedelta(0)
    browser = house.visitor(trainer=True)
    in_a_preview(browser)
    assert browser.send(PREVIEW, ANSWERING, option=RIGHT).heading == "C’est juste"
