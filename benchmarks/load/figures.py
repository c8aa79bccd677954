"""What a load came to, in lines: how long each kind of request took, who took how much, and what gave first."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from benchmarks.load.machine import Waits
from benchmarks.load.visitors import Told

GIVEN = 1.0
"""Seconds of the p95 of an answer from which on it has given."""
GOAL, AT_LEAST = 0.040, 100.0
"""Seconds of the p95 of an answer, at so many of them a second."""
BEHIND = 0.1
"""Seconds by which 95 of 100 requests are sent in time, or else the figures are those of the generator."""
FULL = 0.95
GENERATOR = "generator"


@dataclass(frozen=True, slots=True)
class Run:
    """One load on one house: what visitors met, seconds, what each took of the processor, MB at each look, waits."""

    told: Told
    seconds: float
    busy: float
    cores: Mapping[str, float]
    memory: Sequence[Mapping[str, float]]
    waits: Sequence[Waits]
    complaints: Sequence[str]
    load: float

    @property
    def answers(self) -> float:
        """How many a second."""
        return len(self.told.seconds.get("answer", [])) / self.seconds

    @property
    def p95(self) -> float:
        """Seconds of the answers."""
        return quantile(self.told.seconds.get("answer", []), 0.95)

    @property
    def behind(self) -> float:
        """Seconds by which requests were sent late."""
        return quantile(self.told.behind, 0.95)

    @property
    def too_slow(self) -> bool:
        """Whether answers, or all requests together, take too long: of who is stuck at home no answer comes."""
        return max(self.p95, quantile([one for kind in self.told.seconds.values() for one in kind], 0.95)) > GIVEN

    @property
    def gave(self) -> bool:
        """Whether it was too much."""
        return self.too_slow or bool(self.told.errors) or self.behind > BEHIND


def quantile(values: Sequence[float], share: float) -> float:
    """Return the least value that so large a share does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def lines(run: Run) -> list[str]:
    """Say all of it."""
    told, requests = run.told, sum(map(len, run.told.seconds.values()))
    rate = f"{told.visits} visits, {requests / run.seconds:.0f} requests/s, {run.answers:.0f} answers/s"
    kinds = [_of_kind(kind, seconds) for kind, seconds in sorted(told.seconds.items(), key=lambda one: -len(one[1]))]
    errors = f"errors {len(told.errors)} {sorted(set(told.errors))[:3] if told.errors else ''}".rstrip()
    return [
        rate,
        *kinds,
        f"{errors}; complaints in the logs {len(run.complaints)} {[*run.complaints[:2]]}",
        *_taken(run),
        _memory(run),
        _first(run),
    ]


def _of_kind(kind: str, seconds: Sequence[float]) -> str:
    cuts = (f"p{100 * share:.0f} {1000 * quantile(seconds, share):7.1f}" for share in (0.5, 0.95, 0.99))
    return f"{kind:9} {len(seconds):6}   {'   '.join(cuts)} ms"


def _taken(run: Run) -> list[str]:
    cores = os.cpu_count() or 1
    each = ", ".join(f"{name} {taken:.2f}" for name, taken in run.cores.items())
    ours = sum(run.cores.values())
    share, serving = 100 * run.cores[GENERATOR] / ours, ours - run.cores[GENERATOR]
    each_reply = 1000 * serving * run.seconds / (run.told.replied or 1)
    return [
        f"processor: {run.busy:.2f} of {cores} cores busy: {each}, whoever else {max(run.busy - ours, 0):.2f}",
        f"a reply takes {each_reply:.1f} ms of it; the generator has {share:.0f} % of ours, and sends 95 of 100 within"
        f" {1000 * run.behind:.1f} ms of when they are due",
        f"database: at most {max(one.connections for one in run.waits)} connections; on average"
        f" {mean(one.active for one in run.waits):.1f} at work, {mean(one.locked for one in run.waits):.2f} wait for a"
        f" lock, {mean(one.writing for one in run.waits):.2f} for the disk",
    ]


def _memory(run: Run) -> str:
    names = [name for name in run.memory[0] if name != GENERATOR]
    each = (f"{name} {' → '.join(f'{look[name]:.0f}' for look in run.memory)}" for name in names)
    return f"memory (MB, what is shared counts once): {'; '.join(each)}"


def _first(run: Run) -> str:
    if not run.gave:
        return "holds"
    why = [
        f"{len(run.told.errors)} errors" if run.told.errors else "",
        f"p95 beyond {GIVEN:.0f} s" if run.too_slow else "",
        "the generator is behind" if run.behind > BEHIND else "",
    ]
    return f"GIVES ({', '.join(filter(None, why))}): {_scarce(run)}"


def _scarce(run: Run) -> str:
    """Say what there was too little of."""
    if run.busy >= FULL * (os.cpu_count() or 1):
        most = max(run.cores, key=lambda name: run.cores[name])
        return f"the processor, of which {most} takes most"
    if any(one.locked for one in run.waits):
        return "locks of the database"
    return "neither the processor nor locks: turns of the portal, or the disk"


def goal(run: Run) -> str:
    """Say whether an answer is as quick as it should be, where there are enough of them."""
    met = "met" if run.p95 <= GOAL and run.answers >= 0.95 * AT_LEAST else "MISSED"
    wanted = f"goal ≤ {1000 * GOAL:.0f} ms at {AT_LEAST:.0f}/s"
    return f"p95 of an answer {1000 * run.p95:.1f} ms at {run.answers:.0f}/s, {wanted}: {met}"
