"""« Périmé » on a question of law holds it back at once; a reply, or a new version, decides."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import QuestionNature
from models.catalogue import attestations, documents, drafts, in_force
from models.ground.store import Store
from models.learning import answer_log, answering, report_inbox, report_subjects, reports
from models.learning.report_subjects import AboutAnswer
from models.people import accounts
from models.studio import publishing
from models.tables.documents import Document, Suspension, VersionChange
from models.tables.reports import Report, ReportKind, ReportOutcome
from tests import builders
from tests.builders import MONDAY, module, question, small_pack
from tests.teaching import teach
from tests.watchers.mornings import ON_ONE_DATABASE

HOUR = timedelta(hours=1)
TRAINER = uuid4()


@pytest.fixture
def law_store(empty_store: Store) -> Store:
    """A module with two questions that state law, read by somebody else, and one of method."""
    questions = [question(f"law-{number}")._replace(nature=QuestionNature.LAW, cites=("duree",)) for number in (1, 2)]
    teach(empty_store, small_pack(module("droit", questions=(*questions, question("method-1")))))
    with empty_store.writing() as db:
        attestations.vouch(db, attestations.question_parts("droit", questions), MONDAY, TRAINER)
    return empty_store


def reported(
    db: Session, question_id: str = "law-1", kind: ReportKind = ReportKind.OUTDATED, learner: UUID | None = None
) -> Report:
    """By somebody who had been asked before it was held back."""
    learner_key = learner or builders.add_learner_in(db)
    answer = builders.ask(db, learner_key, question_id)
    return reports.report(db, learner_key, AboutAnswer(answer.presentation_id), kind, MONDAY + HOUR)


def several(db: Session, count: int) -> list[Report]:
    """Reports of people who had all answered before the first of them."""
    keys = [builders.add_learner_in(db) for _ in range(count)]
    answers = [builders.ask(db, key, "law-1") for key in keys]
    return [
        reports.report(db, key, AboutAnswer(answer.presentation_id), ReportKind.OUTDATED, MONDAY + number * HOUR)
        for number, (key, answer) in enumerate(zip(keys, answers, strict=True), 1)
    ]


def asked(db: Session) -> list[str]:
    return [one.id for one in in_force.published_module(db, "droit").module.questions]


def settle(db: Session, rows: list[Report], outcome: ReportOutcome) -> None:
    report_inbox.reply(db, rows, "Vérifié à l'ONEM.", outcome, MONDAY + 9 * HOUR, TRAINER)


def publish(db: Session, change: VersionChange = VersionChange.WORDING) -> Document:
    document = documents.module_document(db, "droit")
    text = drafts.latest_text(db, document).replace("À lire.", "À relire.", 1)
    publishing.publish(db, document, text, change, MONDAY + HOUR, by=None)
    return document


@ON_ONE_DATABASE
def test_it_is_held_back_and_asked_again_in_every_language(empty_store: Store) -> None:
    law = question("law-1")._replace(nature=QuestionNature.LAW, cites=("duree",))
    original = module("droit", questions=(law, question("method-1")))
    translation = builders.in_dutch(original)
    builders.set_up(empty_store, builders.with_translations(translation, modules=(original,)))

    def in_each(db: Session) -> list[bool]:
        everywhere = in_force.every_language(db, "droit")
        return ["law-1" in [asked.id for asked in one.module.questions] for one in everywhere]

    with empty_store.writing() as db:
        for one, questions in (("droit", [law]), ("droit.nl", [translation.question("law-1")])):
            attestations.vouch(db, attestations.question_parts(one, questions), MONDAY, TRAINER)
        assert in_each(db) == [True, True]
        row = reported(db)
        assert in_each(db) == [False, False]
        settle(db, [row], ReportOutcome.MAINTAINED)
        assert in_each(db) == [True, True]


@ON_ONE_DATABASE
def test_nobody_is_asked_it_any_more_at_once_not_even_on_an_open_page(law_store: Store) -> None:
    with law_store.writing() as db:
        waiting = builders.add_learner_in(db)
        shown = builders.show(db, waiting, "law-1")
        row = reported(db)
        assert asked(db) == ["law-2", "method-1"]
        assert report_subjects.told(db, row).held
        with pytest.raises(answering.Withdrawn):
            answering.answer(db, shown, waiting, ("a",), MONDAY + HOUR)


def test_who_has_reported_is_not_told_to_those_who_see_that_it_is_held_back(law_store: Store) -> None:
    with law_store.writing() as db:
        reported(db)
        assert db.scalars(select(Suspension.by).where(Suspension.why == "outdated")).all() == [None]


@ON_ONE_DATABASE
def test_a_method_or_a_disagreement_holds_nothing_back(law_store: Store) -> None:
    for question_id, kind in [("method-1", ReportKind.OUTDATED), ("law-1", ReportKind.DISAGREE)]:
        with law_store.writing() as db:
            row = reported(db, question_id, kind)
            assert asked(db) == ["law-1", "law-2", "method-1"]
            assert not report_subjects.told(db, row).held


@ON_ONE_DATABASE
def test_maintained_it_is_asked_again_and_accepted_it_is_not(law_store: Store) -> None:
    with law_store.writing() as db:
        settle(db, [reported(db, "law-1")], ReportOutcome.MAINTAINED)
        settle(db, [reported(db, "law-2")], ReportOutcome.ACCEPTED)
        assert asked(db) == ["law-1", "method-1"]


@ON_ONE_DATABASE
@pytest.mark.parametrize("other", ["open", "accepted", "withdrawn"])
def test_it_stays_held_back_while_another_report_holds_it(law_store: Store, other: str) -> None:
    with law_store.writing() as db:
        first, second = several(db, 2)
        if other == "accepted":
            settle(db, [second], ReportOutcome.ACCEPTED)
        if other == "withdrawn":
            reports.withdraw(db, second, MONDAY + 5 * HOUR)
        settle(db, [first], ReportOutcome.MAINTAINED)
        assert ("law-1" in asked(db)) == (other == "withdrawn")


@ON_ONE_DATABASE
def test_a_new_version_is_asked_and_the_old_one_stays_as_it_was(law_store: Store) -> None:
    with law_store.writing() as db:
        row = reported(db)
        old = row.version_id
        publish(db)
        assert "law-1" in asked(db)
        assert "law-1" not in [one.id for one in in_force.asked_of(db, old).questions]
        settle(db, [row], ReportOutcome.ACCEPTED)
        assert "law-1" in asked(db)


@ON_ONE_DATABASE
def test_a_version_that_is_no_longer_in_force_holds_nothing_back(law_store: Store) -> None:
    with law_store.writing() as db:
        learner_key = builders.add_learner_in(db)
        answer = builders.ask(db, learner_key, "law-1")
        publish(db)
        reports.report(db, learner_key, AboutAnswer(answer.presentation_id), ReportKind.OUTDATED, MONDAY + 2 * HOUR)
        assert "law-1" in asked(db)


@ON_ONE_DATABASE
def test_what_was_accepted_of_one_version_stays_held_when_the_next_is_maintained(law_store: Store) -> None:
    with law_store.writing() as db:
        first = reported(db)
        settle(db, [first], ReportOutcome.ACCEPTED)
        publish(db)
        learner_key = builders.add_learner_in(db)
        answer = builders.ask(db, learner_key, "law-1", at=MONDAY + 10 * HOUR)
        later = reports.report(
            db, learner_key, AboutAnswer(answer.presentation_id), ReportKind.OUTDATED, MONDAY + 11 * HOUR
        )
        assert "law-1" not in asked(db)
        settle(db, [later], ReportOutcome.MAINTAINED)
        assert "law-1" in asked(db)
        assert "law-1" not in [one.id for one in in_force.asked_of(db, first.version_id).questions]


@ON_ONE_DATABASE
def test_three_are_settled_in_one_act_and_those_withdrawn_are_left(law_store: Store) -> None:
    with law_store.writing() as db:
        rows = several(db, 4)
        reports.withdraw(db, rows[3], MONDAY + 5 * HOUR)
        assert report_inbox.reply(db, rows, "Non.", ReportOutcome.MAINTAINED, MONDAY + 9 * HOUR, TRAINER) == rows[:3]
        assert [row.outcome for row in rows] == ["maintained"] * 3 + [None]
        for row in rows:
            assert len(list(answer_log.counted_answers(db, row.learner_key))) == 1
        assert "law-1" in asked(db)


def test_accepted_in_one_act_nobodys_answer_counts_any_more(law_store: Store) -> None:
    with law_store.writing() as db:
        rows = several(db, 3)
        settle(db, rows, ReportOutcome.ACCEPTED)
        assert [list(answer_log.counted_answers(db, row.learner_key)) for row in rows] == [[], [], []]


@ON_ONE_DATABASE
def test_of_somebody_erased_the_tap_still_holds_it_back(law_store: Store) -> None:
    with law_store.writing() as db:
        claire = accounts.invite(db, "claire@example.org", "Claire", MONDAY, timezone="Europe/Brussels")
        row = reported(db, learner=claire.learner_key)
        accounts.erase(db, claire)
        db.expire_all()
        assert "law-1" not in asked(db)
        settle(db, [db.get_one(Report, row.id)], ReportOutcome.MAINTAINED)
        assert "law-1" in asked(db)
