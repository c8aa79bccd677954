"""The settings of one installation, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ENCODER_FOLDER = "encoder/e5-small-1571fc98"
WATCH_AGENT = "Boussole/0.1 (veille pour conseillers emploi)"


class BadSetting(ValueError):
    """A variable of the environment that cannot be used: which one, and what it should be."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={value!r} : {expected}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are reached; `watch_allow`: private (host, port) pairs to visit all the same."""

    instance: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str | None = None
    sender: str = "boussole@localhost"
    watch_allow: frozenset[tuple[str, int]] = frozenset()
    watch_agent: str = WATCH_AGENT
    encoder: Path = Path("instance") / ENCODER_FOLDER
    timezone: str = "Europe/Brussels"
    demonstration: bool = False
    """Whether the people and answers of this installation are invented."""

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read what the environment sets; README lists the variables.

        Writes nothing. Without SECRET_KEY and without the file that `prepare_instance` makes, the key lives as long
        as the process. Raises BadSetting.
        """
        instance = Path(environ.get("INSTANCE", "instance")).resolve()
        base_url = _web_address(environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/"))
        return cls(
            instance=instance,
            database_url=_database_url(environ.get("DATABASE_URL", ""), instance),
            secret_key=environ.get("SECRET_KEY") or _secret_key(instance),
            base_url=base_url,
            smtp_url=_smtp_url(environ.get("SMTP_URL", "")),
            sender=environ.get("SENDER", f"boussole@{urlsplit(base_url).hostname}"),
            watch_allow=_watch_allow(environ.get("WATCH_ALLOW", "")),
            watch_agent=environ.get("WATCH_AGENT", WATCH_AGENT),
            encoder=Path(environ.get("ENCODER", instance / ENCODER_FOLDER)),
            demonstration=environ.get("DEMONSTRATION", "") == "1",
            timezone=_timezone(environ.get("TIMEZONE", "Europe/Brussels")),
        )


def prepare_instance(instance: Path) -> None:
    """Make the instance folder, readable by its owner alone, with a secret key of its own."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = instance / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), "ascii")


def _secret_key(instance: Path) -> str:
    path = instance / "secret_key"
    return path.read_text("ascii").strip() if path.exists() else secrets.token_hex(32)


def _database_url(value: str, instance: Path) -> str:
    url = value or f"sqlite:///{instance / 'boussole.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("DATABASE_URL", value, "sqlite:///… ou postgresql+psycopg://…")
    return url


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting("BASE_URL", value, "l'adresse du portail, http://… ou https://…")
    return value


def _smtp_url(value: str) -> str | None:
    if value and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
        raise BadSetting("SMTP_URL", value, "smtp://[nom:mot-de-passe@]hôte[:port] ou smtps://…")
    return value or None


def _watch_allow(value: str) -> frozenset[tuple[str, int]]:
    pairs = set()
    for pair in filter(None, (part.strip() for part in value.split(","))):
        host, _, port = pair.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()):
            raise BadSetting("WATCH_ALLOW", value, "des paires hôte:port séparées par des virgules")
        pairs.add((host, int(port)))
    return frozenset(pairs)


def _timezone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting("TIMEZONE", value, "un fuseau horaire comme Europe/Brussels") from error
