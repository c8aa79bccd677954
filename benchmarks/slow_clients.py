"""`python -m benchmarks.slow_clients ADDRESS:PORT`: how long a visitor waits while many others are slow.

Against a portal, or a proxy before one, that runs already, without TLS. So many clients of each kind hold on for twenty
seconds, and begin anew when they are hung up on; a visitor asks for the page of the door twice a second.
"""

import argparse
import os
import select
import socket
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from statistics import median
from threading import Event, Thread
from time import monotonic

NUMBERS = (10, 64, 200)
LASTING, PATIENCE = 20.0, 20.0
"""Seconds for which clients of one kind hold on, and after which the visitor gives a page up."""
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n"
ASKED = b"GET /static/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
KINDS = {
    "silent": (b"", b""),
    "half a head, then silent": (HEAD, b""),
    "half a form, then silent": (HEAD + b"\r\nhalf", b""),
    "a head, a byte a second": (HEAD + b"X: ", b"x"),
    "a form, a byte a second": (HEAD + b"\r\nhalf", b"x"),
    "forty answers, none read": (ASKED * 40, b""),
}
"""What a client sends at once, and what it goes on sending each second."""
HUNG_UP = select.POLLRDHUP | select.POLLHUP | select.POLLERR
Address = tuple[str, int]


class Slow(Thread):
    """So many clients of one kind."""

    def __init__(self, address: Address, number: int, kind: str) -> None:
        super().__init__(daemon=True)
        self._address, self._number = address, number
        self._first, self._then = KINDS[kind]
        self.enough = Event()

    def run(self) -> None:
        """Hold on until it is enough."""
        held: list[socket.socket] = []
        while not self.enough.wait(1.0):
            held = [client for client in held if self._goes_on(client)]
            held += [self._begun() for _ in range(self._number - len(held))]
        for client in held:
            client.close()

    def _begun(self) -> socket.socket:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(PATIENCE)
        client.connect(self._address)
        client.sendall(self._first)
        return client

    def _goes_on(self, client: socket.socket) -> bool:
        seen = select.poll()
        seen.register(client, HUNG_UP)
        try:
            if not seen.poll(0):
                client.sendall(self._then)
                return True
        except OSError:
            pass
        client.close()
        return False


def visit(address: Address) -> float | None:
    """Return after how many seconds a page came, or none where it did not."""
    begun, connection = monotonic(), HTTPConnection(*address, timeout=PATIENCE)
    try:
        connection.request("GET", "/sign-in")
        connection.getresponse().read()
        return monotonic() - begun
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def visits(address: Address, number: int, kind: str) -> Sequence[float | None]:
    """Return what a visitor waited for each page, beside so many slow clients of a kind."""
    slow, end = Slow(address, number, kind), monotonic() + LASTING
    slow.start()
    waited = []
    while monotonic() < end:
        waited.append(visit(address))
        slow.enough.wait(0.5)
    slow.enough.set()
    slow.join()
    return waited


def in_words(waited: Sequence[float | None]) -> str:
    """Say how many pages came, and after how long: the one in the middle and the last."""
    came = [seconds for seconds in waited if seconds is not None]
    told = f"median {median(came):6.3f} s  longest {max(came):6.2f} s" if came else "none came"
    return f"{len(came):3} of {len(waited):3} pages  {told}"


def main() -> None:
    """Print a line for each kind and number."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow_clients", description=__doc__)
    parser.add_argument("address")
    host, _, port = parser.parse_args().address.rpartition(":")
    print(f"load average at the start: {os.getloadavg()[0]:.1f}")
    for kind in KINDS:
        for number in NUMBERS:
            print(f"{number:4} × {kind:26} {in_words(visits((host, int(port)), number, kind))}", flush=True)


if __name__ == "__main__":
    main()
