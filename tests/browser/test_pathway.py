"""The pathway under the hands of two people: by keys alone, by a finger, on paper, and opened again from the paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from content.pathway.pathway import Pathway
from content.pathway.pathway_fields import PlaceFields, read_pathway_fields
from content.pathway.pathway_text import read_pathway, write_pathway
from models.learning import playing
from portal.charts.pathway_picture import LEADING, ROOM, height_of
from portal.community import qr_codes
from portal.community.pathway_paper import HEAD, PAGE
from tests.browser.devices import Devices
from tests.browser.drawn import DRAWN_BADLY, accessibility, sheets
from tests.browser.hands import Counted, press, tab_to
from tests.builders import live_through
from tests.community.pages.typed_pathways import plain
from tests.content.made_up_pathways import REFERENCE, made_up_pathway
from tests.house import House
from tests.house_texts import write_ways

STORED = "JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
WAYS = ("rue Fictive 12, 1000 Bruxelles, de 9 h à 12 h", "02 000 00 00", "Boîte 7, 1000 Bruxelles")
MOST_KEYS = 120
"""Beside the words of nine places."""
DPI = 300
CHOSEN_BY = {
    **{"téléphone": "t", "enfant": "e", "argent": "a", "trajet": "traj", "papier": "p", "rencontre": "r"},
    "école": ("e", "ArrowDown", "ArrowDown"),
}
"""The keys that choose a symbol in its list."""
SMALLEST_DRAWN = """() => Math.min(...[...document.querySelectorAll(".a4 svg[role=img] text")].map(
  (text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)) * 72 / 96"""
"""Letters of the drawing, in points."""


@pytest.fixture
def public(house: House) -> Iterator[str]:
    """The address of the house is one that anybody reaches."""
    before = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(before, public_url=before.base_url)
    yield before.base_url
    house.app.extensions["settings"] = before


def typed_as_a_list(page: Page, text: str) -> None:
    page.goto("/sheet")
    page.get_by_role("button", name="Écrire en liste").click()
    page.get_by_label("La feuille, en liste").fill(text)
    expect(page.locator("#drawn [data-place]").last).to_have_attribute("data-place", str(text.count("\n\n")))


def printed(page: Page, *, code: bool = False) -> Page:
    """The page to print, which opens beside the pathway."""
    with page.context.expect_page() as beside:
        page.get_by_role("button", name="Imprimer").click()
    paper = beside.value
    # To print a page while it is left for another fails: « Printing failed ».
    expect(paper.get_by_role("button", name="Imprimer")).to_be_visible()
    if code:
        paper.get_by_role("button", name="Avec un code à scanner").click()
        expect(paper.locator(":is(.scanned, .back) svg")).to_have_count(1)
    return paper


def text_of(page: Page) -> str:
    """The text that the list holds."""
    found: str = page.get_by_label("La feuille, en liste").input_value()
    return found


class Keys(Counted):
    """A keyboard that knows the fields of a pathway by their names."""

    def to(self, name: str, words: str = "", by: str = "Tab") -> None:
        """Go to a field by Tab, from where one is, and type words in it."""
        for _ in range(14):
            if self.page.evaluate("document.activeElement.name") == name:
                self.page.keyboard.type(words)
                return
            self.press(by)
        raise AssertionError(f"the Tab key does not lead to {name}")

    def choose(self, name: str, *keys: str) -> None:
        """Go to a list, and press what leads to a line of it."""
        self.to(name)
        self.press(*keys)


def fill(keys: Keys, number: int, place: PlaceFields) -> None:
    """Type one place, from the field that it begins with."""
    keys.to(f"{'what' if place.decides else 'who'}-{number}", place.what if place.decides else place.who)
    keys.to(f"{'who' if place.decides else 'what'}-{number}", place.who if place.decides else place.what)
    if place.day or not place.decides:
        keys.to(f"day-{number}", place.day)
    for way, said in enumerate(place.ways, 1):
        keys.to(f"way-{number}-{way}", said.words)
        keys.choose(f"goal-{number}-{way}", said.goal[0])
    if not place.decides:
        keys.press("Tab", "Enter")  # more of the step
        keys.choose(f"symbol-{number}", *CHOSEN_BY[place.symbol])
    if place.goal:
        keys.choose(f"goal-{number}", place.goal)
    if place.own_words:
        keys.to(f"own_words-{number}", place.own_words)


def begin(keys: Keys, place: PlaceFields) -> None:
    """From whatever field: a line that is ended begins the next place."""
    in_list = keys.page.evaluate("document.activeElement.localName") == "select"
    keys.press("Alt+Enter" if place.decides else "Shift+Enter" if in_list else "Enter")


def test_a_sheet_of_nine_places_is_drawn_by_keys_alone(devices: Devices) -> None:
    page = devices.open()
    page.goto("/sheet")
    wanted, keys = read_pathway_fields(REFERENCE), Keys(page, MOST_KEYS)
    keys.to("title", wanted.title)
    keys.to("behind", wanted.behind)
    for number, place in enumerate(wanted.places, 1):
        begin(keys, place)
        expect(page.locator(f"[name={'what' if place.decides else 'who'}-{number}]")).to_be_focused()
        fill(keys, number, place)
    keys.to("review", wanted.review)
    expect(page.locator("#drawn [data-place]")).to_have_count(9)
    page.get_by_role("button", name="Écrire en liste").click()
    assert read_pathway(text_of(page)) == read_pathway(REFERENCE)._replace(exact_at=None, rules=())
    assert len(keys.pressed) <= MOST_KEYS


@pytest.mark.journey
def test_places_change_their_order_by_keys_and_the_last_change_is_taken_back(devices: Devices) -> None:
    page = devices.open()
    typed_as_a_list(page, "Feuille : f\n\n1. moi : a\n\n2. moi : b\n\n3. moi : c\n")
    page.get_by_role("button", name="Remplir un formulaire").click()
    page.locator("[name=what-3]").focus()
    for above in (2, 1):
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator(f"[name=what-{above}]")).to_have_value("c")
        expect(page.locator(f"#place-{above} :focus")).to_have_count(1)
    page.get_by_role("button", name="Annuler le dernier changement").click()
    expect(page.locator("[name=what-2]")).to_have_value("c")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_view_by_two_holds_no_word_of_the_private_pages(devices: Devices, house: House, javascript: bool) -> None:
    person = house.person()
    page = devices.open(person, javascript=javascript)
    page.goto("/")
    private = set(re.findall(r"\w{4,}", page.locator("header").inner_text())) | {person.name, person.email}
    page.goto("/sheet/from/projet-metier-2")
    page.get_by_role("button", name="Vue à deux").click()
    expect(page.locator(".together")).to_have_count(1)
    said = page.locator("body").inner_text() + page.title()
    assert {word for word in private if word in said} == set()
    assert page.locator("nav, header, footer").count() == 0
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.together input')).fontSize)") >= 19
    page.get_by_role("button", name="Fermer la vue à deux").click()
    expect(page.locator("header")).to_have_count(1)


def test_whoever_leaves_a_sheet_with_words_is_asked_first_and_nothing_stays_in_the_browser(devices: Devices) -> None:
    page = devices.open()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/sheet")
    page.goto("/sheet")
    assert asked == []
    page.get_by_label("De quoi parle cette feuille").press_sequentially("une crèche")
    assert "crèche" not in page.evaluate(STORED)
    page.get_by_role("button", name="Vue à deux").click()
    expect(page.locator(".together")).to_have_count(1)
    assert asked == []
    page.get_by_label("De quoi parle cette feuille").press_sequentially(" en ville")
    page.goto("/sheet")
    assert asked == ["beforeunload"]
    assert page.context.cookies() == []


@pytest.mark.journey
@pytest.mark.every_chromium
def test_the_paper_is_one_page_in_eleven_points_and_its_code_gives_the_text(devices: Devices, public: str) -> None:
    page = devices.open()
    typed_as_a_list(page, REFERENCE.replace("Exact au : 29/11/2026 14:05\n", ""))
    paper = printed(page, code=True)
    printed_pathway = paper.pdf(prefer_css_page_size=True)
    assert sheets(printed_pathway) == 1
    paper.emulate_media(media="print")
    assert paper.evaluate(SMALLEST_DRAWN) >= 10.99
    (code,) = zxingcpp.read_barcodes(
        PdfDocument(printed_pathway)[0].render(scale=DPI / 72, grayscale=True).to_numpy().squeeze()
    )
    assert code.text.startswith(f"{public}/f#")
    corners = code.position.top_left.x, code.position.top_right.x
    assert (corners[1] - corners[0]) / DPI * 25.4 >= 50
    opened = devices.open()
    opened.goto(code.text)
    opened.get_by_role("button", name="Continuer la feuille").click()
    opened.get_by_role("button", name="Écrire en liste").click()
    text = text_of(opened)
    assert read_pathway(text)._replace(exact_at=None) == read_pathway(REFERENCE)._replace(exact_at=None)


@pytest.mark.every_chromium
@pytest.mark.parametrize("way", ["Écrire en liste", "Remplir un formulaire", "Vue à deux"])
def test_the_page_itself_prints_as_the_paper_does_and_nothing_private_with_it(
    devices: Devices, house: House, way: str
) -> None:
    with house.store.writing() as db:
        write_ways(db, "fr", *WAYS)
    page = devices.open()
    typed_as_a_list(page, REFERENCE.replace("   Avant le : 7/12/2026\n", "").replace(" : moi\n", " : le CPAS\n"))
    expect(page.get_by_text("chose à compléter")).to_be_visible()
    if way != "Écrire en liste":
        page.get_by_role("button", name=way).click()
        expect(page.get_by_role("button", name=way, exact=True)).to_have_count(0)
    pages = PdfDocument(page.pdf(prefer_css_page_size=True))
    said = " ".join(plain(one.get_textpage().get_text_range()) for one in pages)
    assert len(pages) == 1
    assert "reprendre une formation, les enfants bien gardés" in said.split("Derrière moi")[0]
    for words in ("Cette feuille est à vous.", "Qui garde les enfants", "On se revoit le", "Exact au", *WAYS):
        assert words in said
    for private in ("Qui porte quoi", "à compléter", "Qui d'autre", "De quoi parle", "liste", "Imprimer", "Boussole"):
        assert private not in said


@pytest.mark.every_chromium
@pytest.mark.parametrize("with_code", [True, False])
def test_the_highest_drawing_that_has_room_on_a_page_is_printed_on_one(
    devices: Devices, house: House, public: str, with_code: bool
) -> None:
    with house.store.writing() as db:
        write_ways(db, "fr", *WAYS)
    page = devices.open()
    pathway = highest_within(ROOM if with_code else PAGE - HEAD - 4 * LEADING)
    typed_as_a_list(page, write_pathway(pathway))
    paper = printed(page, code=with_code)
    assert sheets(paper.pdf(prefer_css_page_size=True)) == 1


def highest_within(room: float) -> Pathway:
    """A made-up pathway whose drawing leaves the least of a room."""
    made = [made_up_pathway(Random(seed), language="fr") for seed in range(300)]
    return max((pathway for pathway in made if height_of(pathway) <= room), key=height_of)


def test_a_paper_opens_on_a_telephone_that_has_never_been_here(devices: Devices, house: House, public: str) -> None:
    page = devices.open(width=390, language="nl")
    page.goto(address_of(house, REFERENCE))
    expect(page.locator("[data-place]")).to_have_count(9)
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert [*accessibility(page), *page.evaluate(DRAWN_BADLY)] == []
    expect(page.locator(".sheet-words")).to_contain_text("j'appelle la crèche pour demander une place")
    with page.expect_download() as kept:
        page.get_by_role("button", name="Garder le texte").click()
    assert kept.value.path().read_text("utf-8") == REFERENCE
    assert page.evaluate(STORED) == "{}{}"


def address_of(house: House, text: str) -> str:
    with house.app.test_request_context():
        return qr_codes.address_of(read_pathway(text))


def test_the_words_for_the_file_are_copied_as_they_were_left(devices: Devices) -> None:
    page = devices.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    typed_as_a_list(page, REFERENCE)
    with page.context.expect_page() as beside:
        page.get_by_role("button", name="Copier pour le dossier").click()
    words = beside.value
    words.get_by_label("Les mots de la feuille").fill("moi : j'appelle la crèche")
    words.get_by_role("button", name="Nous avons lu : copier").click()
    expect(words.get_by_role("button", name="Copié")).to_have_count(1)
    assert words.evaluate("navigator.clipboard.readText()") == "moi : j'appelle la crèche"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_a_sheet_can_be_used_by_everybody(devices: Devices, public: str, width: int) -> None:
    page = devices.open(width=width)
    typed_as_a_list(page, REFERENCE)
    found = [*accessibility(page), *page.evaluate(DRAWN_BADLY)]
    page.get_by_role("button", name="Remplir un formulaire").click()
    page.locator("[name=title]").wait_for()
    found += [*accessibility(page), *page.evaluate(DRAWN_BADLY)]
    paper = printed(page, code=True)
    found += [*accessibility(paper), *paper.evaluate(DRAWN_BADLY)]
    page.get_by_role("button", name="Vue à deux").click()
    page.locator(".together").wait_for()
    found += [*accessibility(page), *page.evaluate(DRAWN_BADLY)]
    assert found == []


def test_a_sheet_reads_without_its_style(devices: Devices) -> None:
    page = devices.open()
    typed_as_a_list(page, REFERENCE)
    paper = printed(page)
    paper.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach((one) => one.remove())")
    said = paper.locator(".a4").inner_text()
    order = ["Cette feuille est à vous.", "reprendre une formation", "Exact au"]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "Qui garde les enfants" in (paper.locator(".a4 svg[role=img] desc").text_content() or "")


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1280, False)])
def test_a_situation_is_unfolded_and_its_sheet_completed_in_a_page_of_its_own(
    devices: Devices, house: House, width: int, javascript: bool
) -> None:
    account = house.person()
    with house.store.writing() as db:
        play = playing.start(db, account.learner_key, "noeuds-du-parcours", house.clock())
        live_through(db, play, house.clock(), lambda asked: asked.key)
        address = f"/play/{play.id}"
    page = devices.open(account, width=width, javascript=javascript)
    page.goto(address)
    expect(page.get_by_text("Salima est inventée")).to_be_hidden()
    tab_to(page.locator("summary", has_text="Une situation inventée"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salima est inventée")).to_be_visible()
    if javascript:
        assert [*accessibility(page), *page.evaluate(DRAWN_BADLY)] == []
    with page.context.expect_page() as beside:
        press(page, "Essayer sur une feuille")
    pathway = beside.value
    expect(pathway.get_by_label("La question")).to_have_value("La maison de repos m'engage-t-elle ?")
    pathway.get_by_role("combobox", name="Qui répond").fill("la directrice")
    expect(page.get_by_text("Salima est inventée")).to_be_visible()
