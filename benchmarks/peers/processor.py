"""What servers take of the processor, whatever else runs on the machine (proc(5))."""

import os
from pathlib import Path


def of_children() -> float:
    """Return the processor seconds so far of all that this process has started and that still runs."""
    parents, ticks = dict[int, int](), dict[int, int]()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of a command may hold spaces and brackets.
            told = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(status.parent.name)
        parents[pid], ticks[pid] = int(told[1]), int(told[11]) + int(told[12])
    return sum(ticks[pid] for pid in ticks if _is_below(pid, parents)) / os.sysconf("SC_CLK_TCK")


def _is_below(pid: int, parents: dict[int, int]) -> bool:
    while pid := parents.get(pid, 0):
        if pid == os.getpid():
            return True
    return False
