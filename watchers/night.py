"""The nightly refit in a process of its own, so that compiling and computing never weigh on the worker."""

import signal
from datetime import datetime
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from models.ground.processes import end_this_process_when
from models.ground.store import Store
from watchers.child import stand_back


class RefitDied(Exception):
    """The process of the refit ended without a verdict: nothing was kept, and it has said why on its own output."""


def refit(database_url: str, at: datetime) -> str:
    """Refit, replay the learners who are then due, return the verdict in French. Raises RefitDied.

    The process ends with the worker, however that one ends: what it keeps, it keeps in one transaction.
    """
    spawn = get_context("spawn")
    mine, its = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_refit, args=(its, database_url, at), daemon=True)
    process.start()
    # Else this process holds the other end open too, and recv() waits for ever for one that has died.
    its.close()
    try:
        said: str = mine.recv()
    except EOFError:
        process.join()
        raise RefitDied(f"exit code {process.exitcode}") from None
    finally:
        mine.close()
    process.join()
    return said


def _refit(pipe: Connection, database_url: str, at: datetime) -> None:
    from models.fitting import hierarchical_fit as hierarchical
    from models.fitting.fit import SEED, silent
    from models.fitting.refit import refit as refit_and_judge
    from models.fitting.refit import replay_due

    if worker := parent_process():
        end_this_process_when(worker.join)
    # Ctrl-C goes to the whole group of processes; the worker decides when this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stand_back()
    store = Store(database_url)
    verdict = refit_and_judge(store, SEED, at, silent, hierarchical.fit, "hierarchical")
    replay_due(store, silent)
    store.dispose()
    pipe.send(verdict.said)
