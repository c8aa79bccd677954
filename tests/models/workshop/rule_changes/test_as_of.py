"""Read on the day, a rule change is what it will be once it has taken effect, and reading it writes nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.rules import RuleState
from models.catalogue import coming_into_force, drafts, exchange, in_force, translations, validity, withholding
from models.catalogue import documents as catalogue_documents
from models.catalogue.documents import RULES
from models.ground.store import Store
from models.people import accounts
from models.study import answering
from models.tables.base import Base
from models.tables.documents import VersionChange
from models.tables.rule_changes import RuleChange
from models.tables.study import Presentation
from models.workshop import approval, publishing, rereading
from models.workshop.rule_changes import about, for_the_day, proposing, telling, the_day, undoing
from tests.builders import MONDAY, show
from tests.models.workshop.rule_changes.made import (
    AFTER,
    BEFORE,
    DAY,
    LAW,
    MINUTE,
    NEW_TEXT,
    NEW_YEAR,
    Team,
    document,
    dutch,
    key_on,
    law_module,
)

DOCUMENTS = "droit", "droit.nl", "ecouter", RULES
LANGUAGES = None, "fr", "nl"

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
    for_the_day.leave(db, change, document(db), MONDAY, team.author)
    proposing.accept(db, change, MONDAY, team.reader)


def in_two_languages(db: Session, team: Team) -> None:
    change = team.propose(db)
    team.prepare(db, change)
    team.prepare(db, change, dutch(key_on("b")), "droit.nl")
    proposing.accept(db, change, MONDAY, team.reader)


def in_dutch_alone(db: Session, team: Team) -> None:
    change = team.propose(db)
    team.prepare(db, change, dutch(key_on("b")), "droit.nl")
    proposing.accept(db, change, MONDAY, team.reader)


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


def seen(db: Session) -> dict[str, Any]:
    """All that a page may say of what is in force, less the instant of the switch."""
    documents = [document(db, name) for name in DOCUMENTS]
    texts = {one.id: catalogue_documents.published_text(db, one) for one in documents}
    return {
        "rules": in_force.rules(db),
        "texts": texts,
        "modules": [[one.module for one in in_force.published_modules(db, language)] for language in LANGUAGES],
        "one by one": [one.module for name in ("droit", "ecouter") for one in in_force.every_language(db, name)],
        "whole": [in_force.whole(db, one) for one in in_force.published_modules(db, "nl")],
        "asking": {skill: one.module for skill, one in in_force.asking(db, NEW_YEAR).items()},
        "listed": catalogue_documents.listing(db),
        "versions": {
            one.id: [numbered(version) for version in catalogue_documents.versions(db, one)] for one in documents
        },
        "held": {one.id: sorted(held(row) for row in withholding.held(db, one.id)) for one in documents},
        "held in force": sorted(held(row) for row in withholding.held_in_force(db)),
        "read": readers(db),
        "concerned": [(one.document.id, one.module, one.questions) for one in about.concerned(db, "duree")],
        "stages": [(told.change.id, told.rule, told.stage) for told in telling.everything(db)],
        "coming": telling.coming(db, catalogue_documents.parse_module(texts["droit"] or ""), AFTER),
        "translations": translations.translations(db),
        "due": [(one.subject, one.text, one.since) for one in rereading.due(db, NEW_YEAR + 400 * DAY)],
        "pack": exchange.pack_in_force(db),
        "open pages": [standing(db, one) for one in db.scalars(select(Presentation).order_by(Presentation.id))],
    }


def readers(db: Session) -> list[tuple[str, UUID | None]]:
    module = catalogue_documents.parse_module(catalogue_documents.published_text(db, document(db)) or "")
    law = approval.law_of(db, document(db), module)
    return [(one.question.id, one.reading.by if one.reading else None) for one in law]


def numbered(version: Any) -> tuple[object, ...]:
    return version.number, version.text, version.change, version.word, version.published_by


def held(row: Any) -> tuple[object, ...]:
    return row.document_id, row.question_id, row.up_to, row.why


def standing(db: Session, shown: Presentation) -> tuple[object, ...]:
    """What becomes of a page that is open."""
    module = in_force.module_of(db, shown.version_id)
    question = module.question(shown.question_id)
    failing = validity.failing(db, module, question, NEW_YEAR)
    changed = telling.changed_since(db, shown) is not None
    return answering.withdrawn(db, shown), changed, withholding.is_overtaken(db, shown.version_id), failing


def rows(store: Store) -> dict[str, list[Any]]:
    with store.reading() as db:
        return {one.name: sorted(map(repr, db.execute(select(one)))) for one in Base.metadata.sorted_tables}


def as_of(store: Store, at: Any) -> dict[str, Any]:
    with store.reading() as db:
        the_day.read_as_of(db, at)
        return seen(db)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)
def test_the_day_is_read_as_it_will_be_written_and_reading_writes_nothing(
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
    assert as_of(store, BEFORE) == yesterday
    today = as_of(store, AFTER)
    assert rows(store) == written
    with store.writing() as db:
        assert the_day.take_effect(db, AFTER)
    with store.reading() as db:
        assert seen(db) == today
    assert as_of(store, AFTER) == today
    if scenario not in {announced}:
        assert today != yesterday


def test_what_came_due_while_the_worker_was_dead_is_read_from_midnight_on(store: Store, learner_key: UUID) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
        shown = show(db, learner_key, "droit-1", BEFORE)
    with store.reading() as db:
        the_day.read_as_of(db, AFTER + 3 * DAY)
        assert telling.changed_since(db, shown_again(db, shown)) == AFTER - MINUTE
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
        the_day.read_as_of(db, AFTER + 2 * DAY)
        assert telling.unopened(db, newcomer, AFTER + 2 * DAY) == []


def test_however_late_it_takes_effect_the_rule_says_the_same(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
    on_the_day = as_of(store, AFTER)["rules"]
    with store.writing() as db:
        the_day.take_effect(db, AFTER + 10 * DAY)
        assert in_force.rules(db) == on_the_day


def test_what_is_undone_or_only_proposed_is_not_read_on_its_day(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.propose(db)
    before = as_of(store, BEFORE)
    assert as_of(store, AFTER)["texts"] == before["texts"]
    with store.writing() as db:
        change = db.scalars(select(RuleChange)).one()
        team.prepare(db, change, NEW_TEXT)
        proposing.accept(db, change, MONDAY, team.reader)
        undoing.undo(db, change, MONDAY, team.author)
    assert as_of(store, AFTER)["texts"] == before["texts"]
