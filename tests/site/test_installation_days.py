"""How the house has worked on the last days, what fails at once, and which themes nobody watches any more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from models.ground import counts
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import themes
from models.news.sources.shared_sources import add_source, change_together
from models.site import installation_state
from models.site.failing_sources import WidespreadFailure, unwatched_themes, widespread
from models.tables.counts import HourlyKind
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, Story
from tests.builders import MONDAY, add_learner_in
from tests.site.test_installation_state import add_mail
from watchers.clock import Clock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRUSSELS = "Europe/Brussels"


def test_portals_and_workers_add_to_the_same_day_of_the_house(store: Store) -> None:
    midnight = datetime(2026, 11, 22, 23, tzinfo=UTC)
    for _ in range(2):
        with store.writing() as db:
            counts.count_in_hour(db, HourlyKind.FAILED_TASK, midnight)
            counts.count_in_hour(db, HourlyKind.FAILED_TASK, midnight - timedelta(minutes=1), number=2)
            counts.count_in_hour(db, HourlyKind.VISIT, MONDAY, number=3)
            counts.count_in_hour(db, HourlyKind.FAILED_VISIT, MONDAY)
            counts.count_in_hour(db, HourlyKind.QUEUE, MONDAY, 20)
            counts.count_in_hour(db, HourlyKind.QUEUE, MONDAY, 0)
    with store.writing() as db:
        add_mail(db, "failed", MONDAY - DAY)
        db.flush()
        *_, sunday, monday = installation_state.lately(db, MONDAY, BRUSSELS)
    assert (sunday.failed_tasks, sunday.seen, sunday.waiting, sunday.failed_mails) == (4, 0, None, True)
    assert (monday.failed_tasks, monday.seen, monday.waiting) == (2, 4, 20)
    assert (monday.visits, monday.failed_visits, monday.failed_mails) == (8, 2, False)


def test_hours_are_forgotten_after_their_term(store: Store) -> None:
    with store.writing() as db:
        for age in (counts.HOURS_KEPT - HOUR, counts.HOURS_KEPT + HOUR):
            counts.count_in_hour(db, HourlyKind.VISIT, MONDAY - age)
        counts.forget_old_hours(db, MONDAY)
        assert len(counts.hours_since(db, MONDAY - 2 * counts.HOURS_KEPT)) == 1


def test_a_worker_counts_its_minutes_and_the_tasks_that_break_off(store: Store, tmp_path: Path) -> None:
    settings = Settings(tmp_path, database_url=store.url, secret_key="not a secret", encoder=tmp_path / "none")
    with Clock(settings, lambda: MONDAY) as clock:
        clock.count()
        broken = clock.huey.task(name="broken")(lambda: 1 / 0)
        broken()
        clock.huey.execute(clock.huey.dequeue())
    with store.reading() as db:
        *_, today = installation_state.lately(db, MONDAY, BRUSSELS)
    assert (today.seen, today.waiting, today.failed_tasks) == (1, 0, 1)


def add_teller(db: Session, title: str, days_without: float, owner: UUID | None = None, told: float = 10) -> None:
    address = f"https://{uuid4()}.example/"
    worked_at = MONDAY - days_without * DAY
    source = Source(
        name="x",
        address=address,
        host=address,
        kind="feed",
        learner_key=owner,
        created_at=MONDAY - 90 * DAY,
        next_visit_at=MONDAY,
        last_success_at=worked_at,
    )
    story = Story(title=title, happened_at=MONDAY - told * DAY, created_at=MONDAY - told * DAY)
    db.add_all([source, story])
    db.flush()
    place = {"identity": "1", "address": address, "host": address, "lead": "", "state": "read"}
    db.add(Article(source_id=source.id, story_id=story.id, title=title, found_at=story.created_at, **place))
    db.flush()


def names(db: Session, learner_key: UUID) -> list[str]:
    return [theme.name("fr") for theme in unwatched_themes(db, learner_key, MONDAY)]


def test_a_theme_is_named_when_every_source_that_told_of_it_has_failed_for_two_days(store: Store) -> None:
    with store.writing() as db:
        lea = add_learner_in(db)
        themes.follow(db, lea, at=MONDAY, words=["titres-services", "chômage", "permis unique"])
        add_teller(db, "Les titres-services augmentent", 2.5)
        add_teller(db, "Le chômage recule", 2.5)
        add_teller(db, "Le chômage des jeunes", 0.5)
        add_teller(db, "Le permis unique change", 1.5)
        assert names(db, lea) == ["titres-services"]


def test_ones_own_sources_count_and_those_of_others_do_not(store: Store) -> None:
    with store.writing() as db:
        lea, tom = add_learner_in(db), add_learner_in(db)
        for learner in (lea, tom):
            themes.follow(db, learner, at=MONDAY, words=["chômage"])
        add_teller(db, "Le chômage recule", 2.5)
        add_teller(db, "Le chômage des jeunes", 0.5, owner=lea)
        assert (names(db, lea), names(db, tom)) == ([], ["chômage"])


def test_a_theme_of_which_nobody_has_told_lately_is_not_named(store: Store) -> None:
    with store.writing() as db:
        lea = add_learner_in(db)
        themes.follow(db, lea, at=MONDAY, words=["chômage"])
        add_teller(db, "Le permis unique change", 2.5)
        add_teller(db, "Le chômage recule", 70, told=70)
        assert names(db, lea) == []


TEN_MINUTES = timedelta(minutes=10)


def visited(db: Session, result: VisitResult, number: int, **values: object) -> list[Source]:
    found = []
    for one in range(number):
        source = add_source(db, "Un site", f"https://{result}-{len(values)}-{one}.example/", "feed", MONDAY)
        source.last_visit_at, source.last_result = MONDAY + TEN_MINUTES, result
        for column, value in values.items():
            setattr(source, column, value)
        found.append(source)
    db.flush()
    return found


def test_ten_minutes_after_hundreds_have_failed_their_number_and_the_usual_reason_are_known(store: Store) -> None:
    with store.writing() as db:
        visited(db, VisitResult.UNREACHABLE, 28)
        visited(db, VisitResult.ANSWERED, 6)
        visited(db, VisitResult.OK, 2)
        add_source(db, "Pas encore visitée", "https://new.example/", "feed", MONDAY)
        assert widespread(db) == WidespreadFailure(34, 36, VisitResult.UNREACHABLE, 28)


@pytest.mark.parametrize(("failed", "well", "told"), [(5, 10, True), (5, 11, False), (4, 0, False)])
def test_it_is_told_from_a_third_on_and_not_of_a_handful(store: Store, failed: int, well: int, told: bool) -> None:
    with store.writing() as db:
        visited(db, VisitResult.TOO_SLOW, failed)
        visited(db, VisitResult.UNCHANGED, well - 1) if well else None
        visited(db, VisitResult.MOVED, 1) if well else None
        assert (widespread(db) is not None) is told


def test_what_rests_or_is_somebodys_own_does_not_count(store: Store) -> None:
    with store.writing() as db:
        resting = visited(db, VisitResult.UNREACHABLE, 5)
        visited(db, VisitResult.TOO_SLOW, 5, learner_key=add_learner_in(db))
        assert widespread(db) is not None
        change_together(db, [one.id for one in resting], "pause", MONDAY)
        assert widespread(db) is None
