"""A counsellor's minutes: without JavaScript, on two devices, off the network, from a mail."""

import re

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from content.module import QuestionKind
from models.study.play.scenes import FeedbackScene, QuestionScene
from models.tables.people import Account
from models.tables.study import Answer
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import go_on, heading
from tests.portal.house import House

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


def test_what_is_begun_on_one_device_goes_on_with_the_same_question_on_another(devices: Devices, house: House) -> None:
    account = house.person()
    desk, phone = devices.open(account), devices.open(account, width=320)
    desk.goto("/")
    desk.get_by_role("button", name="Commencer").click()
    while not desk.get_by_role("button", name="Répondre").is_visible():
        go_on(desk)
    begun = question_on(desk)
    desk.get_by_role("link", name="Arrêter ici, tout est gardé").click()
    expect(heading(desk)).to_have_text("Bonjour Claire")

    phone.goto("/")
    phone.get_by_role("button", name="Reprendre").click()
    expect(phone.get_by_role("button", name="Répondre")).to_be_visible()
    assert question_on(phone) == begun
    answer(phone)
    expect(phone.locator("#verdict")).to_be_focused()

    desk.go_back()
    expect(desk.locator("#verdict")).to_be_visible()
    assert answers_of(house, account) == 1


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


def test_the_question_of_a_mail_is_answered_without_signing_in_and_once(devices: Devices, house: House) -> None:
    account = house.person()
    address = house.address_of(house.question_for(account, "ecoute-1"))
    page = devices.open(width=320)
    page.goto(address)
    expect(page).to_have_title("La question du jour · Boussole")
    assert answers_of(house, account) == 0
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    expect(page.get_by_text("Répondre au nom de C.\u202f?")).to_be_visible()
    answer(page)
    expect(page.locator("#verdict")).to_be_visible()
    page.goto(address)
    expect(heading(page)).to_have_text("Cette question a déjà sa réponse")
    assert answers_of(house, account) == 1
    page.get_by_role("main").get_by_role("link", name="Revoir la question").click()
    expect(heading(page)).to_have_text("Se connecter")


def test_at_the_end_of_a_sitting_nothing_is_left_to_stop(devices: Devices, house: House) -> None:
    page = devices.open(account := house.person())
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", FeedbackScene))
    stop = page.get_by_role("link", name="Arrêter ici, tout est gardé")
    expect(stop).to_be_visible()
    while heading(page).inner_text() != "Terminé":
        go_on(page)
    expect(stop).to_be_hidden()
    expect(page.get_by_role("link", name="Retour à l’accueil")).to_be_visible()
    page.reload()
    expect(stop).to_be_hidden()
