"""Of a house from before, what a rule change holds back is asked again once that change is undone."""

import pytest

from models.ground import schema
from models.ground.store import Store
from models.studio.rule_changes import deciding, effective_day
from models.tables.rule_changes import RuleChange
from tests.studio.rule_changes.made_changes import AFTER, DAY, Team, asked

pytestmark = [pytest.mark.dialects, pytest.mark.nightly]
"""Of steps that are taken once."""


def test_what_a_change_holds_back_is_known_as_its_own_after_the_upgrade(store: Store) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        change = team.accepted(db, None)
        effective_day.take_effect(db, AFTER)
        assert "droit-1" not in [*asked(db), *asked(db, "droit.nl")]
    schema.downgrade(store.url, "0052")
    schema.upgrade(store.url)
    with store.writing() as db:
        deciding.undo(db, db.get_one(RuleChange, change.id), AFTER + DAY, team.reader)
        assert "droit-1" in asked(db) and "droit-1" in asked(db, "droit.nl")
