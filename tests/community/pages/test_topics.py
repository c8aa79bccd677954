"""« Préparer l'entretien »: a topic to read and to print, what the person can ask on another sheet; nothing is kept."""

import re

import pytest

from models.catalogue import coming_into_force
from models.community.topics import paper_number
from models.tables.rule_changes import RuleChange
from models.tables.stories import StorySkill
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws
from tests.site.pages.furnished import other_side, with_crisis_card
from tests.studio.pages.changes import ACCEPT, Team, end
from tests.topics import pack_with_topics
from tests.watchers.mornings import tell

CRISIS = "La personne ne va pas bien ? Laissez la feuille."
WHY = "Pourquoi je demande ; on peut ne pas répondre"


@pytest.fixture(autouse=True)
def topics(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)


def opened(house: House, address: str, language: str = "fr") -> Page:
    page = house.browser_of(house.person(language=language)).get(address)
    assert (page.status, flaws(page, language)) == (200, [])
    return page


def said(page: Page) -> str:
    """What the page itself says, with ordinary spaces and apostrophes."""
    return " ".join(words(page.tree.xpath("//main")[0]).translate({0x202F: " ", 0xA0: " ", 0x2019: "'"}).split())


def led_to(page: Page) -> list[str]:
    return [link for link in page.links() if link.startswith("/topics/")]


def test_its_first_line_leads_to_the_crisis_card(house: House) -> None:
    with_crisis_card(house)
    for topic in ("garde", "sante"):
        first = opened(house, f"/topics/{topic}").tree.xpath("//main//h1/preceding-sibling::p[1]")[0]
        assert words(first).translate({0x202F: " "}) == CRISIS
        assert first.xpath("a/@href") == ["/crisis"]


def test_a_sensitive_topic_says_why_one_asks_and_has_no_scale(house: House) -> None:
    usual, sensitive = said(opened(house, "/topics/garde")), said(opened(house, "/topics/sante"))
    assert f"{WHY} Pour l'horaire. (fr)" in sensitive
    assert "décide de la suite" not in sensitive
    assert "pas encore · une piste · en place" in usual
    assert ("une piste" in sensitive, WHY in usual) == (False, False)


def test_it_shows_its_rules_in_force_with_authority_and_day_and_the_modules_of_its_skills(house: House) -> None:
    page = opened(house, "/topics/garde")
    (rule,) = [words(one) for one in page.tree.xpath("//section[@aria-labelledby='rules']//li")]
    assert "ONEM" in rule
    assert "lu le 23 novembre 2026" in rule
    assert "/modules/ecouter" in page.links()
    assert "/modules/cadre" not in page.links()


def test_the_other_side_is_a_sheet_of_its_own_for_the_person(house: House) -> None:
    assert other_side(house, "garde") in opened(house, "/topics/garde").links()
    page = opened(house, other_side(house, "garde"), "en")
    assert page.heading == "What you can ask"
    assert [words(one) for one in page.tree.xpath("//main//li")] == ["À la commune (en)"] * 5


def test_a_paper_that_may_be_seen_at_home_asks_first_and_does_not_name_its_topic(house: House) -> None:
    page = opened(house, other_side(house, "sante"))
    asked = page.tree.xpath("//*[@data-print]/preceding-sibling::p[1]")[0]
    assert words(asked).startswith("Ce papier peut être vu à la maison. Demandez d’abord")
    printed = page.tree.xpath("//main//*[not(ancestor-or-self::*[contains(@class, 'unprinted')])]")
    assert "Santé" not in " ".join(one.text or "" for one in printed) + page.title
    assert "peut être vu" not in said(opened(house, other_side(house, "garde")))


def test_the_person_may_read_another_language_than_the_counsellor(house: House) -> None:
    address = other_side(house, "garde")
    chosen = [f"{address}?language={code}" for code in ("fr", "nl", "en")]
    page = opened(house, address)
    assert page.tree.xpath("//main//nav/a/@href") == chosen
    dutch = opened(house, chosen[1])
    assert (dutch.heading, dutch.title) == ("Wat u kunt vragen", "Wat u kunt vragen · Boussole")
    assert [words(one) for one in dutch.tree.xpath("//article[@lang='nl']//li")] == ["À la commune (nl)"] * 5
    assert dutch.tree.xpath("//main//nav/a[@aria-current]/@lang") == ["nl"]
    assert "Imprimer pour la personne" in said(dutch)
    assert opened(house, f"{address}?language=xx").heading == page.heading == "Ce que vous pouvez demander"


def test_its_address_tells_no_topic_and_no_other_house_has_the_same(house: House) -> None:
    addresses = [other_side(house, one) for one in ("garde", "sante")]
    assert len(set(addresses)) == 2
    assert [one for one in addresses if not re.fullmatch("/topics/other-side/[0-9]+", one)] == []
    assert paper_number("sante", "another secret") != paper_number("sante", house.settings.secret_key)


def test_of_an_interview_nothing_can_be_entered_and_no_row_is_written(house: House) -> None:
    person = house.person()
    browser, before = house.browser_of(person), house.rows()
    for address in ("/topics", "/topics/garde", "/topics/sante", other_side(house, "garde")):
        page = browser.get(address)
        assert page.tree.xpath("//main//select | //main//textarea | //main//input[not(@type='hidden')]") == []
        assert {form.get("action") for form in page.tree.xpath("//main//form")} <= {"/reports"}
    assert house.rows() == before


def test_it_is_found_before_the_interview_by_its_words_and_by_the_rule_that_answers(house: House) -> None:
    assert led_to(opened(house, "/briefing?q=santé")) == ["/topics/sante"]
    assert led_to(opened(house, "/briefing?q=demandes")) == ["/topics/garde"]
    assert led_to(opened(house, "/briefing?q=durée")) == ["/topics/garde"]
    assert led_to(opened(house, "/briefing?q=zanzibar")) == []
    assert "/topics" in opened(house, "/briefing").links()


def test_a_module_and_a_story_lead_to_the_topics_that_share_their_skills(house: House) -> None:
    assert led_to(opened(house, "/modules/ecouter")) == ["/topics/garde"]
    assert led_to(opened(house, "/modules/cadre")) == []
    story = tell(house.store, "Une enquête", MONDAY)
    assert led_to(opened(house, f"/news/{story}")) == []
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=3.0))
    assert led_to(opened(house, f"/news/{story}")) == ["/topics/garde"]


def test_a_rule_that_changes_leads_to_its_topics_which_say_when(house: House) -> None:
    team = Team(house)
    team.propose(holds_from="2040-01-01")
    browser = house.browser_of(team.reader)
    assert led_to(browser.get(team.address)) == ["/topics/garde"]
    assert "/topics/garde" in led_to(opened(house, f"/news/{team.story}"))
    assert "Change le" not in said(opened(house, "/topics/garde"))
    browser.get(team.address)
    browser.send(f"{team.address}/decide", ACCEPT)
    assert "Change le 1 janvier 2040" in said(opened(house, "/topics/garde")).replace("1er", "1")
    with house.store.writing() as db:
        end(db, house, db.get_one(RuleChange, team.change.id))


# ------------------------------------------------------------------------------------------- what is wrong with a topic


def under(page: Page) -> str:
    return " ".join(words(page.part("under")).translate({0x202F: " ", 0xA0: " ", 0x2019: "'"}).split())


def test_it_reaches_the_trainers_without_a_name_and_gets_its_reply(house: House) -> None:
    author = house.browser_of(house.person())
    dutch = house.browser_of(house.person(language="nl"))
    for browser in (author, dutch):
        browser.get("/topics/sante")
        browser.send("/reports", ("kind", "outdated"))
    author.send("/reports", ("do", "word"), word="La mutualité a changé.", wants_reply="1")
    trainer = house.visitor(trainer=True)
    page = trainer.get("/reports/waiting")
    (told,) = page.tree.xpath("//article[.//h2[contains(., 'Santé')]]")
    shown = " ".join(words(told).translate({0x202F: " ", 0xA0: " "}).split())
    assert "Sujet d’entretien" in shown
    assert "2 personnes : 2 « Périmé »" in shown
    assert "lu en FR" in shown
    assert "lu en NL" in shown
    assert "/authoring/topics.yaml" in told.xpath(".//a/@href")
    assert flaws(page) == []
    reports = told.xpath(".//input[@name='report']/@value")
    trainer.post("/reports/reply", report=reports, outcome="accepted", text="Corrigé.")
    assert "Santé" not in said(trainer.get("/reports/waiting"))
    assert "On vous a répondu" in said(author.get("/"))
    assert "Corrigé." in under(author.get("/topics/sante"))
    assert "L'équipe de formation vous donne raison." in said(author.get("/reports"))
    assert flaws(author.page) == []
