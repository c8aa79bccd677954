"""A rule change is undone, before its day and after: texts, keys, checks and belief are as if it had never been."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from content.errors import Conflict
from models.catalogue import documents, suspensions
from models.catalogue.documents import RULES
from models.ground.store import Store
from models.learning import answer_log, answering, history
from models.learning.answering import Withdrawn
from models.studio import publishing
from models.studio.rule_changes import deciding, effective_day, stages
from models.studio.rule_changes.stages import Stage
from models.tables.answers import Annulment, DueCheck, Mastery
from models.tables.documents import VersionChange
from models.tables.rule_changes import RuleChange
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, show
from tests.studio.rule_changes.made_changes import (
    AFTER,
    DAY,
    LAW,
    MINUTE,
    NEW_TEXT,
    NEW_YEAR,
    Team,
    asked,
    document,
    key_in_force,
    key_on,
    law_module,
    version_in_force,
)

LATER = AFTER + DAY


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


def in_effect(team: Team, text: str | None = NEW_TEXT) -> RuleChange:
    with team.store.writing() as db:
        change = team.accepted(db, text)
        effective_day.take_effect(db, AFTER)
    return change


def undo(team: Team, change: RuleChange) -> None:
    with team.store.writing() as db:
        deciding.undo(db, db.get_one(RuleChange, change.id), LATER, team.reader)


def test_undone_before_its_day_nothing_ever_happens(team: Team) -> None:
    with team.store.writing() as db:
        change = team.accepted(db)
        deciding.undo(db, change, MONDAY, team.author)
        assert effective_day.take_effect(db, AFTER) == []
        assert (key_in_force(db), stages.stage_of(change)) == (RIGHT, Stage.UNDONE)
        assert len(documents.versions(db, document(db, RULES))) == 1


def test_undone_after_its_day_texts_keys_and_the_rule_are_as_they_were(team: Team) -> None:
    with team.store.reading() as db:
        before = {name: documents.published_text(db, document(db, name)) for name in ("droit", RULES)}
    undo(team, in_effect(team))
    with team.store.reading() as db:
        assert {name: documents.published_text(db, document(db, name)) for name in before} == before
        assert "droit-1" in asked(db)
        numbers = [one.number for one in documents.versions(db, document(db))]
    assert numbers == [3, 2, 1]


def test_belief_is_as_if_the_changed_question_had_never_been_asked_and_each_is_told_once(
    team: Team, learner_key: UUID
) -> None:
    translation = builders.add_learner(team.store)
    change = in_effect(team)
    with team.store.writing() as db:
        ask(db, learner_key, "droit-1", RIGHT, AFTER)
        for key in (learner_key, translation):
            ask(db, key, "droit-2", at=AFTER + MINUTE)
    undo(team, change)
    with team.store.writing() as db:
        rows = [db.get_one(Mastery, (key, "listen.active")) for key in (learner_key, translation)]
        lived = [(row.known, row.earned, row.answers, row.first_exposures, row.acquired) for row in rows]
        assert lived[0] == lived[1]
        assert [one.notice.right for one in history.unread_notices(db, learner_key)] == [True]
        assert history.unread_notices(db, translation) == []
        answer_log.replay(db, learner_key)
        again = db.get_one(Mastery, (learner_key, "listen.active"))
        assert (again.known, again.earned, again.answers, again.first_exposures, again.acquired) == lived[0]


def test_answers_from_before_the_day_count_on(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        first = ask(db, learner_key, "droit-1", RIGHT, MONDAY)
    undo(team, in_effect(team))
    with team.store.reading() as db:
        assert [one.id for one in answer_log.counted_answers(db, learner_key)] == [first.id]
        assert db.scalars(select(Annulment)).all() == []


def test_the_checks_that_it_queued_are_gone(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        for number in range(1, 6):
            ask(db, learner_key, f"droit-{number}", at=MONDAY + (number == 5) * DAY + number * MINUTE)
    change = in_effect(team)
    with team.store.reading() as db:
        assert len(db.scalars(select(DueCheck)).all()) == 1
    undo(team, change)
    with team.store.reading() as db:
        assert db.scalars(select(DueCheck)).all() == []


def test_what_was_held_back_is_asked_again_and_a_page_that_was_open_by_the_new_rule_takes_no_answer(
    store: Store, learner_key: UUID
) -> None:
    team = Team(store, dutch_too=True)
    change = in_effect(team, None)
    with store.writing() as db:
        assert "droit-1" not in [*asked(db), *asked(db, "droit.nl")]
    undo(team, change)
    with store.reading() as db:
        assert "droit-1" in asked(db) and "droit-1" in asked(db, "droit.nl")
    change = in_effect(team)
    with store.writing() as db:
        shown = show(db, learner_key, "droit-1", AFTER)
    undo(team, change)
    with pytest.raises(Withdrawn), store.writing() as db:
        answering.answer(db, shown, learner_key, WRONG, LATER + READING)


def test_what_was_written_on_top_stays_and_its_changed_question_waits(team: Team, learner_key: UUID) -> None:
    change = in_effect(team)
    with team.store.writing() as db:
        text = law_module(key_on("b"), title="Autre titre")
        publishing.publish(db, document(db), text, VersionChange.WORDING, AFTER, team.author)
        answer = ask(db, learner_key, "droit-1", RIGHT, AFTER + MINUTE)
    undo(team, change)
    with team.store.reading() as db:
        assert documents.published_text(db, document(db)) == text
        assert "droit-1" not in asked(db)
        assert db.scalars(select(Annulment.answer_id)).all() == [answer.id]


def test_the_later_of_two_changes_is_undone_first(team: Team) -> None:
    first = in_effect(team)
    with team.store.writing() as db:
        second = team.accepted(db, law_module(key_on("c")), holds_from=LATER.date())
        effective_day.take_effect(db, LATER)
        assert key_in_force(db) == ("c",)
    with pytest.raises(Conflict, match="Un changement plus récent de la même règle est en vigueur"):
        undo(team, first)
    undo(team, second)
    undo(team, first)
    with team.store.reading() as db:
        assert key_in_force(db) == RIGHT
        assert version_in_force(db).text == law_module(LAW)


@pytest.mark.parametrize("day", [NEW_YEAR, NEW_YEAR + DAY])
def test_what_another_change_holds_back_waits_on(team: Team, day: date) -> None:
    with team.store.writing() as db:
        first, second = team.accepted(db, None), team.accepted(db, None, holds_from=day)
        effective_day.take_effect(db, LATER)
    with team.store.reading() as db:
        assert [row.question_id for row in suspensions.held_in(db, version_in_force(db))] == ["droit-1"]
    undo(team, second)
    with team.store.reading() as db:
        assert "droit-1" not in asked(db)
    undo(team, first)
    with team.store.reading() as db:
        assert "droit-1" in asked(db)


def test_a_change_is_undone_once_and_only_where_it_was_accepted(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        with pytest.raises(Conflict, match="Ce changement n'est pas accepté"):
            deciding.undo(db, change, MONDAY, team.reader)
        deciding.accept(db, change, MONDAY, team.reader)
        deciding.undo(db, change, MONDAY, team.reader)
        with pytest.raises(Conflict, match="Ce changement n'est pas accepté"):
            deciding.undo(db, change, MONDAY, team.reader)
