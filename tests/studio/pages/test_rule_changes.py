"""Rule changes in the workshop: one form from the story, a second person, texts for the day; what people see."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import documents
from models.news.feed import tastes
from models.studio import from_stories
from models.studio.rule_changes import announcements, effective_day, stages
from models.tables.people import Account
from models.tables.rule_changes import RuleChange
from models.tables.sources import SourceRight
from portal.site.text_fragments import at_sentence
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import words
from tests.studio.pages.changes import ACCEPT, Team, change_source, end, new_text, with_law
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, SENTENCE
from watchers import digest

REFUSE = ("do", "refuse")
WRITE, LEAVE, READ = ("do", "write"), ("do", "leave"), ("do", "read")


@pytest.fixture
def team(house: House) -> Iterator[Team]:
    """What is left open at the end would change what the next test finds."""
    made = Team(house)
    yield made
    with house.store.writing() as db:
        standing = select(RuleChange).where(RuleChange.undone_at.is_(None))
        for change in db.scalars(standing.order_by(RuleChange.id.desc())):
            end(db, house, change)


# ------------------------------------------------------------------------------------------------------------ proposing


def test_a_change_is_proposed_from_its_story_in_one_form(team: Team) -> None:
    browser = team.browser(team.author)
    assert team.form in browser.page.links()
    page = browser.get(team.form)
    assert "ONEM, en vigueur" in page.text
    assert page.form(team.form).fields["rule_id"] == ""
    page = team.propose()
    assert (page.came_by, page.path) == ((303,), team.address)
    for told in ("Durée", "Les étudiants", SENTENCE.replace("'", "’"), "1er janvier 2027", "en vérification"):
        assert told in page.text
    assert "Votre proposition attend une seconde personne" in page.text


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(team: Team) -> None:
    for fields, field in [
        ({"address": "pas une adresse"}, "address"),
        ({"rule_id": ""}, "rule_id"),
        ({"holds_from": ""}, "holds_from"),
        ({"holds_until": "2026-01-01"}, "holds_until"),
    ]:
        page = team.propose(**fields)
        assert page.status == 422
        assert words(page.part(f"{field}-error"))
        assert "Les étudiants." in page.text
        assert team.house.read(lambda db: stages.of_story(db, team.story)) == []


def test_what_is_adopted_of_a_rule_in_force_leaves_it_there_and_says_so_before_and_after(team: Team) -> None:
    form = spaced(team.browser(team.author).get(team.form).text)
    assert "ne touche pas à une règle en vigueur" in form
    page = spaced(team.propose(state="adopté", holds_from="").text)
    assert "changement « adopté » d'une règle qui reste « en vigueur »" in page.replace("’", "'")
    assert "à « adopté »" not in page


def test_until_somebody_accepts_the_story_says_that_it_is_being_verified(team: Team) -> None:
    assert "Pourrait toucher" not in team.story_page(team.learner)
    team.propose()
    assert "Pourrait toucher « Durée » : en vérification" in spaced(team.story_page(team.learner))


def spaced(text: str) -> str:
    """With ordinary spaces in the place of those that do not break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_of_a_title_nothing_is_cited_and_of_ones_own_source_nothing_is_made(team: Team) -> None:
    change_source(team, right_to_show=SourceRight.TITLE)
    page = team.browser(team.author).get(team.form)
    assert "aucune phrase n’est citée" in page.text
    change_source(team, learner_key=team.author.learner_key)
    for address in (team.form, f"/drafted-questions/stories/{team.story}"):
        page = team.house.browser_of(team.author).get(address)
        assert (page.status, "source personnelle" in page.text) == (403, True)


# ------------------------------------------------------------------------------------------------------------- deciding


def test_a_second_person_accepts_and_everybody_is_told_once_opened(team: Team) -> None:
    team.propose()
    workshop = team.house.browser_of(team.reader).get("/authoring")
    assert team.address in workshop.tree.xpath("//section[@aria-labelledby='changes-to-decide']//a/@href")
    page = team.decide()
    assert (page.came_by, "Le changement est accepté" in page.text) == ((303,), True)
    assert [one.story_id for one in unopened(team)] == [team.story]
    told = spaced(team.story_page(team.learner))
    assert "Change la règle « Durée » le 1er janvier 2027" in told
    assert "Ne touche pas : Les étudiants." in told
    assert unopened(team) == []


def unopened(team: Team) -> list[announcements.RuleChangeAsTold]:
    return team.house.read(lambda db: announcements.unopened(db, team.learner.learner_key, team.house.clock()))


def test_an_accepted_change_comes_first_in_the_feed_on_home_and_by_mail_until_it_is_opened(team: Team) -> None:
    team.propose()
    team.decide()
    with team.house.store.writing() as db:
        from_stories.write_interview_word(db, team.story, "Dites-le dès maintenant.", MONDAY, team.author.learner_key)
        tastes.mute(db, team.learner.learner_key, "durée", MONDAY)
    team.house.clock.at = MONDAY + timedelta(days=21)
    browser = team.house.browser_of(team.learner)
    for address in ("/news", "/"):
        page = browser.get(address)
        assert page.tree.xpath("//main//a[starts-with(@href, '/news/')]/@href")[0] == f"/news/{team.story}"
        assert "En entretien : Dites-le dès maintenant." in spaced(page.text)
    account = team.house.again(team.learner)
    written = team.house.read(lambda db: digest.preview(db, team.house.settings, account, team.house.clock()))
    assert written
    assert "Change la règle « Durée » le 1er janvier 2027. Ne touche pas : Les étudiants." in spaced(written.text)
    assert "Dites-le dès maintenant." in written.text
    browser.get(f"/news/{team.story}")
    assert f"/news/{team.story}" not in browser.get("/news").links()


def test_a_change_stands_on_the_home_of_whoever_is_to_decide_and_of_nobody_else(team: Team) -> None:
    asked = team.house.person(trainer=True)
    team.propose(invited=str(asked.id))
    assert "Un changement de règle à décider : Durée" in at_home(team, asked)
    for other in (team.author, team.reader, team.learner):
        assert "à décider" not in at_home(team, other)
    browser = team.house.browser_of(asked)
    assert team.address in browser.get("/").links()
    browser.get(team.address)
    browser.send(f"{team.address}/decide", REFUSE)
    assert "à décider" not in at_home(team, asked)


def at_home(team: Team, who: Account) -> str:
    return spaced(team.house.browser_of(who).get("/").text)


def test_a_colleague_who_was_asked_reads_and_decides_without_being_a_trainer(team: Team) -> None:
    team.propose()
    with team.house.store.writing() as db:
        db.get_one(RuleChange, team.change.id).invited = team.learner.learner_key
    browser = team.house.browser_of(team.learner)
    assert f"{team.address}/decide" in [form.get("action") for form in browser.get(team.address).forms()]
    browser.send(f"{team.address}/decide", ACCEPT)
    assert team.change.decided_by == team.learner.learner_key
    assert f"{team.address}/undo" not in [form.get("action") for form in browser.page.forms()]


def test_a_change_is_refused_or_taken_back_and_nothing_changes(team: Team) -> None:
    team.propose()
    assert "refusé" in team.decide(REFUSE).text
    team.propose()
    browser = team.house.browser_of(team.author)
    browser.get(team.address)
    assert "retirée" in browser.send(f"{team.address}/withdraw").text
    assert "Pourrait toucher" not in team.story_page(team.learner)
    listed = browser.get("/rule-changes").text
    assert "Terminés" in listed


# ---------------------------------------------------------------------------------------------------- texts for the day


def test_the_new_text_is_written_beside_the_old_one_read_by_another_and_switched_on_the_day(team: Team) -> None:
    with_law(team)
    team.propose()
    text = f"{team.address}/texts/{team.module}"
    browser = team.house.browser_of(team.author)
    workshop = browser.get("/authoring")
    assert text in workshop.links()
    browser.get(text)
    page = browser.send(text, WRITE, text=new_text(team))
    assert page.came_by == (303,)
    assert "Ligne ajoutée" in page.text
    assert key(team) == ("a",)
    page = team.decide()
    assert at_sentence("https://x.example/a", SENTENCE) in page.links()
    assert f"relu par {team.reader.name}" in page.text
    assert "remplacent les anciens" in page.text
    module = team.house.browser_of(team.learner).get(f"/modules/{team.module}")
    assert "change le 1er janvier 2027" in spaced(module.text)
    for at, expected in ((BEFORE, ("a",)), (AFTER, ("b",))):
        team.house.clock.at = at
        team.house.browser_of(team.learner).get("/modules")
        assert key(team) == expected
    assert "A changé la règle" in team.story_page(team.learner)
    module = team.house.browser_of(team.learner).get(f"/modules/{team.module}")
    assert "Change le" not in module.text
    browser.get(team.address)
    page = browser.send(f"{team.address}/undo")
    assert "comme avant" in page.text
    assert f"a écrit le texte de «\u202f{team.module.capitalize()}\u202f»" in page.text
    assert "remplacent les anciens" not in page.text
    assert key(team) == ("a",)


def key(team: Team) -> tuple[str, ...]:
    def ask(db: Session) -> tuple[str, ...]:
        effective_day.read_on_day(db, team.house.clock())
        text = documents.published_text(db, documents.document_of(db, team.module)) or ""
        return documents.parse_module(text).question(f"{team.module}-1").key

    return team.house.read(ask)


def test_nothing_to_change_is_confirmed_by_another_after_the_change_was_accepted(team: Team) -> None:
    with_law(team)
    team.propose()
    team.decide()
    text = f"{team.address}/texts/{team.module}"
    browser, reader = team.house.browser_of(team.author), team.house.browser_of(team.reader)
    browser.get(text)
    browser.send(text, LEAVE)
    assert READ[1] not in browser.page.tree.xpath("//button[@name='do']/@value")
    reader.get(text)
    assert f"relu par {team.reader.name}" in reader.send(text, READ).text


def test_nobody_vouches_for_a_text_that_she_has_not_seen(team: Team) -> None:
    with_law(team)
    team.propose()
    reader = team.house.browser_of(team.reader)
    reader.get(team.address)
    browser = team.house.browser_of(team.author)
    browser.get(f"{team.address}/texts/{team.module}")
    browser.send(f"{team.address}/texts/{team.module}", WRITE, text=new_text(team))
    page = reader.send(f"{team.address}/decide", ACCEPT)
    assert (page.status, team.change.decision) == (409, None)


def test_a_question_that_was_mailed_before_the_day_says_that_it_is_about_what_held_before(team: Team) -> None:
    with_law(team)
    team.propose()
    team.decide()
    address = team.house.address_of(team.house.question_for(team.learner, f"{team.module}-1"))
    assert "depuis l’envoi" not in team.house.stranger().get(address).text
    team.house.clock.at = AFTER
    browser = team.house.stranger()
    assert "La règle a changé depuis l’envoi" in browser.get(address).text
    assert "C’est juste" in browser.send(address, ("answering", "1"), option="a").text


def test_what_is_only_announced_says_that_nothing_else_changes(team: Team) -> None:
    with_law(team)
    page = team.propose(state="annoncé", holds_from="")
    assert "ne change aucune réponse attendue" in page.text
    team.decide()
    assert "les réponses attendues restent les mêmes" in team.story_page(team.learner)
    assert "Change le" not in team.house.browser_of(team.learner).get(f"/modules/{team.module}").text
    page = team.browser(team.author).get(f"{team.address}/texts/{team.module}")
    assert (page.status, "pas de texte à préparer" in page.text) == (409, True)
