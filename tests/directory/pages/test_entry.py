"""An entry as it is read: how one rings first, each fact under its word, nothing that leads to a confidential one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml.html import HtmlElement
from sqlalchemy import delete

from content.directory import fact_values as v1
from content.directory.entry import EntryBlank, EntryFact, EntryFactKind, FactSource
from content.directory.fact_values import VALUES
from models.directory import entry_wording
from models.ground.words import words as words_of
from models.tables.counts import WeekCount
from models.tables.directory import FactRereading
from tests.builders import MONDAY, RULES, small_pack
from tests.directory.published_entries import (
    ADDRESS,
    READ_ON,
    confidential,
    entry,
    fact,
    forget_directory,
    publish_entries,
)
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.test_queries import asked_for
from tests.teaching import teach

DAY = timedelta(days=1)
FACTS = (
    fact(EntryFactKind.NAME, "Écoute", "Luisteren"),
    fact(EntryFactKind.LINK, site_web="https://exemple.be/"),
    fact(EntryFactKind.DELAY, "Deux semaines", "Twee weken"),
    fact(EntryFactKind.HOURS, horaires_accueil="Mo-Fr 09:00-12:00"),
    fact(EntryFactKind.MOBILISE, "Dites votre commune.\nDemandez l'accueil.", modes_mobilisation=("telephoner",)),
    fact(EntryFactKind.DOCUMENTS, "Carte d'identité"),
    fact(EntryFactKind.COST, frais="gratuit"),
    fact(EntryFactKind.CONDITIONS, "Habiter Bruxelles", "In Brussel wonen"),
    fact(EntryFactKind.AUDIENCE, publics=("jeunes", "demandeurs-emploi")),
    fact(EntryFactKind.REACH, telephone="02 000 00 00", commune="Saint-Gilles", quote="Appelez le 02 000 00 00."),
)


@pytest.fixture(autouse=True)
def empty(house: House) -> None:
    with house.store.writing() as db:
        forget_directory(db)


def opened(house: House, entry_id: str = "ecoute", language: str = "fr") -> Page:
    return house.browser_of(house.person(language=language)).get(f"/directory/entry/{entry_id}")


def published(house: House, **changed: object) -> None:
    with house.store.writing() as db:
        forget_directory(db)
        publish_entries(db, entry(**changed))
        db.execute(delete(FactRereading))  # beside the version of another test it was read again  # type: ignore[arg-type]


def plain(element: HtmlElement) -> str:
    """Its words, with spaces of one kind."""
    return " ".join(words(element).split())


def headings(page: Page) -> list[str]:
    return [words(one) for one in page.tree.xpath("//main//h2")]


def test_the_telephone_stands_first_then_what_there_is_to_know_in_order(house: House) -> None:
    published(house, facts=FACTS)
    page = opened(house)
    assert page.tree.xpath("//main//section[1]//a/@href")[0] == "tel:020000000"
    assert headings(page)[:9] == [
        *("Joindre", "Pour qui", "À quelles conditions", "Ce que cela coûte", "Ce qu’il faut apporter"),
        *("Comment y entrer", "Horaires", "Délai", "Sur le web"),
    ]


def test_each_fact_has_its_word_and_under_it_its_page_day_and_service(house: House) -> None:
    published(house)
    (telephone,) = [one for one in opened(house).tree.find_class("fact") if "02 000 00 00" in words(one)]
    assert plain(telephone.find(".//summary")).startswith("relu récemment (23 nov.)")
    (source,) = telephone.xpath(".//details//a[@rel='noopener noreferrer']")
    assert source.get("href") == ADDRESS
    assert "Lu le 23 novembre 2026 par : Service emploi." in plain(telephone)
    assert "Appelez le 02 000 00 00." in words(telephone)


def test_the_word_follows_the_day_in_the_language_of_the_reader(house: House) -> None:
    for language, days, said in [
        ("fr", 120, "à vérifier avant"),
        ("fr", 400, "ancien : appelez d’abord"),
        ("nl", 0, "onlangs herlezen (23 nov)"),
        ("nl", 400, "oud: bel eerst"),
        ("en", 120, "check first"),
    ]:
        published(house)
        house.clock.at = MONDAY + days * DAY
        assert said in plain(opened(house, language=language).tree.find_class("fact")[0].find(".//summary"))


def test_what_is_written_in_another_language_says_so_and_is_marked(house: House) -> None:
    published(house, facts=(*FACTS[:-3], fact(EntryFactKind.CONDITIONS, "Habiter Bruxelles"), *FACTS[-2:]))
    page = opened(house, language="nl")
    (said,) = [one for one in page.tree.xpath("//main//*[@lang='fr']") if words(one) == "Habiter Bruxelles"]
    assert "in het Frans" in words(said.getparent())
    assert "en français" not in opened(house).text


def test_a_blank_says_whether_it_was_looked_for_or_is_the_houses(house: House) -> None:
    read = FactSource(ADDRESS, READ_ON, "Service emploi")
    blanks = (
        EntryFact(EntryFactKind.COST, {"fr": "Prix :"}, source=read, blank=EntryBlank.UNREAD),
        EntryFact(EntryFactKind.DELAY, {"fr": "Délai constaté :"}, blank=EntryBlank.HOUSE),
    )
    published(house, facts=(*FACTS[:1], *blanks))
    page = opened(house)
    looked_for, ours = page.part("cost").getparent(), page.part("delay").getparent()
    assert "non lu" in words(looked_for)
    assert "cherché le 23 nov., pas trouvé" in words(looked_for)
    assert looked_for.xpath(".//details//a/@href") == [ADDRESS]
    assert "à compléter par votre service" in words(ours)


def test_a_confidential_entry_shows_its_line_and_nothing_that_leads_there(house: House) -> None:
    told = fact(EntryFactKind.LINK, site_web="https://refuge.example/")
    hidden = confidential()
    with house.store.writing() as db:
        publish_entries(db, replace(hidden, facts=(*hidden.facts, told)))
    page = opened(house, "refuge")
    assert page.heading == "Un lieu d’accueil"
    assert "Le service rappelle." in page.text
    assert [
        word for word in ("refuge.example", ADDRESS, "Écoute refuge", "Maison du quartier") if word in page.body
    ] == []
    assert page.tree.xpath("//main//a[starts-with(@href, 'http')]") == page.tree.xpath("//*[@id='rules']/..//a")
    assert page.tree.xpath("//a[@href='tel:020000000']")


PLAIN = {"fr": "Vous pouvez en parler ici.\nC'est gratuit.", "nl": "U kunt hier praten."}


def test_what_it_says_to_the_person_stands_right_after_the_telephone(house: House) -> None:
    published(house, facts=FACTS, plain=PLAIN)
    page = opened(house)
    assert headings(page)[:3] == ["Joindre", "En mots simples", "Pour qui"]
    assert plain(page.part("plain").getparent()) == "En mots simples Vous pouvez en parler ici. C’est gratuit."
    assert plain(opened(house, language="nl").part("plain").getparent()) == "In gewone woorden U kunt hier praten."


def test_a_rule_is_said_in_plain_words_one_press_away(empty_house: House) -> None:
    rules = RULES + '    plain: {fr: "Deux ans au plus.", nl: "Hoogstens twee jaar."}\n'
    teach(empty_house.store, replace(small_pack(), rules=rules))
    published(empty_house)
    for address in ("/directory/entry/ecoute", "/directory/measures"):
        (said,) = empty_house.visitor().get(address).tree.xpath("//main//details[summary='En mots simples']")
        assert plain(said) == "En mots simples Deux ans au plus."


def test_it_leads_to_the_skill_and_the_modules_that_it_is_tied_to(house: House) -> None:
    published(house)
    links = opened(house).links()
    assert "/skills/listen.active" in links
    assert "/modules/ecouter" in links


def test_opening_an_entry_or_its_paper_counts_nothing(house: House) -> None:
    published(house)
    browser, before = house.visitor(), house.rows()
    browser.get("/directory/entry/ecoute")
    browser.get("/directory/entry/ecoute/paper")
    browser.get("/directory/entry/ecoute/paper?printing=1")
    assert house.rows() == before
    assert WeekCount.__tablename__ in before


ENTRY, PAPER = 10, 9
"""Statements for an entry that was opened before, and for its paper."""


def test_a_page_asks_the_database_so_many_times_however_many_facts_there_are(house: House) -> None:
    browser, asked = house.visitor(), []
    for facts in (FACTS, FACTS * 5):
        published(house, facts=facts)
        asked.append([asked_for(house, browser, f"/directory/entry/ecoute{end}") for end in ("", "/paper")])
    assert asked == [[ENTRY, PAPER], [ENTRY, PAPER]]


def codes_on_pages() -> dict[str, list[str]]:
    """Every code that a page can show, by the name of its value, and of the types of services."""
    found = {name: sorted(shape.codes) for shapes in VALUES.values() for name, shape in shapes.items() if shape.codes}
    return {**found, "type": sorted(v1.TYPES)}


def test_no_code_of_a_vocabulary_reaches_a_reader() -> None:
    for language in ["fr", "nl", "en"]:
        said, untold = words_of(language), []
        for name, codes in codes_on_pages().items():
            for code in codes:
                if name == "type":
                    line = said.gettext(entry_wording.TYPES[code])
                else:
                    kind = next(kind for kind, shapes in VALUES.items() if name in shapes)
                    (line,) = entry_wording.lines_of(EntryFact(kind, values={name: (code,)}), said)
                if "-" in code and code in line.casefold() or code in {"oui", "non"} and line.casefold() == code:
                    untold.append(code)
        assert untold == []


def test_the_words_of_the_codes_are_translated() -> None:
    for language in ["nl", "en"]:
        said = words_of(language)
        words = [
            *entry_wording.TYPES.values(),
            *(word for _, codes in entry_wording.CODES.values() for word in codes.values()),
        ]
        assert [word for word in words if said.gettext(word) == word] == []
