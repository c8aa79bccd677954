"""The way back in, as people walk it: by mail, by a link from hand to hand; a session ended, a role changed."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.tables.mail import MailKind
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_every_page import seen_on
from tests.portal.house import PASSWORD, House
from tests.portal.test_leaving import mails, sent

ANOTHER = "une tout autre phrase, encore plus longue"
each_language = pytest.mark.parametrize("language", ["fr", "nl", "en"])


def signs_in(page: Page, account: Account, password: str = PASSWORD) -> None:
    page.goto("/sign-in")
    page.locator("[name=email]").fill(account.email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(heading(page)).to_contain_text("Bonjour")


def chooses(page: Page, password: str) -> None:
    assert seen_on(page) == []
    page.locator("[name=password]").fill(password)
    page.locator("main form button").first.click()


@each_language
def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(devices: Devices, house: House, language: str) -> None:
    account, page = house.person(language=language), devices.open(width=390, language=language)
    page.goto("/sign-in")
    assert seen_on(page) == []
    page.locator("a[href*='/forgotten']").click()
    assert seen_on(page) == []
    page.locator("[name=email]").fill(account.email)
    page.locator("main form button").first.click()
    expect(page.locator("[name=email]")).to_have_count(0)
    assert seen_on(page) == []
    (mail,) = mails(house, account, MailKind.WAY_BACK)
    link = re.search(r"/way-back/[\w-]+", sent(house, mail))
    assert link
    page.goto(link[0])
    chooses(page, ANOTHER)
    expect(page.locator("a[href='/account']").first).to_be_attached()
    page.goto(link[0])
    expect(page.locator("[name=password]")).to_have_count(0)  # it has served
    expect(page.locator("html")).to_have_attribute("lang", language)
    devices.expected.append(r"Failed to load resource: the server responded with a status of 410 \(GONE\)")


def test_a_link_that_an_administrator_hands_over_lets_in_once(devices: Devices, house: House) -> None:
    account, desk = house.person(), devices.open(house.person(administrator=True))
    desk.goto(f"/people/{account.id}")
    assert seen_on(desk) == []
    desk.get_by_role("button", name="Faire un lien à remettre").click()
    expect(heading(desk)).to_have_text(f"Lien à remettre à {account.name}")
    assert seen_on(desk) == []
    link = re.search(r"/way-back/[\w-]+", desk.locator("main").inner_text())
    assert link
    page = devices.open()
    page.goto(link[0])
    chooses(page, ANOTHER)
    expect(heading(page)).to_contain_text("Bonjour")
    signs_in(devices.open(), account, ANOTHER)


def test_a_role_is_changed_and_its_pages_open(devices: Devices, house: House) -> None:
    account, desk = house.person(), devices.open(house.person(administrator=True))
    page = devices.open(account)
    page.goto("/authoring")
    expect(heading(page)).to_have_text("Cette page est réservée.")
    desk.goto(f"/people/{account.id}")
    desk.get_by_label("Écrit des modules").check()
    desk.get_by_role("button", name="Garder ces changements").click()
    expect(desk.get_by_role("status")).to_contain_text(account.name)
    page.goto("/authoring")
    expect(heading(page)).not_to_have_text("Cette page est réservée.")
    devices.expected.append(r"Failed to load resource: the server responded with a status of 403 \(FORBIDDEN\)")


def test_a_session_is_ended_from_another_and_a_copied_cookie_is_dead_after_sign_out(
    devices: Devices, house: House
) -> None:
    account, here, elsewhere = house.person(), devices.open(), devices.open()
    signs_in(here, account)
    signs_in(elsewhere, account)
    here.goto("/account")
    here.get_by_role("button", name=re.compile("Terminer la session")).click()
    elsewhere.goto("/modules")
    expect(elsewhere).to_have_url(re.compile("/sign-in"))

    copied = here.context.cookies()
    here.get_by_role("button", name="Mon compte").click()
    here.get_by_role("button", name="Se déconnecter").click()
    expect(here).to_have_url(re.compile("/sign-in"))
    thief = devices.open()
    thief.context.add_cookies(copied)
    thief.goto("/modules")
    expect(thief).to_have_url(re.compile("/sign-in"))
