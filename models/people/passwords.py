"""Passwords: what may be one, how it is kept, and the one-time way back for whoever has lost hers."""

import base64
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from content.errors import N_, Gone, Refused
from content.strings.words import findable, fold, written_words
from models.ground.signing import new_token, token_hash
from models.tables.people import Account, PasswordReset

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


# ------------------------------------------------------------------------------------------------------ a way back


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
