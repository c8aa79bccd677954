"""The inbox: by question, what is late first, then what most people have reported, then the oldest."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models.catalogue import documents, drafts, in_force
from models.ground.store import Store
from models.learning import report_inbox, reports
from models.learning.report_subjects import AboutAnswer, AboutCard
from models.studio import publishing
from models.tables.documents import VersionChange
from models.tables.reports import Report, ReportKind
from tests.builders import MONDAY, add_learner_in, ask

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = "Europe/Brussels"


def on(db: Session, question_id: str, kind: ReportKind, at: datetime, learner_key: UUID | None = None) -> Report:
    key = learner_key or add_learner_in(db)
    return reports.report(db, key, AboutAnswer(ask(db, key, question_id, at=at).presentation_id), kind, at)


def shown(db: Session, at: datetime = MONDAY) -> list[tuple[str, int]]:
    return [(one.latest.told.report.question_id, one.people) for one in report_inbox.inbox(db, at, BRUSSELS)]


def test_what_most_people_have_reported_comes_first_then_what_is_oldest(store: Store) -> None:
    with store.writing() as db:
        for number, question in enumerate(("frame-role-1", "frame-role-2", "listen-active-1", "listen-active-1")):
            on(db, question, ReportKind.DISAGREE, MONDAY + number * HOUR)
        assert shown(db) == [("listen-active-1", 2), ("frame-role-1", 1), ("frame-role-2", 1)]


def test_one_person_who_holds_two_things_against_it_is_one_person(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for kind in (ReportKind.OUTDATED, ReportKind.BADLY_PUT):
            on(db, "frame-role-1", kind, MONDAY, learner_key)
        on(db, "frame-role-1", ReportKind.OUTDATED, MONDAY)
        (one,) = report_inbox.inbox(db, MONDAY, BRUSSELS)
        assert (one.people, dict(one.kinds)) == (2, {ReportKind.OUTDATED: 2, ReportKind.BADLY_PUT: 1})


def test_after_five_working_days_it_is_late_and_comes_before_all_else(store: Store) -> None:
    with store.writing() as db:
        on(db, "frame-role-1", ReportKind.DISAGREE, MONDAY)
        for _ in range(2):
            on(db, "listen-active-1", ReportKind.DISAGREE, MONDAY + DAY)
        in_time, too_late = MONDAY + 7 * DAY, MONDAY + 8 * DAY
        assert not any(one.late for one in report_inbox.inbox(db, in_time, BRUSSELS))
        late = [one.latest.told.report.question_id for one in report_inbox.inbox(db, too_late, BRUSSELS) if one.late]
        assert late == ["frame-role-1"]
        assert shown(db, too_late) == [("frame-role-1", 1), ("listen-active-1", 2)]


def test_the_versions_of_a_question_are_one_entry_in_the_words_of_the_latest(store: Store) -> None:
    with store.writing() as db:
        on(db, "listen-active-1", ReportKind.BADLY_PUT, MONDAY)
        document = documents.module_document(db, "ecouter")
        text = drafts.latest_text(db, document).replace("Que faites-vous", "Que dites-vous")
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)
        on(db, "listen-active-1", ReportKind.BADLY_PUT, MONDAY + HOUR)
        (one,) = report_inbox.inbox(db, MONDAY, BRUSSELS)
        assert [(each.version, each.in_force) for each in one.waiting] == [(1, False), (2, True)]
        assert one.latest.told.subject == "Que dites-vous (listen-active-1) ?"


def test_a_card_and_the_questions_of_its_module_are_entries_of_their_own(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        on(db, "listen-active-1", ReportKind.OUTDATED, MONDAY, learner_key)
        version_id = in_force.published_module(db, "ecouter").version_id
        for number in (1, 2):
            reports.report(db, learner_key, AboutCard(version_id, number), ReportKind.OUTDATED, MONDAY + HOUR)
        subjects = [one.latest.told.subject for one in report_inbox.inbox(db, MONDAY, BRUSSELS)]
        assert subjects == ["Que faites-vous (listen-active-1) ?", "Carte 1", "Carte 2"]
        assert not any(one.held for one in report_inbox.inbox(db, MONDAY, BRUSSELS))
