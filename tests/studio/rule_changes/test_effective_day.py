"""The day of a rule change: the old key until 23:59 in Brussels, the new one from 00:01, and what was open before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Conflict, Forbidden
from content.module import Card
from content.rules import RuleState
from content.text.module_writer import write_module
from models.catalogue import attestations, coming_into_force, documents, drafts, in_force
from models.catalogue.attestations import cards_in_plain, vouching
from models.catalogue.documents import RULES
from models.ground import audit
from models.ground.store import Store
from models.learning import answering, playing
from models.learning.answering import Withdrawn
from models.studio import publishing
from models.studio.rule_changes import deciding, effective_day, prepared_texts, stages
from models.studio.rule_changes.stages import Stage
from models.tables.answers import DueCheck, Mastery
from models.tables.audit import AuditVerb
from models.tables.documents import VersionChange
from models.tables.rule_changes import ChangeOutcome, RuleChange
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, module, show
from tests.studio.rule_changes.made_changes import (
    AFTER,
    AUTHORITY,
    BEFORE,
    DAY,
    MINUTE,
    NEW_TEXT,
    NEW_YEAR,
    OTHERS,
    Team,
    asked,
    document,
    dutch,
    key_in_force,
    key_on,
    law_module,
    version_in_force,
)


@pytest.fixture
def team(store: Store) -> Team:
    return Team(store)


SUMMER = date(2027, 7, 1)
DAYS = [
    (SUMMER, datetime(2027, 6, 30, 21, 59, tzinfo=UTC), datetime(2027, 6, 30, 22, 1, tzinfo=UTC)),
    (date(2027, 3, 28), datetime(2027, 3, 27, 22, 59, tzinfo=UTC), datetime(2027, 3, 27, 23, 1, tzinfo=UTC)),
    (date(2027, 3, 29), datetime(2027, 3, 28, 21, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, 1, tzinfo=UTC)),
    (date(2027, 10, 31), datetime(2027, 10, 30, 21, 59, tzinfo=UTC), datetime(2027, 10, 30, 22, 1, tzinfo=UTC)),
    (date(2027, 11, 1), datetime(2027, 10, 31, 22, 59, tzinfo=UTC), datetime(2027, 10, 31, 23, 1, tzinfo=UTC)),
]
"""In summer, and on both sides of the nights in which the clock of Brussels is changed."""


def test_the_old_key_holds_until_midnight_in_brussels_and_the_new_one_from_then_on(
    team: Team, learner_key: UUID
) -> None:
    holds_until_midnight(team, learner_key, NEW_YEAR, BEFORE, AFTER)


@pytest.mark.parametrize(("day", "before", "after"), DAYS)
def test_midnight_is_that_of_brussels_in_winter_in_summer_and_when_the_clock_is_changed(
    team: Team, learner_key: UUID, day: date, before: datetime, after: datetime
) -> None:
    holds_until_midnight(team, learner_key, day, before, after)


def holds_until_midnight(team: Team, learner_key: UUID, day: date, before: datetime, after: datetime) -> None:
    with team.store.writing() as db:
        change = team.accepted(db, holds_from=day)
    for at, key, right in ((before, RIGHT, True), (after, WRONG, False)):
        with team.store.writing() as db:
            effective_day.take_effect(db, at)
            assert key_in_force(db) == key
            answer = ask(db, learner_key, "droit-1", RIGHT, at)
            assert (answer.correct, answer.counts) == (right, True)
    with team.store.reading() as db:
        assert db.get_one(RuleChange, change.id).took_effect_at == after


def test_a_page_that_was_open_before_is_marked_by_the_rule_that_it_showed(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        team.accepted(db)
        shown = show(db, learner_key, "droit-1", BEFORE)
    with team.store.writing() as db:
        effective_day.take_effect(db, AFTER)
        answer = answering.answer(db, shown, learner_key, RIGHT, AFTER)
        assert (answer.correct, answer.counts) == (True, True)


def test_a_sitting_that_is_open_asks_nothing_more_by_the_old_rule_and_the_next_one_is_new(
    team: Team, learner_key: UUID
) -> None:
    with team.store.writing() as db:
        team.accepted(db)
        old = version_in_force(db).id
        sitting = playing.start(db, learner_key, "droit", BEFORE)
        effective_day.take_effect(db, AFTER)
        assert "droit-1" not in [one.id for one in in_force.asked_of(db, old).questions]
        assert "droit-1" in asked(db)
        again = playing.start(db, learner_key, "droit", AFTER)
        assert (again.id == sitting.id, again.version_id) == (False, version_in_force(db).id)


def test_checks_begin_for_those_who_had_acquired_it_and_mastery_stays(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        for number in range(1, 6):
            ask(db, learner_key, f"droit-{number}", at=MONDAY + (number == 5) * DAY + number * MINUTE)
        team.accepted(db)
        before = db.get_one(Mastery, (learner_key, "listen.active")).known
        assert db.scalars(select(DueCheck)).all() == []
        effective_day.take_effect(db, AFTER)
        (due,) = db.scalars(select(DueCheck))
        assert (due.learner_key, due.due_at, due.version_id) == (learner_key, AFTER, version_in_force(db).id)
        assert db.get_one(Mastery, (learner_key, "listen.active")).known == before


def test_it_takes_effect_once_however_many_ask(team: Team) -> None:
    with team.store.writing() as db:
        team.accepted(db)
        assert len(effective_day.take_effect(db, AFTER)) == 1
        assert effective_day.take_effect(db, AFTER) == []
        assert len(documents.versions(db, document(db))) == 2
    with team.store.reading() as db:
        entries = audit.latest(db, [AuditVerb.CHANGE_TAKES_EFFECT], 0, 9)
        assert [one.parties for one in entries] == [[]]


@pytest.mark.dialects
def test_two_who_ask_at_once_switch_once(team: Team) -> None:
    with team.store.writing() as db:
        team.accepted(db)

    def ask_for_it(_: int) -> int:
        with team.store.writing() as db:
            return len(effective_day.take_effect(db, AFTER))

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(ask_for_it, range(4))) == [0, 0, 0, 1]
    with team.store.reading() as db:
        assert len(documents.versions(db, document(db))) == 2


def test_the_rule_says_so_from_then_on_and_drafts_are_left_to_their_authors(team: Team) -> None:
    with team.store.writing() as db:
        rules = document(db, RULES)
        remark = (documents.published_text(db, rules) or "") + "# à relire\n"
        drafts.save_draft(db, rules, remark, MONDAY, team.author)
        drafts.save_draft(db, document(db), "En cours.", MONDAY, team.author)
        team.accepted(db)
        assert in_force.rules(db)["duree"].valid_from is None
        effective_day.take_effect(db, AFTER)
        rule = in_force.rules(db)["duree"]
        assert (rule.valid_from, rule.address, rule.read_on) == (NEW_YEAR, AUTHORITY, MONDAY.date())
        assert document(db).draft == "En cours."
        assert rules.draft and "valid_from: 2027-01-01" in rules.draft and rules.draft.endswith("# à relire\n")


def test_a_day_that_has_come_takes_effect_when_it_is_accepted(team: Team) -> None:
    with team.store.writing() as db:
        change = team.accepted(db, holds_from=MONDAY.date())
        assert stages.stage_of(change) is Stage.IN_EFFECT
        assert key_in_force(db) == WRONG


def test_a_module_has_moved_when_another_version_is_in_force_than_what_the_text_rests_on_or_became(team: Team) -> None:
    with team.store.writing() as db:
        row = prepared_texts.texts(db, team.accepted(db))["droit"]
        moved = [prepared_texts.has_moved(db, row, document(db))]
        effective_day.take_effect(db, AFTER)
        moved.append(prepared_texts.has_moved(db, row, document(db)))
        redone = law_module(key_on("b"), title="Droit, redit")
        publishing.publish(db, document(db), redone, VersionChange.WORDING, AFTER, team.author)
        moved.append(prepared_texts.has_moved(db, row, document(db)))
    assert moved == [False, False, True]


def test_what_is_only_announced_never_changes_marking(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        for state in (RuleState.ANNOUNCED, RuleState.ADOPTED, RuleState.PUBLISHED):
            change = team.propose(db, state)
            with pytest.raises(Conflict, match="Ce qui est annoncé"):
                team.prepare(db, change)
            deciding.accept(db, change, MONDAY, team.reader)
            for at in (BEFORE, AFTER):
                effective_day.take_effect(db, at)
                assert ask(db, learner_key, "droit-1", RIGHT, at).correct
            assert in_force.rules(db)["duree"].state is RuleState.IN_FORCE
        assert (len(documents.versions(db, document(db))), db.scalars(select(DueCheck)).all()) == (1, [])
        rules = document(db, RULES)
        text = (documents.published_text(db, rules) or "").replace("en vigueur", "annoncé")
        coming_into_force.put_in_force(db, rules, text, VersionChange.MEANING, MONDAY, team.author)
        team.accepted(db, None, state=RuleState.ADOPTED, holds_from=None)
        assert in_force.rules(db)["duree"].state is RuleState.ADOPTED


# -------------------------------------------------------------------------------------- what nobody has decided in time


def held(team: Team, learner_key: UUID) -> None:
    """Nobody is asked the question, and who had it before her may answer."""
    with team.store.writing() as db:
        shown = show(db, learner_key, "droit-1", BEFORE)
        effective_day.take_effect(db, AFTER)
        assert "droit-1" not in asked(db)
        assert {"droit-2", "droit-3"} <= set(asked(db))
        assert answering.answer(db, shown, learner_key, RIGHT, AFTER).correct
        late = show(db, learner_key, "droit-1", AFTER)
        with pytest.raises(Withdrawn):
            answering.answer(db, late, learner_key, RIGHT, AFTER + READING)


def test_a_question_for_which_nobody_has_decided_is_not_asked_from_then_on(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        change = team.accepted(db, None)
    held(team, learner_key)
    with team.store.writing() as db:
        (row,) = prepared_texts.texts(db, db.get_one(RuleChange, change.id)).values()
        assert row.outcome == ChangeOutcome.HELD
        publishing.publish(db, document(db), NEW_TEXT, VersionChange.MEANING, AFTER, team.author)
        attestations.vouch(db, attestations.question_parts(document(db).id, [key_on("b")]), AFTER, team.reader)
        assert "droit-1" in asked(db)


def test_the_plain_words_of_a_text_are_read_with_it_before_its_day(team: Team) -> None:
    cards = (Card("Une carte", "À lire.\n\n### Pour la personne\n\nDemandez votre date."),)
    told = replace(module("droit", questions=(key_on("b"), *OTHERS)), cards=cards)
    with team.store.writing() as db:
        team.accepted(db, write_module(told))
    with team.store.reading() as db:
        effective_day.read_on_day(db, AFTER)
        assert [vouching(db, one.said) is not None for one in cards_in_plain(db, "fr", AFTER.date())] == [True]
    with team.store.writing() as db:
        effective_day.take_effect(db, AFTER)
        assert [vouching(db, one.said) is not None for one in cards_in_plain(db, "fr", AFTER.date())] == [True]


def written_by_one_alone(db: Session, team: Team) -> None:
    change = team.accepted(db, None)
    row = team.prepare(db, change)
    with pytest.raises(Forbidden, match="C'est votre propre texte"):
        prepared_texts.read(db, change, row, MONDAY, team.author)


def written_anew_since_it_was_read(db: Session, team: Team) -> None:
    team.prepare(db, team.accepted(db), law_module(key_on("b"), title="Autre titre"))


def overtaken_by_another_version(db: Session, team: Team) -> None:
    team.accepted(db)
    text = law_module(title="Autre titre")
    publishing.publish(db, document(db), text, VersionChange.WORDING, MONDAY, team.author)


def that_cannot_be_published(db: Session, team: Team) -> None:
    change = team.accepted(db, "illisible")
    assert prepared_texts.texts(db, change)["droit"].read_by is None


@pytest.mark.parametrize(
    "text",
    [
        *(written_by_one_alone, written_anew_since_it_was_read),
        *(overtaken_by_another_version, that_cannot_be_published),
    ],
)
def test_such_a_text_does_not_come_into_force(
    team: Team, learner_key: UUID, text: Callable[[Session, Team], None]
) -> None:
    with team.store.writing() as db:
        text(db, team)
    held(team, learner_key)


def test_what_two_have_found_right_still_is_asked_on(team: Team, learner_key: UUID) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        prepared_texts.leave(db, change, document(db), MONDAY, team.author)
        deciding.accept(db, change, MONDAY, team.reader)
        effective_day.take_effect(db, AFTER)
        assert "droit-1" in asked(db)
        assert len(documents.versions(db, document(db))) == 1


def test_a_text_that_is_written_after_the_change_is_accepted_has_its_own_second_reader(team: Team) -> None:
    with team.store.writing() as db:
        change = team.accepted(db, None)
        row = team.prepare(db, change)
        prepared_texts.read(db, change, row, MONDAY, team.reader)
        effective_day.take_effect(db, AFTER)
        assert key_in_force(db) == WRONG


def test_two_who_write_at_once_do_not_write_over_each_other(team: Team) -> None:
    with team.store.writing() as db:
        change = team.propose(db)
        team.prepare(db, change)
        with pytest.raises(drafts.DraftMoved):
            prepared_texts.write(db, change, document(db), "Autre.", drafts.fingerprint("vieux"), MONDAY, team.reader)


# --------------------------------------------------------------------------------------------------- in other languages


@pytest.mark.parametrize("has_its_own", [True, False])
def test_a_translation_switches_with_its_original_or_is_held_back_where_it_has_no_text_of_its_own(
    store: Store, has_its_own: bool
) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        change = team.propose(db)
        found = [(one.document.id, one.questions) for one in stages.concerned(db, "duree")]
        assert found == [("droit", ("droit-1",)), ("droit.nl", ("droit-1",))]
        assert stages.concerned(db, "autre") == []
        team.prepare(db, change)
        if has_its_own:
            team.prepare(db, change, dutch(key_on("b")), "droit.nl")
        deciding.accept(db, change, MONDAY, team.reader)
        effective_day.take_effect(db, AFTER)
        assert (key_in_force(db), key_in_force(db, "droit.nl") == WRONG) == (WRONG, has_its_own)
        assert ("droit-1" in asked(db), "droit-1" in asked(db, "droit.nl")) == (True, has_its_own)
