"""Groups, and the figures of their Mondays: of whom, of what, and when there are none."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground.anonymity import LOOK_BACK, BlurredShare
from models.ground.store import Store
from models.people import accounts as people_accounts
from models.people import groups
from models.people.groups import NameTaken, NoSuchGroup
from models.study import replaying
from models.study.reports import telling
from models.study.reports.about import AboutAnswer
from models.tables.groups import Group, GroupFigure, Membership
from models.tables.people import Account
from models.tables.reports import ReportKind
from tests.builders import MONDAY, RIGHT, WRONG, ask, make_group
from tests.watchers.mornings import ON_ONE_DATABASE

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BRUSSELS = "Europe/Brussels"
THIS_WEEK = MONDAY.date()
UNTIL = groups.counted_until(THIS_WEEK, BRUSSELS)
SKILL = "listen.active"


def colleagues(db: Session, number: int) -> list[Account]:
    there = len(people_accounts.accounts(db))
    return [
        people_accounts.invite(db, f"c{there + one}@example.org", f"Colleague {one}", MONDAY, timezone=BRUSSELS)
        for one in range(number)
    ]


def keys(accounts: Sequence[Account]) -> list[UUID]:
    return [account.learner_key for account in accounts]


def take(db: Session, week: int = 0) -> int:
    """The figures of a Monday, that many weeks from this one."""
    monday = THIS_WEEK + week * WEEK
    return groups.take_figures(db, monday, groups.counted_until(monday, BRUSSELS))


def covered(db: Session, group: Group, skill: str = SKILL) -> BlurredShare:
    sheet = groups.sheet(db, group.id, THIS_WEEK)
    return next(figure.covered for domain in sheet.domains for figure in domain.skills if figure.skill.id == skill)


def weeks(db: Session, group: Group) -> list[int]:
    """The Mondays of which a group has figures, counted from this one."""
    taken = select(GroupFigure.week).where(GroupFigure.group_id == group.id).distinct().order_by(GroupFigure.week)
    return [(week - THIS_WEEK) // WEEK for week in db.scalars(taken)]


# ------------------------------------------------------------------------------------------------------- who is in them


def test_a_group_has_a_name_of_its_own(store: Store) -> None:
    with store.writing() as db:
        group = groups.create(db, " Midi ", MONDAY)
        assert (group.name, groups.group_of(db, group.id)) == ("Midi", group)
        with pytest.raises(NameTaken):
            groups.create(db, "Midi", MONDAY)
        with pytest.raises(NoSuchGroup):
            groups.group_of(db, group.id + 1)


def test_people_come_and_go_and_come_back(store: Store) -> None:
    with store.writing() as db:
        (who,) = keys(colleagues(db, 1))
        group = groups.create(db, "Midi", MONDAY)
        assert not groups.leave(db, group, who, MONDAY)
        for _ in range(2):
            assert groups.join(db, group, who, MONDAY)
            assert not groups.join(db, group, who, MONDAY)
            assert groups.names_of(db, who) == ["Midi"]
            assert groups.leave(db, group, who, MONDAY)
            assert not groups.leave(db, group, who, MONDAY)
            assert groups.names_of(db, who) == []


def test_administrators_see_names_and_those_who_may_still_come_in(store: Store) -> None:
    with store.writing() as db:
        some = colleagues(db, 3)
        make_group(db, keys(some[::-1]), "Midi")
        make_group(db, [], "Accueil")
        people_accounts.close(db, some[1], MONDAY)
        listed = [(one.group.name, [member.name for member in one.members]) for one in groups.listing(db)]
        assert listed == [("Accueil", []), ("Midi", ["Colleague 0", "Colleague 2"])]


# ----------------------------------------------------------------------------------------------------- what is counted


def test_a_figure_says_how_many_have_answered_on_each_skill(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 8))
        group = make_group(db, members)
        for member in members[:4]:
            for number in (1, 2):
                ask(db, member, f"listen-active-{number}", WRONG, MONDAY - DAY)
        ask(db, members[0], "frame-role-1", RIGHT, MONDAY - DAY)
        assert take(db) == 1
        sheet = groups.sheet(db, group.id, THIS_WEEK)
        assert (sheet.week, sheet.people, sheet.in_three_parts, sheet.resumes_on) == (THIS_WEEK, 8, False, None)
        found = {figure.skill.id: figure.covered for domain in sheet.domains for figure in domain.skills}
        assert found == {
            SKILL: BlurredShare(50, 50),
            "listen.reflect": BlurredShare(0, 30),
            "frame.role": BlurredShare(0, 30),
        }
        assert [(domain.covered, len(domain.skills)) for domain in sheet.domains] == [(1, 2), (0, 1)]


def test_fifteen_are_shown_in_three_parts(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 15))
        group = make_group(db, members)
        for place, member in enumerate(members[:9]):
            ask(db, member, "listen-active-1", RIGHT if place < 5 else WRONG, MONDAY - 9 * DAY)
        for member in members[:5]:
            for number in range(2, 8):
                ask(db, member, f"listen-active-{number}", RIGHT, MONDAY - number * DAY)
        take(db)
        (figure, *_), *_ = (domain.skills for domain in groups.sheet(db, group.id, THIS_WEEK).domains)
        assert (figure.covered, figure.acquired) == (BlurredShare(60, 60), BlurredShare(35, 35))


def test_only_what_is_known_now_counts(store: Store) -> None:
    """An answer from before, one from after, one annulled, one set aside, one that counts; nobody else's."""
    with store.writing() as db:
        members = keys(colleagues(db, 6))
        group = make_group(db, members[:5])
        instants = (UNTIL - LOOK_BACK, UNTIL + DAY, UNTIL - DAY, UNTIL - DAY, UNTIL - DAY, UNTIL - DAY)
        answers = [
            ask(db, member, "listen-active-1", RIGHT, at - timedelta(seconds=30))
            for member, at in zip(members, instants, strict=True)
        ]
        replaying.annul(db, answers[2], "key", MONDAY, by=None)
        telling.report(db, members[3], AboutAnswer(answers[3].presentation_id), ReportKind.OUTDATED, MONDAY)
        counted, _ = groups._counts(db, members[:5], UNTIL)
        assert counted == {SKILL: 1}
        assert group.name == "Accueil"


def test_the_counts_themselves_are_not_kept(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 8))
        make_group(db, members)
        ask(db, members[0], "listen-active-1", RIGHT, MONDAY - DAY)
        take(db)
        kept = db.scalars(select(GroupFigure).where(GroupFigure.skill == SKILL)).one()
        assert (kept.covered, kept.acquired, kept.people) == ([0, 30], None, 8)


# -------------------------------------------------------------------------------------------------- when there are none


def test_fewer_than_five_have_no_figures_and_those_of_before_are_no_longer_shown(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 5))
        group = make_group(db, members)
        assert not groups.sheet(db, group.id, THIS_WEEK).shown
        take(db)
        assert groups.sheet(db, group.id, THIS_WEEK).shown
        groups.leave(db, group, members[0], MONDAY)
        sheet = groups.sheet(db, group.id, THIS_WEEK)
        assert (sheet.shown, sheet.resumes_on) == (False, None)
        assert take(db, 20) == 0


def test_a_group_that_stays_as_it_is_has_figures_each_week(store: Store) -> None:
    with store.writing() as db:
        group = make_group(db, keys(colleagues(db, 5)))
        assert [take(db, week) for week in range(3)] == [1, 1, 1]
        assert weeks(db, group) == [0, 1, 2]


def test_the_figures_of_a_week_are_taken_once(store: Store) -> None:
    with store.writing() as db:
        group = make_group(db, keys(colleagues(db, 5)))
        assert [take(db), take(db)] == [1, 0]
        assert weeks(db, group) == [0]


def joined(db: Session, group: Group, members: list[Account]) -> None:
    groups.join(db, group, colleagues(db, 1)[0].learner_key, MONDAY)


def left(db: Session, group: Group, members: list[Account]) -> None:
    groups.leave(db, group, members[0].learner_key, MONDAY)


def closed(db: Session, group: Group, members: list[Account]) -> None:
    people_accounts.close(db, members[0], MONDAY)


def erased(db: Session, group: Group, members: list[Account]) -> None:
    people_accounts.erase(db, members[0])


@pytest.mark.parametrize("change", [joined, left, closed, erased])
def test_after_one_person_the_figures_stay_what_they_were_for_thirteen_weeks(store: Store, change: object) -> None:
    with store.writing() as db:
        members = colleagues(db, 8)
        group = make_group(db, keys(members))
        for member in keys(members)[:4]:
            ask(db, member, "listen-active-1", RIGHT, MONDAY - DAY)
        take(db)
        change(db, group, members)  # type: ignore[operator]
        ask(db, members[7].learner_key, "listen-active-1", RIGHT, MONDAY)
        assert [take(db, week) for week in range(1, 13)] == [0] * 12
        assert covered(db, group) == BlurredShare(50, 50)
        assert groups.sheet(db, group.id, THIS_WEEK).resumes_on == THIS_WEEK + LOOK_BACK
        assert take(db, 13) == 1
        assert weeks(db, group) == [0, 13]
        assert groups.sheet(db, group.id, THIS_WEEK + 13 * WEEK).resumes_on is None


def test_who_leaves_and_comes_back_before_the_next_monday_was_never_away(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 5))
        group = make_group(db, members)
        take(db)
        groups.leave(db, group, members[0], MONDAY)
        groups.join(db, group, members[0], MONDAY + DAY)
        assert take(db, 1) == 1


def test_a_group_made_of_people_who_were_counted_elsewhere_waits(store: Store) -> None:
    """Eight in one group, and seven of them in another: the same rule as for one group at two times."""
    with store.writing() as db:
        members = keys(colleagues(db, 8))
        first = make_group(db, members, "Accueil")
        second = make_group(db, members[1:], "Midi")
        assert [take(db, week) for week in range(3)] == [1, 1, 1]
        assert (weeks(db, first), weeks(db, second)) == ([0, 1, 2], [])
        assert groups.sheet(db, second.id, THIS_WEEK).resumes_on == THIS_WEEK + 2 * WEEK + LOOK_BACK


def test_nothing_stays_of_a_membership_that_is_over_and_was_counted_long_ago(store: Store) -> None:
    with store.writing() as db:
        members = keys(colleagues(db, 7))
        group = make_group(db, members[:6])
        take(db)
        groups.join(db, group, members[6], MONDAY)
        for gone in members[5:]:
            groups.leave(db, group, gone, MONDAY)
        there = select(func.count()).select_from(Membership)
        assert [(take(db, week), db.scalar(there)) for week in (1, 12, 13)] == [(0, 6), (0, 6), (1, 5)]


class Undone(Exception):
    """One example is over: the next finds no groups."""


events = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "erase"]), st.integers(0, 1), st.integers(0, 8)), max_size=8
)


@ON_ONE_DATABASE
@settings(max_examples=12)
@given(events, st.lists(st.sampled_from([1, 1, 2, 13]), min_size=8, max_size=8))
def test_whoever_comes_and_goes_two_circles_that_share_somebody_are_the_same_or_thirteen_weeks_apart(
    store: Store, coming_and_going: list[tuple[str, int, int]], pauses: list[int]
) -> None:
    with suppress(Undone), store.writing() as db:
        accounts = colleagues(db, 9)
        everybody = keys(accounts)
        both = [make_group(db, everybody[:8], "Accueil"), make_group(db, everybody[3:], "Midi")]
        taken, week, gone = list[tuple[date, set[UUID]]](), 0, set[int]()
        for (what, number, person), pause in zip(coming_and_going, pauses, strict=False):
            week += pause
            take(db, week)
            monday = THIS_WEEK + week * WEEK
            for group in both:
                counted = select(Membership.learner_key).where(
                    Membership.counted_on == monday, Membership.group_id == group.id
                )
                taken.append((monday, set(db.scalars(counted))))
            if person in gone:
                continue
            if what == "erase":
                people_accounts.erase(db, accounts[person])
                gone.add(person)
            else:
                verb = groups.join if what == "join" else groups.leave
                verb(db, both[number], everybody[person], MONDAY)
        for (first, one), (later, other) in combinations(taken, 2):
            assert one == other or one.isdisjoint(other) or later - first >= LOOK_BACK
        raise Undone


# --------------------------------------------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 23, 3, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 23, 4, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 22, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 23, 0, tzinfo=UTC), None),
    ],
)
def test_figures_are_due_from_five_on_a_monday_morning_until_the_week_ends(at: datetime, due: date | None) -> None:
    assert groups.due_week(at, BRUSSELS) == due


def test_whatever_is_answered_on_the_monday_itself_is_for_the_next(store: Store) -> None:
    assert datetime(2026, 11, 23, 4, 0, tzinfo=UTC) == UNTIL
    with store.writing() as db:
        members = keys(colleagues(db, 8))
        group = make_group(db, members)
        for member in members[:4]:
            ask(db, member, "listen-active-1", RIGHT, MONDAY)
        take(db)
        assert covered(db, group) == BlurredShare(0, 30)
        take(db, 1)
        assert covered(db, group) == BlurredShare(50, 50)
