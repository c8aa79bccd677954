"""Whom a rule change is told, until when, and what is said of a module that it will change."""

from datetime import timedelta
from uuid import UUID

import pytest

from content.rules import RuleState
from models.catalogue import in_force
from models.ground.store import Store
from models.people import accounts
from models.studio.rule_changes import announcements, deciding, effective_day
from models.studio.rule_changes.stages import Stage
from tests.builders import MONDAY
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, DAY, NEW_YEAR, Team


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def stories(team: Team, learner_key: UUID, at: object = MONDAY) -> list[int]:
    with team.store.reading() as db:
        return [one.story_id for one in announcements.unopened(db, learner_key, at)]  # type: ignore[arg-type]


def test_an_accepted_change_is_told_until_it_is_opened_however_long_that_takes(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
    assert stories(team, learner_key) == []
    with team.store.writing() as db:
        announcements.mark_opened(db, learner_key, team.story, MONDAY)
        deciding.accept(db, db.merge(change), MONDAY, team.reader)
    assert stories(team, learner_key) == [team.story]
    assert stories(team, learner_key, MONDAY + 300 * DAY) == [team.story]
    for _ in range(2):
        with team.store.writing() as db:
            announcements.mark_opened(db, learner_key, team.story, AFTER)
    assert stories(team, learner_key) == []
    assert stories(team, team.reader) == [team.story]


def test_what_is_told_names_the_rule_its_state_its_day_and_whom_it_does_not_touch(
    team: Team, learner_key: UUID
) -> None:
    with team.store.writing() as db:
        team.accepted(db)
    with team.store.reading() as db:
        (told,) = announcements.unopened(db, learner_key, MONDAY)
    assert (told.name("nl"), told.stage, told.switches) == ("Duur", Stage.TO_COME, True)
    assert (told.change.state_to, told.change.holds_from) == (RuleState.IN_FORCE, NEW_YEAR)
    assert told.change.untouched == "Les étudiants."


def test_a_change_that_is_undone_is_told_no_more(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        change = team.accepted(db)
        deciding.undo(db, change, MONDAY, team.author)
    assert stories(team, learner_key) == []


def test_whoever_comes_later_is_not_told_what_held_before_she_came(team: Team) -> None:
    with team.store.writing() as db:
        team.accepted(db)
        effective_day.take_effect(db, AFTER)
        newcomer = accounts.invite(db, "nadia@example.org", "Nadia", AFTER + DAY, timezone="Europe/Brussels")
        key = newcomer.learner_key
    assert stories(team, key, AFTER + 2 * DAY) == []


def test_a_story_says_what_is_in_verification_accepted_or_taken_back_and_nothing_of_what_was_refused(
    team: Team,
) -> None:
    with team.store.writing() as db:
        refused = team.propose(db)
        deciding.refuse(db, refused, MONDAY, team.reader)
        assert announcements.about_stories(db, [team.story]) == {}
        change = team.propose(db)
        said = [[one.stage for one in announcements.about_stories(db, [team.story])[team.story]]]
        deciding.accept(db, change, MONDAY, team.reader)
        said.append([one.stage for one in announcements.about_stories(db, [team.story])[team.story]])
        deciding.undo(db, change, MONDAY, team.reader)
        said.append([one.stage for one in announcements.about_stories(db, [team.story])[team.story]])
    assert said == [[Stage.VERIFYING], [Stage.TO_COME], [Stage.UNDONE]]


@pytest.mark.parametrize(("state", "days"), [(RuleState.IN_FORCE, [NEW_YEAR]), (RuleState.ANNOUNCED, [])])
def test_a_module_says_when_what_it_asks_will_change_until_it_has(team: Team, state: RuleState, days: object) -> None:
    with team.store.writing() as db:
        team.accepted(db, None, state=state)
        module = in_force.published_module(db, "droit").module
        other = in_force.published_module(db, "ecouter").module
        assert [one.day for one in announcements.coming(db, module, BEFORE)] == days
        assert announcements.coming(db, other, BEFORE) == []
        assert announcements.coming(db, module, AFTER + timedelta(minutes=1)) == []
