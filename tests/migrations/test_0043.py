"""What was told of a question stays told as it was, in one block; what has been answered since is in none."""

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from models.ground import schema
from models.ground.store import Store
from models.studio.statistics import refresh, trainers_figures
from models.studio.statistics.figures import Figures
from models.tables.counts import QuestionFigures
from tests import builders
from tests.builders import MONDAY, RIGHT, WRONG, ask
from tests.migrations.test_0023 import FIGURES, measured

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""


def test_what_was_told_is_the_first_block_and_the_next_begins_after_it(store: Store) -> None:
    keys = [builders.add_learner(store) for _ in range(41)]
    with store.writing() as db:
        for place, key in enumerate(keys[:21]):
            if place % 2:
                ask(db, key, "listen-active-2")
            version = ask(db, key, "listen-active-1").version_id
    schema.downgrade(store.url, "0042")
    with store.writing() as db:
        db.execute(sa.insert(FIGURES), [measured("listen-active-1", 20, version)])
    schema.upgrade(store.url)
    with store.writing() as db:
        row = db.scalars(select(QuestionFigures)).one()
        (block,) = Figures.from_plain(row.figures).blocks
        assert (block.first, block.last, block.answers, block.right, block.dont_know) == (
            *("2026-03", "2026-05", 20, 5, 3),
        )
        assert {turn: share.answers for turn, share in trainers_figures.curve(db, "listen.active").points.items()} == {
            1: 20
        }
        refresh.keep(db, refresh.take(db), MONDAY)
        assert db.get_one(QuestionFigures, ("listen-active-1", version)).answers == 20
        for place, key in enumerate(keys[21:]):
            ask(db, key, "listen-active-1", RIGHT if place % 2 else WRONG)
        refresh.keep(db, refresh.take(db), MONDAY)
        assert db.get_one(QuestionFigures, ("listen-active-1", version)).answers == 40
