"""The settings of one installation, read once from the environment."""

import fcntl
import os
import re
import secrets
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from content.patterns import LatePattern
from models.ground.addresses import is_of_mail
from models.ground.logs import FORMATS, LEVELS, LogSettings
from models.ground.openid import OpenId
from models.ground.terms import Terms

ENCODER_FOLDER = "encoder/e5-small-1571fc98"
VERSION = "0.1"
WATCH_AGENT = f"Boussole/{VERSION} (veille pour conseillers emploi)"
SECRET_KEY_FILE = "secret_key"
SHORTEST_KEY = 32
"""Bytes: of a shorter key HMAC-SHA-256 loses strength (RFC 2104, 3)."""
DRIVERS = {"sqlite", "postgresql+psycopg"}
LAST_PORT = 65535
# A refused address is printed: what stands before its « @ » may be a password.
_CREDENTIALS = LatePattern("//.*@")
# A tag or branch of the hub can be moved; the full hash of a commit cannot.
_PINNED_MODEL = LatePattern(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")
_SECONDS = LatePattern(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_THREADS = LatePattern("[1-9][0-9]?")
_PAIR = LatePattern(r"(?P<host>[\w.:-]+):(?P<port>[0-9]{1,5})")
_BIND = LatePattern(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})")


class BadSetting(ValueError):
    """A variable of the environment that cannot be used: which one, and what it should be."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={_CREDENTIALS.sub('//…@', value)!r} : {expected}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are reached.

    `watch_allow`: private (host, port) pairs to visit all the same; `watch_pause`: between two visits of one of those.
    """

    instance: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    public_url: str | None = None
    """Where anybody at all reaches the pages that need no account, if the house offers that: papers lead there."""
    bind: str = "127.0.0.1:8000"
    """Where the portal listens: host:port."""
    smtp_url: str | None = None
    sender: str = "boussole@localhost"
    watch_allow: frozenset[tuple[str, int]] = frozenset()
    watch_pause: timedelta = timedelta(seconds=2)
    watch_agent: str = WATCH_AGENT
    encoder: Path = Path("instance") / ENCODER_FOLDER
    encoder_threads: int = 1
    summariser: str | None = None
    """The generative model of an operator who wants one: a folder, or owner/name@commit of the hub."""
    trusted_hosts: tuple[str, ...] = ()
    """The names by which people may reach the portal; any, when there is none."""
    trusted_proxies: int = 0
    """How many proxies stand before the portal, each of which says for whom it asks."""
    timezone: str = "Europe/Brussels"
    demonstration: bool = False
    """Whether the people and answers of this installation are invented."""
    terms: Terms = Terms()
    logs: LogSettings = LogSettings()
    metrics_bind: str | None = None
    """Where Prometheus may ask, if anywhere."""
    secret_key_fallbacks: tuple[str, ...] = ()
    """Former keys, short ones too: what they signed or sealed is still ours; nothing new is."""
    administrators_second_factor: bool = False
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
        base_url = given.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        _expect_address("BASE_URL", base_url, {"http", "https"}, "l'adresse du portail, http://… ou https://…")
        if urlsplit(base_url)[2:] != ("", "", ""):
            raise BadSetting("BASE_URL", base_url, "sans chemin : donnez au portail un nom à lui, https://boussole.…")
        bind = _bind("BIND", given.get("BIND", f"127.0.0.1:{urlsplit(base_url).port or 8000}"))
        return cls(
            instance=instance,
            database_url=_database_url(given.get("DATABASE_URL", f"sqlite:///{instance / 'boussole.sqlite3'}")),
            secret_key=_secret_key(given.get("SECRET_KEY") or kept_key(instance) or secrets.token_hex(32)),
            base_url=base_url,
            public_url=_public_url(given.get("PUBLIC_URL")),
            bind=bind,
            smtp_url=_smtp_url(given.get("SMTP_URL")),
            sender=_sender(given.get("SENDER", f"boussole@{urlsplit(base_url).hostname}")),
            watch_allow=_watch_allow(given.get("WATCH_ALLOW", "")),
            watch_pause=_seconds("WATCH_PAUSE", given.get("WATCH_PAUSE", "2")),
            watch_agent=given.get("WATCH_AGENT", WATCH_AGENT),
            encoder=Path(given.get("ENCODER", instance / ENCODER_FOLDER)),
            encoder_threads=_threads("ENCODER_THREADS", given.get("ENCODER_THREADS", "1")),
            summariser=_summariser(given.get("SUMMARISER")),
            secret_key_fallbacks=_listed(given.get("SECRET_KEY_FALLBACKS", "")),
            administrators_second_factor=given.get("ADMINISTRATORS_SECOND_FACTOR") == "1",
            openid=_openid(given),
            trusted_hosts=_listed(given.get("TRUSTED_HOSTS", "")),
            trusted_proxies=_proxies(given.get("TRUSTED_PROXIES", "0")),
            demonstration=given.get("DEMONSTRATION") == "1",
            timezone=_timezone(given.get("TIMEZONE", "Europe/Brussels")),
            terms=_terms(given),
            logs=_logs(given),
            metrics_bind=_metrics_bind(given.get("METRICS_BIND"), bind),
        )


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


def _secret_key(value: str) -> str:
    """Return a key that is long enough; one that is refused is not printed."""
    if len(value.encode()) < SHORTEST_KEY:
        expected = (
            "32 octets au moins, ici ou dans « secret_key » de l'instance, comme en donne "
            "« python3 -c 'import secrets; print(secrets.token_hex(32))' » ; l'ancienne va dans SECRET_KEY_FALLBACKS"
        )
        raise BadSetting("SECRET_KEY", "…", expected)
    return value


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, value.split(","))))


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
        sound = url.drivername in DRIVERS and url.database
    except (ArgumentError, ValueError):
        sound = False
    if not sound:
        raise BadSetting("DATABASE_URL", value, "sqlite:///… ou postgresql+psycopg://…")
    return value


def _smtp_url(value: str | None) -> str | None:
    if value:
        _expect_address("SMTP_URL", value, {"smtp", "smtps"}, "smtp://[nom:mot-de-passe@]hôte[:port] ou smtps://…")
    return value


def _sender(value: str) -> str:
    found = getaddresses([value])
    if len(found) != 1 or not is_of_mail(found[0][1]):
        raise BadSetting("SENDER", value, "une adresse de courriel, nom@domaine ou Boussole <nom@domaine>")
    return value


def _expect_address(name: str, value: str, schemes: Set[str], expected: str) -> None:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in schemes and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise BadSetting(name, value, expected)


def _public_url(value: str | None) -> str | None:
    if value is None:
        return None
    found = value.rstrip("/")
    _expect_address("PUBLIC_URL", found, {"http", "https"}, "l'adresse publique du portail, https://…")
    if urlsplit(found)[2:] != ("", "", ""):
        raise BadSetting("PUBLIC_URL", value, "sans chemin : https://boussole.…")
    return found


def _bind(name: str, value: str) -> str:
    found = _BIND.fullmatch(value)
    if found is None or not 0 < int(found["port"]) <= LAST_PORT:
        raise BadSetting(name, value, "où le portail écoute, adresse:port, comme 127.0.0.1:8000")
    return value


def _metrics_bind(value: str | None, bind: str) -> str | None:
    """Return where the metrics are told: by its port the portal knows that it is asked for them."""
    if value and _bind("METRICS_BIND", value).rpartition(":")[2] == bind.rpartition(":")[2]:
        raise BadSetting("METRICS_BIND", value, "un autre port que celui du portail")
    return value


def _summariser(value: str | None) -> str | None:
    """Return a local folder or a hub model held to one commit: what it writes must not change by itself."""
    if value and not _PINNED_MODEL.fullmatch(value) and not Path(value).is_dir():
        raise BadSetting("SUMMARISER", value, "un dossier, ou propriétaire/nom@révision (40 chiffres hexadécimaux)")
    return value


def _watch_allow(value: str) -> frozenset[tuple[str, int]]:
    pairs = set()
    for pair in filter(None, (part.strip() for part in value.split(","))):
        found = _PAIR.fullmatch(pair)
        if found is None or not 0 < int(found["port"]) <= LAST_PORT:
            raise BadSetting("WATCH_ALLOW", value, "des paires hôte:port séparées par des virgules")
        pairs.add((found["host"], int(found["port"])))
    return frozenset(pairs)


def _proxies(value: str) -> int:
    if not re.fullmatch("[0-9]", value):
        raise BadSetting("TRUSTED_PROXIES", value, "le nombre de mandataires devant le portail, de 0 à 9")
    return int(value)


def _seconds(name: str, value: str) -> timedelta:
    if not _SECONDS.fullmatch(value):
        raise BadSetting(name, value, "un nombre de secondes")
    return timedelta(seconds=float(value))


def _threads(name: str, value: str) -> int:
    if not _THREADS.fullmatch(value):
        raise BadSetting(name, value, "un nombre de 1 à 99")
    return int(value)


def _terms(given: Mapping[str, str]) -> Terms:
    try:
        return Terms.from_environment(given)
    except ValueError as error:
        name = str(error)
        raise BadSetting(name, given[name], "un nombre de jours, de 1 à 9999") from error


def _logs(given: Mapping[str, str]) -> LogSettings:
    try:
        return LogSettings.from_environment(given)
    except ValueError as error:
        name = str(error)
        allowed = {"LOG_LEVEL": LEVELS, "LOG_FORMAT": FORMATS}[name]
        raise BadSetting(name, given[name], ", ".join(allowed)) from error


def _openid(given: Mapping[str, str]) -> OpenId | None:
    try:
        return OpenId.from_environment(given)
    except ValueError as error:
        name = str(error)
        expected = "OIDC_ISSUER, une adresse https://…, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET et OIDC_NAME vont ensemble"
        raise BadSetting(name, given.get(name, ""), expected) from error


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting("TIMEZONE", value, "un fuseau horaire comme Europe/Brussels") from error
