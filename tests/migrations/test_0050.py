"""Of a house from before, what waits for its day is in force on that day after the upgrade, as it was before."""

import pytest

from models.ground import schema
from models.ground.store import Store
from models.studio.rule_changes import planning
from tests.studio.rule_changes.all_in_force import on
from tests.studio.rule_changes.made_changes import AFTER, BEFORE, Team

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""


def test_a_text_that_waits_for_its_day_is_carried_over_and_what_was_planned_is_gone_on_the_way_back(
    store: Store,
) -> None:
    team = Team(store, dutch_too=True)
    with store.writing() as db:
        team.accepted(db)
    eve, day = on(store, BEFORE), on(store, AFTER)
    assert day != eve
    schema.downgrade(store.url, "0049")
    schema.upgrade(store.url)
    store.forget()
    assert on(store, AFTER)["texts"] == eve["texts"]
    with store.writing() as db:
        planning.plan(db)  # as the set-up does
    assert on(store, BEFORE) == eve
    assert on(store, AFTER) == day
