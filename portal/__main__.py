"""`python -m portal run | demo | setup | password EMAIL | one-step EMAIL | audit [END] | restore FILE | erasures`.

For operators; `make run` asks for `run` once the environment is there.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import DatabaseError, OperationalError

from content.problems import BrokenText
from models.ground.schema import DatabaseTooNew, DatabaseTooOld
from models.ground.settings import BadSetting, Settings, prepare_instance
from models.language.prepare import WeightsRefused
from portal import auditing, restore, setup

UNDONE = (
    *(BadSetting, setup.NoSuchAccount, BrokenText, DatabaseError, DatabaseTooOld, DatabaseTooNew),
    *(OSError, WeightsRefused, auditing.BrokenLog, setup.FictitiousHouse),
    *restore.UNDONE,
)
"""What keeps a verb from being done, each with its sentence."""
THREADS = 64
"""Requests that one process may wait for at a time; how many it works on is said in portal/worker.py."""


def main() -> int:
    """Run one verb; return 1, after one clear sentence, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("run", "demo", "setup"):
        verbs.add_parser(verb)
    for verb in ("password", "one-step"):
        verbs.add_parser(verb).add_argument("email")
    verbs.add_parser("audit").add_argument("end", nargs="?", type=auditing.read_end, help="an end written down before")
    restoring, erasing = verbs.add_parser("restore"), verbs.add_parser("erasures")
    restoring.add_argument("file", type=Path)
    for one in (restoring, erasing):
        one.add_argument("--without-ledger", action="store_true")
    arguments = parser.parse_args()
    if arguments.verb == "demo":
        os.environ |= {"DEMONSTRATION": "1", "INSTANCE": os.environ.get("INSTANCE", "instance-demo")}
    os.umask(0o077)  # Database, queue, copies, outbox: what we make is read by our own user alone.
    try:
        return _do(arguments)
    except UNDONE as error:
        return _fail(_why(error))


def _why(error: Exception) -> str:
    match error:
        case BadSetting():
            return f"Réglage à corriger : {error}."
        case setup.NoSuchAccount():
            return f"Aucun compte n'a l'adresse {error}."
        case auditing.BrokenLog() | setup.FictitiousHouse():
            return str(error)
        case _ if isinstance(error, restore.UNDONE):
            return restore.why(error)
        case BrokenText():
            return f"Le contenu est à corriger :\n{error}"
        case OperationalError():
            return f"La base de données ne répond pas : {_first_line(error)}"
        case DatabaseError():
            return (
                f"La base de données ne se lit pas ({_first_line(error)}) ; rien n'y a été changé : mettez à sa place"
                " une copie du dossier « backups » de l'instance"
            )
        case _:
            return f"La mise en place s'arrête : {error}"


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).splitlines()[0]


def _do(arguments: argparse.Namespace) -> int:
    prepare_instance(Settings.from_environment().instance)
    settings = Settings.from_environment()
    # Before the set-up: a first password that is never printed would be lost.
    if arguments.verb in {"run", "demo"} and _taken(bind := _bind(settings)):
        return _fail(f"Le port {bind} est déjà pris : arrêtez ce qui l'occupe, ou choisissez BASE_URL et BIND.")
    if arguments.verb == "password":
        return _say(setup.new_password(settings, arguments.email))
    if arguments.verb == "one-step":
        return _say(setup.turn_off_second_factor(settings, arguments.email, datetime.now(UTC)))
    if arguments.verb == "audit":
        return _say(auditing.audited(settings, arguments.end))
    if arguments.verb in {"restore", "erasures"}:
        return _say(_restored(settings, arguments))
    welcome = setup.set_up(settings, datetime.now(UTC))
    if settings.demonstration:
        welcome = f"{welcome}\n{setup.add_demonstration(settings, datetime.now(UTC), _say)}"
    if arguments.verb == "setup":
        return _say(welcome)
    return _serve(settings, welcome)


def _restored(settings: Settings, arguments: argparse.Namespace) -> str:
    waived, at = {"without_ledger": arguments.without_ledger}, datetime.now(UTC)
    if arguments.verb == "erasures":
        return restore.repeat_erasures(settings, at, **waived)
    try:
        return restore.restore(settings, arguments.file, at, **waived)
    except KeyboardInterrupt as stopped:
        raise restore.RestoreStopped from stopped


def _serve(settings: Settings, welcome: str) -> int:
    """Start the portal and the worker, and stop both when one is asked to stop or stops by itself."""
    bind = _bind(settings)
    children = [
        # Sessions of their own: Ctrl-C in the terminal reaches us alone, and we stop both in order.
        subprocess.Popen(portal_command(bind), start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "watchers", "work"], start_new_session=True),
    ]
    # A supervisor sends SIGTERM; to what a shell starts with « & » it has said to ignore SIGINT (POSIX.1, 2.11).
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.default_int_handler)
    try:
        while _run(children) and not _taken(bind):
            time.sleep(0.1)
        if _run(children):
            _say(f"{welcome}\nBoussole est à l'adresse {settings.base_url} (Ctrl-C pour arrêter).".lstrip())
        while _run(children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        _say("Arrêt…")
    for child in children:
        child.terminate()
    return max(abs(child.wait(timeout=30)) for child in children)


def _bind(settings: Settings) -> str:
    """Return where the portal listens."""
    return os.environ.get("BIND", f"127.0.0.1:{urlsplit(settings.base_url).port or 8000}")


def _run(children: Sequence[subprocess.Popen[bytes]]) -> bool:
    return all(child.poll() is None for child in children)


def portal_command(bind: str) -> list[str]:
    """Return the command that starts the portal; two processes that work on four requests each suit two cores."""
    patient = ["--worker-class", "portal.worker.PatientWorker", "--threads", str(THREADS)]
    options = ["--bind", bind, "--workers", "2", *patient, "--preload", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "app:app", *options]


def _taken(bind: str) -> bool:
    host, _, port = bind.rpartition(":")
    with socket.socket() as probe:
        # As gunicorn will bind: connections of the last run that are in TIME_WAIT do not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError:
            return True
    return False


def _say(sentence: str) -> int:
    print(sentence, flush=True)
    return 0


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
