"""What is printed: so many sheets of A4 and no more, in eleven points, and nothing in the margins that gives away."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from content.directory.entry import MOST_FACTS, DirectoryEntry, EntryBlank, EntryFact, EntryFactKind, EntryKind
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import in_force
from models.directory import tool_tests
from models.directory.entries import entry_id
from models.learning import playing
from models.tables.directory import ListedEntry
from tests.browser import lives
from tests.browser.devices import Devices, taught_house
from tests.browser.drawn import CENTIMETRE, accessibility, misprinted, sheets, smallest
from tests.browser.test_letters import LONG
from tests.builders import live_through
from tests.community.pages.letters_furnished import letter, public
from tests.databases import FreshDatabase
from tests.directory.published_entries import entry, fact, publish_entries
from tests.house import House
from tests.house_texts import write_ways
from tests.plain_words import vouch_for_all
from tests.site.pages.furnished import other_side

pytestmark = pytest.mark.every_chromium

LEAVE_ROOM = "main => main.style.paddingBlockEnd = '15mm'"
"""What another Chromium, which sets a line otherwise, may need more."""
LETTER = "document.querySelector('.letter-cards li').getBoundingClientRect().height"
SOUGHT = ("article 60", "chômage fin de droit", "écoute", "essai travail", "le CPAS engage une personne", "ONEM")
SENTENCE = "Il faut le demander par écrit, avec une copie de la carte d'identité et la dernière fiche de paie. "


@pytest.fixture(scope="module")
def house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, for others publish more; rules change in it, which its papers say, once."""
    with taught_house(sqlite, tmp_path_factory.mktemp("paper")) as house:
        lives.directory_of_the_pack(house)
        lives.made_of_news(house)
        yield house


def text_of(printed: bytes) -> str:
    return PdfDocument(printed)[0].get_textpage().get_text_range()


def test_a_briefing_is_one_sheet_whatever_is_sought_while_rules_change(devices: Devices, house: House) -> None:
    lives.house_with_ways(house)
    page = devices.open(house.person())
    assert [flaw for one in SOUGHT for flaw in misprinted(page, f"/briefing?q={one}")] == []


def test_every_card_is_one_sheet(devices: Devices, house: House) -> None:
    lives.to_be_read_again(house, "article-60")  # the longest card then says so too
    page, printed = devices.open(house.person()), {}
    for published in house.read(in_force.published_modules):
        for slug in published.module.addressed:
            page.goto(f"/modules/{published.module.id}/cards/{slug}")
            page.locator("main").evaluate(LEAVE_ROOM)
            printed[page.url] = sheets(page.pdf(format="A4", margin=CENTIMETRE))
    assert [card for card, number in printed.items() if number != 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_topic_and_its_other_side_is_one_sheet_and_all_measures_are_two(
    devices: Devices, house: House, language: str
) -> None:
    lives.house_with_ways(house)
    page = devices.open(house.person(language=language), language=language)
    topics = house.read(in_force.topics)
    assert (len(topics), len(house.read(in_force.rules))) >= (12, 25)
    found = misprinted(page, "/directory/measures", 2)
    for topic in topics:
        found += misprinted(page, f"/topics/{topic.id}")
        found += misprinted(page, f"{other_side(house, topic.id)}?language={language}")
    assert found == []


def test_the_margins_of_a_browser_say_nothing_of_what_a_sensitive_paper_is_about(
    devices: Devices, house: House
) -> None:
    """A browser prints there, unless it is told not to, the title of a page and its address."""
    page, told = devices.open(house.person()), {}
    sensitive = [topic for topic in house.read(in_force.topics) if topic.sensitive]
    for topic in sensitive:
        page.goto(f"/topics/{topic.id}")
        page.get_by_role("link", name="L’autre côté, pour la personne").click()
        expect(page.get_by_role("heading", name="Ce que vous pouvez demander")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Nederlands").click()
        expect(page.get_by_role("heading", name="Wat u kunt vragen")).to_be_visible()
        assert sheets(page.pdf(format="A4", display_header_footer=True, margin=CENTIMETRE)) == 1
        told[topic.id] = f"{page.title()} {page.url}".casefold()
    assert "violence" in told
    names = {
        word for topic in sensitive for name in topic.name.values() for word in re.findall(r"\w{4,}", name.lower())
    }
    assert [(one, word) for one, said in told.items() for word in names | {*told} if word in said] == []


def test_for_those_who_sign_each_topic_has_a_sheet_of_its_own_printed_on_both_sides(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto("/versions/topics.yaml/1/approval")
    # And one for the rules that they cite.
    most = 2 * (len(house.read(in_force.topics)) + 1)
    assert sheets(page.pdf(format="A4", margin=CENTIMETRE)) <= most
    for asked in ("Qu’aimeriez-vous voir avant de choisir ?", "What would you like to see before choosing?"):
        expect(page.get_by_role("cell", name=asked, exact=True)).to_have_count(1)


# ------------------------------------------------------------------------------------------------- entries of directory


def longest() -> DirectoryEntry:
    """As much as an entry may say, in the longest words that anybody would write."""
    made = entry("longue")
    kinds = [kind for kind in EntryFactKind if kind not in {EntryFactKind.NAME, EntryFactKind.REACH}]
    long = [fact(kinds[number % len(kinds)], SENTENCE * 20, SENTENCE * 20) for number in range(MOST_FACTS - 8)]
    blanks = [EntryFact(EntryFactKind.DELAY, {"fr": "Délai :", "nl": "Wachttijd:"}, blank=EntryBlank.HOUSE)] * 3
    name = fact(EntryFactKind.NAME, "Accompagnement pour les familles " * 4, "Begeleiding voor gezinnen " * 5)
    link = fact(EntryFactKind.LINK, site_web=f"https://exemple.be/{'a' * 300}")
    return replace(made, facts=(name, *made.facts[1:], *long, *blanks, link), rules=(), skills=())


def with_the_longest(house: House) -> list[str]:
    """Publish it; return the ids of all entries, once the data protection officer has spoken of each tool."""
    with house.store.writing() as db:
        publish_entries(db, longest())
        for language in ("fr", "nl"):
            write_ways(db, language, "Rue de l'Accueil 1, du lundi au vendredi", "02 000 00 00", "BP 1")
        listed = db.query(ListedEntry).all()
        for one in listed:
            if one.kind == EntryKind.TOOL:
                tool_tests.keep_line(db, one.document_id, "Rien à y mettre d'une personne.", house.clock().date())
        return [entry_id(one.document_id) for one in listed]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_entry_is_one_sheet_that_does_not_tell_its_address(devices: Devices, house: House, language: str) -> None:
    page, found, names = devices.open(house.person()), [], with_the_longest(house)
    assert len(names) > 12
    for name in names:
        page.goto(f"/directory/entry/{name}/paper?language={language}")
        printed = page.pdf(prefer_css_page_size=True, display_header_footer=True, margin=CENTIMETRE)
        if (sheets(printed), "directory" in text_of(printed)) != (1, False) or smallest(page) < 11:
            found.append(name)
    assert found == []


def test_the_longest_says_that_it_is_shortened_and_keeps_the_telephone_and_the_house(
    devices: Devices, house: House
) -> None:
    with_the_longest(house)
    page = devices.open(house.person())
    page.goto("/directory/entry/longue/paper")
    expect(page.get_by_text("elle est raccourcie")).to_be_visible()
    text = text_of(page.pdf(prefer_css_page_size=True))
    assert [said for said in ("02 000 00 00", "Nous joindre", "BP 1", "Exact au") if said not in text] == []


# ------------------------------------------------------------------------------------------------ slips, letters, cards


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_eight_slips_are_one_sheet_and_nothing_else_is_on_it(devices: Devices, house: House, language: str) -> None:
    page = devices.open(house.person())
    assert misprinted(page, f"/practice/slip?language={language}") == []
    printed = page.pdf(prefer_css_page_size=True, display_header_footer=True, margin=CENTIMETRE)
    (first, *copies) = page.locator("article").all()
    one = "".join((first.text_content() or "").split())
    assert (len("".join(text_of(printed).split())), len(copies)) == (8 * len(one), 7)


def test_a_vignette_is_two_sides_and_four_letters_are_one(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    assert misprinted(page, f"{lives.vignette(house)}/paper", 2) == []
    assert sheets(page.pdf(prefer_css_page_size=True)) == 2
    page.goto("/vignettes/letters")
    assert sheets(page.pdf(format="A4")) == 1
    page.emulate_media(media="print")
    assert page.evaluate(LETTER) > 500


def test_the_longest_letter_is_two_sheets(devices: Devices, house: House) -> None:
    owner, names = house.person(), [f"ferblanc-{number}" for number in range(1, 9)]
    with house.store.writing() as db:
        publish_entries(db, *(entry(name, plain={"fr": LONG, "nl": LONG}, rules=(), skills=()) for name in names))
        vouch_for_all(db)
    made = letter(house, owner, *(f"entry:{name}" for name in names))
    with public(house):
        assert misprinted(devices.open(owner), f"/letters/{made.id}/paper", 2) == []


# --------------------------------------------------------------------------------------------------- what is taken home


def test_a_training_record_is_one_sheet_and_whoever_scans_it_reads_what_was_signed(
    devices: Devices, house: House
) -> None:
    account = house.person()
    with house.store.writing() as db:
        for name in ("ecouter-sans-diriger", "dire-le-cadre", "confidentialite"):
            live_through(db, playing.start(db, account.learner_key, name, house.clock()), house.clock())
    page = devices.open(account)
    page.goto("/history")
    page.get_by_role("link", name="Relevé de formation").click()
    page.get_by_role("button", name="Faire le relevé").click()
    expect(page.locator("pre.signs")).to_be_visible()  # what is left has the same heading, and could not be printed
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1
    stranger = devices.open(width=390)
    stranger.goto(f"/training-records/verify#{''.join(page.locator('pre.signs').inner_text().split())}")
    expect(stranger.get_by_role("heading", name="Authentique")).to_be_visible()
    expect(stranger.get_by_text(account.name)).to_be_visible()
    assert [*accessibility(page), *accessibility(stranger)] == []
    assert stranger.url.endswith("/training-records/verify")
    assert stranger.context.cookies() == []
