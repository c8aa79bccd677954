"""Where the time of an answer goes, by whose code ran: shares alone count, for a profiler slows Python down."""

from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from typing import Any

from benchmarks.peers import sitting
from benchmarks.peers.boussole import Boussole
from models.ground.settings import Settings
from portal import create_app

HOUSE = str(Path(__file__).resolve().parents[2])
SENT = "<method 'execute' of 'sqlite3.Cursor' objects>"
COMMIT = "<method 'commit' of 'sqlite3.Connection' objects>"
PAGES = ("/flask", "/werkzeug/", "/jinja2/", "/itsdangerous/", "/markupsafe/", "/wtforms/", "<template>")


class Watched:
    """What is run under a profiler, again and again."""

    def __init__(self) -> None:
        self._profile = Profile()
        self._runs = 0

    def __call__(self, verb: Callable[[], None]) -> float:
        self._runs += 1
        self._profile.runcall(verb)
        return 0.0

    def told(self, of: int | None = None) -> str:
        """Return the statements of one run, or of one of so many answers; and the share of time of each."""
        rows: dict[tuple[str, int, str], Any] = Stats(self._profile).stats  # type: ignore[attr-defined]
        shares: Counter[str] = Counter()
        for (file, _, name), (_, _, own, _, _) in rows.items():
            shares[whose(file, name)] += own
        sent = sum(calls for (_, _, name), (_, calls, *_) in rows.items() if name == SENT) / (of or self._runs)
        whole = sum(shares.values())
        parts = ", ".join(f"{name} {100 * share / whole:.0f} %" for name, share in shares.most_common())
        return f"{sent:.1f} statements; {parts}"


def whose(file: str, name: str) -> str:
    """Return whose code a function is; what is built in and not SQLite's counts as Python's own."""
    if name == COMMIT:
        return "commit"
    if "sqlite3." in name:
        return "SQLite"
    if "/sqlalchemy/" in file:
        return "SQLAlchemy"
    if any(part in file for part in PAGES) or file.endswith(".html"):
        return "Flask and Jinja"
    return "the house" if file.startswith(HOUSE) and "site-packages" not in file else "Python's own"


def in_process(path: Path, answers: int, seed: int) -> str:
    """Return where the time of an answer and of what comes next goes."""
    watched = Watched()
    sitting.sat(path, answers, seed, watched)
    return watched.told(answers)


def over_http(boussole: Boussole, answers: int) -> str:
    """Return where the time of an answer goes in the portal, without a socket."""
    with boussole.served() as address:
        (requests,) = boussole.answers(address, 1, answers)
    client = create_app(Settings.from_environment(boussole.environment)).test_client(use_cookies=False)
    watched = Watched()
    for request in requests:
        watched(lambda request=request: _opened(client, request))  # type: ignore[misc]
    return watched.told(answers)


def _opened(client: Any, request: Any) -> None:
    reply = client.open(request.path, method=request.method, data=request.body, headers=request.headers)
    assert request.holds in reply.data, reply.status
