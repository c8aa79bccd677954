"""How sure one is, and answers that come faster than one reads: in a module, in a mail, in a preview."""

from datetime import timedelta

from sqlalchemy import select, update

from models.tables.answers import Answer, DueCheck
from models.tables.people import Account
from models.tutor.situation import Purpose
from tests.house import House
from tests.page_browser import Browser, Page, settled, words
from tests.site.pages.flaws import flaws

ANSWERING, DONT_KNOW = ("answering", "1"), ("dont_know", "1")
COMES_BACK = "cette compétence reviendra d’ici deux jours ouvrables"
WEIGHS_LESS = "Réponse très rapide\N{NO-BREAK SPACE}: elle pèse moins dans l’estimation."
RIGHT, WRONG = "a", "b"


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key).order_by(Answer.sequence)
    return house.read(lambda db: list(db.scalars(mine)))


def at_a_question(browser: Browser, skill: str = "listen.active") -> str:
    """Begin a review; returns where its answer goes."""
    browser.get("/modules")
    browser.get(browser.post(f"/practice/{Purpose.REVIEW}/{skill}").headers["Location"])
    return f"{browser.page.path}/answer"


def buttons_of(page: Page) -> list[str]:
    """What the buttons below a question send, the first of which is what Enter does."""
    return page.tree.xpath("//*[@class='action']//button/@value")


# ------------------------------------------------------------------------------------------------------ how sure one is


def test_three_other_buttons_send_the_answer_and_say_it_and_none_has_to(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address = at_a_question(browser)
    assert buttons_of(browser.page) == ["1", "1", "sure", "hesitant", "guess"]
    assert browser.page.tree.xpath("//*[@class='action']//button[not(@class='quiet')]/@name") == ["answering"]
    browser.send(address, ANSWERING, option=RIGHT)
    assert [answer.confidence for answer in answers_of(house, account)] == [None]
    assert buttons_of(browser.page) == []


def test_what_is_said_is_kept(house: House) -> None:
    for said in ["sure", "hesitant", "guess"]:
        account = house.person()
        browser = house.browser_of(account)
        browser.send(at_a_question(browser), ("confidence", said), option=RIGHT)
        assert [answer.confidence for answer in answers_of(house, account)] == [said]
        assert COMES_BACK not in browser.page.text


def test_who_was_sure_and_wrong_is_told_that_it_comes_back(house: House) -> None:
    for said, told in [("sure", True), ("hesitant", False), ("guess", False)]:
        account = house.person()
        browser = house.browser_of(account)
        page = browser.send(at_a_question(browser), ("confidence", said), option=WRONG)
        assert (COMES_BACK in page.text) is told
        with house.store.reading() as db:
            due = select(DueCheck.skill).where(DueCheck.learner_key == account.learner_key)
            assert list(db.scalars(due)) == ["listen.active"] * told


def test_a_mail_asks_it_too(house: House) -> None:
    account = house.person()
    browser, address = house.stranger(), house.address_of(house.question_for(account))
    assert flaws(browser.get(address)) == []
    page = browser.send(address, ("confidence", "sure"), option=WRONG)
    assert COMES_BACK in page.text
    assert [answer.confidence for answer in answers_of(house, account)] == ["sure"]


def test_how_sure_one_was_comes_back_with_the_question_and_may_be_said_anew(house: House) -> None:
    for then, kept in [(ANSWERING, "sure"), (("confidence", "guess"), "guess"), (DONT_KNOW, None)]:
        account = house.person()
        browser = house.browser_of(account)
        address = at_a_question(browser)
        page = browser.send(address, ("confidence", "sure"))
        assert page.tree.xpath("//button[@aria-pressed='true']/@value") == ["sure"]
        assert flaws(page) == []
        browser.send(address, then, option=WRONG)
        assert [answer.confidence for answer in answers_of(house, account)] == [kept]


# ------------------------------------------------------------------------------------------------ faster than one reads


def test_an_answer_faster_than_one_reads_is_taken_and_a_quiet_sentence_says_that_it_weighs_less(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address = at_a_question(browser)
    house.clock.reading = timedelta(0)
    page = browser.send(address, ("confidence", "hesitant"), option=WRONG)
    assert page.heading == "Ce n’est pas la meilleure réponse ici"
    (said,) = page.tree.xpath("//section[@aria-labelledby='verdict']/p")
    assert words(said) == f"Cela reviendra, dans une autre situation. {WEIGHS_LESS}"
    assert flaws(page) == []
    assert [(one.response, one.confidence, one.rapid) for one in answers_of(house, account)] == [
        (["b"], "hesitant", True)
    ]


def test_what_does_not_count_at_all_is_not_said_to_weigh_less(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    address, house.clock.reading = at_a_question(browser), timedelta(0)
    browser.send(address, ANSWERING, option=RIGHT)
    with house.store.writing() as db:
        db.execute(update(Answer).where(Answer.learner_key == account.learner_key).values(counts=False))
    assert WEIGHS_LESS not in browser.get(address.removesuffix("/answer")).text


def test_swapped_in_it_says_the_same(house: House) -> None:
    browser = house.visitor()
    address = at_a_question(browser)
    house.clock.reading = timedelta(0)
    browser.swap(address, ANSWERING, option=WRONG)
    swapped = settled(browser.page.part("scene"))
    assert WEIGHS_LESS in browser.page.part("scene").text_content()
    assert swapped == settled(browser.get(address.removesuffix("/answer")).part("scene"))
