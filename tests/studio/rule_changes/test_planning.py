"""What a rule change brings is there from midnight on, before the clock has looked; and reading it writes nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.rules import RuleState
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, drafts, in_force, published
from models.catalogue import documents as catalogue_documents
from models.catalogue.documents import RULES
from models.ground.store import Store
from models.learning import answering
from models.people import accounts
from models.studio import publishing
from models.studio.rule_changes import announcements, deciding, effective_day, prepared_texts
from models.tables.answers import Presentation
from models.tables.base import Base
from models.tables.documents import Version, VersionChange
from models.tables.rule_changes import RuleChange
from tests.builders import MONDAY, module, question, show
from tests.studio.rule_changes.all_in_force import on, seen
from tests.studio.rule_changes.made_changes import (
    AFTER,
    BEFORE,
    DAY,
    LAW,
    MINUTE,
    NEW_TEXT,
    Team,
    document,
    dutch,
    key_on,
    law_module,
    publish_law,
)

Scenario = Callable[[Session, Team], object]


def prepared(db: Session, team: Team) -> None:
    team.accepted(db)


def nothing_prepared(db: Session, team: Team) -> None:
    team.accepted(db, None)


def unread(db: Session, team: Team) -> None:
    team.prepare(db, team.accepted(db, None))


def overtaken(db: Session, team: Team) -> None:
    team.accepted(db)
    publishing.publish(db, document(db), law_module(title="Autre titre"), VersionChange.WORDING, MONDAY, team.author)


def unreadable(db: Session, team: Team) -> None:
    team.accepted(db, "illisible")


def nothing_to_change(db: Session, team: Team) -> None:
    change = team.propose(db)
    prepared_texts.leave(db, change, document(db), MONDAY, team.author)
    deciding.accept(db, change, MONDAY, team.reader)


def in_two_languages(db: Session, team: Team) -> None:
    change = team.propose(db)
    team.prepare(db, change)
    team.prepare(db, change, dutch(key_on("b")), "droit.nl")
    deciding.accept(db, change, MONDAY, team.reader)


def in_dutch_alone(db: Session, team: Team) -> None:
    change = team.propose(db)
    team.prepare(db, change, dutch(key_on("b")), "droit.nl")
    deciding.accept(db, change, MONDAY, team.reader)


def a_question_dropped(db: Session, team: Team) -> None:
    text = law_module(LAW._replace(id="droit-9", stem="Et maintenant ?"), title="Un autre titre")
    team.accepted(db, text)


def two_of_one_rule(db: Session, team: Team) -> None:
    team.accepted(db)
    team.accepted(db, law_module(key_on("c")), state=RuleState.SUSPENDED)


def announced(db: Session, team: Team) -> None:
    team.accepted(db, None, state=RuleState.ANNOUNCED)


def retired(db: Session, team: Team) -> None:
    team.accepted(db)
    coming_into_force.retire(db, document(db))


def written_in_part(db: Session, team: Team) -> None:
    drafts.save_draft(db, document(db), "En cours.", MONDAY, team.author)
    team.accepted(db)


SCENARIOS = [
    *(prepared, nothing_prepared, unread, overtaken, unreadable, nothing_to_change, in_two_languages, in_dutch_alone),
    *(a_question_dropped, two_of_one_rule, announced, retired, written_in_part),
]


def rows(store: Store) -> dict[str, list[Any]]:
    with store.reading() as db:
        return {one.name: sorted(map(repr, db.execute(select(one)))) for one in Base.metadata.sorted_tables}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)
def test_the_day_is_read_as_it_will_be_once_the_clock_has_looked_and_reading_writes_nothing(
    store: Store, learner_key: UUID, scenario: Scenario
) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        scenario(db, team)
        for question in ("droit-1", "droit-2"):
            show(db, learner_key, question, BEFORE)
    with store.reading() as db:
        yesterday = seen(db)
    written = rows(store)
    assert on(store, BEFORE) == yesterday
    today = on(store, AFTER)
    assert rows(store) == written
    with store.writing() as db:
        assert effective_day.take_effect(db, AFTER)
    with store.reading() as db:
        assert seen(db) == today
    assert on(store, AFTER) == today
    if scenario not in {announced}:
        assert today != yesterday


def test_what_came_due_while_the_worker_was_dead_is_read_from_midnight_on(store: Store, learner_key: UUID) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
        shown = show(db, learner_key, "droit-1", BEFORE)
    with store.reading() as db:
        effective_day.read_on_day(db, AFTER + 3 * DAY)
        assert announcements.changed_since(db, shown_again(db, shown)) == AFTER - MINUTE
        assert not answering.withdrawn(db, shown_again(db, shown))


def shown_again(db: Session, shown: UUID) -> Presentation:
    return db.get_one(Presentation, shown)


def test_whoever_came_after_the_day_is_not_told_of_it_though_nobody_has_written_it(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
        newcomer = accounts.invite(
            db, "nadia@example.org", "Nadia", AFTER + DAY, timezone="Europe/Brussels"
        ).learner_key
    with store.reading() as db:
        effective_day.read_on_day(db, AFTER + 2 * DAY)
        assert announcements.unopened(db, newcomer, AFTER + 2 * DAY) == []


def test_however_late_it_takes_effect_the_rule_says_the_same(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
    on_the_day = on(store, AFTER)["rules"]
    with store.writing() as db:
        effective_day.take_effect(db, AFTER + 10 * DAY)
        assert in_force.rules(db) == on_the_day


def test_what_is_undone_or_only_proposed_is_not_read_on_its_day(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.propose(db)
    before = on(store, BEFORE)
    assert on(store, AFTER)["texts"] == before["texts"]
    with store.writing() as db:
        change = db.scalars(select(RuleChange)).one()
        team.prepare(db, change, NEW_TEXT)
        deciding.accept(db, change, MONDAY, team.reader)
        deciding.undo(db, change, MONDAY, team.author)
    assert on(store, AFTER)["texts"] == before["texts"]


def test_a_text_that_is_published_meanwhile_lets_the_day_be_planned_anew(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
    assert planned(store) == {"droit", RULES}
    with store.writing() as db:
        text = law_module(title="Autre titre")
        publishing.publish(db, document(db), text, VersionChange.WORDING, MONDAY, team.author)
    assert planned(store) == {RULES}
    with store.reading() as db:
        assert [one.number for one in catalogue_documents.versions(db, document(db))] == [2, 1]
    assert {one for one, *_ in on(store, AFTER)["held in force"]} == {"droit", "droit.nl"}


def planned(store: Store) -> set[str]:
    with store.reading() as db:
        to_come = select(Version.document_id).where(Version.in_force_from > BEFORE.date())
        return set(db.scalars(to_come))


def test_what_is_undone_before_its_day_leaves_nothing_that_was_planned(store: Store) -> None:
    team = Team(store, dutch_too=True)
    before = rows(store)
    with store.writing() as db:
        deciding.undo(db, team.accepted(db), MONDAY, team.author)
    after = rows(store)
    assert {name for name in after if after[name] != before[name]} == {"rule_change", "rule_change_text"}


def test_a_text_that_is_planned_anew_has_a_number_that_none_had_before(store: Store) -> None:
    """Readers keep a text by its number."""
    team, planned = Team(store), select(Version.id).where(Version.in_force_from.is_not(None))
    with store.writing() as db:
        team.accepted(db)
    with store.writing() as db:
        before = db.scalars(planned).all()
        published.forget_planned(db)
    with store.reading() as db:
        assert min(db.scalars(planned)) > max(before)


@pytest.mark.dialects
def test_two_who_publish_at_once_never_wait_for_each_other(store: Store) -> None:
    """Each has what is to come written anew, in the text of the other too."""
    team, together = Team(store), Barrier(2, timeout=20)
    others = tuple(one._replace(id=f"autre-{one.id}") for one in (LAW, question("loi-2"), question("loi-3")))
    texts = {"droit": law_module(), "autre": write_module(module("autre", questions=others))}
    with store.writing() as db:
        publish_law(db, team.author, team.reader, texts["autre"], "autre")
        change = team.propose(db)
        for name, text in texts.items():
            team.prepare(db, change, text.replace("Combien de temps ?", "Combien de mois ?"), name)
        deciding.accept(db, change, MONDAY, team.reader)

    def reword(name: str) -> None:
        for _ in range(3):
            together.wait()
            with store.writing() as db:
                publishing.publish(db, document(db, name), texts[name], VersionChange.WORDING, MONDAY, team.author)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(reword, texts))
    with store.reading() as db:
        assert [len(catalogue_documents.versions(db, document(db, name))) for name in texts] == [4, 4]
