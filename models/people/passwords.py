"""Passwords: what may be one, how it is kept, the one-time reset, and the slow-down of guessing."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ColumnElement, delete, func, select, text, update
from sqlalchemy.orm import Session

from content.errors import N_, Gone, Refused
from content.strings.words import findable, fold, written_words
from models.ground.signing import new_token, token_hash
from models.tables.people import Account, PasswordReset, SignInAttempt

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# Length, and no rules on signs: NIST SP 800-63B, 3.1.1.2.
SHORTEST = 12
RESET_LASTS = timedelta(hours=1)
STRONG = 3
"""More than a hundred million guesses: https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler"""
TEMPORARY_BYTES = 12
"""96 bits, in sixteen signs that can be typed from paper."""
MEASURED = 72
# zxcvbn knows the thirty thousand passwords that are seen most; these are what people here type beside them.
COMMON = Path(__file__).with_name("common_passwords.txt")
_LOOKS_LIKE = str.maketrans("01345@$", "oieasas")


class NoSuchReset(Gone):
    """The link has served, has had its time, or was never ours."""

    what = N_("Ce lien a servi, ou son heure est passée.")
    then = N_("Demandez-en un autre depuis la page d'entrée ; votre mot de passe n'a pas changé.")


def set_password(account: Account, password: str) -> None:
    """Keep the hash of a password; raises Refused."""
    check(account, password)
    if account.password_temporary and account.password_hash and verified(account.password_hash, password):
        raise Refused(
            N_("C'est le mot de passe que vous avez reçu, que quelqu'un d'autre a pu lire : choisissez le vôtre."),
            "password",
        )
    account.password_hash, account.password_temporary = hashed(password), False


def check(account: Account, password: str) -> None:
    """Raise Refused for what others would guess."""
    if len(password) < SHORTEST:
        raise Refused(N_("Choisissez au moins %(least)s caractères."), "password", least=SHORTEST)
    if _strength(password, account) < STRONG:
        raise Refused(
            N_(
                "Ce mot de passe se devine : il est trop courant, se répète ou reprend votre adresse."
                " Essayez une phrase."
            ),
            "password",
        )


def _strength(password: str, account: Account) -> int:
    """Return from 0 to 4 how long a guesser who knows the account would need, as zxcvbn reckons it."""
    from zxcvbn import zxcvbn

    # The words of the product, of the person and of her house, whose name her address mostly ends in.
    words = written_words(f"boussole {account.name} {account.email}")
    known = sorted((fold(word).translate(_LOOKS_LIKE) for word in words if len(word) > 2), key=len, reverse=True)
    # It looks at 72 signs and no more: the time it takes grows faster than the password.
    typed = password[:MEASURED]
    rest = plain = findable(typed).decode()
    for word in known:
        while (at := rest.translate(_LOOKS_LIKE).find(word)) >= 0:
            rest = rest[:at] + rest[at + len(word) :]
    # « B0ussole2026!! »: what everybody here knows adds nothing to the rest.
    judged = typed if rest == plain else rest
    return int(zxcvbn(judged, user_inputs=[*_common(), *known, account.email])["score"]) if judged else 0


def give_temporary(account: Account) -> str:
    """Give an account a password that opens the door until its owner has chosen another."""
    return _lend(account, secrets.token_urlsafe(TEMPORARY_BYTES))


def give_first(account: Account, secret_key: str) -> str:
    """Give the first account a temporary password that can be told again, for it is derived from the secret key."""
    return _lend(account, _first(account, secret_key))


def first_again(account: Account, secret_keys: Sequence[str]) -> str | None:
    """Return the first password of an account again, as long as nothing else has taken its place."""
    if not account.password_temporary or account.password_hash is None:
        return None
    derived = (_first(account, key) for key in reversed(secret_keys))
    return next((password for password in derived if verified(account.password_hash, password)), None)


def _lend(account: Account, password: str) -> str:
    account.password_hash, account.password_temporary = hashed(password), True
    return password


def _first(account: Account, secret_key: str) -> str:
    told = hmac.digest(secret_key.encode(), f"boussole.first-password.{account.learner_key}".encode(), "sha256")
    return base64.urlsafe_b64encode(told[:TEMPORARY_BYTES]).decode()


def confirm(account: Account, password: str) -> None:
    """Raise Refused unless it is the account's present one."""
    if account.password_hash is None or not verified(account.password_hash, password):
        raise Refused(N_("Ce n'est pas votre mot de passe actuel."), "present")


def hashed(password: str) -> str:
    """Return the hash under which a password is kept: argon2id, with its own salt (RFC 9106)."""
    return _hasher().hash(password)


def verified(password_hash: str, password: str) -> bool:
    """Return whether a password is the one of a hash."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(password_hash, password)
    except VerificationError:
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _common() -> tuple[str, ...]:
    return tuple(COMMON.read_text("utf-8").split())


# ----------------------------------------------------------------------------------------------------------- a way back


def begin_reset(db: Session, account: Account, at: datetime) -> str:
    """Return the token of a one-time way back; the one before it serves no more."""
    token = new_token()
    db.execute(delete(PasswordReset).where(PasswordReset.account_id == account.id))
    db.add(PasswordReset(account_id=account.id, token_hash=token_hash(token), made_at=at))
    db.flush()
    return token


def resetting(db: Session, token: str, at: datetime) -> Account:
    """Return whose way back a token is, using nothing up; raises NoSuchReset."""
    there = select(Account).join(PasswordReset, PasswordReset.account_id == Account.id)
    valid = (PasswordReset.token_hash == token_hash(token), PasswordReset.made_at > at - RESET_LASTS)
    account = db.scalar(there.where(*valid, PasswordReset.used_at.is_(None), Account.closed_at.is_(None)))
    if account is None:
        raise NoSuchReset
    return account


def reset(db: Session, token: str, password: str, at: datetime) -> Account:
    """Set a password by a one-time way back, and use that up. Raises NoSuchReset, Refused."""
    account = resetting(db, token, at)
    set_password(account, password)
    unused = (PasswordReset.token_hash == token_hash(token), PasswordReset.used_at.is_(None))
    used = db.execute(update(PasswordReset).where(*unused).values(used_at=at))
    # Of two who come with the same link at once, one changes the row.
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise NoSuchReset
    return account


def forget_old(db: Session, at: datetime) -> None:
    """Forget the ways back that have had their time."""
    db.execute(delete(PasswordReset).where(PasswordReset.made_at < at - RESET_LASTS))


# ------------------------------------------------------------------------------------------------ slow-down of guessing
#
# A device on which somebody has signed in before waits for its own failures alone; a network for how many accounts it
# tries. Only keyed hashes are kept. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies"
# (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).


WINDOW = timedelta(minutes=15)
ATTEMPTS_KEPT = timedelta(days=1)
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
    """Return an attempt under keyed hashes of its names."""

    def keyed(value: str) -> str:
        # Keyed: a bare hash of an address is found by trying addresses.
        return hmac.new(secret_key.encode(), value.encode(), hashlib.sha256).hexdigest()

    return Attempt(keyed(f"email:{email}"), keyed(f"network:{_network(address)}"), device and keyed(f"device:{device}"))


def begin_attempt(db: Session, tried: Attempt, at: datetime) -> int:
    """Count an attempt as failed before its password is looked at; returns its number, by which it is taken back.

    To be committed first: of many guesses at once, each would else find the same few failures and be let through.
    Raises TooManyAttempts for anyone who has to wait, the same for addresses that have no account.
    """
    # Writers stand in line on SQLite; on PostgreSQL those do that try to sign in, for as long as it takes to count.
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(hashtext('sign_in_attempt'))"))
    check_attempts(db, tried, at)
    forget_old_attempts(db, at)
    row = SignInAttempt(email=tried.email, network=tried.network, device=tried.device, at=at)
    db.add(row)
    db.flush()
    return row.id


def take_back_attempt(db: Session, number: int) -> None:
    """Forget an attempt that was none of a stranger's: its password was right."""
    db.execute(delete(SignInAttempt).where(SignInAttempt.id == number))


def check_attempts(db: Session, tried: Attempt, at: datetime) -> None:
    """Raise TooManyAttempts while the address has to wait."""
    # What strangers fail at does not slow a device that is known, nor the other way round.
    on_it = SignInAttempt.device == tried.device if tried.device else SignInAttempt.device.is_(None)
    waits = [_left(db, (SignInAttempt.email == tried.email) & on_it, func.count(), FREE, at)]
    if tried.device is None:
        of_network = SignInAttempt.network == tried.network
        waits.append(_left(db, of_network, func.count(SignInAttempt.email.distinct()), FREE_ACCOUNTS, at))
    if (longest := max(waits)) > 0:
        raise TooManyAttempts(longest)


def forget_old_attempts(db: Session, at: datetime) -> None:
    """Forget the failures of yesterday."""
    db.execute(delete(SignInAttempt).where(SignInAttempt.at < at - ATTEMPTS_KEPT))


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
