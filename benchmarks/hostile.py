"""`python -m benchmarks.hostile FILE`: every address of a list of hostile ones is to be refused before a byte is sent.

Each line is an address, then after a tab, where there is one, what its name answers on the Internet. Each is tried as
it stands and behind a redirect; where it has a name, also with a name server that mixes a public answer with the
inward one, and with one that turns inwards after the first visit. Every socket is watched: only the server of the
redirects may be dialled.
"""

import argparse
import socket
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

from watchers.fetch.errors import BadAddress, FetchError, RefusedAddress
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.guard import Resolve

PUBLIC = "93.184.216.34"
dialled: list[str] = []


class Redirecting(BaseHTTPRequestHandler):
    """A server that sends whoever asks for /away to `location`; there is nothing else here."""

    location = b""

    def do_GET(self) -> None:
        """Answer by hand: the location is sent byte for byte, whatever it is."""
        away = b"HTTP/1.0 302 Found\r\nLocation: " + self.location + b"\r\n\r\n"
        self.wfile.write(away if self.path == "/away" else b"HTTP/1.0 404 Not Found\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Try all addresses; return 1 when one was not refused, or not in time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("file", type=Path)
    lines = read_list(parser.parse_args().file)
    sys.addaudithook(watch_sockets)
    outcomes: Counter[tuple[str, str]] = Counter()
    with redirecting() as port:
        for address, answer in lines:
            for how, outcome in tries(address, answer, port):
                outcomes[how, outcome] += 1
                if not outcome.startswith("refused"):
                    print(f"NOT REFUSED, {how}: {address!a}: {outcome}")
    for (how, outcome), number in sorted(outcomes.items()):
        print(f"{how:26} {outcome:30} {number:4}")
    missed = sum(number for (_, outcome), number in outcomes.items() if not outcome.startswith("refused"))
    print(f"{len(lines)} addresses, {outcomes.total()} tries, {missed} of them not refused before a byte was sent")
    sys.exit(bool(missed))


def read_list(file: Path) -> list[tuple[str, str | None]]:
    """Read the addresses, each with what its name answers."""
    lines = [line for line in file.read_text("utf-8").split("\n") if line.strip() and not line.startswith("#")]
    return [(address, answer or None) for address, _, answer in (line.partition("\t") for line in lines)]


def tries(address: str, answer: str | None, port: int) -> Iterator[tuple[str, str]]:
    """Try an address in several ways; yield each way and its outcome."""
    always = names([answer] if answer else None)
    yield "as it stands", outcome(address, always, set())
    Redirecting.location = address.encode()
    at = ("127.0.0.1", port)
    yield "behind a redirect", outcome(f"http://127.0.0.1:{port}/away", always, {at})
    if answer:
        yield "a public answer beside it", outcome(address, names([PUBLIC, answer]), set())
        turning = iter([[PUBLIC]])
        outcome(address, lambda host, port: next(turning, [answer]), set())
        yield "a name that turned inwards", outcome(address, lambda host, port: next(turning, [answer]), set())


def names(answers: Sequence[str] | None) -> Resolve:
    """Return a name server with one answer for every name; numbers, in whatever spelling, answer for themselves."""

    def resolve(host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            return answers or [socket.inet_ntoa(socket.inet_aton(host))]

    return resolve


def outcome(address: str, resolve: Resolve, allow: set[tuple[str, int]]) -> str:
    """Fetch an address; say by what it was refused, or what was dialled that is not allowed."""
    dialled.clear()
    with Fetcher("Boussole/0.1", frozenset(allow), resolve=resolve) as fetcher:
        try:
            fetcher.get(address)
            came = "answered"
        except (BadAddress, RefusedAddress) as error:
            came = f"refused: {error.code}"
        except FetchError as error:
            # A redirect to « /etc/passwd » is a path of the site that sends it, which has no such page.
            stayed = allow and str(error) == "HTTP 404"
            came = "refused: led back to the site" if stayed else f"{error.code}: {error}"
    strangers = set(dialled) - {f"{host}:{port}" for host, port in allow}
    return f"dialled {', '.join(sorted(strangers))}" if strangers else came


def watch_sockets(event: str, arguments: tuple[Any, ...]) -> None:
    """Note, as an audit hook, what is dialled, and let nothing leave this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host, port = arguments[1][:2]
        dialled.append(f"{host}:{port}")
        if host == PUBLIC:
            raise OSError("not from a benchmark")


@contextmanager
def redirecting() -> Iterator[int]:
    """Run a server of redirects, and give its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    main()
