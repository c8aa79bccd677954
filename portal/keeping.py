"""The verbs that keep an installation: copies made, looked at and put back, the way on, the state.

`python -m portal backup | verify FILE | restore FILE | erasures | upgrade | doctor`, in words for whoever operates it.
"""

import argparse
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from models.ground import backups, copies, dumps, opened, schema, upgrading
from models.ground.backups import BackupFailed
from models.ground.copies import CopyRefused
from models.ground.schema import DatabaseTooNew, DatabaseTooOld
from models.ground.settings import Settings, prepare_instance
from models.ground.upgrading import CopyBeforeFailed, MigrationFailed
from portal import doctor, restore, setup


class CopyUseless(Exception):
    """A file that was looked at cannot be restored, for the reason that it says in French."""


VERBS = frozenset({"backup", "verify", "restore", "erasures", "upgrade", "doctor"})
UNDONE = (BackupFailed, CopyBeforeFailed, MigrationFailed, CopyUseless, *restore.UNDONE)
"""What keeps one of them from being done."""
KEY_APART = (
    "La clé secrète n'est pas dans la copie : gardez-la à part (SECRET_KEY, ou « secret_key » de l'instance), et le"
    " registre « erased » de l'instance à côté des copies."
)


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let the command line know these verbs."""
    for verb in ("backup", "doctor"):
        verbs.add_parser(verb)
    verbs.add_parser("verify").add_argument("file", type=Path)
    verbs.add_parser("upgrade").add_argument("--without-copy", action="store_true")
    restoring, erasing = verbs.add_parser("restore"), verbs.add_parser("erasures")
    restoring.add_argument("file", type=Path)
    for one in (restoring, erasing):
        one.add_argument("--without-ledger", action="store_true")


def why(error: Exception) -> str:
    """Say what of UNDONE has happened, and what to do."""
    match error:
        case BackupFailed():
            return f"Aucune copie n'a pu se faire : {error.__cause__ or error}."
        case CopyBeforeFailed():
            return (
                f"La base est à mettre à jour, et la copie d'avant n'a pas pu se faire : {error}. Rien n'est changé ;"
                " si vous avez une copie à vous, lancez « python -m portal upgrade --without-copy »."
            )
        case MigrationFailed():
            return f"La mise à jour de la base s'est arrêtée : {_first_line(error.error)}.\n{_way_back(error.copy)}"
        case _ if isinstance(error, restore.UNDONE):
            return restore.why(error)
        case _:
            return f"Cette copie ne peut pas servir : {error}."


def do(arguments: argparse.Namespace, at: datetime) -> tuple[str, bool]:
    """Do one of VERBS; return what to tell, and whether all is well.

    Raises one of UNDONE, BadSetting, DatabaseTooOld, DatabaseTooNew, OSError, sqlalchemy's DatabaseError.
    """
    # These two change nothing: not even the instance is made.
    if arguments.verb == "doctor":
        found = doctor.examine(at)
        return "\n".join(map(str, found)), all(one.well for one in found)
    if arguments.verb == "verify":
        return verified(arguments.file), True
    prepare_instance(Settings.from_environment().instance)
    return _changed(Settings.from_environment(), arguments, at), True


def _changed(settings: Settings, arguments: argparse.Namespace, at: datetime) -> str:
    match arguments.verb:
        case "backup":
            return backed_up(settings, at)
        case "upgrade":
            # Refused where a portal or a worker of before has the database open.
            if (database := _file(settings)) and database.exists():
                with opened.alone(database):
                    pass
            return setup.upgraded(upgrading.upgrade(settings, at, without_copy=arguments.without_copy))
        case "erasures":
            return restore.repeat_erasures(settings, at, without_ledger=arguments.without_ledger)
        case _:
            try:
                return restore.restore(settings, arguments.file, at, without_ledger=arguments.without_ledger)
            except KeyboardInterrupt as stopped:
                raise restore.RestoreStopped from stopped


def backed_up(settings: Settings, at: datetime) -> str:
    """Make a copy, and look at it as `verify` does; return what to tell. Raises BackupFailed, CopyUseless."""
    if (database := _file(settings)) and not database.exists():
        raise CopyUseless(f"« {database} » manque, il n'y a rien à copier")
    copy = backups.make_now(settings.database_url, settings.instance, at, settings.terms.copies)
    return f"Copie faite.\n{verified(copy)}\n{KEY_APART}"


def verified(copy: Path) -> str:
    """Look at a copy; return what is in it, and whether this version can restore it. Raises CopyUseless."""
    try:
        contents = copies.look(copy)
        schema.refuse_unknown(contents.revision)
    except (CopyRefused, DatabaseTooOld, DatabaseTooNew, dumps.ToolMissing, OSError) as error:
        raise CopyUseless(str(error)) from error
    newest = schema.newest()
    onwards = "" if contents.revision == newest else f", en la menant à l'étape {newest}"
    megabytes = f"{copy.stat().st_size / 1e6:.1f}".replace(".", ",")
    return (
        f"« {copy} » est une copie entière d'une base {contents.database} : {megabytes} Mo, étape {contents.revision},"
        f" comptes : {contents.accounts}, réponses : {contents.answers}."
        f"\nCette version de Boussole peut la remettre en place{onwards}."
    )


def _way_back(copy: Path | None) -> str:
    if copy is None:
        return "Pour revenir, reprenez le code d'avant, et votre copie si la base n'est plus lisible."
    place = ", dans une base vide que nomme DATABASE_URL" if copies.is_dump(copy) else ""
    return (
        f"La copie d'avant est « {copy} ». Pour revenir, reprenez le code d'avant, puis lancez"
        f" « python -m portal restore {copy} »{place}."
    )


def _file(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _first_line(error: Exception) -> str:
    told = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return told.splitlines()[0] if told else type(error).__name__
