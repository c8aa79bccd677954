"""The refit of the night, in its own process: what it promotes is in force, and when it dies nothing has happened."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import parameters
from models.estimates import POOLED, Estimates, Parameters
from models.ground.store import Store
from models.study import replaying
from models.tables.parameters import ParameterSet
from tests.builders import MONDAY
from tests.models.fitting.logs import Given, write_log
from tests.watchers.mornings import ON_ONE_DATABASE
from watchers.night import RefitDied, refit


def life(person: int) -> list[Given]:
    """One skill in which nearly every answer is right, and one in which hardly any is, save by the able."""
    easy = [(f"easy-{number}", "listen.active", (number + person) % 10 > 0) for number in range(20)]
    hard = [(f"hard-{number}", "frame.role", (number + person) % 10 < person % 4) for number in range(20)]
    return easy + hard


@ON_ONE_DATABASE
def test_a_better_set_is_in_force_in_the_morning_and_everybody_replayed(store: Store) -> None:
    with store.writing() as db:
        write_log(db, [life(person) for person in range(12)], MONDAY)
        credulous = Estimates({POOLED: Parameters(prior=0.9, slip=0.4)})
        parameters.promote(db, parameters.add_set(db, credulous, "classic", "fit", MONDAY).id, MONDAY, "somebody")
    said = refit(store.url, MONDAY + timedelta(days=1))
    with store.reading() as db:
        in_force = parameters.in_force(db)
        row = db.get_one(ParameterSet, in_force.id)
        assert replaying.due_for_replay(db) == []
    assert f"Le jeu n° {in_force.id} est en vigueur" in said
    assert (row.model, row.origin, row.metrics["verdict"]) == ("hierarchical", "refit", said)
    assert row.metrics["classic"]["learners"] == 12, "pyBKT stands beside it"
    assert in_force.estimates.of("listen.active").prior > in_force.estimates.of("frame.role").prior


@ON_ONE_DATABASE
def test_a_refit_that_is_killed_has_kept_nothing_and_the_worker_lives(store: Store) -> None:
    with store.writing() as db:
        write_log(db, [life(person) for person in range(12)], MONDAY)
    others = set(multiprocessing.active_children())
    with ThreadPoolExecutor(1) as worker:
        waiting = worker.submit(refit, store.url, MONDAY)
        while not (mine := set(multiprocessing.active_children()) - others):
            assert not waiting.done()
        mine.pop().kill()
        assert isinstance(waiting.exception(), RefitDied)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(ParameterSet)) == 1


def test_a_refit_that_dies_says_so_to_the_worker() -> None:
    with pytest.raises(RefitDied, match="exit code 1"):
        refit("sqlite:////nowhere/boussole.sqlite3", MONDAY)
