"""`python -m portal run | serve | demo | setup`: the house is made, then served.

`python -m portal password EMAIL | one-step EMAIL | audit [END]`: what is done to it by hand.
`python -m portal backup | verify FILE | restore FILE | erasures | upgrade | doctor`: what keeps it.

For operators; `make run` asks for `run` once the environment is there. `serve` is the portal without the worker.
"""

import argparse
import errno
import os
import signal
import sys
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.exc import DatabaseError, OperationalError

from content.errors import BrokenText, Undone
from models.ground.environment import BadSetting
from models.ground.schema import DatabaseTooNew, DatabaseTooOld
from models.ground.settings import Settings, prepare_instance
from models.ground.store import NoRoom
from portal.site import serving, setup, upkeep

UNDONE = (
    *(Undone, BadSetting, BrokenText, DatabaseError, DatabaseTooOld, DatabaseTooNew, OSError),
    *upkeep.UNDONE,
)
"""What keeps a verb from being done, each with its sentence."""
IN_FRENCH = {
    errno.EACCES: "l'accès est refusé",
    errno.ENOSPC: "le disque est plein",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EROFS: "le disque est en lecture seule",
}
"""What the system says in English, of what an operator meets."""
WORKER = (sys.executable, "-m", "watchers", "work")
STOPPED = 128 + signal.SIGINT
"""As a shell says it: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02"""


def main() -> int:
    """Run one verb; return 1, after one clear sentence, when it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m portal", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("run", "serve", "demo", "setup"):
        verbs.add_parser(verb)
    for verb in ("password", "one-step"):
        verbs.add_parser(verb).add_argument("email")
    verbs.add_parser("audit").add_argument("end", nargs="?", type=upkeep.read_end, help="an end written down before")
    upkeep.add_verbs(verbs)
    arguments = parser.parse_args()
    if arguments.verb == "demo":
        os.environ |= {"DEMONSTRATION": "1", "INSTANCE": os.environ.get("INSTANCE", "instance-demo")}
    os.umask(0o077)  # Database, queue, copies, outbox: what we make is read by our own user alone.
    try:
        if arguments.verb in upkeep.VERBS:
            told, well = upkeep.do(arguments, datetime.now(UTC))
            return _say(told) or int(not well)
        return _do(arguments)
    except UNDONE as error:
        return _fail(_why(error))
    except KeyboardInterrupt:
        _fail("Arrêté en chemin : ce qui manque se fera au prochain départ.")
        return STOPPED


def _why(error: Exception) -> str:
    match error:
        case BadSetting():
            return f"Réglage à corriger : {error}."
        case Undone():
            return str(error)
        case _ if isinstance(error, upkeep.UNDONE):
            return upkeep.why(error)
        case BrokenText():
            return f"Le contenu est à corriger :\n{error}"
        case DatabaseError():
            return _of_database(error)
        case OSError(errno=number, filename=str(name)) if number in IN_FRENCH:
            return f"La mise en place s'arrête à « {name} » : {IN_FRENCH[number]}."
        case _:
            return f"La mise en place s'arrête : {error}"


def _of_database(error: DatabaseError) -> str:
    first_line = str(error.orig).splitlines()[0]
    match error:
        case NoRoom():
            return "Il n'y a plus de place sur le disque de la base de données : faites-en, puis recommencez."
        case OperationalError():
            return f"La base de données ne répond pas : {first_line}"
        case _:
            return (
                f"La base de données ne se lit pas ({first_line}) ; rien n'y a été changé : remettez une"
                " copie du dossier « backups » de l'instance avec « python -m portal restore »"
            )


def _do(arguments: argparse.Namespace) -> int:
    prepare_instance(Settings.from_environment().instance)
    settings = Settings.from_environment()
    if arguments.verb == "password":
        return _say(setup.new_password(settings, arguments.email))
    if arguments.verb == "one-step":
        return _say(setup.turn_off_second_factor(settings, arguments.email, datetime.now(UTC)))
    if arguments.verb == "audit":
        return _say(upkeep.audited(settings, arguments.end))
    return _start(settings, arguments.verb)


def _start(settings: Settings, verb: str) -> int:
    """Make what is missing, say how to get in, and serve, unless only the first was asked for."""
    # A supervisor sends SIGTERM; to what a shell starts with « & » it has said to ignore SIGINT (POSIX.1, 2.11).
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.default_int_handler)
    if verb != "setup":
        serving.expect_free(settings.bind)
        if settings.metrics_bind:
            serving.expect_free(settings.metrics_bind, "METRICS_BIND")
    # At once: whatever fails after this, nobody has to look for the first password.
    _say(setup.set_up(settings, datetime.now(UTC), _say))
    if settings.demonstration:
        _say(setup.add_demonstration(settings, datetime.now(UTC), _say))
    match verb:
        case "setup":
            return 0
        case "serve":
            _say(f"Le portail, sans le travailleur, répondra à l'adresse {settings.base_url}.")
            command = serving.portal_command(settings.bind, settings.metrics_bind)
            os.execv(command[0], command)
        case _:
            command = serving.portal_command(settings.bind, settings.metrics_bind)
            portal = serving.Kept("Le portail", command, _say)
            worker = serving.Kept("Le travailleur", WORKER, _say)
            ready = f"Boussole est à l'adresse {settings.base_url} (Ctrl-C pour arrêter)."
            return serving.keep(portal, worker, partial(serving.is_taken, settings.bind), partial(_say, ready))


def _say(sentence: str) -> int:
    if sentence:
        print(sentence, flush=True)
    return 0


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
