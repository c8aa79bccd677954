"""Slow-down of guessing: who fails waits, at most a minute, and nobody can keep another one out.

A device on which somebody has signed in before waits for its own failures alone; a network for how many accounts it
tries. Only keyed hashes are kept. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies"
(https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.orm import Session

from models.tables.people import SignInAttempt

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
FREE, FREE_ACCOUNTS = 5, 20
"""Failures for one account, and accounts tried from one network, before anybody has to wait."""
LONGEST_WAIT = 60
"""Seconds."""


class TooManyAttempts(Exception):
    """Too many failures: wait that many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Attempt(NamedTuple):
    """Who tries, as keyed hashes: for which address, from which network, on which known device, if on one."""

    email: str
    network: str
    device: str | None = None


def attempt(secret_key: str, email: str, address: str, device: str | None) -> Attempt:
    """Return an attempt under names that say nothing to whoever has no key."""

    def keyed(value: str) -> str:
        # Keyed: a bare hash of an address is found by trying addresses.
        return hmac.new(secret_key.encode(), value.encode(), hashlib.sha256).hexdigest()

    return Attempt(keyed(f"email:{email}"), keyed(f"network:{_network(address)}"), device and keyed(f"device:{device}"))


def begin(db: Session, tried: Attempt, at: datetime) -> int:
    """Count an attempt as failed before its password is looked at; returns its number, by which it is taken back.

    To be committed first: of many guesses at once, each would else find the same few failures and be let through.
    Raises TooManyAttempts for whoever has to wait, the same for addresses that have no account.
    """
    # Writers stand in line on SQLite; on PostgreSQL those do that try to sign in, for as long as it takes to count.
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(hashtext('sign_in_attempt'))"))
    check(db, tried, at)
    forget_old(db, at)
    row = SignInAttempt(email=tried.email, network=tried.network, device=tried.device, at=at)
    db.add(row)
    db.flush()
    return row.id


def take_back(db: Session, number: int) -> None:
    """Forget an attempt that was none of a stranger's: its password was right."""
    db.execute(delete(SignInAttempt).where(SignInAttempt.id == number))


def check(db: Session, tried: Attempt, at: datetime) -> None:
    """Raise TooManyAttempts for whoever has to wait."""
    # What strangers fail at does not slow a device that is known, nor the other way round.
    on_it = SignInAttempt.device == tried.device if tried.device else SignInAttempt.device.is_(None)
    waits = [_left(db, (SignInAttempt.email == tried.email) & on_it, func.count(), FREE, at)]
    if tried.device is None:
        of_network = SignInAttempt.network == tried.network
        waits.append(_left(db, of_network, func.count(SignInAttempt.email.distinct()), FREE_ACCOUNTS, at))
    if (longest := max(waits)) > 0:
        raise TooManyAttempts(longest)


def forget_old(db: Session, at: datetime) -> None:
    """Forget the failures of yesterday."""
    db.execute(delete(SignInAttempt).where(SignInAttempt.at < at - KEPT))


def _left(db: Session, which: ColumnElement[bool], counted: ColumnElement[int], free: int, at: datetime) -> int:
    """Return the seconds that are still to be waited: twice as many after each failure."""
    recent = select(counted, func.max(SignInAttempt.at)).where(which, SignInAttempt.at > at - WINDOW)
    times, last = db.execute(recent).one()
    if times < free:
        return 0
    wait: int = min(LONGEST_WAIT, 2 ** min(times - free, 6))
    return max(0, wait - int((at - last).total_seconds()))


def _network(address: str) -> str:
    """Return the network of an address: itself, or the /64 that one customer has of IPv6 (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)
