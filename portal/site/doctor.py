"""`python -m portal doctor`: one line for each part of an installation, right or to be mended; nothing is changed."""

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import watchers
from models.ground import backups, copies, dumps, schema, sizes
from models.ground.copies import CopyRefused
from models.ground.environment import BadSetting
from models.ground.settings import SECRET_KEY_FILE, Settings, kept_key
from models.ground.sizes import QUEUE_FILE
from models.ground.store import Store
from models.ground.words import words
from models.language.prepare import is_prepared
from models.people.messages import IN_WORDS, OUTBOX
from models.site import alarms, installation_state
from models.site.installation_state import CROWD, Work

SAID = {"step", "unseen", "queue", "crowd", "disk", "backup", "failed"}
"""What « État » raises and a line of its own tells here."""
OTHERS = stat.S_IRWXG | stat.S_IRWXO
Found = tuple[bool, str]
"""Whether a part is right, and the sentence that says so, or what to mend."""


class Diagnosis(NamedTuple):
    """What was found of one part, in a sentence."""

    well: bool
    sentence: str

    def __str__(self) -> str:
        """Return its line."""
        return f"{'✓' if self.well else '✗'} {self.sentence}"


def examine(at: datetime) -> Sequence[Diagnosis]:
    """Look at the installation that the environment names, without changing anything."""
    try:
        settings = Settings.from_environment()
    except BadSetting as error:
        return [Diagnosis(False, f"Réglage à corriger : {error}.")]
    found = [Diagnosis(True, f"Réglages : lus ; le portail est à l'adresse {settings.base_url}.")]
    for part in (_folder, _key, _encoder, _disk, _copy, _mail_server, _database):
        try:
            found.extend(Diagnosis(*one) for one in part(settings, at))
        except OSError as error:
            found.append(Diagnosis(False, f"Illisible : {error}."))
    return found


def _folder(settings: Settings, _: datetime) -> Iterator[Found]:
    instance = settings.instance
    if not instance.is_dir():
        yield False, f"Instance : « {instance} » manque ; « python -m portal setup » la crée."
        return
    files = [instance, *(path for path in instance.iterdir() if path.is_file())]
    open_to_others = [path.name for path in files if path.stat().st_mode & OTHERS]
    if open_to_others:
        yield False, f"Instance : d'autres peuvent lire {', '.join(open_to_others)} ; « chmod -R go= {instance} »."
    elif not os.access(instance, os.W_OK | os.X_OK):
        yield False, f"Instance : on ne peut pas écrire dans « {instance} »."
    else:
        yield True, f"Instance : « {instance} », lisible par son seul propriétaire."


def _key(settings: Settings, _: datetime) -> Iterator[Found]:
    if os.environ.get("SECRET_KEY"):
        yield True, "Clé secrète : donnée par SECRET_KEY."
    elif kept_key(settings.instance):
        yield True, f"Clé secrète : dans « {settings.instance / SECRET_KEY_FILE} » ; aucune copie ne la contient."
    else:
        yield False, "Clé secrète : elle manque ; remettez la vôtre, ou « python -m portal setup » en fait une."


def _encoder(settings: Settings, _: datetime) -> Iterator[Found]:
    if is_prepared(settings.encoder):
        yield True, "Encodeur de phrases : prêt."
    else:
        yield False, f"Encodeur de phrases : absent de « {settings.encoder} » ; « python -m portal setup »."


def _disk(settings: Settings, _: datetime) -> Iterator[Found]:
    file = settings.sqlite_file
    needed = sizes.room_needed(file.stat().st_size if file and file.exists() else 0)
    place = next(path for path in (settings.instance, *settings.instance.parents) if path.exists())
    free = shutil.disk_usage(place).free
    yield free >= needed, f"Disque de l'instance : {_gigabytes(free)} libres, {_gigabytes(needed)} nécessaires."


def _copy(settings: Settings, at: datetime) -> Iterator[Found]:
    made_at = backups.newest(settings.instance)
    if made_at is None and settings.sqlite_file is None:
        yield True, "Copies : aucune ici ; celles de PostgreSQL sont les vôtres, ou « python -m portal backup »."
        return
    if made_at is None:
        yield False, "Copies : aucune ; « python -m portal backup », et le travailleur en fait une chaque nuit."
        return
    late = at - made_at > backups.MISSED
    yield not late, f"Copies : la dernière date d'il y a {_age(at - made_at)}."


def _mail_server(settings: Settings, _: datetime) -> Iterator[Found]:
    """Ask the mail server whether it would take a mail; where there is none, nothing is said here."""
    if settings.smtp_url:
        refused = watchers.mail_refusal(settings)
        why = f"{IN_WORDS[refused.reason]} ({refused.detail})" if refused else "le serveur de courrier répond."
        yield refused is None, f"SMTP_URL : {why}"


def _dumping(server: int) -> Found:
    """Look whether a server of a major version can be copied."""
    try:
        version = dumps.version("pg_dump")
    except (dumps.ToolMissing, dumps.ToolFailed) as error:
        return False, f"Outil de copie : {error}."
    needed = f", trop ancien : le serveur demande {server}" if version < server else ""
    return version >= server, f"Outil de copie : pg_dump {version}{needed}."


def _database(settings: Settings, at: datetime) -> Iterator[Found]:
    """Look at the database, and at what only it knows: mails, the queue, the worker."""
    file = settings.sqlite_file
    if file and not file.exists():
        yield False, f"Base de données : « {file} » manque ; « python -m portal setup » la crée."
        return
    if file:
        try:
            copies.look(file)
        except CopyRefused as error:
            yield False, f"Base de données : {error} ; remettez une copie (« python -m portal restore »)."
            return
    store = Store(settings.database_url)
    try:
        yield from _answering(store, settings, at)
    except SQLAlchemyError as error:
        told = str(getattr(error, "orig", None) or error).splitlines()[0]
        yield False, f"Base de données : elle ne répond pas ({told})."
    finally:
        store.dispose()


def _answering(store: Store, settings: Settings, at: datetime) -> Iterator[Found]:
    stands_at, newest = schema.stands_at(settings.database_url), schema.newest_revision()
    with store.reading() as db:
        db.execute(text("SELECT 1"))
        dialect = db.get_bind().dialect
        numbers = dialect.server_version_info or ()
        version = ".".join(map(str, numbers))
        kind = copies.Database.POSTGRESQL if dialect.name == "postgresql" else copies.Database.SQLITE
        named = f"Base de données : {kind} {version}, étape {stands_at or 'aucune'}"
        yield stands_at == newest, f"{named}{_way_on(stands_at, newest)}."
        if kind is copies.Database.POSTGRESQL:
            yield _dumping(int(numbers[0]))
        if stands_at == newest:
            found = installation_state.look(db, settings, at)
            if found.running:
                yield from _working(found.running, settings, at)
            yield _queue(db, settings)
            # The rest of what « État » says, in its words.
            rest = (one for one in alarms.raised(found, words("fr")) if not one.signs & SAID)
            yield from ((False, f"{one.sentence} {one.remedy}") for one in rest)


def _way_on(stands_at: str | None, newest: str) -> str:
    if stands_at == newest:
        return ""
    if stands_at is None:
        return " ; « python -m portal setup » la remplit"
    try:
        schema.refuse_unknown(stands_at)
    except (schema.DatabaseTooOld, schema.DatabaseTooNew) as error:
        return f" ; {error}"
    return f" au lieu de {newest} ; « python -m portal upgrade »"


def _working(running: Work, settings: Settings, at: datetime) -> Iterator[Found]:
    if running.seen_at is None:
        yield False, "Travailleur : jamais vu ; lancez « python -m watchers work »."
    else:
        restart = " ; redémarrez-le, « python -m watchers work »" if running.unseen else ""
        yield not running.unseen, f"Travailleur : vu il y a {_age(at - running.seen_at)}{restart}."
    outbox = settings.instance / OUTBOX
    kept = len(list(outbox.iterdir())) if outbox.is_dir() else 0
    way = "un serveur de courrier" if settings.smtp_url else f"le dossier « {outbox} » (SMTP_URL manque)"
    wrong = running.failed or running.uncertain
    told = " ; des envois des sept derniers jours ont échoué, voyez la page « Envois »" if wrong else ""
    yield not wrong, f"Courriels : ils vont vers {way} ; {kept} déposés dans l'instance{told}."


def _queue(db: Session, settings: Settings) -> Found:
    """Look at what rings for the worker: losing it costs a minute."""
    waiting = sizes.of_queue(db, settings.instance)
    if waiting is None:
        where = settings.instance / QUEUE_FILE
        return False, f"File d'attente : illisible ; arrêtez tout et supprimez « {where} », rien ne s'y perd."
    return waiting < CROWD, f"File d'attente : {waiting} appels."


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} Go".replace(".", ",")


def _age(time: timedelta) -> str:
    minutes = max(int(time.total_seconds() // 60), 0)
    days, hours = minutes // (24 * 60), minutes // 60
    return f"{days} j" if days else f"{hours} h" if hours else f"{minutes} min"
