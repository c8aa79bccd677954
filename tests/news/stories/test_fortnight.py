"""The stories of a fortnight, in memory: as true for who did not change them as for who did."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.ground.store import Store
from models.news.sources import own_sources, shared_sources, visits
from models.news.sources.shared_sources import Description
from models.news.stories import contradictions, forgetting, fortnight, merging
from models.news.stories.fortnight import StoryOutline
from models.tables.jobs import Revision
from models.tables.sources import Source, SourceNature, SourceRight
from models.tables.stories import Article, Story, StorySkill
from tests import builders
from tests.builders import MONDAY
from tests.news.stories.newsroom import OTHER, TEXT, Newsroom

DAY = timedelta(days=1)

Change = Callable[[Newsroom], None]


class Changed(Exception):
    """Somebody changes her mind."""


@pytest.fixture
def elsewhere(store: Store) -> Iterator[Store]:
    """Another process on the same database."""
    other = Store(store.url)
    yield other
    other.dispose()


def seen(db: Session, reader: UUID | None = None, days: float = 0) -> list[tuple[object, ...]]:
    """All that is known of the stories that somebody may see, in their order."""
    told = fortnight.fortnight(db, MONDAY + days * DAY).seen_by(reader).values()
    return [tuple(getattr(one, name) for name in StoryOutline.__slots__) for one in told]


def read(store: Store, reader: UUID | None = None, days: float = 0) -> list[tuple[object, ...]]:
    with store.reading() as db:
        return seen(db, reader, days)


def tell_another(newsroom: Newsroom) -> None:
    newsroom.tell(newsroom.source("Carnet"), "Un accident de chantier à Jambes", "", event=OTHER)


def join(newsroom: Newsroom) -> None:
    newsroom.tell(newsroom.source("Kaaikrant"), identity="autre")


def tell_again(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as db:
        told = db.scalars(select(Article)).one()
        source, identity = told.source_id, told.identity
        told.state, told.due_at = "due", MONDAY
    newsroom.read(source, identity, "Sidermosan ferme", "Une seule phrase. Et une autre.", MONDAY + DAY)


def touch_a_skill(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as db:
        db.add(StorySkill(story_id=db.scalars(select(Story.id)).one(), skill="listen.active", similarity=3.0))


def describe(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as db:
        source = db.scalars(select(Source)).one()
        other = Description(nature=SourceNature.AUTHORITY, right_to_show=SourceRight.TITLE)
        shared_sources.describe(db, source, source.name, other, MONDAY, by=UUID(int=1))


def postpone(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as db:
        db.execute(update(Story).values(happened_at=MONDAY - 2 * DAY))


def merge(newsroom: Newsroom) -> None:
    one = newsroom.tell(newsroom.source("Carnet"), "Un accident de chantier à Jambes", "", event=OTHER)
    with newsroom.store.writing() as db:
        merging.merge(db, one, db.scalars(select(Story.id).where(Story.id != one)).one())


each_change = pytest.mark.parametrize(
    "change", [tell_another, join, tell_again, touch_a_skill, describe, postpone, merge]
)


@each_change
def test_what_one_process_changes_another_sees_in_its_next_transaction(
    newsroom: Newsroom, elsewhere: Store, change: Change
) -> None:
    newsroom.tell(newsroom.source("Dépêche"))
    before = read(elsewhere)
    change(newsroom)
    with elsewhere.reading() as db:
        # Read past what is kept: what stands in the tables now.
        plain = fortnight.outlines(db, None, [one.id for one in db.scalars(select(Story))])
        now = [tuple(getattr(one, name) for name in StoryOutline.__slots__) for one in plain.values()]
    assert read(elsewhere) == now
    assert before != now or change is tell_again


def test_what_its_sources_contradict_is_seen_anew_when_one_changes(newsroom: Newsroom, elsewhere: Store) -> None:
    one = newsroom.tell(newsroom.source("Dépêche"), "Sidermosan supprime 140 postes à Seraing")
    newsroom.tell(newsroom.source("Carnet"), "À Seraing, Sidermosan supprime 160 postes")
    with elsewhere.reading() as db:
        assert contradictions.divergences(db, one, MONDAY)
    with newsroom.store.writing() as db:
        db.execute(update(Article).values(title="Sidermosan supprime 140 postes à Seraing", text=None))
    with elsewhere.reading() as db:
        assert contradictions.divergences(db, one, MONDAY) == []


def test_what_is_taken_back_half_way_nobody_has_seen(newsroom: Newsroom) -> None:
    told = newsroom.tell(newsroom.source("Dépêche"))
    before = read(newsroom.store)
    with pytest.raises(Changed), newsroom.store.writing() as db:
        db.add(StorySkill(story_id=told, skill="listen.active", similarity=3.0))
        assert seen(db) != before
        raise Changed
    assert read(newsroom.store) == before


def test_what_her_own_sources_told_goes_with_them(newsroom: Newsroom, elsewhere: Store, learner_key: UUID) -> None:
    newsroom.tell(newsroom.source("Dépêche"))
    mine = newsroom.source("Interne", owner=learner_key)
    newsroom.tell(mine, "Le service déménage", "", event=OTHER)
    other = builders.add_learner(newsroom.store)
    assert [len(read(elsewhere, reader)) for reader in (learner_key, other, None)] == [2, 1, 1]
    with newsroom.store.writing() as db:
        own_sources.let_go(db, learner_key, mine)
    assert [len(read(elsewhere, reader)) for reader in (learner_key, other, None)] == [1, 1, 1]


def test_a_visit_that_brings_nothing_lets_what_is_kept_stand(newsroom: Newsroom, elsewhere: Store) -> None:
    source_id = newsroom.source("Dépêche")
    newsroom.tell(source_id, text=TEXT)
    with elsewhere.reading() as db:
        kept = fortnight.fortnight(db, MONDAY)
    with newsroom.store.writing() as db:
        source = db.get_one(Source, source_id)
        source.last_visit_at = source.next_visit_at = MONDAY + DAY
        visits.take_leases(db, MONDAY + 2 * DAY, 1, 1)
    with elsewhere.reading() as db:
        assert fortnight.fortnight(db, MONDAY + DAY) is kept


def test_tables_that_were_emptied_are_seen_to_fill_again(newsroom: Newsroom, elsewhere: Store) -> None:
    with newsroom.store.writing() as db:
        db.execute(delete(Revision))
    assert read(elsewhere) == []
    for number in range(2):
        newsroom.tell(newsroom.source("Carnet"), f"Un accident de chantier à Jambes, {number}", "", event=OTHER)
        assert read(elsewhere) == read(newsroom.store) != []


def test_who_looks_back_sees_what_was_told_then(newsroom: Newsroom) -> None:
    newsroom.tell(newsroom.source("Dépêche"), at=MONDAY - 10 * DAY)
    assert read(newsroom.store, days=20) == []
    assert len(read(newsroom.store)) == 1


def test_forgotten_texts_are_forgotten_in_memory_too(newsroom: Newsroom, elsewhere: Store) -> None:
    newsroom.tell(newsroom.source("Dépêche"))
    with elsewhere.reading() as db:
        kept = fortnight.fortnight(db, MONDAY)
    with newsroom.store.writing() as db:
        forgetting.forget_texts(db, MONDAY + 31 * DAY)
    with elsewhere.reading() as db:
        assert fortnight.fortnight(db, MONDAY) is not kept
