"""What the log of the portal says of a request, and what it never says."""

import logging
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from gunicorn.config import Config
from werkzeug.test import create_environ

from models.ground import logs
from models.ground.logs import REQUEST_ID
from portal.site.server import ServerLog, network_of
from portal.site.serving import portal_command
from tests.databases import FreshDatabase
from tests.house import House
from tests.site.pages.readiness import readiness
from tests.site.pages.test_server import ROOT
from watchers.clock import Clock

PROXYS_MARK = "a-mark-of-the-proxy"


@pytest.fixture(autouse=True)
def log_of_the_tests() -> Iterator[None]:
    """Whoever begins a log of her own gives that of pytest back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in (*logs.OURS, *logs.TALKATIVE):
        logging.getLogger(name).setLevel(logging.NOTSET)


def with_proxies(app: Flask, number: int) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], trusted_proxies=number)


def asked(house: House, path: str, address: str = "192.0.2.77", **headers: str) -> dict[str, Any]:
    """The environment of a request, as a server has it once it is answered."""
    environ = create_environ(path, "https://boussole.example", headers=headers, environ_base={"REMOTE_ADDR": address})
    list(house.app(environ, lambda status, headers: None))
    return environ


def test_a_mark_is_taken_from_a_proxy_of_ours_and_from_nobody_else(house: House) -> None:
    def mark(offered: str) -> str:
        asked(house, "/crisis", **{"X-Request-ID": offered})
        return REQUEST_ID.get()

    marks = [mark(PROXYS_MARK)]
    with_proxies(house.app, 1)
    marks += [mark(PROXYS_MARK), mark("two words")]
    with_proxies(house.app, 0)
    assert marks[1] == PROXYS_MARK
    assert len(set(marks)) == 3
    assert "two words" not in marks


def test_a_fault_names_its_request_to_whoever_met_it_and_its_route_to_the_log(
    empty_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(token: str) -> str:
        raise RuntimeError("a fault of ours")

    empty_house.app.add_url_rule("/answered-badly/<token>", view_func=fail)
    answer = empty_house.stranger().client.get("/answered-badly/a-signed-secret?q=a-question")
    assert answer.status_code == 500
    assert logs.WELL_FORMED.fullmatch(answer.headers["X-Request-ID"])
    assert "GET /answered-badly/<token>" in caplog.text
    assert "a fault of ours" in caplog.text
    assert [word for word in ("a-signed-secret", "a-question") if word in caplog.text] == []


def test_a_worker_works_under_the_mark_of_the_request_that_woke_it_and_under_none_afterwards(house: House) -> None:
    under = []
    with Clock(house.settings) as clock:
        note = clock.huey.task(name="note")(lambda: under.append(REQUEST_ID.get()))
        before = REQUEST_ID.set(PROXYS_MARK)
        note()
        REQUEST_ID.set("")
        note()
        for _ in range(2):
            clock.huey.execute(clock.huey.dequeue())
        REQUEST_ID.reset(before)
    assert under == [PROXYS_MARK, ""]


def test_the_log_of_requests_says_route_and_network_and_only_where_it_is_asked_for(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for on in [True, False]:
        monkeypatch.setenv("INSTANCE", str(tmp_path))
        monkeypatch.setenv("ACCESS_LOG", "1" if on else "")
        log = ServerLog(Config())
        environ = asked(house, "/skills/listen-active?q=a-secret")
        log.access(
            SimpleNamespace(status="303 SEE OTHER"), SimpleNamespace(method="GET"), environ, timedelta(seconds=0.0312)
        )
        said = capsys.readouterr().err
        assert [word for word in ("listen-active", "a-secret", "192.0.2.77") if word in said] == []
        parts = ("method=GET", "route=/skills/<", "status=303", "seconds=0.031", "network=192.0.2.0/24")
        assert [part in said for part in parts] == [on] * len(parts)
        assert (REQUEST_ID.get() in said) is on


def test_a_probe_is_not_said_to_be_the_request_that_its_thread_has_served_before(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    monkeypatch.setenv("ACCESS_LOG", "1")
    log = ServerLog(Config())
    asked(house, "/crisis")
    environ = asked(house, "/healthz")
    log.access(SimpleNamespace(status="200 OK"), SimpleNamespace(method="GET"), environ, timedelta())
    said = capsys.readouterr().err
    assert "route=/healthz" in said
    assert "request=" not in said


def test_an_address_becomes_a_part_of_the_network() -> None:
    for address, network in [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("", ""),
        ("unix:", ""),
    ]:
        assert network_of(address) == network


# --------------------------------------------------------------------------------------------- a portal as it is served

PLANTED, FORM = "quetzalcoatl", "application/x-www-form-urlencoded"
HOOKS = """
from flask import Response, request

def post_worker_init(worker):
    def fail(token):
        raise KeyError(f"{token} {request.args} {request.form} {request.headers}")

    for method in ("GET", "POST"):
        worker.app.callable.add_url_rule(f"/{method}/<token>", method, fail, methods=[method])
    unsendable = lambda token: Response(headers={"X": "\\x01" + token})
    worker.app.callable.add_url_rule("/header/<token>", "header", unsendable)
"""


@contextmanager
def served(url: str, folder: Path, **settings: str) -> Iterator[tuple[int, Path]]:
    """A portal with views that fail, and the file of all that it says."""
    with readiness() as ready, closing(socket.socket()) as probe, (folder / "said").open("w") as out:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        probe.close()
        (folder / "hooks.py").write_text(HOOKS)
        environ = {**os.environ, "INSTANCE": str(folder), "DATABASE_URL": url, **settings, **ready.environ}
        command = [*portal_command(f"127.0.0.1:{port}"), "--config", str(folder / "hooks.py")]
        with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out) as server:
            try:
                ready.wait()
                yield port, folder / "said"
            finally:
                server.terminate()


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Each address of the portal, by method, with what is planted wherever one holds more than a number."""
    for rule in app.url_map.iter_rules():
        address = re.sub("<int:[^>]*>", "1", re.sub("<(?!int:)[^>]*>", PLANTED, rule.rule))
        yield from ((method, address) for method in {"GET", "POST"} & (rule.methods or set()))
    yield from (("GET", f"/GET/{PLANTED}"), ("POST", f"/POST/{PLANTED}"), ("GET", f"/header/{PLANTED}"))


def ask(port: int, method: str, address: str) -> int:
    """Ask with what is planted in all that a request has; the status."""
    form = {name: PLANTED for name in ("text", "email", "password", "csrf_token", "name", "code", "state", "places")}
    headers = {"Referer": f"https://x.example/{PLANTED}", "Cookie": f"boussole={PLANTED}", "Content-Type": FORM}
    body = urlencode(form) if method == "POST" else None
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, f"{address}?q={PLANTED}&next=/{PLANTED}", body, headers)
        return connection.getresponse().status


def say(port: int, words: str) -> bytes:
    """Send what is no request."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(words.encode())
        return connection.recv(12)


@pytest.mark.nightly
@pytest.mark.parametrize(("form", "access_log"), [("text", "1"), ("json", "")])
def test_whatever_is_asked_and_however_it_fails_no_word_of_it_is_in_a_log(
    house: House, sqlite: FreshDatabase, tmp_path: Path, form: str, access_log: str
) -> None:
    settings = {"LOG_LEVEL": "debug", "LOG_FORMAT": form, "ACCESS_LOG": access_log}
    with sqlite() as url, served(url, tmp_path, **settings) as (port, said):
        statuses = {ask(port, method, address) for method, address in addresses(house.app)}
        broken = (f"GET /l/{PLANTED} HTTP/7\r\n\r\n", f"GET /l/{PLANTED} HTTP/1.1\r\n{PLANTED} : x\r\n\r\n")
        assert {say(port, words)[9:] for words in broken} <= {b"400", b"505"}
    log = said.read_text()
    assert {400, 404, 500} <= statuses
    found = [line for line in log.splitlines() if PLANTED in line.lower()]
    assert found == []
    for told in ("GET /GET/<token>", "KeyError", "Error handling request", "Invalid request"):
        assert told in log
    assert ("route" in log) is bool(access_log)
