"""The way in by a provider of OpenID Connect in a real browser: linked, come in by, each page as it is drawn."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_every_page import seen_on
from tests.portal.house import PASSWORD, House
from tests.portal.openid import NAME, RealProvider
from tests.portal.test_access import invitation, invited
from tests.portal.test_oidc import linked, trusted_by

REFUSED = r"Failed to load resource: the server responded with a status of 403 \(FORBIDDEN\)"


@pytest.fixture
def provider(house: House) -> Iterator[RealProvider]:
    with trusted_by(house) as real:
        yield real


def say_who_one_is(page: Page) -> None:
    """At the provider, where the page before has led by itself."""
    expect(heading(page)).to_have_text("Qui êtes-vous ?")
    page.get_by_role("link", name="Claire").click()


def sign_in_by_it(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Se connecter avec {NAME}").click()
    say_who_one_is(page)


def test_an_account_is_linked_and_opened_by_it(devices: Devices, house: House, provider: RealProvider) -> None:
    page = devices.open(house.person())
    page.goto("/account")
    page.get_by_text("Rattacher mon compte").first.click()
    page.locator("#linking-present").fill(PASSWORD)
    page.get_by_role("button", name="Rattacher mon compte").click()
    say_who_one_is(page)
    expect(page.locator("main")).to_contain_text(f"Votre compte s’ouvre aussi avec {NAME}")
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    sign_in_by_it(page)
    expect(heading(page)).to_have_text("Bonjour Claire")


def test_without_javascript_one_button_more_is_pressed(devices: Devices, house: House, provider: RealProvider) -> None:
    linked(house, provider)
    page = devices.open(width=320, javascript=False)
    sign_in_by_it(page)
    page.get_by_role("button", name="Se connecter").click()
    expect(heading(page)).to_have_text("Bonjour Claire")


def test_an_invitation_is_accepted_and_linked_at_once(devices: Devices, house: House, provider: RealProvider) -> None:
    account = invited(house)
    provider.subject = f"invited-{account.id}"
    page = devices.open()
    page.goto(invitation(house, account))
    page.get_by_label("Choisissez un mot de passe").fill("une autre phrase assez longue")
    page.get_by_role("button", name=f"Ouvrir mon compte et le rattacher à {NAME}").click()
    say_who_one_is(page)
    expect(heading(page)).to_have_text("Bonjour Claire")


def hold(page: Page) -> None:
    """Let no page lead on by itself."""

    def without_refresh(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/sign-in/provider", without_refresh)
    page.route("**/boussole.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_page_of_the_way_is_sound(devices: Devices, house: House, provider: RealProvider, language: str) -> None:
    devices.expected.append(REFUSED)
    account, new = house.person(language=language), invited(house)
    page = devices.open(language=language)
    hold(page)
    page.goto(invitation(house, new))
    found = seen_on(page)
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", language)
    found += seen_on(page)
    page.locator("form[action^='/sign-in/provider'] button").click()
    expect(page.locator("main a.button")).to_be_visible()
    found += seen_on(page)
    page.locator("main a.button").click()
    say_who_one_is(page)
    expect(page.locator("[data-onward]")).to_be_visible()
    found += seen_on(page)
    provider.subject = f"unknown in {language}"
    page.locator("[data-onward] button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += seen_on(page)
    own = devices.open(account)
    found += opened_on_ones_account(own)
    linked(house, provider, account)
    assert [*found, *opened_on_ones_account(own)] == []


def opened_on_ones_account(page: Page) -> list[str]:
    """What is wrong where the link is made and undone, and in all else that is folded there."""
    page.goto("/account")
    for summary in page.locator("main summary").all():
        summary.click()
    return seen_on(page)
