"""When a portal that is served is there: gunicorn says so to whoever has started it, as it would to systemd.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import NamedTuple

PATIENCE = 60.0
"""Seconds."""


class Readiness(NamedTuple):
    """Where a portal says that it listens; `environ` is for its process."""

    environ: Mapping[str, str]
    told: socket.socket

    def wait(self) -> None:
        """Return once it listens; raises TimeoutError."""
        assert self.told.recv(1024).startswith(b"READY=1")


@contextmanager
def readiness() -> Iterator[Readiness]:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as told:
        told.bind("")  # a name of the kernel's choice, in no folder: unix(7), « Autobind feature »
        told.settimeout(PATIENCE)
        yield Readiness({"NOTIFY_SOCKET": "@" + told.getsockname()[1:].decode()}, told)
