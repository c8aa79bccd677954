"""An answer over HTTP: Boussole and Kolibri as shipped, one client and eight, and a bare page under both."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from benchmarks.peers import where
from benchmarks.peers.boussole import Boussole, bare_answers, bare_page
from benchmarks.peers.clients import WARM, Request, sent
from benchmarks.peers.kolibri import Kolibri
from benchmarks.peers.rounds import Figures, Leg, alternately, judge

SEED = 42
CLIENTS = 8
MOST_P95, LEAST_RATE = 1 / 3, 5.0
Made = Callable[[str, int, int], list[list[Request]]]
"""From the address of a server, how many clients and how many answers of each, to what they send."""


def compare(python: str | None, folder: Path, rounds: int, answers: int) -> None:
    """Let both run in turn, first with one client, then with eight, and say where Boussole's time goes."""
    boussole = Boussole(folder / "boussole", (CLIENTS + 1) * rounds + 1, SEED)
    kolibri = Kolibri(python, folder / "kolibri") if python else None
    for clients in (1, CLIENTS):
        print(f"over HTTP, an answer, {clients} at once: {answers} in each round", flush=True)
        legs: dict[str, Leg] = {}
        if kolibri:
            legs["Kolibri"] = partial(answered, kolibri.served, kolibri.answers, clients, answers)
        legs["Boussole"] = partial(answered, boussole.served, boussole.answers, clients, answers)
        legs["a bare page of Flask"] = partial(answered, bare_page, bare_answers, clients, answers)
        medians = alternately(legs, rounds)
        if theirs := medians.get("Kolibri"):
            report(clients, medians["Boussole"], theirs)
    print(f"  where Boussole's goes: {where.over_http(boussole, answers)}", flush=True)


def answered(served: Callable[[], AbstractContextManager[str]], made: Made, clients: int, answers: int) -> Figures:
    """Start a server, and have so many answers sent to it by so many clients at once."""
    with served() as address:
        return sent(address, made(address, clients, WARM + answers // clients))


def report(clients: int, ours: Figures, theirs: Figures) -> None:
    """Print the ratios, and the goal that is set for so many clients."""
    p95, rate, cpu = ours.p95 / theirs.p95, ours.rate / theirs.rate, ours.cpu / theirs.cpu
    if clients == 1:
        judge("Boussole's p95 beside Kolibri's, one client", p95, most=MOST_P95)
        print(f"  answers/s: {rate:.2f} ×; of the server's processor: {cpu:.2f} ×", flush=True)
    else:
        judge(f"Boussole's answers/s beside Kolibri's, {clients} clients", rate, least=LEAST_RATE)
        print(f"  p95: {p95:.2f} ×; of the server's processor: {cpu:.2f} ×", flush=True)
