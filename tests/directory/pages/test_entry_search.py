"""The page of the directory: one field, filters without script, rows to ring; what was sought is kept nowhere."""

import logging

import pytest
from sqlalchemy import select

from content.directory.entry import EntryFactKind, EntryKind
from models.catalogue import coming_into_force
from models.directory import entry_index, use_and_answers
from models.ground.anonymity import FEWEST
from models.ground.counts import WEEK
from models.tables.base import Base
from models.tables.counts import WeekCount
from models.tables.directory import ListedEntry
from models.tables.documents import Document
from tests.builders import MONDAY
from tests.directory.published_entries import confidential, entry, fact, publish_entries
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.site.pages.flaws import flaws
from tests.topics import TOPIC, pack_with_topics

SECRET = "zanzibarpère"


@pytest.fixture
def directory(house: House) -> House:
    """A house with three entries, one of them confidential, one tied to a topic."""
    with_directory(house)
    return house


def with_directory(house: House) -> None:
    """Publish a service tied to a topic, a tool and a confidential service; nothing else is listed."""
    online = fact(EntryFactKind.ONLINE, lien_mobilisation="https://exemple.be/", compte="non")
    tool = entry("calcul", kind=EntryKind.TOOL, rules=())
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        for row in db.scalars(select(ListedEntry)).all():
            entry_index.retire(db, db.get_one(Document, row.document_id))
        for told in db.scalars(select(WeekCount)).all():
            db.delete(told)
        tied = entry("ecoute", topics=(TOPIC.id,))
        publish_entries(db, tied, confidential(), entry("calcul", facts=(*tool.facts[:2], online), kind=EntryKind.TOOL))


def rows(page: Page) -> list[str]:
    return [words(item) for item in page.tree.xpath("//section[@aria-labelledby='found']/ol/li")]


def told(house: House) -> list[str]:
    page = house.visitor(trainer=True).get("/authoring")
    return [words(item) for item in page.tree.xpath("//section[@aria-labelledby='unmet']//li")]


def tell(browser: Browser) -> None:
    browser.get(f"/directory?q={SECRET}")
    browser.send("/directory/not-found", ("topic", TOPIC.id))


def counted(house: House) -> list[tuple[str, str, int]]:
    found = house.read(lambda db: db.scalars(select(WeekCount)).all())
    return [(str(row.week), row.subject, row.number) for row in found]


def test_the_directory_is_one_tap_from_every_page_and_from_what_is_read_before_an_interview(directory: House) -> None:
    browser = directory.visitor()
    assert "/directory" in browser.get("/week").links()
    assert "/directory?q=lire" in browser.get("/briefing?q=lire").links()


def test_topics_come_first_then_what_there_is_by_kind(directory: House) -> None:
    page = directory.visitor().get("/directory")
    assert [words(one) for one in page.tree.xpath("//main//h2")] == ["Par sujet", "Tout ce qu’il y a"]
    assert [words(one) for one in page.tree.xpath("//main//ul/li")] == ["Garde (fr)", "Services 2", "Outils 1"]
    assert page.tree.xpath("//main//ul/li/a/@href")[0] == f"/directory?topic={TOPIC.id}"
    assert flaws(page) == []


def test_a_row_says_who_where_what_to_ring_and_how_far_that_is_to_be_trusted(directory: House) -> None:
    page = directory.visitor().get("/directory?q=perte+d%27emploi&topic=garde")
    (row,) = rows(page)
    for said in ("Écoute ecoute", "Maison du quartier", "Saint-Gilles", "02 000 00 00", "relu récemment (23 nov.)"):
        assert said in row
    assert {"/directory/entry/ecoute", "tel:020000000"} <= set(page.links())
    assert flaws(page) == []


def test_filters_are_a_form_that_needs_no_script_and_offer_only_what_there_is(directory: House) -> None:
    page = directory.visitor().get("/directory?q=ecoute&by_telephone=1&commune=Saint-Gilles")
    form = page.form("/directory")
    assert (form.method, form.get("role")) == ("GET", "search")
    named = {name: form.xpath(f".//select[@name='{name}']/option/@value") for name in ("kind", "language", "commune")}
    assert named == {
        "kind": ["", "service", "tool"],
        "language": ["", "fr", "nl"],
        "commune": ["", "Saint-Gilles"],
    }
    assert form.xpath(".//input[@type='checkbox'][@checked]/@name") == ["by_telephone"]
    assert form.xpath(".//option[@selected]/@value") == ["Saint-Gilles"]
    assert len(rows(page)) == 1


def test_a_long_list_goes_on_by_a_plain_link_that_keeps_what_was_asked(directory: House) -> None:
    with directory.store.writing() as db:
        publish_entries(db, *(entry(f"long-{number:02}") for number in range(25)))
    browser = directory.visitor()
    page = browser.get("/directory?kind=service&by_telephone=1")
    (link,) = [one for one in page.links() if "after=" in one]
    assert {"kind=service", "by_telephone=1"} <= set(link.partition("?")[2].split("&"))
    assert len(rows(page)) + len(rows(browser.get(link))) == 27
    with directory.store.writing() as db:
        for number in range(25):
            entry_index.retire(db, db.get_one(Document, f"entry:long-{number:02}"))


def test_where_nothing_fits_nothing_is_shown_and_what_to_do_is_said(directory: House) -> None:
    for query in ["q=zzzzz", "commune=Paris", "topic=nulle-part", "kind=x&language=zz", "q=zz&after=x"]:
        page = directory.visitor().get(f"/directory?{query}")
        assert (page.status, rows(page), flaws(page)) == (200, [], [])
        assert "Tout le répertoire" in page.text


def test_what_was_sought_stands_in_no_table_no_log_and_no_cookie(
    directory: House, caplog: pytest.LogCaptureFixture
) -> None:
    browser, before = directory.visitor(), directory.rows()
    with caplog.at_level(logging.DEBUG):
        browser.get(f"/directory?q={SECRET}&commune={SECRET}")
        tell(browser)
    assert {name for name, number in directory.rows().items() if number != before[name]} == {"week_count"}
    assert {column.name for column in WeekCount.__table__.columns} == {"kind", "subject", "week", "number"}
    with directory.store.reading() as db:
        tables = Base.metadata.sorted_tables
        assert [table.name for table in tables if SECRET in str(db.execute(select(table)).all())] == []
    assert SECRET not in caplog.text
    with browser.client.session_transaction() as session:
        assert not [one for one in (SECRET, TOPIC.id) if one in str(dict(session))]


def test_one_tap_says_of_which_topic_and_the_screen_stays(directory: House) -> None:
    browser = directory.visitor()
    tell(browser)
    assert browser.page.form("/directory").fields["q"] == SECRET
    assert "C’est noté" in browser.page.text
    assert counted(directory) == [("2026-11-23", TOPIC.id, 1)]


def test_trainers_see_the_weeks_that_are_over_and_no_number_of_a_few(directory: House) -> None:
    assert told(directory) == []
    with directory.store.writing() as db:
        for week, number in ((0, 9), (1, FEWEST - 1), (2, FEWEST)):
            for _ in range(number):
                use_and_answers.count_unmet(db, TOPIC, (MONDAY - week * WEEK).date())
    (line,) = told(directory)
    assert "quelques fois la semaine du 16 novembre 2026" in line
    assert f"{FEWEST} fois la semaine du 9 novembre 2026" in line
    assert "23 novembre" not in line
