"""The verbs that keep an installation: copies made and put back, upgrades, the state, the audit log followed."""

import argparse
import re
from datetime import datetime
from pathlib import Path

from content.errors import Undone
from models.ground import audit_chain, backups, copies, dumps, processes, schema
from models.ground.audit_chain import BreakKind, BrokenChain, ChainEnd
from models.ground.backups import BackupFailed
from models.ground.copies import CopyRefused
from models.ground.schema import CopyBeforeFailed, DatabaseTooNew, DatabaseTooOld, MigrationFailed
from models.ground.settings import Settings, prepare_instance
from models.ground.store import Store
from models.people import erasing, restoring
from portal.site import doctor, setup

VERBS = frozenset({"backup", "verify", "restore", "erasures", "upgrade", "doctor"})
UNDONE = (
    *(BackupFailed, CopyBeforeFailed, MigrationFailed, processes.DatabaseOpen),
    *(CopyRefused, erasing.LedgerRefused, dumps.ToolMissing, dumps.ToolFailed),
)
"""What keeps one of them from being done."""
KEY_APART = (
    "La clé secrète n'est pas dans la copie : gardez-la à part (SECRET_KEY, ou « secret_key » de l'instance), et le"
    " registre « erased » de l'instance à côté des copies."
)
KEY_NEEDED = (
    "La clé secrète n'est pas dans la copie : celle de l'instance sert. Si ce n'est plus celle d'alors, nommez"
    " l'ancienne dans SECRET_KEY_FALLBACKS, sans quoi les seconds facteurs ne s'ouvrent plus."
)


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Let the command line know these verbs."""
    for verb in ("backup", "doctor"):
        verbs.add_parser(verb)
    verbs.add_parser("verify").add_argument("file", type=Path)
    verbs.add_parser("upgrade").add_argument("--without-copy", action="store_true")
    to_restore, to_erase = verbs.add_parser("restore"), verbs.add_parser("erasures")
    to_restore.add_argument("file", type=Path)
    for one in (to_restore, to_erase):
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
            told = str(getattr(error.error, "orig", error.error)) or type(error.error).__name__
            return f"La mise à jour de la base s'est arrêtée : {told.splitlines()[0]}.\n{_way_back(error.copy)}"
        case processes.DatabaseOpen():
            return "Boussole tourne : arrêtez le portail et le travailleur, puis recommencez."
        case erasing.LedgerRefused():
            return (
                f"Rien n'est remis en place : {error}. Des personnes effacées reviendraient ; si vous le voulez malgré"
                " tout, ajoutez --without-ledger."
            )
        case _:
            return f"Rien n'est remis en place : {error}."


def do(arguments: argparse.Namespace, at: datetime) -> tuple[str, bool]:
    """Do one of VERBS; return what to tell, and whether all is well.

    Raises one of UNDONE, Undone, BadSetting, DatabaseTooOld, DatabaseTooNew, OSError, sqlalchemy's DatabaseError.
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
            if (database := settings.sqlite_file) and database.exists():
                with processes.database_alone(database):
                    pass
            return setup.upgraded(schema.upgrade_with_copy(settings, at, without_copy=arguments.without_copy))
        case "erasures":
            return repeat_erasures(settings, at, without_ledger=arguments.without_ledger)
        case _:
            try:
                return restore(settings, arguments.file, at, without_ledger=arguments.without_ledger)
            except KeyboardInterrupt as stopped:
                raise Undone("Rien n'est remis en place : arrêté en chemin, tout est comme avant.") from stopped


def backed_up(settings: Settings, at: datetime) -> str:
    """Make a copy, and look at it as `verify` does; return what to tell. Raises BackupFailed, Undone."""
    if (database := settings.sqlite_file) and not database.exists():
        raise Undone(f"Cette copie ne peut pas servir : « {database} » manque, il n'y a rien à copier.")
    copy = backups.make_now(settings.database_url, settings.instance, at, settings.terms.copies)
    return f"Copie faite.\n{verified(copy)}\n{KEY_APART}"


def verified(copy: Path) -> str:
    """Look at a copy; return what is in it, and whether this version can restore it. Raises Undone."""
    try:
        contents = copies.look(copy)
        schema.refuse_unknown(contents.revision)
    except (CopyRefused, DatabaseTooOld, DatabaseTooNew, dumps.ToolMissing, OSError) as error:
        raise Undone(f"Cette copie ne peut pas servir : {error}.") from error
    newest = schema.newest_revision()
    onwards = "" if contents.revision == newest else f", en la menant à l'étape {newest}"
    megabytes = f"{copy.stat().st_size / 1e6:.1f}".replace(".", ",")
    return (
        f"« {copy} » est une copie entière d'une base {contents.database} : {megabytes} Mo, étape {contents.revision},"
        f" comptes : {contents.accounts}, réponses : {contents.answers}."
        f"\nCette version de Boussole peut la remettre en place{onwards}."
    )


def restore(settings: Settings, copy: Path, at: datetime, *, without_ledger: bool) -> str:
    """Put a copy in the place of the database; return what to tell. Raises one of UNDONE."""
    done = restoring.restore(settings, copy, at, without_ledger=without_ledger)
    aside = [f"La base d'avant est gardée dans « {done.aside} »."] if done.aside else []
    said = [f"« {copy} » est en place.", *aside, *_erased(settings, done.erased, done.administered, at)]
    return "\n".join((*said, KEY_NEEDED))


def repeat_erasures(settings: Settings, at: datetime, *, without_ledger: bool) -> str:
    """Repeat the erasures on a database that was put back by other means; return what to tell. Raises LedgerRefused."""
    return "\n".join(_erased(settings, *restoring.repeat_erasures(settings, at, without_ledger=without_ledger), at))


def _erased(settings: Settings, erased: int, administered: bool, at: datetime) -> list[str]:
    said = [f"Effacements refaits : {erased}. Toutes les sessions sont terminées."]
    if not administered:
        store = Store(settings.database_url)
        with store.writing() as db:
            said.append(setup.administrator_again(db, settings, at))
        store.dispose()
    return said


def _way_back(copy: Path | None) -> str:
    if copy is None:
        return "Pour revenir, reprenez le code d'avant, et votre copie si la base n'est plus lisible."
    place = ", dans une base vide que nomme DATABASE_URL" if copies.is_dump(copy) else ""
    return (
        f"La copie d'avant est « {copy} ». Pour revenir, reprenez le code d'avant, puis lancez"
        f" « python -m portal restore {copy} »{place}."
    )


# ----------------------------------------------------------------------------------- what `python -m portal audit` does


BREAKS = {
    BreakKind.CHECKPOINT: "l'empreinte qui remplace ce qui est venu avant n'est pas signée par la clé de cette maison",
    BreakKind.MISSING: "elle n'est plus à sa place",
    BreakKind.CHANGED: "elle n'est pas ce qui a été noté",
    BreakKind.PERSON: "elle nomme quelqu'un d'autre que ce qui a été noté",
    BreakKind.END: "la fin n'est plus celle de la chaîne : des entrées manquent, ou ont été ajoutées",
}
WRITTEN_DOWN = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
"""An end as the command prints it, for the one who writes it down."""


def read_end(written: str) -> ChainEnd:
    """Read an end that was written down; raises ValueError."""
    if not (found := WRITTEN_DOWN.fullmatch(written)):
        raise ValueError(written)
    return ChainEnd(int(found[1]), found[2])


def audited(settings: Settings, noted: ChainEnd | None) -> str:
    """Return what to tell of a log that holds, and of an end that somebody has written down; raises Undone."""
    with Store(settings.database_url).reading() as db:
        try:
            end = audit_chain.verify(db, settings.secret_keys)
        except BrokenChain as broken:
            raise Undone(f"Le journal est rompu à l'entrée {broken.place} : {BREAKS[broken.kind]}.") from broken
        first, passes = audit_chain.first_day(db), audit_chain.passes(db, noted) if noted else None
    if noted and passes is False:
        raise Undone(f"Le journal se tient, mais n'est plus celui qui passait par {noted.place}:{noted.link}.")
    since = f"depuis le {first}" if first else "et aucune n'est plus là"
    told = f"Le journal se tient : {end.place} entrées en tout, {since}.\nÀ noter ailleurs : {end.place}:{end.link}"
    if noted and passes is None:
        return f"{told}\nL'empreinte donnée est d'avant le terme : elle ne peut plus être comparée."
    return f"{told}\nIl passe par l'empreinte donnée." if noted else told
