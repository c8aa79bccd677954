"""A public page as anybody opens it: small, without script, cookie or style sheet if need be; its paper is one A4."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument
from sqlalchemy import delete

from content.directory.entry import EntryKind
from models.catalogue import coming_into_force, documents, in_force
from models.community.page_text import MOST_CHOSEN
from models.community.public_pages import PageAsKept
from models.tables.documents import VersionChange
from models.tables.public_pages import Meeting, PublicPage
from tests.browser.devices import ICON, Devices
from tests.browser.drawn import ANEW, DRAWN_BADLY, EVERY_RULE, LOOKS, accessibility, sheets, smallest
from tests.community.pages.public_pages.asked_pages import TEAM, WORDS, public, shown, with_meetings
from tests.directory.published_entries import entry, forget_directory, publish_entries
from tests.house import House
from tests.plain_words import vouch_for_all

pytestmark = pytest.mark.every_chromium

STATIC = Path(__file__).parents[2] / "portal" / "static"
MOST_BYTES = 30_000
SINCE = "    valid_from: 2026-11-16\n"
RULE = "onem-duree"


@pytest.fixture(scope="module")
def full(house: House) -> Iterator[PageAsKept]:
    """A page on which every block says as much as it may, in a house that has a public address."""
    keeper = house.person(trainer=True).learner_key
    with house.store.writing() as db:
        rules = documents.document_of(db, documents.RULES)
        before = documents.published_text(db, rules) or ""
        coming_into_force.put_in_force(db, rules, changed(before), VersionChange.MEANING, house.clock(), by=None)
        made = [
            replace(entry(f"public-{number}", plain=WORDS), skills=(), rules=(RULE,)) for number in range(MOST_CHOSEN)
        ]
        publish_entries(db, *made[2:], *(replace(one, kind=EntryKind.MEASURE) for one in made[:2]))
        vouch_for_all(db)
        topics = tuple(one.id for one in in_force.topics(db))[:MOST_CHOSEN]
    page = shown(house.store, keeper, replace(TEAM, topics=topics, entries=tuple(one.id for one in made)))
    with_meetings(house.store, page.id)
    with public(house):
        yield page
    with house.store.writing() as db:
        rules = documents.document_of(db, documents.RULES)
        coming_into_force.put_in_force(db, rules, before, VersionChange.MEANING, house.clock(), by=None)
        db.execute(delete(Meeting))
        db.execute(delete(PublicPage))
        forget_directory(db)


def changed(rules: str) -> str:
    """The rules of the pack, those without a day of their own since last week."""
    head, *blocks = rules.split("  - id: ")
    said = (one.rstrip("\n") + "\n" + ("" if "valid_from" in one else SINCE) for one in blocks)
    return head + "".join(f"  - id: {one}\n" for one in said)


def test_it_weighs_little_sets_no_cookie_and_asks_nobody_else(devices: Devices, full: PageAsKept) -> None:
    page, loaded = devices.open(), {}
    page.on("response", lambda answer: loaded.update({answer.url.partition("?")[0]: len(answer.body())}))
    page.goto(f"/p/{full.address}")
    page.wait_for_load_state("networkidle")
    weights = {address.rpartition("/")[2]: weight for address, weight in loaded.items() if ICON not in address}
    assert sorted(weights) == [full.address, "public.css"]
    assert sum(weights.values()) + (STATIC / "icon.svg").stat().st_size <= MOST_BYTES
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.journey), "nl", "en"])
def test_everybody_can_read_and_use_it(devices: Devices, full: PageAsKept, language: str) -> None:
    page = devices.open()
    page.goto(f"/p/{full.address}?language={language}")
    for (width, scheme), rules in zip(LOOKS, (EVERY_RULE, ANEW), strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert [*accessibility(page, rules), *page.evaluate(DRAWN_BADLY)] == []


def test_it_says_all_without_script_and_style_sheet(devices: Devices, full: PageAsKept) -> None:
    devices.expected += [r".*public\.css.*", r"Failed to load resource: net::ERR_FAILED"]
    page = devices.open(javascript=False, width=320)
    page.route("**/public.css*", lambda route: route.abort())
    page.goto(f"/p/{full.address}")
    for heading in ("Ce qui a changé", "Ateliers et rencontres en ligne", "Services", "Poser une question"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_text(topic_name(page)).click()
    expect(page.locator("details li").first).to_be_visible()


def topic_name(page: Page) -> str:
    return page.locator("summary").first.inner_text()


def test_what_is_not_shown_is_a_page_too(devices: Devices, full: PageAsKept) -> None:
    devices.expected.append(r"Failed to load resource: the server responded with a status of 410 \(GONE\)")
    page = devices.open(width=320)
    page.goto("/p/nulle-part")
    expect(page.get_by_role("heading", name="Aucune page n’est affichée ici")).to_be_visible()
    assert [*accessibility(page), *page.evaluate(DRAWN_BADLY)] == []


def test_its_paper_is_one_page_in_eleven_points_with_its_code_and_the_ways(
    devices: Devices, house: House, full: PageAsKept
) -> None:
    page = devices.open(house.person())
    page.goto(f"/community/pages/{full.id}/paper")
    sheet = page.pdf(prefer_css_page_size=True)
    assert sheets(sheet) == 1
    text = PdfDocument(sheet)[0].get_textpage().get_text_range()
    assert [said for said in ("Nous joindre", "02 000 00 00", "BP 1", f"/p/{full.address}") if said not in text] == []
    assert smallest(page) >= 11
    page.emulate_media(media="print")
    expect(page.locator(".scanned svg")).to_be_visible()
