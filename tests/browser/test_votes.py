"""Voting in a browser: by the keys that answer a question, and without a script."""

from playwright.sync_api import expect
from sqlalchemy import select

from models.tables.people import Account
from models.tables.votes import TopicVote, Vote
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.portal.house import House


def votes_of(house: House, account: Account) -> list[str]:
    mine = select(TopicVote.said).where(TopicVote.learner_key == account.learner_key).order_by(TopicVote.id)
    return house.read(lambda db: list(db.scalars(mine)))


def test_a_digit_and_enter_vote_on_a_question_of_an_interview(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account)
    page.goto("/field?on=topics")
    asked = heading(page).inner_text()
    for key in ("2", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Votre réponse est gardée. Merci.")).to_be_visible()
    expect(heading(page)).not_to_have_text(asked)
    for key in ("3", "1", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert votes_of(house, account) == ["otherwise", "as_it_is"]


def test_the_same_keys_vote_on_a_question_of_practice_and_are_shown(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account)
    page.goto("/field")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    for key in ("1", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Votre réponse est gardée. Merci.")).to_be_visible()
    mine = select(Vote.id).where(Vote.learner_key == account.learner_key)
    assert len(house.read(lambda db: list(db.scalars(mine)))) == 1


def test_without_javascript_one_votes_by_whole_pages(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, javascript=False)
    page.goto("/field?on=topics")
    page.get_by_label("Non").check()
    page.get_by_role("button", name="Voilà mon avis").click()
    expect(page.get_by_text("Votre réponse est gardée. Merci.")).to_be_visible()
    assert votes_of(house, account) == ["no"]
