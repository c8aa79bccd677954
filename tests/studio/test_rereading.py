"""What is to be read again: four a week at most, the same all week; and a reading that changes nothing but dates."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from content.module import Module, QuestionNature, Reference
from content.readings import Reading, ReadingManner
from models.catalogue import attestations, coming_into_force, documents, drafts, in_force
from models.catalogue.documents import RULES
from models.ground.store import Store
from models.learning import objection, report_inbox, reports
from models.learning.report_subjects import AboutAnswer
from models.people import accounts
from models.studio import publishing, rereading, responsibility
from models.studio.rereading import MOST_A_WEEK, UnknownRule
from models.tables.documents import Document, Version, VersionChange
from models.tables.reports import ReportKind, ReportOutcome
from tests import builders
from tests.builders import MONDAY, module, question, small_pack

DAY = timedelta(days=1)
BRUSSELS, TRAINER = "Europe/Brussels", uuid4()
LONG_AGO = datetime(2025, 1, 6, 9, tzinfo=UTC)


def dated(name: str, review_by: date | None, **fields: object) -> Module:
    return module(name, questions=(question(f"{name}-1"),), review_by=review_by, **fields)


def publish_all(store: Store, *modules: Module) -> None:
    builders.set_up(store, small_pack(*modules), LONG_AGO)


def this_week(db: Session, at: datetime = MONDAY) -> list[str]:
    return [one.subject for one in rereading.this_week(db, at, BRUSSELS)]


def reread(
    db: Session, subject: str, at: datetime = MONDAY, manner: ReadingManner = ReadingManner.LIVE
) -> Version | None:
    return rereading.reread(db, subject, Reading(at.date(), manner), at, TRAINER)


def text_of(db: Session, document: Document) -> str:
    return documents.published_text(db, document) or ""


# ---------------------------------------------------------------------------------------------------------- what is due


def test_what_is_overdue_for_most_weeks_comes_first_then_what_most_answers_rest_on(empty_store: Store) -> None:
    publish_all(
        empty_store,
        dated("hier-peu", date(2026, 11, 17)),
        dated("hier-souvent", date(2026, 11, 20)),
        dated("depuis-longtemps", date(2026, 9, 1)),
        dated("plus-tard", date(2026, 11, 30)),
    )
    with empty_store.writing() as db:
        for _ in range(2):
            builders.ask(db, who := builders.add_learner_in(db), "hier-souvent-1", at=MONDAY - DAY)
        found = rereading.due(db, MONDAY.date())
        assert [(one.subject, one.since, one.answers) for one in found] == [
            ("depuis-longtemps", date(2026, 9, 1), 0),
            ("hier-souvent", date(2026, 11, 20), 2),
            ("hier-peu", date(2026, 11, 17), 0),
        ]
        objection.object_to_estimation(db, who)
        assert {one.subject: one.answers for one in rereading.due(db, MONDAY.date())}["hier-souvent"] == 1


def test_sources_read_a_year_ago_make_a_module_due_before_its_own_day(empty_store: Store) -> None:
    sources = (Reference("Un livre"), Reference("Une page", "https://example.org/", date(2025, 11, 1)))
    publish_all(empty_store, dated("ancien", date(2027, 6, 1), sources=sources), dated("sans-date", None))
    with empty_store.reading() as db:
        (one,) = rereading.due(db, MONDAY.date())
        assert (one.subject, one.since, one.read_on) == ("ancien", date(2026, 11, 1), date(2025, 11, 1))


def test_a_rule_is_due_too_and_counts_the_answers_to_what_cites_it(empty_store: Store) -> None:
    publish_all(empty_store, dated("cite", None, cites=("duree",)), dated("ne-cite-pas", None))
    with empty_store.writing() as db:
        for name in ("cite-1", "ne-cite-pas-1"):
            builders.ask(db, builders.add_learner_in(db), name)
        (one,) = rereading.due(db, date(2027, 11, 23))
        assert (one.subject, one.answers, one.answering.orphan) == ("rule:duree", 1, True)
        assert one.rule
        assert one.module is None


def test_what_is_retired_is_not_read_again(empty_store: Store) -> None:
    publish_all(empty_store, dated("retire", date(2026, 9, 1)))
    with empty_store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "retire"))
        assert (rereading.due(db, MONDAY.date()), this_week(db)) == ([], [])


# ------------------------------------------------------------------------------------------------------------ this week


@pytest.mark.parametrize(("due", "proposed"), [(0, 0), (1, 1), (4, 4), (5, 3), (9, 3), (12, 4)])
def test_at_most_four_and_many_are_spread_evenly(empty_store: Store, due: int, proposed: int) -> None:
    modules = [dated(f"m{number:02}", date(2026, 11, 10)) for number in range(due)]
    publish_all(empty_store, *modules, dated("autre", None))
    with empty_store.reading() as db:
        assert this_week(db) == [f"m{number:02}" for number in range(proposed)]
        assert proposed <= MOST_A_WEEK


def test_they_are_the_same_all_week_less_what_has_been_read(empty_store: Store) -> None:
    publish_all(empty_store, *(dated(f"m{number}", date(2026, 11, 10)) for number in range(6)))
    with empty_store.writing() as db:
        assert this_week(db) == ["m0", "m1", "m2"]
        for _ in range(3):
            builders.ask(db, builders.add_learner_in(db), "m5-1", at=MONDAY + DAY)
        assert reread(db, "m1", MONDAY + DAY)
        assert this_week(db, MONDAY + 2 * DAY) == this_week(db, MONDAY + 6 * DAY) == ["m0", "m2"]
        assert this_week(db, MONDAY + 7 * DAY) == ["m5", "m0", "m2"]


def test_what_falls_due_before_the_week_is_over_is_proposed_in_it(empty_store: Store) -> None:
    publish_all(empty_store, dated("dimanche", date(2026, 11, 29)), dated("lundi", date(2026, 11, 30)))
    with empty_store.reading() as db:
        assert this_week(db) == ["dimanche"]
        assert rereading.due(db, MONDAY.date()) == []


# ----------------------------------------------------------------------------------------------------------- read again


def test_a_reading_is_a_new_wording_with_other_dates_and_nothing_else(empty_store: Store) -> None:
    publish_all(empty_store, dated("relu", date(2026, 9, 1), sources=(Reference("Une page", None, date(2025, 11, 1)),)))
    with empty_store.writing() as db:
        document = documents.module_document(db, "relu")
        before = text_of(db, document)
        version = reread(db, "relu")
        assert version
        assert (version.number, version.change, version.published_by) == (2, "wording", TRAINER)
        assert text_of(db, document) == before.replace("2026-09-01", "2027-11-23").replace("2025-11-01", "2026-11-23")
        assert reread(db, "relu") is None
        assert rereading.due(db, date(2027, 11, 22)) == []


def test_a_rule_is_read_again_for_six_months(store: Store) -> None:
    with store.writing() as db:
        before = text_of(db, documents.document_of(db, RULES))
        assert reread(db, "rule:duree", MONDAY + DAY)
        after = text_of(db, documents.document_of(db, RULES))
        dated = before.replace("2027-11-23", "2027-05-25").replace("2026-11-23", "2026-11-24")
        assert after == f"{dated}    manner: live\n"
        assert reread(db, "rule:duree", MONDAY + DAY, ReadingManner.TELEPHONE)
        assert text_of(db, documents.document_of(db, RULES)) == f"{dated}    manner: telephone\n"


def test_a_reading_takes_the_text_as_it_stands_and_leaves_what_is_being_written(empty_store: Store) -> None:
    publish_all(empty_store, dated("relu", date(2026, 9, 1)))
    with empty_store.writing() as db:
        tom = accounts.invite(db, "tom@example.org", "Tom", MONDAY, timezone=BRUSSELS, trainer=True)
        responsibility.entrust(db, "relu", tom.learner_key, None)
        document = documents.module_document(db, "relu")
        text = text_of(db, document).replace("À lire.", "À relire.", 1)
        publishing.publish(db, document, text, VersionChange.MEANING, MONDAY, by=None)
        drafts.save_draft(db, document, "À moitié", MONDAY, TRAINER)
        (due,) = rereading.due(db, MONDAY.date())
        assert due.draft and due.answering.owner is tom
        version = reread(db, "relu", MONDAY + DAY)
        assert version and "À relire." in version.text
        assert (document.draft, document.draft_at, document.draft_by) == ("À moitié", MONDAY, TRAINER)


def test_a_date_does_not_let_go_what_is_held_back_and_a_reply_still_does(empty_store: Store) -> None:
    law = question("droit-1")._replace(nature=QuestionNature.LAW, cites=("duree",))
    publish_all(empty_store, module("droit", questions=(law, question("droit-2")), review_by=date(2026, 9, 1)))
    with empty_store.writing() as db:
        attestations.vouch(db, attestations.question_parts("droit", [law]), MONDAY, TRAINER)
        learner_key = builders.add_learner_in(db)
        about = AboutAnswer(builders.ask(db, learner_key, "droit-1").presentation_id)
        row = reports.report(db, learner_key, about, ReportKind.OUTDATED, MONDAY)
        assert reread(db, "droit", MONDAY + DAY)
        assert [one.id for one in in_force.published_module(db, "droit").module.questions] == ["droit-2"]
        report_inbox.reply(db, [row], "Vérifié.", ReportOutcome.MAINTAINED, MONDAY + 2 * DAY, TRAINER)
        assert len(in_force.published_module(db, "droit").module.questions) == 2


def test_what_does_not_exist_is_not_read(store: Store) -> None:
    with store.writing() as db:
        for subject, error in (("rule:inconnue", UnknownRule), ("inconnu", documents.UnknownModule)):
            with pytest.raises(error):
                reread(db, subject)
        draft = drafts.create_module(db, "jamais-publie", MONDAY, TRAINER)
        with pytest.raises(documents.UnknownModule):
            reread(db, draft.id)
