"""Rule changes come and go with rows in them, and so does what they held back."""

from uuid import uuid4

from sqlalchemy import text

from models import rule_changes, schema
from models.store import Store
from tests.models.rule_changes.made import AFTER, Team


def test_rule_changes_go_back_with_what_they_held_and_come_again(store: Store) -> None:
    team = Team(store)
    with store.writing() as db:
        team.accepted(db, None)
        rule_changes.take_effect(db, AFTER)
        rule_changes.mark_opened(db, team.reader, team.story, AFTER)
    schema.downgrade(store.url, "0012")
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM withholding WHERE why = 'rule'")).scalar() == 0
    schema.upgrade(store.url)
    with store.reading() as db:
        assert rule_changes.everything(db) == []
        assert rule_changes.unopened(db, uuid4(), AFTER) == []
