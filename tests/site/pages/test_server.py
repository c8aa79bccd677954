"""The portal as it is served: who sends slowly keeps nobody waiting."""

import os
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from select import select
from threading import Event, Semaphore
from time import monotonic
from typing import Any

import pytest

from portal.site.server import LARGE_TURNS, Deadlines, WholeRequests
from portal.site.serving import portal_command
from portal.transfer import LARGEST_BODY, PACKS
from tests.databases import FreshDatabase
from tests.site.pages.readiness import PATIENCE, readiness

ROOT = Path(__file__).resolve().parents[3]
HALF_A_FORM = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf"
HALF_A_HEAD = b"GET /sign-in HTTP/1.1\r\nHost: x\r\nAccept: "
LAST_OF_ITS_CONNECTION = b"GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the portal listens, started as `make run` starts it."""
    with sqlite() as url, readiness() as ready, closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
        probe.close()
        told = {"INSTANCE": str(tmp_path_factory.mktemp("instance")), "DATABASE_URL": url}
        environ = {**os.environ, **told, **ready.environ}
        command = portal_command(f"127.0.0.1:{free}")
        with subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as server:
            try:
                ready.wait()
                yield free
            finally:
                server.terminate()


@pytest.mark.nightly
def test_a_process_that_is_asked_to_end_while_it_begins_ends(tmp_path: Path) -> None:
    """As on a server that is stopped while it starts."""
    reader, writer = os.pipe()
    hooks = tmp_path / "hooks.py"
    hooks.write_text(f"""
import os, signal
def post_fork(server, worker): os.kill(os.getpid(), signal.SIGQUIT)
def worker_exit(server, worker): os.write({writer}, b"ended")
""")
    command = [*portal_command("127.0.0.1:0"), "--config", str(hooks)]
    environ = {**os.environ, "INSTANCE": str(tmp_path)}
    with (
        open(reader, "rb") as told,
        subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL, pass_fds=[writer]) as server,
    ):
        os.close(writer)
        try:
            assert select([told], [], [], PATIENCE)[0]
            assert told.read(5) == b"ended"
        finally:
            server.terminate()


def ask(port: int, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, float]:
    """The status, and after how many seconds it came."""
    begun = monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, "/sign-in", body, headers)
        return connection.getresponse().status, monotonic() - begun


@pytest.mark.parametrize("clients", [10, *(pytest.param(many, marks=pytest.mark.nightly) for many in (64, 200))])
@pytest.mark.parametrize("begun", [HALF_A_FORM, HALF_A_HEAD], ids=["form", "head"])
def test_another_visitor_is_answered_while_many_send_half_of_something(port: int, begun: bytes, clients: int) -> None:
    assert ask(port)[0] == 200
    with ExitStack() as held:
        for _ in range(clients):
            client = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(begun)
        answers = [ask(port) for _ in range(8)]
    assert {status for status, _ in answers} == {200}
    assert max(seconds for _, seconds in answers) < 2


@pytest.mark.nightly
def test_who_has_been_answered_and_does_not_hang_up_keeps_nobody_waiting(port: int) -> None:
    with ExitStack() as held:
        clients = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(20)]
        for client in clients:
            client.sendall(LAST_OF_ITS_CONNECTION)
        assert {client.recv(12) for client in clients} == {b"HTTP/1.1 200"}
        answers = [ask(port) for _ in range(8)]
    assert max(seconds for _, seconds in answers) < 2


def test_what_has_not_come_in_time_ends_there() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(30)
        deadlines = Deadlines()
        deadlines.begin(ours, 60)
        theirs.sendall(b"half")
        deadlines.give_up()
        assert ours.recv(4) == b"half"
        deadlines.begin(ours, -1)
        deadlines.give_up()
        assert ours.recv(1) == b""


def test_a_form_whose_sender_has_gone_half_way_reaches_no_page(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(HALF_A_FORM)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_a_form_that_comes_whole_or_in_pieces_is_read(port: int) -> None:
    form = b"email=a&password=b"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(port, "POST", form, **headers)[0] == 400  # without a token
    assert ask(port, "POST", iter([form[:5], form[5:]]), **headers)[0] == 400  # type: ignore[arg-type]
    assert ask(port, "POST", b"x" * 2_000_001, **headers)[0] == 413


PACKAGE = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3000000\r\n\r\n"


@pytest.mark.nightly
def test_another_visitor_is_answered_while_packages_are_on_their_way(port: int) -> None:
    head = b"POST /exchange/packs HTTP/1.1\r\nHost: x\r\n" + PACKAGE
    with ExitStack() as held:
        for _ in range(20):
            client = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.setblocking(False)
            with suppress(BlockingIOError):
                client.send(head + bytes(2_500_000))
        answers = [ask(port) for _ in range(8)]
    assert {status for status, _ in answers} == {200}
    assert max(seconds for _, seconds in answers) < 2
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(head + bytes(3_000_000))
        assert client.recv(65536).startswith(b"HTTP/1.1 413 ")  # of nobody who has signed in


@pytest.mark.nightly
def test_of_bodies_larger_than_others_may_be_few_are_held_at_a_time() -> None:
    arrived, answered = Semaphore(0), Event()

    def application(environ: dict[str, Any], start_response: object) -> list[bytes]:
        arrived.release()
        answered.wait(PATIENCE)
        return []

    def bring() -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            environ = {"PATH_INFO": PACKS, "CONTENT_LENGTH": str(LARGEST_BODY + 2), "gunicorn.socket": ours}
            requests({**environ, "wsgi.input": BytesIO(bytes(LARGEST_BODY + 2))}, lambda *_: None)

    requests = WholeRequests(application, 2 * LARGE_TURNS, Deadlines())
    with ThreadPoolExecutor(LARGE_TURNS + 1) as threads:
        brought = [threads.submit(bring) for _ in range(LARGE_TURNS + 1)]
        assert [arrived.acquire(timeout=PATIENCE) for _ in range(LARGE_TURNS)] == [True] * LARGE_TURNS
        assert not arrived.acquire(timeout=0.2)
        answered.set()
        assert arrived.acquire(timeout=PATIENCE)
        assert [one.result(PATIENCE) for one in brought] == [None] * (LARGE_TURNS + 1)


def test_a_request_whose_end_is_in_doubt_is_refused_with_what_follows_it(port: int) -> None:
    for lengths in [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 45",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: xchunked",
    ]:
        hidden = b"GET /static/style.css HTTP/1.1\r\nHost: x\r\n\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\n\r\n0\r\n\r\n" + hidden)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert (answer.count(b"HTTP/1.1"), answer.split(b" ")[1] in {b"400", b"501"}) == (1, True)
