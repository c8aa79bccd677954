"""The whole house: of whom it is measured, what is measured of each, and when there is nothing to show."""

from datetime import UTC, date, datetime, timedelta
from statistics import mean
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground.anonymity import BLUR, FEW, MOST, SOME, BlurredShare, held_back
from models.ground.store import Store
from models.learning import answer_log, objection
from models.people import accounts
from models.site import house_figures
from models.tables.counts import HouseFigure
from tests.builders import MONDAY, RIGHT, WRONG, ask
from tests.watchers.mornings import ON_ONE_DATABASE

BRUSSELS = "Europe/Brussels"
MONTH = date(2026, 11, 1)
UNTIL = house_figures.counted_until(MONTH, BRUSSELS)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
KEY = next(key for key in map(str, range(1000)) if held_back(key, "people", str(MONTH)) == 0)
"""A house from which nobody is held back this month, as one in two hundred and fifty."""


def people(db: Session, number: int, weeks: int = 4) -> list[UUID]:
    """Colleagues who have answered once in each of so many weeks, and wrong."""
    there = len(accounts.accounts(db))
    invited = [
        accounts.invite(db, f"c{there + one}@example.org", "Colleague", MONDAY, timezone=BRUSSELS).learner_key
        for one in range(number)
    ]
    for learner_key in invited:
        for week in range(weeks):
            ask(db, learner_key, f"listen-active-{week + 1}", WRONG, UNTIL - DAY - week * WEEK)
    return invited


def take(db: Session, key: str = KEY) -> bool:
    return house_figures.take(db, MONTH, UNTIL, key)


def parts(db: Session, learner_key: UUID) -> dict[str, tuple[float, float]]:
    """What one person adds to each direction: met, acquired."""
    found = house_figures.contributions(db, [learner_key], UNTIL)
    return {
        domain: (of_each[house_figures.MET][0], of_each[house_figures.ACQUIRED][0]) for domain, of_each in found.items()
    }


@ON_ONE_DATABASE
def test_nothing_is_measured_before_thirty_have_answered_in_four_different_weeks(store: Store) -> None:
    with store.writing() as db:
        (late,) = people(db, 1, weeks=3)
        people(db, 29)
        assert not take(db)
        ask(db, late, "listen-active-1", WRONG, UNTIL + DAY)
        assert not take(db)
        ask(db, late, "listen-active-1", WRONG, UNTIL - 2 * DAY)  # in a week that has an answer already
        assert not take(db)
        ask(db, late, "listen-active-1", WRONG, UNTIL - DAY - 30 * WEEK)
        assert take(db)


def test_a_month_is_measured_once_blurred_and_naming_nobody_and_stays_as_it_was(store: Store) -> None:
    with store.writing() as db:
        everybody = people(db, 30)
        assert take(db)
        row = db.get_one(HouseFigure, MONTH)
        assert (row.people, set(row.shares)) == (30, {"listen", "frame"})
        met, acquired = row.shares["listen"]
        assert met != 0.5 and abs(met - 0.5) < 10 * BLUR / 30
        assert acquired != 0
        before = row.shares
        for learner_key in everybody:
            ask(db, learner_key, "frame-role-1", RIGHT, UNTIL - DAY)
        assert not take(db)
        assert [row.shares for row in db.scalars(select(HouseFigure))] == [before]


@ON_ONE_DATABASE
def test_whose_account_is_closed_or_erased_or_who_objects_is_not_counted(store: Store) -> None:
    with store.writing() as db:
        people(db, 29)
        for leave in (lambda one: accounts.close(db, one, MONDAY), lambda one: accounts.erase(db, one)):
            (gone,) = people(db, 1)
            account = accounts.account_of(db, gone)
            assert account
            leave(account)
            assert not take(db)
        (who,) = people(db, 1)
        objection.object_to_estimation(db, who)
        assert not take(db)
        objection.take_back(db, who)
        assert take(db)


@ON_ONE_DATABASE
def test_thirty_are_not_told_from_twenty_nine_where_some_are_held_back(store: Store) -> None:
    with store.writing() as db:
        people(db, 30)
        others = [key for key in map(str, range(200)) if key != KEY]
        assert sum(take(db, key) for key in others[:40]) <= 1


@ON_ONE_DATABASE
def test_of_each_person_it_is_the_share_of_a_direction_that_she_has_met_and_acquired(store: Store) -> None:
    with store.writing() as db:
        (who,) = people(db, 1)
        assert parts(db, who) == {"listen": (0.5, 0.0), "frame": (0.0, 0.0)}
        for number in range(1, 7):
            ask(db, who, f"frame-role-{number}", RIGHT, UNTIL - (8 - number) * DAY)
        annulled = ask(db, who, "listen-reflect-1", RIGHT, UNTIL - DAY)
        answer_log.annul_all(db, [annulled], "key", MONDAY, None)
        ask(db, who, "listen-reflect-2", RIGHT, UNTIL + DAY)
        assert parts(db, who) == {"listen": (0.5, 0.0), "frame": (1.0, 1.0)}


def invented(db: Session, number: int) -> None:
    """Members that an administrator has invited and who answer for her: a third of them nothing of « Écoute »."""
    puppets = people(db, number, weeks=0)
    for place, learner_key in enumerate(puppets):
        for week in range(4):
            question = f"frame-role-{week + 1}" if place % 3 == 0 else f"listen-active-{week + 1}"
            ask(db, learner_key, question, WRONG, UNTIL - DAY - week * WEEK)


def half_a_year(db: Session, key: str) -> list[BlurredShare | None]:
    """What the page has said of « Écoute » in each month, in a house with this secret key."""
    said = []
    for month in (date(2026, 11, 1), *(date(2027, number, 1) for number in range(1, 6))):
        house_figures.take(db, month, house_figures.counted_until(month, BRUSSELS), key)
        said.append(house_figures.house_figures(db).directions[0].met)
    db.execute(delete(HouseFigure))
    db.expire_all()
    return said


@pytest.mark.nightly
@ON_ONE_DATABASE
def test_among_invented_members_at_the_edge_the_pages_are_the_same_whatever_the_target_has_done(store: Store) -> None:
    """No guess is better than chance by more than half of the share of houses in which they differ."""
    houses = [f"house {number}" for number in range(40)]
    with store.writing() as db:
        invented(db, 75)
        target = people(db, 1, weeks=0)[0]
        for week in range(4):
            ask(db, target, f"frame-role-{week + 1}", WRONG, UNTIL - DAY - week * WEEK)
        without = [half_a_year(db, key) for key in houses]
        share_without = mean(
            house_figures.contributions(db, house_figures._taking_part(db, UNTIL), UNTIL)["listen"][house_figures.MET]
        )
        for number in (1, 2):
            ask(db, target, f"listen-active-{number}", WRONG, UNTIL - DAY)
            ask(db, target, f"listen-reflect-{number}", WRONG, UNTIL - DAY)
        share_with = mean(
            house_figures.contributions(db, house_figures._taking_part(db, UNTIL), UNTIL)["listen"][house_figures.MET]
        )
        with_her = [half_a_year(db, key) for key in houses]
    assert share_without < 1 / 3 < share_with  # which plain thirds would have told for certain
    assert sum(any(page) for page in without) == len(houses)
    assert sum(one != other for one, other in zip(without, with_her, strict=True)) <= len(houses) / 5


def measured(db: Session, met: float, acquired: float, people: int = 130) -> None:
    db.add(HouseFigure(month=MONTH, people=people, shares={"listen": [met, acquired]}))
    db.flush()


@ON_ONE_DATABASE
@pytest.mark.parametrize(
    ("met", "acquired", "told"), [(0.9, 0.5, (MOST, SOME)), (0.5, 0.1, (SOME, FEW)), (0.5, 0.9, (SOME, SOME))]
)
def test_a_direction_is_told_in_thirds_and_no_more_is_acquired_than_met(
    store: Store, met: float, acquired: float, told: tuple[tuple[int, int], ...]
) -> None:
    with store.writing() as db:
        measured(db, met, acquired)
        found = house_figures.house_figures(db)
        listen, frame = found.directions
        assert (found.month, found.shown) == (MONTH, True)
        assert (listen.met, listen.acquired) == tuple(BlurredShare(*third) for third in told)
        assert (frame.met, frame.acquired) == (None, None)


@ON_ONE_DATABASE
def test_nothing_is_shown_while_the_noise_could_hide_it(store: Store) -> None:
    with store.writing() as db:
        assert house_figures.house_figures(db).shown is False
        measured(db, 0.9, 0.9, people=30)
        assert house_figures.house_figures(db).shown is False


def test_figures_of_a_month_are_due_from_five_on_its_first_day() -> None:
    for at, due in [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 1, 4, tzinfo=UTC), MONTH),
        (datetime(2026, 11, 30, 22, 59, tzinfo=UTC), MONTH),
        (datetime(2026, 12, 24, tzinfo=UTC), date(2026, 12, 1)),
    ]:
        assert house_figures.due_month(at, BRUSSELS) == due
