"""One tap sets an answer aside; a reply, or its author, puts it back or annuls it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.errors import Conflict, Invalid, TooMany
from models.catalogue import documents, drafts, in_force
from models.fitting.refit import answers_to_fit
from models.ground.store import Store
from models.learning import answering, report_inbox, reports
from models.learning.report_subjects import AboutAnswer, AboutCard, NoSuchReport
from models.learning.reports import LONGEST_WORD, MOST_A_DAY
from models.people import accounts
from models.studio import publishing
from models.tables.answers import Annulment, Answer, LearnerAbility, Mastery
from models.tables.documents import VersionChange
from models.tables.people import Account
from models.tables.reports import Report, ReportKind, ReportOutcome
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask, show

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TRAINER = uuid4()


def about(answer: Answer) -> AboutAnswer:
    return AboutAnswer(answer.presentation_id)


def a_card(db: Session, number: int = 1) -> AboutCard:
    return AboutCard(in_force.published_module(db, "ecouter").version_id, number)


def believed(db: Session, learner_key: UUID) -> list[tuple[Any, ...]]:
    """Mastery and ability of a learner, every column but whose they are."""
    return [
        tuple(row)[1:]
        for rows in (Mastery.__table__, LearnerAbility.__table__)
        for row in db.execute(select(rows).where(rows.c.learner_key == learner_key).order_by(*rows.primary_key))
    ]


def lived(db: Session, learner_key: UUID, but: int | None = None) -> Answer:
    """Three answers, a day apart, of which one may not be given; returns the second."""
    given = [
        ask(db, learner_key, f"listen-active-{number}", response, MONDAY + number * DAY)
        for number, response in enumerate((RIGHT, WRONG, RIGHT), 1)
        if number != but
    ]
    return given[1]


def test_a_reported_answer_is_as_if_it_had_not_been_given(store: Store) -> None:
    for kind in ReportKind:
        reporter, never = builders.add_learner(store), builders.add_learner(store)
        with store.writing() as db:
            reports.report(db, reporter, about(lived(db, reporter)), kind, MONDAY + 4 * DAY)
            lived(db, never, but=2)
            assert believed(db, reporter) == believed(db, never)


def test_a_report_keeps_what_was_reported_and_once_over_leaves_belief(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer = ask(db, learner_key, "listen-active-1", WRONG)
        row = reports.report(db, learner_key, about(answer), ReportKind.BADLY_PUT, MONDAY + MINUTE)
        kept = (row.kind, row.question_id, row.card, row.version_id, row.answer_id, row.at, row.word, row.wants_reply)
        assert kept == (
            "badly_put", "listen-active-1", None, answer.version_id, answer.id, MONDAY + MINUTE, "", False
        )  # fmt: skip
        learner_key = builders.add_learner_in(db)
        ask(db, learner_key, "listen-active-1")
        before = believed(db, learner_key)
        row = reports.report(db, learner_key, a_card(db, 2), ReportKind.OUTDATED, MONDAY)
        assert (row.question_id, row.card, row.answer_id) == (None, 2, None)
        assert believed(db, learner_key) == before
        (told,) = reports.mine(db, learner_key)
        assert (told.module, told.subject, told.counts) == ("Ecouter", "Carte 2", False)
        learner_key = builders.add_learner_in(db)
        answer = lived(db, learner_key)
        before = believed(db, learner_key)
        row = reports.report(db, learner_key, about(answer), ReportKind.DISAGREE, MONDAY)
        for hour in (1, 2):
            reports.withdraw(db, row, MONDAY + timedelta(hours=hour))
        assert row.withdrawn_at == MONDAY + timedelta(hours=1)
        assert believed(db, learner_key) == before
        assert reports.open_reports(db, learner_key, about(answer)) == []
        assert [row.withdrawn_at for row in reports.reports_on(db, learner_key, about(answer))] != [None]
        learner_key = builders.add_learner_in(db)
        answer = lived(db, learner_key)
        before = believed(db, learner_key)
        row = reports.report(db, learner_key, about(answer), ReportKind.DISAGREE, MONDAY)
        assert report_inbox.reply(db, [row], "La règle tient.", ReportOutcome.MAINTAINED, MONDAY + DAY, TRAINER)
        assert believed(db, learner_key) == before
        assert (row.reply, row.replied_at, row.replied_by) == ("La règle tient.", MONDAY + DAY, TRAINER)


def test_an_answer_set_aside_is_in_no_fit(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer = lived(db, learner_key)
        assert len(answers_to_fit(db)) == 3
        row = reports.report(db, learner_key, about(answer), ReportKind.DISAGREE, MONDAY)
        assert len(answers_to_fit(db)) == 2
        reports.withdraw(db, row, MONDAY)
        assert len(answers_to_fit(db)) == 3


def test_the_same_tap_sent_twice_is_one_report_and_another_kind_is_another(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer = lived(db, learner_key)
        one, again, other = (
            reports.report(db, learner_key, about(answer), kind, MONDAY)
            for kind in (ReportKind.DISAGREE, ReportKind.DISAGREE, ReportKind.OUTDATED)
        )
        assert (one.id, other.id) == (again.id, one.id + 1)
        assert [row.kind for row in reports.open_reports(db, learner_key, about(answer))] == ["disagree", "outdated"]
        learner_key = builders.add_learner_in(db)
        answer = lived(db, learner_key)
        before = believed(db, learner_key)
        first, second = (
            reports.report(db, learner_key, about(answer), kind, MONDAY)
            for kind in (ReportKind.DISAGREE, ReportKind.OUTDATED)
        )
        report_inbox.reply(db, [first], "Non.", ReportOutcome.MAINTAINED, MONDAY, TRAINER)
        assert believed(db, learner_key) != before
        reports.withdraw(db, second, MONDAY)
        assert believed(db, learner_key) == before


def test_only_what_one_has_answered_oneself_can_be_reported(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        waiting, others = show(db, learner_key, "listen-active-1"), ask(db, other, "frame-role-1")
        for presentation_id in (waiting, others.presentation_id, uuid4()):
            with pytest.raises(answering.NoSuchPresentation):
                reports.report(db, learner_key, AboutAnswer(presentation_id), ReportKind.DISAGREE, MONDAY)
        assert db.scalar(select(func.count(Report.id))) == 0


def test_a_report_belongs_to_its_author(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        assert reports.report_of(db, row.id, learner_key) is row
        for report_id, key in ((row.id, uuid4()), (row.id + 1, learner_key)):
            with pytest.raises(NoSuchReport):
                reports.report_of(db, report_id, key)
        with pytest.raises(NoSuchReport):
            report_inbox.find(db, row.id + 1)


def test_a_day_has_its_measure_and_the_next_one_too(store: Store, learner_key: UUID) -> None:
    late = MONDAY.replace(hour=22, minute=30)  # half past eleven in Brussels
    with store.writing() as db:
        for number in range(MOST_A_DAY):
            row = reports.report(db, learner_key, AboutCard(a_card(db).version_id, 1), ReportKind.DISAGREE, late)
            if number < MOST_A_DAY - 1:
                reports.withdraw(db, row, late)
        assert reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, late).id == row.id
        with pytest.raises(TooMany, match="Vous avez déjà beaucoup signalé aujourd'hui"):
            reports.report(db, learner_key, a_card(db), ReportKind.OUTDATED, late)
        reports.report(db, learner_key, a_card(db), ReportKind.OUTDATED, late + timedelta(hours=1))


def test_a_word_follows_the_tap_also_after_the_reply_and_has_an_end(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        reports.add_word(db, row, "Chez nous,\r\nnon.  ", wants_reply=True)
        assert (row.word, row.wants_reply) == ("Chez nous,\nnon.", True)
        reports.add_word(db, row, "Plus depuis mai.", wants_reply=False)
        assert (row.word, row.wants_reply) == ("Plus depuis mai.", False)
        row = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        reports.add_word(db, row, "é" * LONGEST_WORD, wants_reply=False)
        with pytest.raises(Invalid, match="Votre mot d'explication est trop long"):
            reports.add_word(db, row, "é" * (LONGEST_WORD + 1), wants_reply=False)
        assert len(row.word) == LONGEST_WORD
        row = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        report_inbox.reply(db, [row], "Non.", ReportOutcome.MAINTAINED, MONDAY, TRAINER)
        again = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        reports.add_word(db, again, "Si.", wants_reply=False)
        assert (again.id, again.word, again.outcome) == (row.id, "Si.", "maintained")


def test_a_report_that_is_accepted_annuls_the_answer(store: Store) -> None:
    reporter, never = builders.add_learner(store), builders.add_learner(store)
    with store.writing() as db:
        answer = lived(db, reporter)
        row = reports.report(db, reporter, about(answer), ReportKind.DISAGREE, MONDAY)
        report_inbox.reply(db, [row], "Vous avez raison.", ReportOutcome.ACCEPTED, MONDAY + DAY, TRAINER)
        annulled = db.scalars(select(Annulment)).one()
        assert (annulled.answer_id, annulled.at, annulled.by) == (answer.id, MONDAY + DAY, TRAINER)
        lived(db, never, but=2)
        assert believed(db, reporter) == believed(db, never)
        (told,) = reports.mine(db, reporter)
        assert not told.counts


def test_a_reply_is_given_once_and_not_to_what_was_withdrawn(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = reports.report(db, learner_key, a_card(db), ReportKind.DISAGREE, MONDAY)
        assert report_inbox.reply(db, [row], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
        assert not report_inbox.reply(db, [row], " Corrigé. ", ReportOutcome.ACCEPTED, MONDAY + DAY, TRAINER)
        with pytest.raises(Conflict, match="Ce signalement a déjà sa réponse"):
            report_inbox.reply(db, [row], "Non.", ReportOutcome.MAINTAINED, MONDAY + DAY, uuid4())
        assert (row.reply, row.outcome, row.replied_at) == ("Corrigé.", "accepted", MONDAY)
        learner_key = builders.add_learner_in(db)
        taken_back = reports.report(db, learner_key, a_card(db, 1), ReportKind.DISAGREE, MONDAY)
        reports.withdraw(db, taken_back, MONDAY)
        with pytest.raises(Conflict, match="Ce signalement a déjà sa réponse"):
            report_inbox.reply(db, [taken_back], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
        settled = reports.report(db, learner_key, a_card(db, 2), ReportKind.DISAGREE, MONDAY)
        report_inbox.reply(db, [settled], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
        reports.withdraw(db, settled, MONDAY)
        assert settled.withdrawn_at is None


def test_a_reply_is_told_to_those_who_asked_for_one_until_it_is_put_away(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        asked, quiet = (reports.report(db, learner_key, a_card(db, n), ReportKind.DISAGREE, MONDAY) for n in (1, 2))
        reports.add_word(db, asked, "", wants_reply=True)
        assert reports.replies(db, learner_key) == []
        for row in (asked, quiet):
            report_inbox.reply(db, [row], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
        assert [told.report.id for told in reports.replies(db, learner_key)] == [asked.id]
        assert reports.replies(db, uuid4()) == []
        for hour in (1, 2):
            reports.put_away(asked, MONDAY + timedelta(hours=hour))
        db.flush()
        assert asked.read_at == MONDAY + timedelta(hours=1)
        assert reports.replies(db, learner_key) == []
        assert [told.report.id for told in reports.mine(db, learner_key)] == [quiet.id, asked.id]


def account(db: Session, name: str) -> Account:
    return accounts.invite(db, f"{name.lower()}@example.org", name, MONDAY, timezone="Europe/Brussels")


def test_a_report_has_no_name_unless_its_author_asks_for_a_reply(store: Store) -> None:
    with store.writing() as db:
        for name, asks in (("Claire", False), ("Karim", True)):
            row = reports.report(db, account(db, name).learner_key, a_card(db), ReportKind.OUTDATED, MONDAY)
            reports.add_word(db, row, "Depuis mai.", wants_reply=asks)
        found = report_inbox.waiting(db)
        assert [(one.author, one.told.report.word) for one in found] == [
            (None, "Depuis mai."),
            ("Karim", "Depuis mai."),
        ]


def test_what_is_over_waits_no_longer(store: Store, learner_key: UUID) -> None:
    for end in ["withdrawn", "settled"]:
        with store.writing() as db:
            row = reports.report(db, learner_key, a_card(db), ReportKind.OUTDATED, MONDAY)
            if end == "withdrawn":
                reports.withdraw(db, row, MONDAY)
            else:
                report_inbox.reply(db, [row], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
            assert report_inbox.waiting(db) == []


def test_a_report_is_read_in_the_words_of_its_version(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        answer = ask(db, learner_key, "listen-active-1")
        reports.report(db, learner_key, about(answer), ReportKind.BADLY_PUT, MONDAY)
        document = documents.module_document(db, "ecouter")
        text = drafts.latest_text(db, document).replace("Que faites-vous", "Que dites-vous")
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, by=None)
        (one,) = report_inbox.waiting(db)
        assert (one.told.subject, one.told.text_id) == ("Que faites-vous (listen-active-1) ?", "ecouter")


End = Callable[[Session, Report], object]
ENDS: dict[str, End] = {
    "open": lambda db, row: None,
    "withdrawn": lambda db, row: reports.withdraw(db, row, MONDAY),
    "settled": lambda db, row: report_inbox.reply(
        db, [row], "Claire, merci.", ReportOutcome.MAINTAINED, MONDAY, TRAINER
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_of_somebody_erased_only_a_bare_tap_stays_while_it_waits(store: Store, end: str) -> None:
    with store.writing() as db:
        claire = account(db, "Claire")
        answer = ask(db, claire.learner_key, "listen-active-1", WRONG)
        row = reports.report(db, claire.learner_key, about(answer), ReportKind.OUTDATED, MONDAY)
        reports.add_word(db, row, "Dans mon bureau, c'est Claire qui sait.", wants_reply=True)
        ENDS[end](db, row)
        accounts.erase(db, claire)
        db.expire_all()
        left = db.scalars(select(Report)).all()
        assert len(left) == (end == "open")
        for one in left:
            assert (one.learner_key, one.answer_id, one.word, one.wants_reply) == (None, None, "", False)
            assert (one.kind, one.question_id) == ("outdated", "listen-active-1")
            assert [waiting.author for waiting in report_inbox.waiting(db)] == [None]
            report_inbox.reply(db, [one], "Corrigé.", ReportOutcome.ACCEPTED, MONDAY, TRAINER)
            assert report_inbox.waiting(db) == []
