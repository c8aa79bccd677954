"""The settings of one installation, read once from the environment."""

import fcntl
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from content.strings.late_patterns import LatePattern
from models.ground.environment import BadSetting, OpenId, Terms, is_on, read_settings, setting, written_as
from models.ground.limits import is_of_mail
from models.ground.logs import LogSettings

ENCODER_FOLDER = "encoder/e5-small-1571fc98"
VERSION = "0.1"
WATCH_AGENT = f"Boussole/{VERSION} (veille pour conseillers emploi)"
SECRET_KEY_FILE = "secret_key"
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
SHORTEST_KEY = 32
"""Bytes: of a shorter key HMAC-SHA-256 loses strength (RFC 2104, 3)."""
DRIVERS = {"sqlite", "postgresql+psycopg"}
LAST_PORT = 65535
# A tag or branch of the hub can be moved; the full hash of a commit cannot.
_PINNED_MODEL = LatePattern(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")
_PAIR = LatePattern(r"(?P<host>[\w.:-]+):(?P<port>[0-9]{1,5})")
_BIND = LatePattern(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")

# ------------------------------------------------------------- what reads a variable: ValueError says what it should be


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, value.split(","))))


def _secret_key(value: str) -> str:
    if len(value.encode()) < SHORTEST_KEY:
        raise ValueError(
            "32 octets au moins, ici ou dans « secret_key » de l'instance, comme en donne "
            "« python3 -c 'import secrets; print(secrets.token_hex(32))' » ; l'ancienne va dans SECRET_KEY_FALLBACKS"
        )
    return value


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
        sound = url.drivername in DRIVERS and url.database
    except (ArgumentError, ValueError):
        sound = False
    if not sound:
        raise ValueError("sqlite:///… ou postgresql+psycopg://…")
    return value


def _is_address(value: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _site(expected: str, without_path: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        found = value.rstrip("/")
        if not _is_address(found, "http", "https"):
            raise ValueError(expected)
        if urlsplit(found)[2:] != ("", "", ""):
            raise ValueError(f"sans chemin : {without_path}")
        return found

    return read


def _smtp_url(value: str) -> str:
    if not _is_address(value, "smtp", "smtps"):
        raise ValueError("smtp://[nom:mot-de-passe@]hôte[:port] ou smtps://…")
    return value


def _sender(value: str) -> str:
    found = getaddresses([value])
    if len(found) != 1 or not is_of_mail(found[0][1]):
        raise ValueError("une adresse de courriel, nom@domaine ou Boussole <nom@domaine>")
    return value


def _bind(value: str) -> str:
    found = _BIND.fullmatch(value)
    if found is None or not 0 < int(found["port"]) <= LAST_PORT:
        raise ValueError("où le portail écoute, adresse:port, comme 127.0.0.1:8000")
    return value


def _summariser(value: str) -> str:
    """Return a local folder or a hub model held to one commit: what it writes must not change by itself."""
    if not _PINNED_MODEL.fullmatch(value) and not Path(value).is_dir():
        raise ValueError("un dossier, ou propriétaire/nom@révision (40 chiffres hexadécimaux)")
    return value


def _watch_allow(value: str) -> frozenset[tuple[str, int]]:
    pairs = list(map(_PAIR.fullmatch, _listed(value)))
    if not all(found and 0 < int(found["port"]) <= LAST_PORT for found in pairs):
        raise ValueError("des paires hôte:port séparées par des virgules")
    return frozenset((found["host"], int(found["port"])) for found in pairs if found)


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("un fuseau horaire comme Europe/Brussels") from error


_BASE_URL = _site("l'adresse du portail, http://… ou https://…", "donnez au portail un nom à lui, https://boussole.…")
_PUBLIC_URL = _site("l'adresse publique du portail, https://…", "https://boussole.…")
_SECONDS = written_as(
    r"[0-9]{1,6}(?:\.[0-9]{1,6})?", lambda value: timedelta(seconds=float(value)), "un nombre de secondes"
)
_THREADS = written_as("[1-9][0-9]?", int, "un nombre de 1 à 99")
_PROXIES = written_as("[0-9]", int, "le nombre de mandataires devant le portail, de 0 à 9")


# --------------------------------------------------------------------------------------------------------- the settings


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are reached.

    `watch_allow`: private (host, port) pairs to visit all the same; `watch_pause`: between two visits of one of those.
    """

    instance: Path
    database_url: str = setting(_database_url)
    secret_key: str = setting(_secret_key, is_secret=True)
    base_url: str = setting(_BASE_URL, DEFAULT_ADDRESS)
    public_url: str | None = setting(_PUBLIC_URL, None)
    """Where anybody at all reaches the pages that need no account, if the house offers that: papers lead there."""
    bind: str = setting(_bind, "127.0.0.1:8000")
    """Where the portal listens: host:port."""
    smtp_url: str | None = setting(_smtp_url, None)
    sender: str = setting(_sender, "boussole@localhost")
    watch_allow: frozenset[tuple[str, int]] = setting(_watch_allow, frozenset())
    watch_pause: timedelta = setting(_SECONDS, timedelta(seconds=2))
    watch_agent: str = setting(str, WATCH_AGENT)
    encoder: Path = setting(Path, Path("instance") / ENCODER_FOLDER)
    encoder_threads: int = setting(_THREADS, 1)
    summariser: str | None = setting(_summariser, None)
    """The generative model of an operator who wants one: a folder, or owner/name@commit of the hub."""
    trusted_hosts: tuple[str, ...] = setting(_listed, ())
    """The names by which people may reach the portal; any, when there is none."""
    trusted_proxies: int = setting(_PROXIES, 0)
    """How many proxies stand before the portal, each of which says for whom it asks."""
    timezone: str = setting(_timezone, "Europe/Brussels")
    demonstration: bool = setting(is_on, False)
    """Whether the people and answers of this installation are invented."""
    terms: Terms = Terms()
    logs: LogSettings = LogSettings()
    metrics_bind: str | None = setting(_bind, None)
    """Where Prometheus may ask, if anywhere: by its port the portal knows that it is asked for them."""
    secret_key_fallbacks: tuple[str, ...] = setting(_listed, ())
    """Former keys, short ones too: what they signed or sealed is still ours; nothing new is."""
    administrators_second_factor: bool = setting(is_on, False)
    """Whether administrators reach their pages with a second factor only."""
    openid: OpenId | None = None
    """The provider that says who somebody is, if the house has one."""

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """Return all keys, the oldest first and the present one last, as itsdangerous takes them."""
        return (*reversed(self.secret_key_fallbacks), self.secret_key)

    @property
    def sqlite_file(self) -> Path | None:
        """The file of the database; None where it is PostgreSQL's."""
        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read what the environment sets; docs/deploying.md lists the variables. An empty one counts as unset.

        Writes nothing. Without SECRET_KEY and without the file that `prepare_instance` makes, the key lives as long
        as the process. Raises BadSetting.
        """
        given = {name: value for name, value in environ.items() if value}
        instance = Path(given.get("INSTANCE", "instance")).resolve()
        base_url = urlsplit(read_settings(cls, {"BASE_URL": given.get("BASE_URL", DEFAULT_ADDRESS)})["base_url"])
        unless_given = {
            "DATABASE_URL": f"sqlite:///{instance / 'boussole.sqlite3'}",
            "SECRET_KEY": given.get("SECRET_KEY") or kept_key(instance) or secrets.token_hex(32),
            "BIND": f"127.0.0.1:{base_url.port or 8000}",
            "SENDER": f"boussole@{base_url.hostname}",
            "ENCODER": str(instance / ENCODER_FOLDER),
        }
        found = cls(
            instance,
            terms=Terms.from_environment(given),
            logs=LogSettings(**read_settings(LogSettings, given)),
            openid=OpenId.from_environment(given),
            **read_settings(cls, unless_given | given),
        )
        if found.metrics_bind and found.metrics_bind.rpartition(":")[2] == found.bind.rpartition(":")[2]:
            raise BadSetting("METRICS_BIND", found.metrics_bind, "un autre port que celui du portail")
        return found


def prepare_instance(instance: Path) -> None:
    """Make the instance folder, readable by its owner alone, with a secret key of its own."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    # It may have been there before, with what others could read.
    instance.chmod(0o700)
    for file in instance.iterdir():
        if file.is_file() and not file.is_symlink():
            with suppress(FileNotFoundError):  # what another process had for a moment
                file.chmod(0o600)
    if not kept_key(instance):
        _make_key(instance / SECRET_KEY_FILE)


def _make_key(file: Path) -> None:
    # The mode comes before the content: at no moment can others read the key. Of two who make it at once, one waits.
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as key:
        fcntl.flock(key, fcntl.LOCK_EX)
        if not key.read().strip():
            key.write(secrets.token_hex(32))


def kept_key(instance: Path) -> str:
    """Return the secret key of an instance; empty before it has one."""
    path = instance / SECRET_KEY_FILE
    return path.read_text("ascii").strip() if path.exists() else ""
