"""One installation of one checkout: filled, then served by two portals and two workers, as an operator starts them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.answer import end, free_bind, served

FILLING = Path(__file__).with_name("filling.py")
PORTALS = WORKERS = 2
COMPLAINT = re.compile(r"error|critical|Traceback", re.IGNORECASE)


@dataclass
class House:
    """A checkout, the folder of its instance, its database, and the private addresses that it may visit."""

    name: str
    checkout: Path
    instance: Path
    url: str
    allow: str
    known: Mapping[str, Any] = field(default_factory=dict)
    come: int = 0
    """How many visitors there have been."""
    answered: int = 0
    """How many of the questions that were shown beforehand are taken."""

    @property
    def environment(self) -> dict[str, str]:
        """What an operator sets; visitors come through a proxy that says who they are."""
        ours = {"INSTANCE": str(self.instance), "DATABASE_URL": self.url, "WATCH_ALLOW": self.allow, "WATCH_PAUSE": "0"}
        return {**os.environ, **ours, "SECRET_KEY": "k" * 40, "TRUSTED_PROXIES": "1", "PYTHONPATH": str(self.checkout)}

    def fill(self, **numbers: int) -> None:
        """Make the database with the checkout's own code, and keep what visitors need to know."""
        said = [part for name, number in numbers.items() for part in (f"--{name}", str(number))]
        run = f"import runpy; runpy.run_path({str(FILLING)!r}, run_name='__main__')"
        command = [sys.executable, "-c", run, *said]
        self.instance.mkdir(parents=True)
        filled = subprocess.run(command, cwd=self.checkout, env=self.environment, stdout=subprocess.PIPE, check=True)
        self.known = json.loads(filled.stdout)

    @contextmanager
    def served(self) -> Iterator[tuple[list[tuple[str, int]], dict[str, int]]]:
        """Run portals and workers; give where the portals listen, and the process under which each of all runs."""
        with ExitStack() as stack:
            output = stack.enter_context((self.instance / "output.log").open("ab"))
            binds, processes = [], {}
            for number in range(1, PORTALS + 1):
                bind = free_bind()
                environment = {**self.environment, "BIND": bind, "BASE_URL": f"http://{bind}"}
                command, page = [sys.executable, "-m", "portal", "serve"], f"http://{bind}/sign-in"
                started = served(command, environment, page, output.fileno(), self.checkout)
                processes[f"portal {number}"] = stack.enter_context(started)
                host, port = bind.split(":")
                binds.append((host, int(port)))
            for number in range(1, WORKERS + 1):
                command = [sys.executable, "-m", "watchers", "work"]
                worker = subprocess.Popen(
                    command, env=self.environment, cwd=self.checkout, stdout=output, stderr=output
                )
                stack.callback(end, worker)
                processes[f"worker {number}"] = worker.pid
            yield binds, processes

    def complaints(self) -> list[str]:
        """Return what its processes have said so far that is an error."""
        said = self.instance / "output.log"
        lines = said.read_text("utf-8", "replace").splitlines() if said.exists() else []
        return [line for line in lines if COMPLAINT.search(line)]
