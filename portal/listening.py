"""Where the portal listens, and the command that has it listen there."""

import errno
import socket
import sys

from content.errors import Undone

THREADS = 256
"""Requests that one process may wait for at a time; how many it works on is said in portal/worker.py."""
KEPT_ALIVE = 20
"""Seconds for which a connection is kept: longer than a proxy keeps its own (deploy/), or what it sends is lost."""


def portal_command(bind: str, metrics_bind: str | None = None) -> list[str]:
    """Return the command that starts the portal; two processes that work on four requests each suit two cores."""
    patient = ["--worker-class", "portal.worker.PatientWorker", "--threads", str(THREADS)]
    patient += ["--keep-alive", str(KEPT_ALIVE)]
    logged = ["--logger-class", "portal.server_log.ServerLog"]
    binds = ["--bind", bind, *(["--bind", metrics_bind] if metrics_bind else [])]
    options = [*binds, "--workers", "2", *patient, *logged, "--preload"]
    return [sys.executable, "-m", "gunicorn", "app:app", *options]


def expect_free(bind: str, setting: str = "BASE_URL et BIND") -> None:
    """Raise Undone, with the setting to change, where nobody can listen."""
    host, _, port = bind.rpartition(":")
    with socket.socket(socket.AF_INET6 if host.startswith("[") else socket.AF_INET) as probe:
        # As gunicorn will bind: connections of the last run that are in TIME_WAIT do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            why = {
                errno.EADDRINUSE: f"Le port {bind} est déjà pris : arrêtez ce qui l'occupe, ou choisissez {setting}.",
                errno.EADDRNOTAVAIL: f"Cette machine n'a pas l'adresse {bind} : choisissez {setting}.",
                errno.EACCES: (
                    f"Écouter sur {bind} demande des droits : choisissez dans {setting} un port à partir de 1024."
                ),
            }
            otherwise = f"On ne peut pas écouter sur {bind} : {error.strerror}."
            raise Undone(why.get(error.errno or 0, otherwise)) from error


def is_taken(bind: str) -> bool:
    """Return whether somebody listens there."""
    try:
        expect_free(bind)
    except Undone:
        return True
    return False
