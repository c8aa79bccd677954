"""The morning mail: the day's news and one question, sent once, and never twice whatever dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.marking import DONT_KNOW
from models import links, mail, people, play, proposals, study, week
from models.jobs import LEASE
from models.mail import MOST_ATTEMPTS, MOST_TAKEN, QUESTION_DAYS, REFUSALS, Reason, Rhythm, State
from models.settings import Settings
from models.sources import Nature, Right
from models.store import Store
from models.tables import Account, Learner, Mail, Presentation, Source, Theme
from models.tutor import Purpose
from tests import builders
from tests.processes import own_processes
from tests.watchers.mornings import (
    BASE,
    DAY,
    HOUR,
    ON_ONE_DATABASE,
    SEVEN,
    add_account,
    deliver_with,
    mail_due,
    row_of,
    settings_for,
    tell,
)
from tests.watchers.post_office import SILENCE, PostOffice, post_office
from watchers import digest, specimen
from watchers.lines import Rectified

SECOND = timedelta(seconds=1)


@pytest.fixture
def quiet_store(empty_store: Store) -> Store:
    """A store where no module is published: there is no question to ask."""
    pack = builders.small_pack(builders.module("autre", valid_from=(SEVEN + 365 * DAY).date()))
    builders.set_up(empty_store, pack)
    return empty_store


@pytest.fixture
def outbox(tmp_path: Path) -> Settings:
    """An installation without a mail server."""
    return settings_for(tmp_path)


def by_post(office: PostOffice, folder: Path) -> Settings:
    return settings_for(folder, f"smtp://localhost:{office.port}")


def morning(store: Store, settings: Settings, now: datetime = SEVEN) -> Mail:
    """One morning of the one learner there is; returns the mail of it."""
    mail_id = mail_due(store, now)
    digest.deliver(settings, store, mail_id, now)
    return row_of(store, mail_id)


def presented(store: Store) -> int:
    with store.reading() as db:
        return db.scalar(select(func.count()).select_from(Presentation)) or 0


def due(store: Store, now: datetime) -> list[int]:
    with store.reading() as db:
        return list(digest.due_mails(db, now))


# --------------------------------------------------------------------------------------------------------- what it says


def test_a_morning_brings_the_news_and_a_question(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    story_id = tell(store, "Le chômage change", sentences=("Une phrase.",))
    row = morning(store, outbox)
    assert (row.state, row.recipient, row.sent_at) == (State.SENT, account.email, SEVEN)
    assert row.story_ids == [story_id]
    for words in ("Le chômage change", "Une phrase.", "La question du jour", "Répondre"):
        assert words in (row.text or "")
        assert words in (row.html or "")
    assert len(list((outbox.instance / "outbox").iterdir())) == 1


@ON_ONE_DATABASE
def test_a_story_names_its_sources_with_what_they_are(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Le chômage change")
    with store.writing() as db:
        db.query(Source).one().nature = Nature.AUTHORITY
    assert "ONEM (autorité) · mardi 24" in (morning(store, outbox).text or "")


@ON_ONE_DATABASE
def test_of_a_source_that_lets_only_its_titles_be_shown_no_sentence_is_mailed(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Le chômage change", sentences=("Une phrase réservée.",))
    with store.writing() as db:
        db.query(Source).one().right_to_show = Right.TITLE
    row = morning(store, outbox)
    assert "Le chômage change" in (row.text or "")
    assert "réservée" not in f"{row.subject} {row.text} {row.html}"


@ON_ONE_DATABASE
def test_what_somebody_watches_for_herself_is_mailed_to_nobody_else(quiet_store: Store, outbox: Settings) -> None:
    owner = add_account(quiet_store, "owner@example.org")
    add_account(quiet_store)
    tell(quiet_store, "Pour moi seule")
    with quiet_store.writing() as db:
        db.query(Source).one().learner_key = owner.learner_key
    digest.make_due(quiet_store, SEVEN)
    for mail_id in due(quiet_store, SEVEN):
        digest.deliver(outbox, quiet_store, mail_id, SEVEN)
    with quiet_store.reading() as db:
        states = {row.learner_key: row.state for row in db.scalars(select(Mail))}
    assert states.pop(owner.learner_key) == State.SENT
    assert list(states.values()) == [State.NOTHING]


@ON_ONE_DATABASE
def test_a_question_alone_is_enough(store: Store, outbox: Settings) -> None:
    add_account(store)
    row = morning(store, outbox)
    assert (row.state, row.story_ids) == (State.SENT, [])
    assert "Votre question du mardi 24" in (row.subject or "")


@ON_ONE_DATABASE
def test_news_alone_is_enough(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    tell(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.presentation_id) == (State.SENT, None)
    assert "Répondre" not in (row.text or "")


def test_with_nothing_to_say_nothing_is_sent(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.subject) == (State.NOTHING, None)
    assert not (outbox.instance / "outbox").exists()
    assert due(quiet_store, SEVEN + DAY) == []


@ON_ONE_DATABASE
def test_the_question_is_one_that_home_would_ask(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    row = morning(store, outbox)
    with store.writing() as db:
        step = proposals.next_step(db, account.learner_key, SEVEN)
        shown = db.get_one(Presentation, row.presentation_id)
        begun = play.start(db, account.learner_key, step.chosen.target, SEVEN)
        while isinstance(here := play.scene(db, begun), play.CardScene):
            play.advance(db, begun, here.position, SEVEN)
        assert (shown.question_id, shown.purpose) == (here.question.id, step.chosen.purpose)
        assert (shown.version_id, shown.play_id, shown.shown_at) == (begun.version_id, None, SEVEN)


@ON_ONE_DATABASE
def test_a_skill_to_confirm_is_checked_in_the_mail_as_at_home(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        for number in range(1, 7):
            builders.ask(db, account.learner_key, f"listen-active-{number}", at=SEVEN - DAY + number * SECOND * 60)
        assert proposals.next_step(db, account.learner_key, SEVEN).chosen.purpose is Purpose.CHECK
    row = morning(store, outbox)
    with store.reading() as db:
        shown = db.get_one(Presentation, row.presentation_id)
    assert (shown.purpose, shown.question_id) == (Purpose.CHECK, "listen-active-7")


def test_the_link_of_the_mail_leads_to_an_answer(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    text = morning(store, outbox).text or ""
    token = text.split(f"{BASE}/question/")[1].split()[0]
    shown, key = map(UUID, links.read(outbox.secret_key, "question", token, QUESTION_DAYS))
    with store.writing() as db:
        given = study.answer(db, shown, key, builders.RIGHT, SEVEN + HOUR)
        assert (given.correct, given.counts, given.learner_key) == (True, True, account.learner_key)


@ON_ONE_DATABASE
def test_the_next_morning_asks_another_question(store: Store, outbox: Settings) -> None:
    add_account(store)
    rows = [morning(store, outbox, SEVEN + days * DAY) for days in range(3)]
    with store.reading() as db:
        asked = {db.get_one(Presentation, row.presentation_id).question_id for row in rows}
    assert len(asked) == 3


@ON_ONE_DATABASE
def test_a_mail_says_nothing_of_what_one_knows(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        for number in range(1, 5):
            builders.ask(db, account.learner_key, f"listen-active-{number}", DONT_KNOW, at=SEVEN - DAY)
    row = morning(store, outbox)
    said = f"{row.subject} {row.text} {row.html}".lower()
    for word in ("acquis", "confirmer", "rafraîchir", "découvrir", "en cours", "série", "juste", "écouter"):
        assert word not in said


@ON_ONE_DATABASE
def test_a_mail_is_in_the_language_of_its_reader(store: Store, outbox: Settings) -> None:
    add_account(store, language="en")
    tell(store)
    assert "Tuesday 24\u00a0November" in (morning(store, outbox).subject or "")


# -------------------------------------------------------------------------------------------------------- which stories


def test_a_story_is_mailed_once(store: Store, outbox: Settings) -> None:
    add_account(store)
    first = tell(store, "Hier")
    assert morning(store, outbox).story_ids == [first]
    second = tell(store, "Aujourd'hui", SEVEN + HOUR)
    assert morning(store, outbox, SEVEN + DAY).story_ids == [second]


def test_a_story_whose_mail_is_uncertain_is_not_mailed_again(store: Store, tmp_path: Path) -> None:
    add_account(store)
    tell(store, "Hier")
    with post_office(TEXT="hang up") as office:
        assert morning(store, by_post(office, tmp_path)).state == State.UNCERTAIN
        office.answers.clear()
        assert morning(store, by_post(office, tmp_path), SEVEN + DAY).story_ids == []


@ON_ONE_DATABASE
def test_a_story_whose_mail_was_refused_comes_the_next_day(store: Store, tmp_path: Path) -> None:
    add_account(store)
    story_id = tell(store, "Hier")
    with post_office(RCPT="550 nobody") as office:
        assert morning(store, by_post(office, tmp_path)).state == State.FAILED
        office.answers.clear()
        assert morning(store, by_post(office, tmp_path), SEVEN + DAY).story_ids == [story_id]


@ON_ONE_DATABASE
def test_a_digest_goes_back_three_days_at_most(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Trop vieille", SEVEN - 4 * DAY)
    recent = tell(store, "Samedi", SEVEN - 3 * DAY)
    assert morning(store, outbox).story_ids == [recent]


@ON_ONE_DATABASE
def test_what_was_left_out_one_morning_is_not_the_news_of_the_next(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    for number in range(10):
        tell(quiet_store, f"Nouvelle {number}", SEVEN - DAY - number * SECOND)
    assert len(morning(quiet_store, outbox).story_ids) == digest.MOST_STORIES
    digest.make_due(quiet_store, SEVEN + DAY)
    (mail_id,) = due(quiet_store, SEVEN + DAY)
    digest.deliver(outbox, quiet_store, mail_id, SEVEN + DAY)
    assert row_of(quiet_store, mail_id).state == State.NOTHING


@ON_ONE_DATABASE
def test_the_weekend_is_told_on_monday(store: Store, outbox: Settings) -> None:
    add_account(store)
    friday, monday = SEVEN + 3 * DAY, SEVEN + 6 * DAY
    assert morning(store, outbox, friday).story_ids == []
    told = {tell(store, "Vendredi soir", friday + 10 * HOUR), tell(store, "Dimanche", friday + 2 * DAY)}
    assert set(morning(store, outbox, monday).story_ids) == told


def visit(store: Store, account: Account, at: datetime) -> None:
    """Somebody comes, and answers a question."""
    with store.writing() as db:
        builders.ask(db, account.learner_key, "listen-active-1", DONT_KNOW, at=at)


def mornings(store: Store, settings: Settings, days: range) -> list[State]:
    """What became of the mails of these days from Tuesday on; a day without a mail is left out."""
    rows = []
    for number in days:
        if digest.make_due(store, SEVEN + number * DAY):
            (mail_id,) = due(store, SEVEN + number * DAY)
            digest.deliver(settings, store, mail_id, SEVEN + number * DAY)
            rows.append(State(row_of(store, mail_id).state))
    return rows


@ON_ONE_DATABASE
def test_during_an_absence_one_mail_comes_instead_of_one_each_day(store: Store, outbox: Settings) -> None:
    """She came on Monday; three working days without a visit later she is away, until she comes again."""
    account = add_account(store)
    visit(store, account, SEVEN - DAY)
    assert mornings(store, outbox, range(3)) == [State.SENT] * 3
    assert mornings(store, outbox, range(3, 9)) == [State.NOTHING] * 4
    assert mornings(store, outbox, range(9, 14)) == [State.SENT, *[State.NOTHING] * 2]
    visit(store, account, SEVEN + 14 * DAY + HOUR)
    assert mornings(store, outbox, range(15, 17)) == [State.SENT] * 2


@ON_ONE_DATABASE
def test_the_mail_after_a_pause_tells_what_happened_meanwhile(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    visit(store, account, SEVEN - DAY)
    assert mornings(store, outbox, range(1)) == [State.SENT]
    back = SEVEN + 9 * DAY
    with store.writing() as db:
        week.pause(db, account.learner_key, (SEVEN + DAY).date(), (back - DAY).date(), SEVEN)
    story_id = tell(store, "Pendant les congés", SEVEN + 4 * DAY)
    row = morning(store, outbox, back)
    assert row.story_ids == [story_id]
    assert "Après une absence" in (row.text or "")


@ON_ONE_DATABASE
def test_a_weekly_mail_tells_a_week(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        mail.choose_rhythm(db.get_one(Account, account.id), Rhythm.WEEKLY, 7, SEVEN.weekday())
    first = tell(store, "Il y a six jours", SEVEN - 6 * DAY)
    assert morning(store, outbox).story_ids == [first]
    second = tell(store, "Le lendemain", SEVEN + DAY)
    assert morning(store, outbox, SEVEN + 7 * DAY).story_ids == [second]


def test_what_was_mailed_comes_again_only_when_it_was_put_right_since() -> None:
    old, told_at = SEVEN - 10 * DAY, SEVEN - DAY
    assert not digest.is_new(old, told_at, None, None)
    assert digest.is_new(SEVEN, told_at, None, None)
    assert not digest.is_new(SEVEN, told_at, told_at, None)
    assert digest.is_new(old, told_at, told_at, Rectified(SEVEN))
    assert not digest.is_new(old, told_at, told_at, Rectified(told_at - HOUR))


# ------------------------------------------------------------------------------------------------------ without a trace


def test_a_preview_leaves_no_trace(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    tell(store, "Le chômage change")
    with store.reading() as db:
        seen = digest.preview(db, outbox, db.get_one(Account, account.id), SEVEN)
    assert seen is not None
    assert "Le chômage change" in seen.text
    assert f"Répondre\u00a0: {BASE}/\n" in seen.text
    assert seen.presentation_id is None
    assert presented(store) == 0


@ON_ONE_DATABASE
def test_a_preview_with_nothing_to_say_is_none(quiet_store: Store, outbox: Settings) -> None:
    account = add_account(quiet_store)
    with quiet_store.reading() as db:
        assert digest.preview(db, outbox, db.get_one(Account, account.id), SEVEN) is None


def test_the_digest_of_somebody_who_does_not_exist_leaves_nothing_behind(store: Store, outbox: Settings) -> None:
    tell(store, "Le chômage change")
    with store.writing() as db:
        seen = specimen.fictitious(db, outbox, "fr", ["listen"], SEVEN - DAY)
    assert seen is not None
    assert "Vos actualités du mardi 24" in seen.subject
    assert "Le chômage change" in seen.text
    assert f"Répondre\u00a0: {BASE}/\n" in seen.text
    with store.reading() as db:
        kept = [db.scalar(select(func.count()).select_from(table)) for table in (Account, Learner, Theme, Presentation)]
    assert kept == [0, 0, 0, 0]


# ----------------------------------------------------------------------------------------------------------- once only


def test_a_mail_delivered_twice_leaves_once(store: Store, tmp_path: Path) -> None:
    add_account(store)
    with post_office() as office:
        row = morning(store, by_post(office, tmp_path))
        digest.deliver(by_post(office, tmp_path), store, row.id, SEVEN + HOUR)
        assert len(office.mails) == 1
    assert office.mails[0]["Message-ID"] == row.message_id


def test_two_workers_at_once_send_one_mail(store: Store, tmp_path: Path) -> None:
    add_account(store)
    together = Barrier(2)

    def work(settings: Settings) -> None:
        together.wait()
        digest.make_due(store, SEVEN)
        together.wait()
        for mail_id in due(store, SEVEN):
            digest.deliver(settings, store, mail_id, SEVEN)

    with post_office() as office, ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [by_post(office, tmp_path)] * 2))
        assert len(office.mails) == 1
    assert presented(store) == 1


def test_that_it_is_being_sent_is_kept_before_the_first_byte_leaves(store: Store, tmp_path: Path) -> None:
    add_account(store)
    states = []

    class Watchful(PostOffice):
        def answer_to(self, command: str) -> str | None:
            with store.reading() as db:
                states.append(db.scalars(select(Mail.state)).one())
            return super().answer_to(command)

    with post_office(kind=Watchful) as office:
        morning(store, by_post(office, tmp_path))
    assert set(states) == {State.SENDING}


def test_a_worker_killed_while_the_server_takes_the_mail_leaves_it_uncertain(
    store: Store, database_url: str, tmp_path: Path
) -> None:
    add_account(store)
    mail_id = mail_due(store)
    with post_office(TEXT=SILENCE) as office:
        settings = by_post(office, tmp_path)
        worker = own_processes().Process(target=deliver_with, args=(settings, database_url, mail_id, SEVEN))
        worker.start()
        assert office.has_mail.wait(60)
        worker.kill()
        worker.join()
        assert row_of(store, mail_id).state == State.SENDING
        assert due(store, SEVEN + LEASE) == []
        assert due(store, SEVEN + LEASE + SECOND) == [mail_id]
        for later in (LEASE + SECOND, 2 * LEASE + 2 * SECOND, 10 * HOUR):
            digest.deliver(settings, store, mail_id, SEVEN + later)
        assert len(office.mails) == 1
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (State.UNCERTAIN, Reason.CUT_OFF)
    assert due(store, SEVEN + 10 * HOUR) == []


def test_a_worker_killed_before_it_began_to_send_is_replaced(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id = mail_due(store)
    with store.writing() as db:
        assert mail.take(db, mail_id, SEVEN)
    digest.deliver(outbox, store, mail_id, SEVEN + LEASE)
    assert row_of(store, mail_id).state == State.READY
    digest.deliver(outbox, store, mail_id, SEVEN + LEASE + SECOND)
    assert row_of(store, mail_id).state == State.SENT


def test_a_mail_whose_writing_fails_each_time_is_given_up(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id, at = mail_due(store), SEVEN
    for _ in range(MOST_TAKEN):
        with store.writing() as db:
            assert mail.take(db, mail_id, at)
        at += LEASE + SECOND
    digest.deliver(outbox, store, mail_id, at)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (State.FAILED, Reason.INTERRUPTED)


# ------------------------------------------------------------------------------------------------------------ refusals


def test_a_mail_refused_for_now_leaves_later_as_it_was(store: Store, tmp_path: Path) -> None:
    add_account(store)
    tell(store, "Hier")
    with post_office(RCPT="450 later") as office:
        settings = by_post(office, tmp_path)
        refused = morning(store, settings)
        assert (refused.state, refused.sent_at, refused.result) == (State.READY, None, "refused 450 later")
        assert due(store, SEVEN) == []
        tell(store, "Entre-temps", SEVEN)
        office.answers.clear()
        digest.deliver(settings, store, refused.id, refused.due_at)
        assert len(office.mails) == 1
    row = row_of(store, refused.id)
    assert (row.state, row.sent_at, row.result) == (State.SENT, refused.due_at, "accepted")
    assert (row.message_id, row.text) == (refused.message_id, refused.text)
    assert presented(store) == 1


@ON_ONE_DATABASE
def test_a_server_that_never_answers_is_asked_five_times(store: Store, tmp_path: Path) -> None:
    add_account(store)
    with post_office() as office:
        settings = by_post(office, tmp_path)
    row = morning(store, settings)
    while row.state == State.READY:
        digest.deliver(settings, store, row.id, row.due_at)
        row = row_of(store, row.id)
    assert (row.state, row.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert (row.result or "").startswith(Reason.UNREACHABLE)


@ON_ONE_DATABASE
def test_an_address_that_cannot_be_one_fails_at_once(store: Store, outbox: Settings) -> None:
    add_account(store, "claire dubois@example.org")
    row = morning(store, outbox)
    assert (row.state, row.result, row.recipient) == (State.FAILED, Reason.BAD_ADDRESS, "claire dubois@example.org")


def test_an_address_that_no_server_knows_is_written_to_three_times_and_no_more(store: Store, tmp_path: Path) -> None:
    account = add_account(store)
    with post_office(RCPT="550 5.1.1 nobody here") as office:
        for number in range(REFUSALS):
            row = morning(store, by_post(office, tmp_path), SEVEN + number * DAY)
            assert (row.state, row.result) == (State.FAILED, "no_mailbox 550 5.1.1 nobody here")
    assert digest.make_due(store, SEVEN + REFUSALS * DAY) == 0
    with store.reading() as db:
        assert db.get_one(Account, account.id).mail_paused_at == SEVEN + 2 * DAY


@ON_ONE_DATABASE
def test_the_mail_of_yesterday_does_not_leave_today(store: Store, outbox: Settings) -> None:
    add_account(store)
    mail_id = mail_due(store)
    digest.deliver(outbox, store, mail_id, SEVEN + DAY)
    row = row_of(store, mail_id)
    assert (row.state, row.result) == (State.FAILED, Reason.TOO_LATE)
    assert morning(store, outbox, SEVEN + DAY).state == State.SENT


def unsubscribe(store: Store, account: Account) -> None:
    with store.writing() as db:
        mail.unsubscribe(db, account.learner_key)


def close(store: Store, account: Account) -> None:
    with store.writing() as db:
        people.close(db, db.get_one(Account, account.id), SEVEN)


@ON_ONE_DATABASE
@pytest.mark.parametrize("leave", [unsubscribe, close])
def test_whoever_leaves_before_the_mail_does_gets_none(
    leave: Callable[[Store, Account], None], store: Store, outbox: Settings
) -> None:
    account = add_account(store)
    mail_id = mail_due(store)
    leave(store, account)
    digest.deliver(outbox, store, mail_id, SEVEN)
    assert row_of(store, mail_id).state == State.NOTHING
    assert not (outbox.instance / "outbox").exists()


# --------------------------------------------------------------------------------------------------------- invitations


def test_an_invitation_leaves_by_the_same_door(store: Store, tmp_path: Path) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        mail.invite(db, account, SEVEN)
    with post_office() as office:
        (mail_id,) = due(store, SEVEN)
        digest.deliver(by_post(office, tmp_path), store, mail_id, SEVEN)
        (arrived,) = office.mails
    assert arrived["To"] == "Claire <claire@example.org>"
    assert arrived["List-Unsubscribe"] is None
    assert row_of(store, mail_id).state == State.SENT


@ON_ONE_DATABASE
def test_an_invitation_that_was_accepted_meanwhile_is_not_sent(store: Store, outbox: Settings) -> None:
    account = add_account(store, invited=True)
    with store.writing() as db:
        mail.invite(db, account, SEVEN)
        db.get_one(Account, account.id).password_hash = "a hash"
    (mail_id,) = due(store, SEVEN)
    digest.deliver(outbox, store, mail_id, SEVEN)
    assert row_of(store, mail_id).state == State.NOTHING


@ON_ONE_DATABASE
def test_an_invitation_reaches_somebody_who_wants_no_digest_at_any_hour_of_any_day(
    store: Store, outbox: Settings
) -> None:
    account, sunday = add_account(store, hour=None, invited=True), SEVEN + 5 * DAY
    with store.writing() as db:
        mail.invite(db, account, sunday)
    (mail_id,) = due(store, sunday)
    digest.deliver(outbox, store, mail_id, sunday + 3 * DAY)
    assert row_of(store, mail_id).state == State.SENT
