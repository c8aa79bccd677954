"""The refit of the night, in its own process: what it promotes is in force, and when it dies nothing has happened."""

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from select import select as wait_for
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import func, select

from models import parameters
from models.estimates import POOLED, Estimates, Parameters
from models.ground.store import Store
from models.learning import answer_log
from models.tables.parameters import ParameterSet
from tests.builders import MONDAY
from tests.models.fitting.logs import Given, write_log
from watchers.nightly import RefitDied, refit


def life(person: int) -> list[Given]:
    """One skill in which nearly every answer is right, and one in which hardly any is, save by the able."""
    easy = [(f"easy-{number}", "listen.active", (number + person) % 10 > 0) for number in range(20)]
    hard = [(f"hard-{number}", "frame.role", (number + person) % 10 < person % 4) for number in range(20)]
    return easy + hard


@pytest.mark.nightly
def test_a_better_set_is_in_force_in_the_morning_and_everybody_replayed(store: Store) -> None:
    with store.writing() as db:
        write_log(db, [life(person) for person in range(12)], MONDAY)
        credulous = Estimates({POOLED: Parameters(prior=0.9, slip=0.4)})
        parameters.promote(db, parameters.add_set(db, credulous, "classic", "fit", MONDAY).id, MONDAY, "somebody")
    said = refit(store.url, MONDAY + timedelta(days=1))
    with store.reading() as db:
        in_force = parameters.in_force(db)
        row = db.get_one(ParameterSet, in_force.id)
        assert answer_log.due_for_replay(db) == []
    assert f"Le jeu n° {in_force.id} est en vigueur" in said
    assert (row.model, row.origin, row.metrics["verdict"]) == ("hierarchical", "refit", said)
    assert row.metrics["classic"]["learners"] == 12, "pyBKT stands beside it"
    assert in_force.estimates.of("listen.active").prior > in_force.estimates.of("frame.role").prior


@pytest.mark.nightly
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


@pytest.mark.nightly
def test_a_refit_that_dies_says_so_to_the_worker() -> None:
    with pytest.raises(RefitDied, match="exit code 1"):
        refit("sqlite:////nowhere/boussole.sqlite3", MONDAY)


ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds, for what takes less than one."""
WORKER = """
import sys
from datetime import UTC, datetime
from watchers.nightly import refit
refit(sys.argv[1], datetime(2026, 11, 24, tzinfo=UTC))
"""
PYBKT_WITHOUT_END = """
import os
with open(os.environ["AT_WORK"], "w") as told:
    print(os.getpid(), file=told, flush=True)
    while True:
        pass
"""


@pytest.mark.nightly
def test_when_the_worker_is_killed_its_refit_ends_in_the_middle_of_its_work_and_so_does_pybkt(
    store: Store, tmp_path: Path
) -> None:
    with store.writing() as db:
        write_log(db, [life(person) for person in range(12)], MONDAY)
    (tmp_path / "pyBKT").mkdir()
    (tmp_path / "pyBKT" / "__init__.py").write_text(PYBKT_WITHOUT_END)
    os.mkfifo(tmp_path / "at work")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "AT_WORK": str(tmp_path / "at work")}
    worker = Popen([sys.executable, "-c", WORKER, store.url], cwd=ROOT, env=environment, stdout=PIPE)
    with worker, (tmp_path / "at work").open() as pybkt:
        assert (output := worker.stdout)
        number = int(pybkt.readline())
        worker.kill()
        try:
            # The refit has the worker's output, pyBKT the pipe: each closes when the last who holds it has ended.
            for pipe in (output, pybkt):
                assert wait_for([pipe], [], [], PATIENCE)[0]
                assert not pipe.read()
        finally:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(ParameterSet)) == 1
