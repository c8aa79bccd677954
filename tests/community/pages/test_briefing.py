"""« Avant l'entretien »: from one field, what the next person's question needs; what was sought is kept nowhere."""

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from content.module import Card, Reference
from content.rules import RuleState
from models.catalogue import coming_into_force, documents
from models.news.stories.merging import let_story_be_found
from models.studio import from_stories
from models.studio.rule_changes import deciding, stages
from models.studio.rule_changes.deciding import Wanted
from models.tables.base import Base
from models.tables.documents import VersionChange
from models.tables.stories import Story, StorySkill
from tests.builders import MONDAY, RULES, module, question, small_pack
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws
from tests.watchers.mornings import tell

SECRET = "zanzibarpère"
OF_A_SANCTION = RULES.split("\n", 1)[1].replace("duree", "sanction").replace("Durée", "Durée d'une sanction")
ENDED = RULES.split("\n", 1)[1].replace("duree", "abrogee").replace("Durée", "Durée d'avant")


@pytest.fixture(scope="module")
def told(shared_house: House) -> dict[str, int]:
    """A card on the end of a right whose module rests on a rule; stories that say it, touch it, or neither; danger."""
    cards = (Card("La fin de droit", "Préparez la **fin** de droit trois mois avant."), Card("Après", "Sa durée."))
    source = Reference("Une page", "https://source.example/page", date(2026, 11, 20))
    right = module("fin-de-droit", questions=(question("fin-1"),), cites=("duree",), sources=(source,))
    pack = small_pack(replace(right, cards=cards))
    rules = f"{RULES}{ENDED}    valid_until: 2026-01-01\n{OF_A_SANCTION}"
    by = shared_house.person(trainer=True).learner_key
    stories = {
        name: tell(shared_house.store, title, MONDAY - timedelta(hours=1))
        for name, title in (
            *(("says", "La fin de droit recule"), ("touches", "Une enquête"), ("else", "La météo")),
            ("violence", "Des violences au guichet"),
        )
    }
    with shared_house.store.writing() as db:
        text = documents.document_of(db, documents.RULES)
        coming_into_force.put_in_force(db, text, rules, VersionChange.MEANING, MONDAY, by)
        coming_into_force.load_pack(db, pack, MONDAY)
        let_story_be_found(db, db.get_one(Story, stories["says"]))
        for name in ("touches", "violence"):
            db.add(StorySkill(story_id=stories[name], skill="listen.active", similarity=3.0))
        from_stories.write_interview_word(db, stories["says"], "« Où en est votre droit ? »", MONDAY, by)
    return stories


def part(page: Page, name: str) -> list[str]:
    return [words(item) for item in page.tree.xpath(f"//section[@aria-labelledby='{name}']//li")]


def test_home_begins_with_one_field_that_leads_there(house: House, told: dict[str, int]) -> None:
    browser = house.visitor()
    field = browser.get("/").tree.xpath("//main//form")[0]
    assert (field.get("action"), field.method) == ("/briefing", "GET")
    first = browser.get("/briefing?q=fin+de+droit")
    assert (first.status, first.heading, first.title) == (200, "Avant l’entretien", "Avant l’entretien · Boussole")
    assert first.form("/briefing").fields["q"] == "fin de droit"


def test_the_rule_comes_first_with_its_authority_its_state_and_its_dates(house: House, told: dict[str, int]) -> None:
    page = house.visitor().get("/briefing?q=durée")
    assert [one.get("aria-labelledby") for one in page.tree.xpath("//main//section")] == ["rules", "cards", "changed"]
    (rule,) = part(page, "rules")
    for said in ("Durée", "Belgique", "ONEM", "en vigueur", "lu le 23 novembre 2026", "https://example.org/duree"):
        assert said in rule
    (link,) = page.tree.xpath("//section[@aria-labelledby='rules']//a")
    assert (link.get("href"), link.get("rel")) == ("https://example.org/duree", "noopener noreferrer")


def test_a_rule_is_found_by_its_own_words_and_not_once_it_has_ended(house: House, told: dict[str, int]) -> None:
    assert [one.split()[0] for one in part(house.visitor().get("/briefing?q=durée"), "rules")] == ["Durée"]
    assert "Durée d’avant" not in house.visitor().get("/briefing?q=durée").text


def test_a_rule_about_a_danger_stands_there_only_where_somebody_has_said_it(house: House, told: dict[str, int]) -> None:
    browser = house.visitor()
    shown = {
        typed: "sanction" in str(part(browser.get(f"/briefing?q={typed}"), "rules")) for typed in ("durée", "sanction")
    }
    assert shown == {"durée": False, "sanction": True}


def test_the_cards_come_with_the_passage_that_answers_one_tap_away(house: House, told: dict[str, int]) -> None:
    page = house.visitor().get("/briefing?q=fin+de+droit")
    first, *others = part(page, "cards")
    assert "La fin de droit" in first
    assert len(others) < 4
    links = page.tree.xpath("//section[@aria-labelledby='cards']//li//a[@class='title']/@href")
    assert links[0] == "/modules/fin-de-droit/cards/la-fin-de-droit"
    assert {words(mark) for mark in page.tree.iter("mark")} >= {"fin", "droit"}


def test_the_stories_of_the_fortnight_that_say_it_or_touch_it_come_with_the_trainers_word(
    house: House, told: dict[str, int]
) -> None:
    browser = house.visitor()
    said, touched = part(browser.get("/briefing?q=fin+de+droit"), "changed")
    assert "La fin de droit recule ONEM" in said
    assert "En entretien\u00a0: «\u202fOù en est votre droit\u202f?\u202f»" in said
    assert "Une enquête" in touched
    house.clock.pass_by(days=15)
    assert part(browser.get("/briefing?q=fin+de+droit"), "changed") == []


def test_a_rule_that_changes_says_on_which_day_and_its_story_comes_first(house: House, told: dict[str, int]) -> None:
    author, reader = (house.person(trainer=True).learner_key for _ in range(2))
    wanted = Wanted("duree", RuleState.IN_FORCE, "https://onem.example/a", date(2027, 1, 1), untouched="", cited=0)
    with house.store.writing() as db:
        change = deciding.propose(db, told["else"], wanted, MONDAY, author)
        deciding.accept(db, change, MONDAY, reader)
    page = house.visitor().get("/briefing?q=durée")
    assert "Change le 1er janvier 2027." in part(page, "rules")[0]
    assert "La météo" in part(page, "changed")[0]
    assert "une règle change" in part(page, "changed")[0]
    with house.store.writing() as db:
        deciding.undo(db, stages.change_of(db, change.id), MONDAY, author)
    assert "Change le" not in house.visitor().get("/briefing?q=durée").text


def test_a_card_that_says_little_of_it_is_called_near_and_never_the_answer(house: House, told: dict[str, int]) -> None:
    page = house.visitor().get("/briefing?q=fin+tracteur+rouge")
    assert part(page, "cards") == []
    assert any("La fin de droit" in one for one in part(page, "near"))
    assert "Cartes proches, sans être la réponse" in page.text
    assert "La carte qui répond" not in page.text


def test_nothing_empty_is_shown_and_nothing_is_to_be_printed(house: House, told: dict[str, int]) -> None:
    for query in ["", "zzzzz", "%22%27%3C%3E", "de+la", "a" * 5000]:
        page = house.visitor().get(f"/briefing?q={query}")
        assert (page.status, flaws(page), page.tree.xpath("//main//section")) == (200, [], [])
        assert page.tree.xpath("//*[@data-print]") == []


def test_the_sheet_says_where_and_when_it_was_printed_but_not_what_was_sought(
    house: House, told: dict[str, int]
) -> None:
    page = house.visitor().get("/briefing?q=fin+de+droit")
    printed = " ".join(words(one) for one in page.tree.xpath("//*[contains(@class, 'paper')]"))
    assert "https://boussole.example/briefing, imprimé le 23 novembre 2026" in printed
    assert "https://source.example/page" in printed
    assert "Préparez la fin de droit trois mois avant." in printed
    assert "q=" not in printed


def test_what_was_sought_is_in_no_table_no_log_no_title_no_cookie_and_reaches_no_other_site(
    house: House, told: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.visitor()
    browser.get("/")
    for query in (SECRET, f"{SECRET}+fin+de+droit", f"fin+{SECRET}%00"):
        page = browser.get(f"/briefing?q={query}")
        assert SECRET not in page.title
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["Cache-Control"] == "no-store"
        outside = [link for link in page.tree.xpath("//main//a") if link.get("href", "").startswith("http")]
        assert [link.get("href") for link in outside if "noreferrer" not in link.get("rel", "")] == []
        assert [link for link in page.links() if SECRET in link] == []
    assert SECRET not in caplog.text
    with browser.client.session_transaction() as session:
        assert SECRET not in str(dict(session))
    with house.store.reading() as db:
        tables = Base.metadata.sorted_tables
        assert [table.name for table in tables if SECRET in str(db.execute(select(table)).all())] == []
