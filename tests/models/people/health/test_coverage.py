"""The digest may say which themes nobody watches: only where somebody did, and it has stopped working."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from models.ground.store import Store
from models.people.health.coverage import unwatched
from models.study import themes
from models.tables.sources import Source
from models.tables.stories import Article, Story
from tests.builders import MONDAY, add_learner_in

DAY = timedelta(days=1)


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
    return [theme.name("fr") for theme in unwatched(db, learner_key, MONDAY)]


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
