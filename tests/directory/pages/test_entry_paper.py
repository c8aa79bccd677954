"""An entry on one A4: for the person, in her language, with nothing of Boussole; printing and copying are counted."""

from dataclasses import replace

import pytest
from lxml.html import HtmlElement
from sqlalchemy import select

from content.directory.entry import DirectoryEntry, EntryBlank, EntryFact, EntryFactKind
from models.tables.base import Base
from models.tables.counts import WeekCount
from portal.directory.entry_pages import MOST_A_WEEK
from tests.directory.published_entries import confidential, entry, fact, forget_directory, publish_entries
from tests.house import House
from tests.house_texts import write_ways
from tests.page_browser import Page, words

AT = "/directory/entry/ecoute"
LINK = fact(EntryFactKind.LINK, site_web="https://exemple.be/ecoute")
TO_SAY = fact(EntryFactKind.MOBILISE, "Dites votre commune.\nDemandez l'accueil.", "Zeg uw gemeente.")
OURS = EntryFact(EntryFactKind.DELAY, {"fr": "Délai constaté :"}, blank=EntryBlank.HOUSE)


def begin(house: House) -> None:
    """A directory with what these tests need, and nothing else."""
    with house.store.writing() as db:
        forget_directory(db)


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    begin(house)


def whole() -> DirectoryEntry:
    made = entry()
    return replace(made, facts=(*made.facts, LINK, TO_SAY, OURS))


def publish(house: House, made: DirectoryEntry) -> None:
    with house.store.writing() as db:
        publish_entries(db, made)


def opened(house: House, address: str = f"{AT}/paper") -> Page:
    return house.visitor().get(address)


def a4(page: Page) -> HtmlElement:
    (found,) = page.tree.xpath("//article[contains(@class, 'a4')]")
    return found


def said(page: Page) -> str:
    return " ".join(words(a4(page)).split())


def test_it_says_how_to_ring_what_to_say_and_until_when_it_can_be_trusted(house: House) -> None:
    publish(house, whole())
    page = opened(house)
    assert words(a4(page).find_class("number-to-ring")[0]) == "02 000 00 00"
    assert "Dites votre commune. Demandez l’accueil." in said(page)
    assert "Exact au 23 novembre 2026. À revérifier après le" in said(page)


def test_words_for_the_person_stand_first_in_the_place_of_the_description(house: House) -> None:
    for language, first, description in [
        ("fr", "En mots simples Parlez ici.", "Parler après une perte d’emploi"),
        ("nl", "In gewone woorden Praat.", "Praten na jobverlies"),
    ]:
        publish(house, replace(whole(), plain={"fr": "Parlez ici.", "nl": "Praat."}))
        printed = opened(house, f"{AT}/paper?language={language}")
        assert " ".join(printed.tree.xpath("string((//*[contains(@class, 'beside')])[1])").split()) == first
        assert description not in said(printed)
        publish(house, whole())
        bare = said(opened(house, f"{AT}/paper?language={language}"))
        assert (description in bare, first in bare) == (True, False)


def test_what_to_say_on_the_telephone_stands_under_its_own_heading(house: House) -> None:
    for language, heading, call in [
        ("fr", "Que dire au téléphone ?", "« Bonjour, j’appelle pour une place. »"),
        ("nl", "Wat zegt u aan de telefoon?", "“Goedendag, ik bel voor een plaats.”"),
    ]:
        said_so = fact(
            EntryFactKind.MOBILISE,
            "Que dire au téléphone ? « Bonjour, j'appelle pour une place. »",
            "Wat zegt u aan de telefoon? “Goedendag, ik bel voor een plaats.”",
        )
        publish(house, replace(entry(), facts=(*entry().facts, said_so)))
        lines = a4(opened(house, f"{AT}/paper?language={language}")).find_class("beside")
        told = [[" ".join(words(part).split()) for part in line] for line in lines]
        assert [heading, call] in told


def test_it_is_in_french_or_in_dutch_and_marks_what_is_not(house: House) -> None:
    publish(house, whole())
    page = opened(house, f"{AT}/paper?language=nl")
    assert a4(page).get("lang") == "nl"
    assert "Zeg uw gemeente." in said(page)
    assert a4(opened(house, f"{AT}/paper?language=en")).get("lang") == "fr"
    only_french = replace(entry(), facts=(*entry().facts, fact(EntryFactKind.COST, "Gratuit")))
    publish(house, only_french)
    (line,) = [
        one for one in a4(opened(house, f"{AT}/paper?language=nl")).xpath(".//*[@lang='fr']") if "Gratuit" in words(one)
    ]
    assert line.get("lang") == "fr"


def test_it_has_lines_to_write_on_and_the_ways_of_the_house(house: House) -> None:
    publish(house, whole())
    with house.store.writing() as db:
        write_ways(db, "fr", "Rue de l'Accueil 1", "02 111 11 11", "")
    page = opened(house)
    lines = [words(one) for one in a4(page).find_class("to-write")]
    assert lines == ["Délai constaté\u00a0:", "À noter\u00a0:", ""]
    assert "02 111 11 11" in said(page)


def test_its_code_leads_to_its_page_and_a_confidential_one_has_none(house: House) -> None:
    publish(house, whole())
    page = opened(house)
    assert page.tree.xpath("//*[contains(@class, 'scanned')]//svg")
    assert "https://exemple.be/ecoute" in said(page)
    hidden = confidential()
    publish(house, replace(hidden, facts=(*hidden.facts, LINK, fact(EntryFactKind.REACH, courriel="a@refuge.example"))))
    page = opened(house, "/directory/entry/refuge/paper")
    assert page.tree.xpath("//*[contains(@class, 'scanned')]") == []
    assert page.title == "Un lieu d’accueil · Boussole"
    assert [one for one in ("exemple.be", "refuge.example", "Maison du quartier") if one in page.body] == []
    assert "Le service rappelle." in said(page)


def test_nothing_on_it_is_of_boussole(house: House) -> None:
    publish(house, whole())
    page = opened(house)
    assert "Boussole" not in said(page)
    assert "/directory" not in said(page)
    assert a4(page).xpath(".//a") == []


def test_printing_and_copying_count_an_entry_and_a_week_and_nobody(house: House) -> None:
    publish(house, whole())
    account = house.person()
    browser, before = house.browser_of(account), house.rows()
    browser.get(AT)
    page = browser.send(f"{AT}/use", ("do", "print"))
    assert (page.path, page.came_by) == (f"{AT}/paper", (303,))
    browser.get(AT)
    page = browser.send(f"{AT}/use", ("do", "copy"))
    assert page.path == AT
    assert {name for name, number in house.rows().items() if number != before[name]} == {"week_count"}
    assert counted(house) == [("entry:ecoute", "2026-11-23", 2)]
    with house.store.reading() as db:
        assert str(account.learner_key) not in str(db.execute(select(Base.metadata.tables["week_count"])).all())
    with browser.client.session_transaction() as session:
        assert "ecoute" not in str(dict(session))


def counted(house: House) -> list[tuple[str, str, int]]:
    rows = house.read(lambda db: db.scalars(select(WeekCount).order_by(WeekCount.week)).all())
    return [(row.subject, str(row.week), row.number) for row in rows]


def test_one_browser_is_counted_a_few_times_a_week_for_each_entry(house: House) -> None:
    publish(house, whole())
    publish(house, entry("autre"))
    browser = house.visitor()
    for _ in range(MOST_A_WEEK + 2):
        browser.get(AT)
        assert browser.send(f"{AT}/use", ("do", "print")).status == 200
    browser.get("/directory/entry/autre")
    browser.send("/directory/entry/autre/use", ("do", "print"))
    assert sorted(counted(house)) == [("entry:autre", "2026-11-23", 1), ("entry:ecoute", "2026-11-23", MOST_A_WEEK)]
    house.clock.pass_by(days=7)
    browser.get(AT)
    browser.send(f"{AT}/use", ("do", "print"))
    assert counted(house)[-1] == ("entry:ecoute", "2026-11-30", 1)


def test_the_text_to_copy_says_what_the_entry_says(house: House) -> None:
    publish(house, whole())
    browser = house.visitor()
    browser.get(AT)
    page = browser.send(f"{AT}/use", ("do", "copy"))
    text = page.part("copied-text").text or ""
    assert text.splitlines()[0] == "Écoute ecoute"
    for line in ("- 02 000 00 00", "- Habiter Bruxelles", "Lu le 23 novembre 2026 au plus tôt."):
        assert line in text.replace("\u00a0", " ")
    assert "Délai constaté" not in text
