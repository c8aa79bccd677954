"""What processes take of the processor and of memory, and what the database waits for, while a load runs (proc(5))."""

import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import psycopg

TICKS = os.sysconf("SC_CLK_TCK")
IDLE, WAITING = 3, 4
"""Places in the first line of /proc/stat."""
WAITS = """
    SELECT count(*), count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE wait_event_type = 'Lock'),
        count(*) FILTER (WHERE state = 'active' AND wait_event IN ('WALWrite', 'WalSync', 'WALSync'))
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Spent(NamedTuple):
    """Seconds of the processor so far, by who has taken them, and in all of the machine, and what the clock says."""

    each: Mapping[str, float]
    busy: float
    at: float

    def cores_since(self, begun: "Spent") -> tuple[float, dict[str, float]]:
        """Return how many cores were busy since then, and how many with each."""
        seconds = self.at - begun.at
        return (self.busy - begun.busy) / seconds, {
            name: (taken - begun.each[name]) / seconds for name, taken in self.each.items()
        }


class Waits(NamedTuple):
    """Connections, those at work, those that wait for a lock, those that wait for the log to be on the disk."""

    connections: int
    active: int
    locked: int
    writing: int


def spent(roots: Mapping[str, int]) -> Spent:
    """Return what each of these processes has taken, with all that it has started."""
    ticks = defaultdict[str, float](float)
    for pid, name in _family(roots).items():
        if stat := _stat(pid):
            own, ended = (11, 12), (13, 14)  # utime and stime, then those of children that have been waited for
            ticks[name] += sum(int(stat[place]) for place in own + ended)
    machine = [int(part) for part in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    busy = sum(machine) - machine[IDLE] - machine[WAITING]
    return Spent({name: ticks[name] / TICKS for name in roots}, busy / TICKS, monotonic())


def memory(roots: Mapping[str, int]) -> dict[str, float]:
    """Return the MB that each of these processes holds, with all that it has started; what is shared counts once."""
    held = dict.fromkeys(roots, 0.0)
    for pid, name in _family(roots).items():
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        held[name] += int(rollup.split("Pss:", 1)[1].split()[0]) / 1024
    return held


def waits(connection: psycopg.Connection) -> Waits:
    """Return what the other connections to a database do at this instant."""
    row = connection.execute(WAITS).fetchone()
    assert row
    return Waits(*row)


def _family(roots: Mapping[str, int]) -> dict[int, str]:
    """Return under which of these each process runs."""
    pids = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    parents = {pid: int(stat[1]) for pid in pids if (stat := _stat(pid))}
    names = {pid: name for name, pid in roots.items()}
    return {pid: name for pid in parents if (name := _above(pid, parents, names))}


def _above(pid: int, parents: Mapping[int, int], names: Mapping[int, str]) -> str | None:
    while pid and pid not in names:
        pid = parents.get(pid, 0)
    return names.get(pid)


def _stat(pid: int) -> list[str]:
    try:
        # The name of a command may hold spaces and brackets.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
