"""From search entries with columns of each noun to entries by key, and back: what could be found is found."""

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from models.ground import schema, search
from models.ground.store import Store
from models.news.stories.merging import let_story_be_found
from models.tables.search import SearchEntry
from models.tables.stories import Story
from tests import builders
from tests.builders import MONDAY, in_dutch, module
from tests.watchers.mornings import tell

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""

QUERIES = "silence", "stilte", "carte", "kaart", "grève", "trois jours", "cadre"
NAMES = "kind", "module_id", "slug", "story_id", "language"
before = sa.table("search_entry", *map(sa.column, ("id", *NAMES)))


@pytest.fixture
def library(empty_store: Store) -> Store:
    """An original with its translation, a module without one, and a story."""
    original = module("ecouter", title="Le silence", cards=1)
    translation = in_dutch(original, title="Le silence, stilte")
    modules = (original, module("cadre", ("frame.role",)))
    builders.set_up(empty_store, builders.with_translations(translation, modules=modules))
    story_id = tell(empty_store, "Une grève", MONDAY, sentences=("Trois jours sans train.",))
    with empty_store.writing() as db:
        let_story_be_found(db, db.get_one(Story, story_id))
    return empty_store


def entries(db: Session) -> list[tuple[object, ...]]:
    columns = SearchEntry.__table__
    by_name = [columns.c[name] for name in sorted(columns.c.keys())]
    return list(map(tuple, db.execute(select(*by_name).order_by(columns.c.id))))


def answers(db: Session) -> dict[tuple[str, str], list[object]]:
    return {
        (query, language): [(hit.entry.id, hit.entry.key, hit.title, hit.passage) for hit in found.hits]
        for query in QUERIES
        for language in LANGUAGES
        for found in [search.find(db, query, language)]
    }


def test_back_in_the_tables_before_each_noun_has_its_columns_again(library: Store) -> None:
    with library.reading() as db:
        story_id = db.scalar(select(Story.id))
    schema.downgrade(library.url, "0018")
    with library.reading() as db:
        rows = set(map(tuple, db.execute(select(*(before.c[name] for name in NAMES)))))
    assert rows == {
        ("module", "ecouter", "", None, "fr"),
        ("card", "ecouter", "carte-1", None, "fr"),
        ("module", "ecouter", "", None, "nl"),
        ("card", "ecouter", "kaart-1", None, "nl"),
        ("module", "cadre", "", None, "fr"),
        ("card", "cadre", "carte-1", None, "fr"),
        ("card", "cadre", "carte-2", None, "fr"),
        ("story", None, None, story_id, "fr"),
    }


def test_what_was_found_before_is_found_after_without_indexing_anew(library: Store) -> None:
    with library.reading() as db:
        kept, answered = entries(db), answers(db)
        assert all(answered[query, "nl"] for query in QUERIES)
    schema.downgrade(library.url, "0018")
    schema.upgrade(library.url)
    with library.writing() as db:
        assert (entries(db), answers(db)) == (kept, answered)
        search.forget_work(db, "ecouter")
        assert search.find(db, "silence", "fr").hits == ()
        index = sa.table("search_index")
        assert db.scalar(select(func.count()).select_from(index)) == len(entries(db)) == 4
