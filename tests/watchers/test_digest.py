"""The morning mail: the day's news and one question."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.marking import DONT_KNOW
from models.catalogue import coming_into_force
from models.ground import signing
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import answering, objection, playing, proposals, scenes, week
from models.news.stories import corrections
from models.people import mail_outcomes
from models.people import mail_schedule as mail_mornings
from models.people.messages import QUESTION_DAYS
from models.tables.answers import Presentation
from models.tables.keepsakes import Theme
from models.tables.mail import Mail, MailRhythm, MailState
from models.tables.people import Account, Learner
from models.tables.sources import Source, SourceNature, SourceRight
from models.tables.stories import Article, Correction
from models.tutor.situation import Purpose
from tests import builders
from tests.interviews import dialogues_read
from tests.watchers.mornings import (
    BASE,
    DAY,
    HOUR,
    SECOND,
    SEVEN,
    add_account,
    by_post,
    due,
    make_due,
    morning,
    presented,
    row_of,
    settings_for,
    tell,
)
from tests.watchers.post_office import HANG_UP, post_office
from watchers import delivery, digest
from watchers.digest_stories import DigestCorrection

# --------------------------------------------------------------------------------------------------------- what it says


def test_a_morning_brings_the_news_and_a_question(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    story_id = tell(store, "Le chômage change", sentences=("Une phrase.",))
    row = morning(store, outbox)
    assert (row.state, row.recipient, row.sent_at) == (MailState.SENT, account.email, SEVEN)
    assert row.story_ids == [story_id]
    for words in ("Le chômage change", "Une phrase.", "La question du jour", "Répondre"):
        assert words in (row.text or "")
        assert words in (row.html or "")
    assert len(list((outbox.instance / "outbox").iterdir())) == 1


def test_a_story_names_its_sources_with_what_they_are(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Le chômage change")
    with store.writing() as db:
        db.query(Source).one().nature = SourceNature.AUTHORITY
    assert "ONEM (autorité) · mardi 24" in (morning(store, outbox).text or "")


def test_of_a_source_that_lets_only_its_titles_be_shown_no_sentence_is_mailed(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Le chômage change", sentences=("Une phrase réservée.",))
    with store.writing() as db:
        db.query(Source).one().right_to_show = SourceRight.TITLE
    row = morning(store, outbox)
    assert "Le chômage change" in (row.text or "")
    assert "réservée" not in f"{row.subject} {row.text} {row.html}"


def test_what_somebody_watches_for_herself_is_mailed_to_nobody_else(quiet_store: Store, outbox: Settings) -> None:
    owner = add_account(quiet_store, "owner@example.org")
    add_account(quiet_store)
    tell(quiet_store, "Pour moi seule")
    with quiet_store.writing() as db:
        db.query(Source).one().learner_key = owner.learner_key
    make_due(quiet_store, SEVEN)
    for mail_id in due(quiet_store, SEVEN):
        delivery.deliver(outbox, quiet_store, mail_id, SEVEN)
    with quiet_store.reading() as db:
        states = {row.learner_key: row.state for row in db.scalars(select(Mail))}
    assert states.pop(owner.learner_key) == MailState.SENT
    assert list(states.values()) == [MailState.NOTHING]


def test_a_question_alone_is_enough(store: Store, outbox: Settings) -> None:
    add_account(store)
    row = morning(store, outbox)
    assert (row.state, row.story_ids) == (MailState.SENT, [])
    assert "Votre question du mardi 24" in (row.subject or "")


def test_no_question_of_a_sensitive_module_is_mailed(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    with quiet_store.writing() as db:
        asked = builders.pool("tension", "listen.active")
        tension = builders.module("tension", questions=asked, to_try="", sensitive=True)
        pack = builders.small_pack(tension)
        coming_into_force.load_pack(db, pack, SEVEN - DAY)
    tell(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.presentation_id) == (MailState.SENT, None)


def test_no_turn_of_an_interview_is_mailed(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    with quiet_store.writing() as db:
        interview = builders.with_interview(questions=builders.turns())
        coming_into_force.load_pack(db, builders.small_pack(interview), SEVEN - DAY)
        dialogues_read(db)
    tell(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.presentation_id) == (MailState.SENT, None)


def test_news_alone_is_enough(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    tell(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.presentation_id) == (MailState.SENT, None)
    assert "Répondre" not in (row.text or "")


def test_with_nothing_to_say_nothing_is_sent(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    row = morning(quiet_store, outbox)
    assert (row.state, row.subject) == (MailState.NOTHING, None)
    assert not (outbox.instance / "outbox").exists()
    assert due(quiet_store, SEVEN + DAY) == []


def test_the_question_is_one_that_home_would_ask_but_not_the_first(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    row = morning(store, outbox)
    with store.writing() as db:
        step = proposals.next_step(db, account.learner_key, SEVEN)
        shown = db.get_one(Presentation, row.presentation_id)
        begun = playing.start(db, account.learner_key, step.chosen.target, SEVEN)
        while isinstance(here := scenes.scene(db, begun), scenes.CardScene):
            playing.advance(db, begun, here.position, SEVEN)
        assert shown.question_id in {one.id for one in here.module.questions} - {here.question.id}
        assert shown.purpose == step.chosen.purpose
        assert (shown.version_id, shown.play_id, shown.shown_at) == (begun.version_id, None, SEVEN)


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
    shown, key = map(UUID, signing.read_link(outbox.secret_key, "question", token, QUESTION_DAYS))
    with store.writing() as db:
        given = answering.answer(db, shown, key, builders.RIGHT, SEVEN + HOUR)
        assert (given.correct, given.counts, given.learner_key) == (True, True, account.learner_key)


def test_the_next_morning_asks_another_question(store: Store, outbox: Settings) -> None:
    add_account(store)
    rows = [morning(store, outbox, SEVEN + days * DAY) for days in range(3)]
    with store.reading() as db:
        asked = {db.get_one(Presentation, row.presentation_id).question_id for row in rows}
    assert len(asked) == 3


def test_a_mail_says_nothing_of_what_one_knows(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        for number in range(1, 5):
            builders.ask(db, account.learner_key, f"listen-active-{number}", DONT_KNOW, at=SEVEN - DAY)
    row = morning(store, outbox)
    said = f"{row.subject} {row.text} {row.html}".lower()
    for word in ("acquis", "confirmer", "rafraîchir", "découvrir", "en cours", "série", "juste", "écouter"):
        assert word not in said


def test_a_mail_is_in_the_language_of_its_reader(store: Store, outbox: Settings) -> None:
    add_account(store, language="en")
    tell(store)
    assert "Tuesday 24\u00a0November" in (morning(store, outbox).text or "")


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
        assert morning(store, by_post(office, tmp_path)).state == MailState.UNCERTAIN
        office.answers.clear()
        assert morning(store, by_post(office, tmp_path), SEVEN + DAY).story_ids == []


def test_a_story_whose_mail_was_refused_comes_the_next_day(store: Store, tmp_path: Path) -> None:
    add_account(store)
    story_id = tell(store, "Hier")
    with post_office(RCPT="550 nobody") as office:
        assert morning(store, by_post(office, tmp_path)).state == MailState.FAILED
        office.answers.clear()
        assert morning(store, by_post(office, tmp_path), SEVEN + DAY).story_ids == [story_id]


def test_a_digest_goes_back_three_days_at_most(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Trop vieille", SEVEN - 4 * DAY)
    recent = tell(store, "Samedi", SEVEN - 3 * DAY)
    assert morning(store, outbox).story_ids == [recent]


def test_what_was_left_out_one_morning_is_not_the_news_of_the_next(quiet_store: Store, outbox: Settings) -> None:
    add_account(quiet_store)
    for number in range(10):
        tell(quiet_store, f"Nouvelle {number}", SEVEN - DAY - number * SECOND)
    assert len(morning(quiet_store, outbox).story_ids) == digest.MOST_STORIES
    make_due(quiet_store, SEVEN + DAY)
    (mail_id,) = due(quiet_store, SEVEN + DAY)
    delivery.deliver(outbox, quiet_store, mail_id, SEVEN + DAY)
    assert row_of(quiet_store, mail_id).state == MailState.NOTHING


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


def mornings(store: Store, settings: Settings, days: range) -> list[MailState]:
    """What became of the mails of these days from Tuesday on; a day without a mail is left out."""
    rows = []
    for number in days:
        if make_due(store, SEVEN + number * DAY):
            (mail_id,) = due(store, SEVEN + number * DAY)
            delivery.deliver(settings, store, mail_id, SEVEN + number * DAY)
            rows.append(MailState(row_of(store, mail_id).state))
    return rows


def test_during_an_absence_one_mail_comes_instead_of_one_each_day(store: Store, outbox: Settings) -> None:
    """She came on Monday; three working days without a visit later she is away, until she comes again."""
    account = add_account(store)
    visit(store, account, SEVEN - DAY)
    assert mornings(store, outbox, range(3)) == [MailState.SENT] * 3
    assert mornings(store, outbox, range(3, 9)) == [MailState.NOTHING] * 4
    assert mornings(store, outbox, range(9, 14)) == [MailState.SENT, *[MailState.NOTHING] * 2]
    visit(store, account, SEVEN + 14 * DAY + HOUR)
    assert mornings(store, outbox, range(15, 17)) == [MailState.SENT] * 2


def test_who_learns_without_estimation_has_the_news_each_morning_and_no_question(
    store: Store, outbox: Settings
) -> None:
    account = add_account(store)
    visit(store, account, SEVEN - 30 * DAY)
    with store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    for day in range(2):
        story_id = tell(store, f"Nouvelle {day}", SEVEN + day * DAY - HOUR)
        row = morning(store, outbox, SEVEN + day * DAY)
        assert (row.state, row.story_ids, row.presentation_id) == (MailState.SENT, [story_id], None)
        assert not any(words in (row.text or "") for words in ("question", "Répondre", "absence"))
    assert presented(store) == 1  # that of her visit, before


def test_the_mail_after_a_pause_tells_what_happened_meanwhile(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    visit(store, account, SEVEN - DAY)
    assert mornings(store, outbox, range(1)) == [MailState.SENT]
    back = SEVEN + 9 * DAY
    with store.writing() as db:
        week.pause(db, account.learner_key, (SEVEN + DAY).date(), (back - DAY).date(), SEVEN)
    story_id = tell(store, "Pendant les congés", SEVEN + 4 * DAY)
    row = morning(store, outbox, back)
    assert row.story_ids == [story_id]
    assert "Après une absence" in (row.text or "")


def test_a_weekly_mail_tells_a_week(store: Store, outbox: Settings) -> None:
    account = add_account(store)
    with store.writing() as db:
        mail_mornings.choose_rhythm(db.get_one(Account, account.id), MailRhythm.WEEKLY, 7, SEVEN.weekday())
    first = tell(store, "Il y a six jours", SEVEN - 6 * DAY)
    assert morning(store, outbox).story_ids == [first]
    second = tell(store, "Le lendemain", SEVEN + DAY)
    assert morning(store, outbox, SEVEN + 7 * DAY).story_ids == [second]


def test_what_was_mailed_comes_again_only_when_it_was_put_right_since() -> None:
    old, told_at = SEVEN - 10 * DAY, SEVEN - DAY
    assert not digest.is_new(old, told_at, None, None)
    assert digest.is_new(SEVEN, told_at, None, None)
    assert not digest.is_new(SEVEN, told_at, told_at, None)
    assert digest.is_new(old, told_at, told_at, DigestCorrection(SEVEN))
    assert not digest.is_new(old, told_at, told_at, DigestCorrection(told_at - HOUR))


# --------------------------------------------------------------------------------------------------- what was put right


def put_right(store: Store, story_id: int, at: datetime) -> None:
    """Its source changes what a story had told."""
    with store.writing() as db:
        article_id = db.scalars(select(Article.id).where(Article.story_id == story_id)).one()
        said = {"title_before": "Le chômage change", "title": "Le chômage ne change pas"}
        db.add(Correction(story_id=story_id, article_id=article_id, at=at, **said))


def untold(store: Store, account: Account, at: datetime) -> int:
    """How many corrections she has still to be told."""
    with store.reading() as db:
        return len(corrections.corrections_to_tell(db, account.learner_key, at))


@pytest.fixture
def reader(store: Store, tmp_path: Path) -> tuple[Account, int]:
    """Somebody who was mailed a story on Tuesday, and the story; its source has put it right since."""
    account, story_id = add_account(store), tell(store, "Le chômage change")
    assert morning(store, settings_for(tmp_path)).story_ids == [story_id]
    put_right(store, story_id, SEVEN + HOUR)
    return account, story_id


@pytest.mark.parametrize(
    ("command", "answer", "state", "left"),
    [
        ("TEXT", "250 yes", MailState.SENT, 0),
        ("TEXT", HANG_UP, MailState.UNCERTAIN, 0),
        ("RCPT", "550 nobody", MailState.FAILED, 1),
        ("RCPT", "450 later", MailState.READY, 1),
    ],
)
def test_a_correction_is_told_by_a_mail_that_leaves_or_may_have(
    store: Store, tmp_path: Path, reader: tuple[Account, int], command: str, answer: str, state: MailState, left: int
) -> None:
    account, story_id = reader
    with post_office(**{command: answer}) as office:
        row = morning(store, by_post(office, tmp_path), SEVEN + DAY)
    assert (row.state, row.story_ids) == (state, [story_id])
    assert "Le chômage ne change pas" in (row.text or "")
    assert untold(store, account, SEVEN + DAY + HOUR) == left


def test_a_correction_comes_again_the_day_after_a_mail_that_came_back_and_then_no_more(
    store: Store, outbox: Settings, reader: tuple[Account, int]
) -> None:
    account, story_id = reader
    row = morning(store, outbox, SEVEN + DAY)
    with store.writing() as db:
        assert mail_outcomes.bounced(db, row.message_id or "", "5.1.1", SEVEN + DAY + HOUR)
    assert untold(store, account, SEVEN + DAY + HOUR) == 1
    assert morning(store, outbox, SEVEN + 2 * DAY).story_ids == [story_id]
    assert untold(store, account, SEVEN + 2 * DAY) == 0
    assert morning(store, outbox, SEVEN + 3 * DAY).story_ids == []


def test_a_correction_that_takes_the_number_of_one_forgotten_is_told(
    store: Store, outbox: Settings, reader: tuple[Account, int]
) -> None:
    account, story_id = reader
    morning(store, outbox, SEVEN + DAY)
    with store.writing() as db:
        db.delete(db.scalars(select(Correction)).one())
    put_right(store, story_id, SEVEN + DAY + HOUR)
    assert untold(store, account, SEVEN + 2 * DAY) == 1


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


def test_a_preview_with_nothing_to_say_is_none(quiet_store: Store, outbox: Settings) -> None:
    account = add_account(quiet_store)
    with quiet_store.reading() as db:
        assert digest.preview(db, outbox, db.get_one(Account, account.id), SEVEN) is None


def test_the_digest_of_somebody_who_does_not_exist_leaves_nothing_behind(store: Store, outbox: Settings) -> None:
    tell(store, "Le chômage change")
    with store.writing() as db:
        seen = digest.fictitious(db, outbox, "fr", ["listen"], SEVEN - DAY)
    assert seen is not None
    assert "Vos actualités du mardi 24" in seen.text
    assert "Le chômage change" in seen.text
    assert f"Répondre\u00a0: {BASE}/\n" in seen.text
    with store.reading() as db:
        kept = [db.scalar(select(func.count()).select_from(table)) for table in (Account, Learner, Theme, Presentation)]
    assert kept == [0, 0, 0, 0]
