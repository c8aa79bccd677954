"""A counsellor's minutes: without JavaScript, off the network; what she reports, votes and counts."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from content.module import QuestionKind
from models.learning import playing
from models.learning.scenes import FeedbackScene, QuestionScene
from models.tables.answers import Answer
from models.tables.people import Account
from models.tables.votes import TopicVote, Vote
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.browser.hands import go_on, heading, press, tab_to
from tests.house import House

MOST_KEYS = 20
OFF_THE_NETWORK = [r".*net::ERR_INTERNET_DISCONNECTED.*", r"htmx:(afterRequest|sendError).*"]
DATABASE_AWAY = [r".*status of 503.*", r"Response Status Error Code 503 .*"]
"""What Chromium and htmx write on the console then."""


def at_a_question(house: House, account: Account) -> str:
    return lives.sitting(house, account, "ecouter-sans-diriger", QuestionScene)


def answers_of(house: House, account: Account) -> int:
    mine = select(func.count()).select_from(Answer).where(Answer.learner_key == account.learner_key)
    return house.read(lambda db: db.scalar(mine)) or 0


def question_on(page: Page) -> list[str]:
    """The question and its options, in their order."""
    return [heading(page).inner_text(), *page.locator("label").all_inner_texts()]


def answer(page: Page) -> None:
    page.get_by_role("radio").or_(page.get_by_role("checkbox")).first.check()
    page.get_by_role("button", name="Répondre").click()


@pytest.mark.journey
def test_without_javascript_the_same_question_goes_by_whole_pages(devices: Devices, house: House) -> None:
    account = house.person()
    address = at_a_question(house, account)
    page, plain = devices.open(account), devices.open(account, javascript=False)
    for one in (page, plain):
        one.goto(address)
    assert question_on(plain) == question_on(page)

    answer(plain)
    expect(plain.locator("#verdict")).to_be_visible()
    expect(plain).to_have_url(re.compile(f"{address}$"))
    go_on(plain)
    expect(plain).to_have_title(re.compile("question 2 sur"))
    go_on(plain)
    expect(plain.locator("#verdict")).to_have_text("C’est noté. Voici la réponse.")
    assert answers_of(house, account) == 2


def test_with_nothing_ticked_the_focus_is_on_what_is_missing_and_nothing_is_noted(
    devices: Devices, house: House
) -> None:
    account, sentence = house.person(), "Cochez une réponse, ou dites « Je ne sais pas ». Rien n’est encore noté."
    address, _ = lives.asked(house, account, QuestionKind.SEVERAL)
    before = answers_of(house, account)
    for page in (devices.open(account), devices.open(account, javascript=False)):
        page.goto(address)
        page.get_by_role("button", name="Répondre").click()
        expect(page.locator("#again")).to_have_text(sentence)
        expect(page.locator("#again")).to_be_focused()
    assert answers_of(house, account) == before
    answer(page)
    expect(page.locator("#verdict")).to_be_visible()
    assert answers_of(house, account) == before + 1


def test_when_the_network_or_the_database_goes_it_is_said_and_nothing_is_lost(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, width=320)
    page.set_viewport_size({"width": 320, "height": 400})
    page.goto(at_a_question(house, account))

    devices.expected += OFF_THE_NETWORK
    page.context.set_offline(True)
    answer(page)
    expect(page.get_by_role("alert")).to_have_text(
        "Le portail ne répond pas. Rien n’est perdu : réessayez dans un instant."
    )
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("radio").first).to_be_checked()
    assert answers_of(house, account) == 0

    page.context.set_offline(False)
    devices.expected += DATABASE_AWAY
    page.route("**/answer", lambda route: route.fulfill(status=503, body="<p>Une page</p>"))
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.reload()
    expect(page.get_by_role("radio").first).to_be_checked()

    page.unroute("**/answer")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("#verdict")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert answers_of(house, account) == 1


def test_a_tap_and_a_word_with_the_keyboard_alone(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, width=320)
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", FeedbackScene))
    press(page, "Périmé")
    told = page.locator("#under [data-focus]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Votre réponse est mise de côté")
    tab_to(page.get_by_label("Un mot, si vous voulez"))
    page.keyboard.type("Depuis mai, c'est fini.")
    tab_to(page.get_by_label("Répondez-moi"))
    page.keyboard.press("Space")
    press(page, "Enregistrer")
    expect(told).to_be_focused()
    expect(page.get_by_label("Un mot, si vous voulez")).to_have_value("Depuis mai, c'est fini.")
    expect(page.get_by_label("Répondez-moi")).to_be_checked()
    press(page, "Retirer ce signalement")
    expect(told).to_have_text("Votre signalement est retiré.")
    expect(told).to_be_focused()
    expect(page.locator("#verdict")).to_be_visible()


@pytest.mark.parametrize(("address", "kept"), [("/field?on=topics", TopicVote.said), ("/field", Vote.id)])
def test_a_digit_and_enter_vote_and_the_keys_are_shown(
    devices: Devices, house: House, address: str, kept: InstrumentedAttribute[str]
) -> None:
    account = house.person()
    page = devices.open(account)
    page.goto(address)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    for key in ("Escape", "1", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Votre réponse est gardée. Merci.")).to_be_visible()
    mine = select(kept).where(kept.class_.learner_key == account.learner_key)
    (said,) = house.read(lambda db: list(db.scalars(mine)))
    assert said == "as_it_is" or kept is not TopicVote.said


def test_a_week_of_forty_slips_is_typed_by_keyboard_alone_in_few_keys(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto("/practice")
    keys = [*"40\t31\t28\t36\n"]
    for key in keys:
        page.keyboard.press({"\t": "Tab", "\n": "Enter"}.get(key, key))
    assert len(keys) <= MOST_KEYS
    expect(page.get_by_role("status")).to_contain_text("Détruisez maintenant les bulletins.")
    held = page.locator(".tally input:not([type=hidden])")
    assert [held.nth(number).input_value() for number in range(4)] == ["40", "31", "28", "36"]
    expect(held.first).not_to_be_focused()


def test_a_week_that_cannot_be_comes_back_as_it_was_typed_at_the_field_to_mend(devices: Devices, house: House) -> None:
    page = devices.open(house.person(), width=320)
    page.goto("/practice")
    for name, value in {"Nombre de bulletins": "9", "Je sais ce que": "7", "Je sais qui": "12", "J’ai pu": "8"}.items():
        page.get_by_label(name).fill(value)
    page.get_by_role("button", name="Noter").click()
    wrong = page.get_by_label("Je sais qui appeler")
    expect(wrong).to_have_value("12")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description("Il y a plus de «\u202foui\u202f» que de bulletins.")
    assert seen_on(page) == []


def test_going_back_after_an_answer_shows_a_whole_page(devices: Devices, house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        sitting = playing.begin_situating(db, account.learner_key, house.clock())
    page = devices.open(account)
    page.goto(f"/play/{sitting.id}")
    answer(page)
    page.get_by_role("button", name="Terminer et voir la boussole").click()
    expect(page).to_have_title("Où vous en êtes · Boussole")
    page.go_back()
    expect(page.get_by_role("contentinfo")).to_be_visible()
