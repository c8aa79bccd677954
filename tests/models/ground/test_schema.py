"""The schema says where it stands, also to pages, which load no Alembic."""

import pytest
from alembic.script import ScriptDirectory

from models.ground import schema
from models.ground.store import Store


@pytest.mark.dialects
def test_the_newest_step_is_the_one_to_which_alembic_leads(store: Store) -> None:
    scripts = ScriptDirectory.from_config(schema.configuration(store.url))
    assert schema.newest_revision() == scripts.get_current_head()
    with store.reading() as db:
        assert schema.step_of(db) == schema.newest_revision()
