"""Kolibri over HTTP: a facility with learners, and attempts as its own pages send them.

An attempt is `PUT /api/logger/trackprogress/SESSION/` with one interaction: kept in its log of attempts, the mastery of
its exercise and the summary moved, one transaction. What is asked next its pages choose in the browser.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from uuid import uuid4

import httpx2

from benchmarks.answer import PASSWORD, free_bind, served
from benchmarks.peers.clients import Request, cookies

EXERCISE = 20
"""Attempts at one exercise."""
CHANNEL = uuid4().hex
READY, SESSION = "/api/public/info/", "/api/auth/session/"


class Kolibri:
    """One installation, in a folder of its own."""

    def __init__(self, python: str, home: Path) -> None:
        """Set it up: a facility, an administrator."""
        self._command = str(Path(python).with_name("kolibri"))
        self._environment = {
            **os.environ,
            "KOLIBRI_HOME": str(home),
            "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
            "KOLIBRI_ZEROCONF_ENABLED": "0",
            "KOLIBRI_DISABLE_PING": "1",  # it would tell its makers that it runs
        }
        settings = ["--facility", "Mesure", "--preset", "nonformal", "--language_id", "fr-fr", "--noinput"]
        admin = ["--superusername", "admin", "--superuserpassword", PASSWORD]
        command = [self._command, "manage", "provisiondevice", *settings, *admin]
        subprocess.run(command, env=self._environment, check=True, capture_output=True)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Run its server as it is shipped, on a free port."""
        bind = free_bind()
        command = [self._command, "start", "--foreground", "--port", bind.rpartition(":")[2]]
        with served(command, self._environment, f"http://{bind}{READY}", subprocess.DEVNULL):
            yield f"http://{bind}"

    def answers(self, address: str, learners: int, each: int) -> list[list[Request]]:
        """Add learners, have each sign in and begin exercises; return the attempts of each."""
        admin = _client(address)
        facility = str(_entered(admin, "admin")["facility_id"])
        return [list(islice(_attempts(address, _added(admin, facility), facility), each)) for _ in range(learners)]


def _client(address: str) -> httpx2.Client:
    client = httpx2.Client(base_url=address, trust_env=False, timeout=60)
    client.get(f"{SESSION}current/")  # whatever it says, it gives the cookie against forged requests
    return client


def _entered(client: httpx2.Client, name: str, facility: str | None = None) -> Mapping[str, object]:
    whose = {"facility": facility} if facility else {}
    return _post(client, SESSION, {"username": name, "password": PASSWORD, **whose})


def _added(admin: httpx2.Client, facility: str) -> str:
    person = {"username": uuid4().hex[:20], "full_name": "Mesure", "password": PASSWORD, "facility": facility}
    return str(_post(admin, "/api/auth/facilityuser/", person)["username"])


def _attempts(address: str, name: str, facility: str) -> Iterator[Request]:
    client = _client(address)
    _entered(client, name, facility)
    while True:
        yield from _exercise(client)


def _post(client: httpx2.Client, path: str, told: Mapping[str, object]) -> Mapping[str, object]:
    reply = client.post(path, json=told, headers=_token(client))
    reply.raise_for_status()
    found: Mapping[str, object] = reply.json()
    return found


def _token(client: httpx2.Client) -> dict[str, str]:
    return {"X-CSRFToken": client.cookies["kolibri_csrftoken"]}


def _exercise(client: httpx2.Client) -> Iterator[Request]:
    """Begin an exercise, and make its attempts, three of four right."""
    mastery = {"type": "m_of_n", "m": EXERCISE, "n": EXERCISE}
    what = {"node_id": uuid4().hex, "content_id": uuid4().hex, "channel_id": CHANNEL, "kind": "exercise"}
    session = _post(client, "/api/logger/trackprogress/", {**what, "mastery_model": mastery})["session_id"]
    headers = {**_token(client), "Cookie": cookies(client.cookies.jar), "Content-Type": "application/json"}
    for number in range(EXERCISE):
        body = json.dumps(_attempt(number % 4 > 0)).encode()
        yield Request("PUT", f"/api/logger/trackprogress/{session}/", body, headers, b'"attempts":[{"id"')


def _attempt(correct: bool) -> dict[str, object]:
    given = {"item": uuid4().hex, "correct": int(correct), "complete": True, "time_spent": 20}
    answer = {"answer": {"choice": "a"}, "simple_answer": "a"}
    return {"interactions": [{**given, **answer}], "time_spent_delta": 20, "progress_delta": 1 / EXERCISE}
