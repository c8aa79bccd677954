"""The migrations lead to the tables that the code knows, forwards and back, with rows in them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text

from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force, documents, translations
from models.ground import schema
from models.ground.schema import DatabaseTooOld
from models.ground.store import Store
from models.people import accounts
from models.site import demo_learners
from models.tables.answers import Answer
from models.tables.base import Base
from models.tables.documents import HouseText
from tests.community.person_with_everything import furnish_house, take_part
from tests.databases import stand_at
from tests.house_texts import write_ways

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def fill(store: Store) -> None:
    with store.writing() as db:
        parameters.ensure_defaults(db, NOW)
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), NOW)
        write_ways(db, "fr", "Rue de l'Accueil 1", "02 000 00 00", "BP 1")
        filled = {"place": "tension", "language": "fr", "what": "qui ecoute", "asked": "qui écoute"}
        db.add(HouseText(**filled, text="La permanence", written_on=NOW.date()))
        account = accounts.invite(db, "nadia@example.be", "Nadia", NOW, timezone="Europe/Brussels")
        translations.begin(db, documents.module_document(db, "tension"), "nl", NOW, account.learner_key)
        take_part(db, account.learner_key, NOW)
        furnish_house(db, account.learner_key, NOW)
        learner = demo_learners.InventedLearner(account, Random(1))
        demo_learners.sitting(db, learner, NOW.date(), Random(1), "tension")


@pytest.mark.dialects
def test_the_migrated_tables_are_those_of_the_code(empty_store: Store) -> None:
    with empty_store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": schema.is_ours})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.nightly
def test_migrating_twice_changes_nothing(empty_store: Store) -> None:
    fill(empty_store)
    schema.upgrade(empty_store.url)
    with empty_store.reading() as db:
        assert db.scalar(select(func.count(Answer.id))) >= 3


@pytest.fixture
def older_store(empty_store: Store) -> Iterator[Store]:
    """A store with rows in it that stands at a step from before the first migration."""
    fill(empty_store)
    stood = stand_at(empty_store, "0017")
    yield empty_store
    stand_at(empty_store, stood)  # the next test may get the same database


@pytest.mark.nightly
def test_a_database_from_before_the_first_migration_is_refused_and_left_as_it_is(older_store: Store) -> None:
    for refused in (schema.upgrade, schema.downgrade):
        with pytest.raises(DatabaseTooOld, match="0017"):
            refused(older_store.url, "0018")
    assert stand_at(older_store, "0017") == "0017"
    with older_store.reading() as db:
        assert db.scalar(select(func.count(Answer.id))) >= 3


@pytest.mark.nightly
@pytest.mark.dialects
def test_every_migration_goes_back_on_filled_tables(empty_store: Store) -> None:
    fill(empty_store)
    schema.downgrade(empty_store.url, "base")
    with empty_store.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    schema.upgrade(empty_store.url)
    fill(empty_store)


@pytest.mark.nightly
def test_house_texts_are_the_same_after_a_step_back_and_forth(empty_store: Store) -> None:
    def texts() -> list[tuple[object, ...]]:
        with empty_store.reading() as db:
            return [tuple(row) for row in db.execute(select(*columns).order_by(*columns))]

    columns = [getattr(HouseText, name) for name in ("place", "language", "what", "asked", "text")]
    fill(empty_store)
    with empty_store.writing() as db:
        write_ways(db, "nl", "", "02 000 00 01", "")
    before = texts()
    assert len(before) == 5
    schema.downgrade(empty_store.url, "0045")
    with empty_store.engine.connect() as connection:
        ways = connection.execute(text("SELECT language, counter, telephone, post FROM house_ways ORDER BY language"))
        assert [tuple(row) for row in ways] == [
            ("fr", "Rue de l'Accueil 1", "02 000 00 00", "BP 1"),
            ("nl", "", "02 000 00 01", ""),
        ]
        filled = connection.execute(text("SELECT module_id, blank, asked, text FROM filling")).one()
        assert tuple(filled) == ("tension", "qui ecoute", "qui écoute", "La permanence")
    schema.upgrade(empty_store.url)
    assert texts() == before
