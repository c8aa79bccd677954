"""An answer: one row in the log, one belief moved, whatever is sent twice or by somebody else."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from content.dialogue import reading_time
from content.marking import DONT_KNOW, NotANumber, Response, UnknownOption
from content.module import Question
from models import learner
from models.catalogue import coming_into_force, documents, drafts, in_force
from models.estimates import Estimates
from models.ground.store import Store
from models.learner import Belief, Evidence, Knowledge
from models.learning import answer_log, answering, week
from models.learning.answering import NoSuchPresentation
from models.studio import publishing
from models.tables.answers import Answer, DueCheck, LearnerAbility, Mastery
from models.tables.documents import Version, VersionChange
from models.tables.people import Learner
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, WRONG, ask, module, question, show, small_pack

SKILL = "listen.active"
DEFAULTS = Estimates()
NEW = Knowledge(DEFAULTS.of(SKILL))


def belief(db: Session, learner_key: UUID, skill: str = SKILL) -> Belief:
    return builders.belief_of(db.get_one(Mastery, (learner_key, skill)))


def ability(db: Session, learner_key: UUID) -> learner.Ability:
    row = db.get_one(LearnerAbility, learner_key)
    return learner.Ability(row.slow, row.fast, row.answers)


def test_an_answer_moves_belief_and_ability_as_the_learner_model_says(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", RIGHT)
    item = DEFAULTS.item("listen-active-1", SKILL, chance=1 / 3)
    evidence = Evidence(True, row.answered_at, date(2026, 11, 23), working_day=True, item=item)
    expected = learner.after_answer(NEW, evidence)
    with store.reading() as db:
        assert belief(db, learner_key) == expected.belief
        assert ability(db, learner_key) == expected.ability
    assert (row.known_before, row.known_after) == (learner.retained(NEW, MONDAY), expected.belief.known)


def test_the_row_keeps_what_was_asked_answered_and_believed(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", ("c", "b"))
        version = db.get_one(Version, row.version_id)
    assert (row.question_id, row.skill, version.document_id) == ("listen-active-1", SKILL, "ecouter")
    assert (row.response, row.correct, row.dont_know) == (["b", "c"], False, False)
    assert (row.sequence, row.exposure, row.counts, row.seconds) == (1, 0, True, 30.0)
    assert (row.day, row.working_day) == (date(2026, 11, 23), True)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", DONT_KNOW)
    assert (row.response, row.correct, row.dont_know) == ([], False, True)
    assert row.known_after < row.known_before


def test_the_same_form_sent_twice_is_one_answer(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = show(db, learner_key, "listen-active-1")
        first = answering.answer(db, shown, learner_key, RIGHT, MONDAY + READING)
    with store.writing() as db:
        again = answering.answer(db, shown, learner_key, WRONG, MONDAY + timedelta(minutes=1))
    assert (again.id, again.response, again.answered_at) == (first.id, ["a"], MONDAY + READING)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Answer)) == 1
        assert belief(db, learner_key).answers == 1


def test_a_presentation_of_somebody_else_or_that_never_was_takes_no_answer(store: Store, learner_key: UUID) -> None:
    other = builders.add_learner(store)
    with store.writing() as db:
        shown = show(db, other, "listen-active-1")
    with pytest.raises(NoSuchPresentation), store.writing() as db:
        answering.answer(db, shown, learner_key, RIGHT, MONDAY)
        answering.answer(db, uuid4(), learner_key, RIGHT, MONDAY)


def test_an_unknown_option_is_refused_and_leaves_nothing(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = show(db, learner_key, "listen-active-1")
    with pytest.raises(UnknownOption), store.writing() as db:
        answering.answer(db, shown, learner_key, ("z",), MONDAY)
    with store.reading() as db:
        assert answering.answer_to(db, shown) is None
        assert db.get_one(Learner, learner_key).last_sequence == 0


@pytest.mark.parametrize(
    ("asked", "response", "kept", "correct"),
    [
        (builders.ORDERING, ("b", "a", "c", "d"), ["b", "a", "c", "d"], False),
        (builders.MATCHING, ("c=2", "b=1", "a=2"), ["a=2", "b=1", "c=2"], True),
        (builders.TEXT, (" le taux  d’emploi ",), ["le taux d’emploi"], True),
        (builders.NUMBER, ("19,5 %",), ["19,5 %"], True),
    ],
    ids=lambda value: value.kind if isinstance(value, Question) else "",
)
def test_every_kind_is_kept_as_it_was_answered(
    store: Store, learner_key: UUID, asked: Question, response: Response, kept: list[str], correct: bool
) -> None:
    publish(store, asked)
    with store.writing() as db:
        row = ask(db, learner_key, asked.id, response)
    with store.reading() as db:
        row = db.get_one(Answer, row.id)
        assert (row.response, row.correct, row.chance) == (kept, correct, asked.chance)


def test_what_cannot_be_marked_leaves_nothing_and_may_be_sent_again(store: Store, learner_key: UUID) -> None:
    publish(store, builders.NUMBER)
    with store.writing() as db:
        shown = show(db, learner_key, "number-1")
    with pytest.raises(NotANumber), store.writing() as db:
        answering.answer(db, shown, learner_key, ("vingt",), MONDAY + READING)
    with store.writing() as db:
        assert answering.answer_to(db, shown) is None
        assert answering.answer(db, shown, learner_key, ("20",), MONDAY + READING).sequence == 1


def publish(store: Store, asked: Question) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(module("kinds", (asked.skill,), (asked,))), MONDAY)


def test_an_order_is_never_shown_as_it_should_be_and_what_is_to_be_typed_not_at_all() -> None:
    orders = {tuple(answering.shuffled(builders.ORDERING, uuid4())) for _ in range(500)}
    assert all(sorted(order) == list(builders.ORDERING.key) for order in orders)
    assert len(orders) == 23
    assert builders.ORDERING.key not in orders
    assert answering.shuffled(builders.NUMBER, uuid4()) == answering.shuffled(builders.TEXT, uuid4()) == []


def test_options_are_shown_in_an_order_of_their_own(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        shown = [show(db, learner_key, "listen-active-1") for _ in range(30)]
        orders = {tuple(answering.presented(db, each, learner_key).option_order) for each in shown}
    assert all(sorted(order) == ["a", "b", "c"] for order in orders)
    assert len(orders) > 1


def test_seconds_are_kept_within_what_says_something(store: Store, learner_key: UUID) -> None:
    for seconds, kept in [(12, 12.0), (3600, 600.0), (-5, 0.0)]:
        with store.writing() as db:
            shown = show(db, learner_key, "listen-active-1")
            row = answering.answer(db, shown, learner_key, RIGHT, MONDAY + timedelta(seconds=seconds))
        assert row.seconds == kept


A_QUESTION = reading_time(question("listen-active-1"))
TOO_SOON = A_QUESTION - timedelta(milliseconds=1)


@pytest.mark.parametrize(("gone", "rapid"), [(timedelta(0), True), (TOO_SOON, True), (A_QUESTION, False)])
def test_what_nobody_can_have_read_yet_is_taken_and_its_row_says_so(
    store: Store, learner_key: UUID, gone: timedelta, rapid: bool
) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", reading=gone)
    assert (row.correct, row.counts, row.seconds, row.rapid) == (True, True, gone.total_seconds(), rapid)


@pytest.mark.parametrize("response", [RIGHT, WRONG])
def test_it_is_believed_as_a_guess_and_a_replay_gives_the_same(
    store: Store, learner_key: UUID, response: Response
) -> None:
    with store.writing() as db:
        row = ask(db, learner_key, "listen-active-1", response, reading=TOO_SOON)
        lived = belief(db, learner_key), ability(db, learner_key)
        answer_log.replay(db, learner_key)
        assert (belief(db, learner_key), ability(db, learner_key)) == lived
    item = DEFAULTS.item("listen-active-1", SKILL, chance=1 / 3)
    evidence = Evidence(response == RIGHT, row.answered_at, row.day, working_day=True, rapid=True, item=item)
    expected = learner.after_answer(NEW, evidence)
    assert lived == (expected.belief, expected.ability)


def test_what_is_rapid_or_of_one_day_alone_makes_nothing_acquired(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        for number in range(1, 6):
            ask(db, learner_key, f"listen-active-{number}", at=MONDAY + timedelta(days=number), reading=TOO_SOON)
        assert (belief(db, learner_key).answers, belief(db, learner_key).first_exposures) == (5, 0)
        assert not belief(db, learner_key).acquired
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        lived = live(db, learner_key, FOUR_RIGHT_ON_MONDAY)
    assert (lived.first_exposures, lived.confirmed_later, lived.acquired) == (4, False, False)
    assert lived.earned >= learner.ACQUIRED_AT
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        first = ask(db, learner_key, "listen-active-1")
        answer_log.annul_all(db, [first], "key", MONDAY + timedelta(hours=1), by=None)
        assert ask(db, learner_key, "listen-active-1", at=MONDAY + timedelta(hours=2)).exposure == 1


def test_nobody_is_rapid_by_a_clock_put_back_without_knowing_or_again(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        assert not ask(db, learner_key, "listen-active-1", reading=-timedelta(seconds=5)).rapid
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        shown = show(db, learner_key, "listen-active-1")
        row = answering.answer(db, shown, learner_key, DONT_KNOW, MONDAY)
    assert (row.dont_know, row.rapid) == (True, False)
    learner_key = builders.add_learner(store)
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        shown = show(db, learner_key, "listen-active-1", MONDAY + timedelta(days=1))
        row = answering.answer(db, shown, learner_key, RIGHT, MONDAY + timedelta(days=1))
    assert (row.exposure, row.rapid) == (1, False)


def test_the_day_is_that_of_the_learner_and_a_weekend_no_working_day(store: Store, learner_key: UUID) -> None:
    late = MONDAY.replace(hour=23, minute=30)
    with store.writing() as db:
        db.get_one(Learner, learner_key).timezone = "Europe/Brussels"
        row = ask(db, learner_key, "listen-active-1", at=late)
    assert row.day == date(2026, 11, 24)
    with store.writing() as db:
        assert not ask(db, learner_key, "listen-active-1", at=MONDAY - timedelta(days=1)).working_day


def test_a_day_of_a_pause_is_no_working_day_and_what_was_answered_keeps_its(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        before = ask(db, learner_key, "listen-active-1")
        week.pause(db, learner_key, MONDAY.date(), MONDAY.date(), MONDAY)
        during = ask(db, learner_key, "listen-active-2")
        after = ask(db, learner_key, "listen-active-3", at=MONDAY + timedelta(days=1))
        assert [row.working_day for row in (before, during, after)] == [True, False, True]


def test_an_answer_to_a_module_that_no_longer_holds_is_kept_and_moves_nothing(empty_store: Store) -> None:
    builders.set_up(empty_store, small_pack(module(valid_until=date(2026, 11, 22))))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        row = ask(db, learner_key, "listen-active-1")
        assert db.get(Mastery, (learner_key, SKILL)) is None
        prior = learner.retained(NEW, MONDAY)
        assert ability(db, learner_key) == learner.Ability()
    assert (row.counts, row.known_before, row.known_after) == (False, prior, prior)


@pytest.mark.parametrize(("valid", "counts"), [("2026-11-22", False), ("2026-11-23", True)])
def test_nor_does_an_answer_to_a_question_whose_rule_no_longer_holds(
    empty_store: Store, valid: str, counts: bool
) -> None:
    resting_on_law = builders.question("regle-1")._replace(cites=("duree",))
    pack = small_pack(module(questions=(resting_on_law,)))
    rules = pack.rules.replace("state: en vigueur", f"state: en vigueur\n    valid_until: {valid}")
    builders.set_up(empty_store, replace(pack, rules=rules))
    learner_key = builders.add_learner(empty_store)
    with empty_store.writing() as db:
        assert ask(db, learner_key, "regle-1").counts is counts


def live(db: Session, learner_key: UUID, plan: list[tuple[str, int, Response]]) -> Belief:
    """Answer questions on days counted from Monday, ten minutes apart."""
    for number, (question_id, days, response) in enumerate(plan):
        ask(db, learner_key, question_id, response, MONDAY + timedelta(days=days, minutes=10 * number))
    return belief(db, learner_key)


FOUR_RIGHT_ON_MONDAY = [(f"listen-active-{number}", 0, RIGHT) for number in range(1, 5)]


def test_a_question_seen_before_is_a_repeat_and_never_leads_to_acquired(store: Store, learner_key: UUID) -> None:
    repeats = [(f"listen-active-{number}", day, RIGHT) for day in (1, 2, 3) for number in range(1, 5)]
    with store.writing() as db:
        lived = live(db, learner_key, FOUR_RIGHT_ON_MONDAY + repeats)
        exposures = db.scalars(select(Answer.exposure).order_by(Answer.sequence)).all()
    assert exposures == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    assert (lived.answers, lived.first_exposures, lived.acquired) == (16, 4, False)


def test_a_repeat_moves_what_is_known_by_its_own_guess(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        ask(db, learner_key, "listen-active-1")
        before = NEW._replace(belief=belief(db, learner_key), ability=ability(db, learner_key))
        row = ask(db, learner_key, "listen-active-1", at=MONDAY + timedelta(hours=1))
        item = DEFAULTS.item("listen-active-1", SKILL, row.chance)
        evidence = Evidence(True, row.answered_at, row.day, working_day=True, repeat=True, item=item)
        assert belief(db, learner_key) == learner.after_answer(before, evidence).belief
        assert ability(db, learner_key) == before.ability


def publish_meaning(db: Session, at_days: float, module_id: str = "ecouter") -> None:
    document = documents.module_document(db, module_id)
    text = drafts.latest_text(db, document)
    publishing.publish(
        db,
        document,
        text.replace("À lire.", "À relire."),
        VersionChange.MEANING,
        MONDAY + timedelta(days=at_days),
        None,
    )


def acquire(db: Session, learner_key: UUID) -> None:
    assert live(db, learner_key, [*FOUR_RIGHT_ON_MONDAY, ("listen-active-5", 1, RIGHT)]).acquired


def test_a_question_of_the_new_version_settles_the_check(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        publish_meaning(db, at_days=2)
        row = ask(db, learner_key, "listen-active-7", at=MONDAY + timedelta(days=3))
        assert db.scalars(select(DueCheck.done_at)).all() == [row.answered_at]


def test_a_question_of_the_old_version_never_settles_the_check(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        old = in_force.published_module(db, "ecouter")
        publish_meaning(db, at_days=2)
        asked, at = old.module.question("listen-active-6"), MONDAY + timedelta(days=3)
        shown = answering.present(db, learner_key, asked, old.version_id, Purpose.LEARN, at)
        answering.answer(db, shown.id, learner_key, RIGHT, at + READING)
        assert db.scalars(select(DueCheck.done_at)).all() == [None]


def test_a_question_shown_before_the_change_does_not_settle_the_check(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(module("encore", questions=(question("encore-1"),))), MONDAY)
        acquire(db, learner_key)
        shown_before = show(db, learner_key, "encore-1", MONDAY + timedelta(days=2))
        publish_meaning(db, at_days=3)
        answering.answer(db, shown_before, learner_key, RIGHT, MONDAY + timedelta(days=4))
        assert db.scalars(select(DueCheck.done_at)).all() == [None]


def test_a_question_on_another_skill_does_not_settle_the_check(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        acquire(db, learner_key)
        publish_meaning(db, at_days=2)
        ask(db, learner_key, "frame-role-1", at=MONDAY + timedelta(days=3))
        assert db.scalars(select(DueCheck.done_at)).all() == [None]


def columns(row: Answer) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(Answer).columns}


@pytest.mark.parametrize("response", [RIGHT, DONT_KNOW])
def test_an_answer_in_hand_is_the_one_that_is_kept(store: Store, learner_key: UUID, response: Response) -> None:
    with store.writing() as db:
        given = ask(db, learner_key, "listen-active-1", response)
        assert given in db
        assert not db.is_modified(given)
    with store.reading() as db:
        assert columns(db.get_one(Answer, given.id)) == columns(given)


def test_the_count_of_a_learner_in_hand_is_the_one_that_is_kept(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        owner = db.get_one(Learner, learner_key)
        ask(db, learner_key, "listen-active-1", RIGHT)
        assert owner.last_sequence == 1
        assert not db.is_modified(owner)
    with store.reading() as db:
        assert db.get_one(Learner, learner_key).last_sequence == 1


def test_an_answer_that_is_taken_back_with_its_transaction_is_nowhere(store: Store, learner_key: UUID) -> None:
    with pytest.raises(UnknownOption), store.writing() as db:
        ask(db, learner_key, "listen-active-1", RIGHT)
        ask(db, learner_key, "listen-active-2", ("z",))
    with store.writing() as db:
        assert ask(db, learner_key, "listen-active-1", WRONG).sequence == 1
