"""What a counsellor keeps and decides, in a real browser: a note that saves itself, a bookmark, the first themes."""

from playwright.sync_api import Page, expect

from models.tables.people import Account
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press
from tests.portal.house import House

CONFLICT = r"Failed to load resource: the server responded with a status of 409 \(CONFLICT\)"


def at_story(devices: Devices, house: House, account: Account, story: int, **options: bool) -> Page:
    page = devices.open(account, **options)
    page.goto(f"/news/{story}")
    page.get_by_text("Ma note").click()
    return page


def test_a_note_saves_itself_while_one_writes_and_is_there_on_the_next_visit(devices: Devices, house: House) -> None:
    account, story = house.person(), lives.news(house)[0]
    page = at_story(devices, house, account, story)
    page.get_by_role("textbox").press_sequentially("À montrer à Fatima")
    expect(page.get_by_role("status")).to_have_text("Enregistré")
    page.get_by_role("textbox").press_sequentially(", mardi")
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.get_by_role("status")).to_have_text("Enregistré")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("À montrer à Fatima, mardi")


def test_a_save_that_is_refused_takes_nothing_away(devices: Devices, house: House) -> None:
    devices.expected.append(CONFLICT)
    account, story = house.person(), lives.news(house)[0]
    here, there = (at_story(devices, house, account, story) for _ in range(2))
    there.get_by_role("textbox").fill("De l'autre fenêtre")
    expect(there.get_by_role("status")).to_have_text("Enregistré")
    here.get_by_role("textbox").fill("D'ici")
    expect(here.get_by_role("alert")).to_contain_text("Pas encore enregistré")
    expect(here.get_by_role("textbox")).to_have_value("D'ici")
    there.reload()
    expect(there.get_by_role("textbox")).to_have_value("De l'autre fenêtre")


def test_a_bookmark_is_one_tap_and_the_focus_stays_on_it(devices: Devices, house: House) -> None:
    account, story = house.person(), lives.news(house)[0]
    page = devices.open(account)
    page.goto(f"/news/{story}")
    press(page, "Garder dans mes repères")
    kept = page.get_by_role("button", name="Gardé · retirer des repères")
    expect(kept).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Garder dans mes repères")).to_be_focused()


def test_a_note_is_kept_without_javascript(devices: Devices, house: House) -> None:
    account, story = house.person(), lives.news(house)[0]
    page = at_story(devices, house, account, story, javascript=False)
    page.get_by_role("textbox").fill("Sans script")
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_role("textbox")).to_have_value("Sans script")
    page.get_by_role("button", name="Garder dans mes repères").click()
    expect(page.get_by_role("button", name="Gardé · retirer des repères")).to_be_visible()


def test_the_button_says_three_themes_while_they_are_the_three_that_were_offered(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person())
    page.goto("/themes/first")
    boxes = page.get_by_role("checkbox")
    expect(page.get_by_role("button", name="Suivre ces trois thèmes", exact=True)).to_be_visible()
    boxes.last.check()
    expect(page.get_by_role("button", name="Suivre ces thèmes", exact=True)).to_be_visible()
    boxes.last.uncheck()
    page.get_by_role("button", name="Suivre ces trois thèmes", exact=True).click()
    expect(heading(page)).to_have_text("Bonjour Claire")


def test_ones_own_pages_are_under_the_account_menu(devices: Devices, house: House) -> None:
    page = devices.open(house.person(), width=320)
    for name in ("Ma semaine", "Mes repères", "Mon parcours", "Mes thèmes"):
        page.goto("/")
        press(page, "Mon compte")
        press(page, name)
        expect(heading(page)).to_have_text(name)
