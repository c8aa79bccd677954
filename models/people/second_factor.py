"""The second factor: codes that change every thirty seconds (RFC 6238), and ten on paper that each serve once."""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from models.ground import signing
from models.people import passwords
from models.tables.people import Account, RecoveryCode, SecondFactor

STEP = timedelta(seconds=30)
EITHER_SIDE = 1
"""Steps that a clock may be wrong by (RFC 6238, 5.2)."""
DIGITS = 6
RECOVERY_CODES = 10
LABEL, SECRET = 4, 12
"""Digits of a recovery code: those that it is found by, and those that nobody knows."""


class WrongCode(ValueError):
    """It is neither the code of this moment nor a recovery code, or it has served."""


class SecretLost(Exception):
    """The secret opens with no key of the installation: codes on paper serve, codes of the moment cannot be told."""


class AlreadyOn(Exception):
    """The account has a second factor."""


class Proof(NamedTuple):
    """What a code was recognised as: that of a step, or a recovery code."""

    step: int | None = None
    recovery_code_id: int | None = None


def new_secret() -> str:
    """Return a secret of 160 bits (RFC 4226, 4), in letters and digits that can be typed."""
    import pyotp

    return pyotp.random_base32()


def address(secret: str, account: Account) -> str:
    """Return a secret as the address that programs which make codes read."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Boussole")


def since(db: Session, account: Account) -> datetime | None:
    """Return when the second factor of an account was turned on; None when it has none."""
    return db.scalar(select(SecondFactor.since).where(SecondFactor.account_id == account.id))


def turn_on(db: Session, account: Account, secret_keys: Sequence[str], secret: str, code: str, at: datetime) -> None:
    """Ask for a code beside the password from now on; raises WrongCode, AlreadyOn."""
    if since(db, account):
        raise AlreadyOn
    step = _step_of(secret, _typed(code), at)
    if step is None:
        raise WrongCode
    sealed = signing.seal(secret_keys, _purpose(account), secret)
    db.add(SecondFactor(account_id=account.id, sealed_secret=sealed, last_step=step, since=at))
    db.flush()


def turn_off(db: Session, account: Account) -> None:
    """Ask for the password alone from now on."""
    for table in (RecoveryCode, SecondFactor):
        db.execute(delete(table).where(table.account_id == account.id))


# --------------------------------------------------------------------------------------------------------------- a code


def recognise(db: Session, account: Account, secret_keys: Sequence[str], code: str, at: datetime) -> Proof:
    """Return what a code is, using nothing up. Takes as long as a password where it is on paper.

    Raises WrongCode, SecretLost.
    """
    factor = db.get(SecondFactor, account.id)
    if factor is None:
        raise WrongCode
    typed = _typed(code)
    if len(typed) == LABEL + SECRET:
        labelled = (RecoveryCode.account_id == account.id, RecoveryCode.label == typed[:LABEL])
        found = db.scalar(select(RecoveryCode).where(*labelled, RecoveryCode.used_at.is_(None)))
        if found is None or not passwords.verified(found.code_hash, typed[LABEL:]):
            raise WrongCode
        return Proof(recovery_code_id=found.id)
    step = _step_of(_secret_of(factor, account, secret_keys), typed, at)
    if step is None or step <= factor.last_step:
        raise WrongCode
    return Proof(step=step)


def use_up(db: Session, account: Account, secret_keys: Sequence[str], proof: Proof, at: datetime) -> None:
    """Take a code that was recognised, once; raises WrongCode for anyone who comes second with it."""
    if proof.step is None:
        unused = (RecoveryCode.id == proof.recovery_code_id, RecoveryCode.used_at.is_(None))
        taken = db.execute(update(RecoveryCode).where(*unused).values(used_at=at))
    else:
        later = (SecondFactor.account_id == account.id, SecondFactor.last_step < proof.step)
        taken = db.execute(update(SecondFactor).where(*later).values(last_step=proof.step))
    # Of two who come with the same code at once, one changes the row.
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongCode
    # After a code on paper it may be lost; she has come in, and makes another.
    with suppress(SecretLost):
        # Seal the secret with the present key, where a former one sealed it: after a while that one can go.
        factor = db.get_one(SecondFactor, account.id)
        purpose = _purpose(account)
        if not signing.is_sealed_with_current_key(secret_keys, purpose, factor.sealed_secret):
            factor.sealed_secret = signing.seal(secret_keys, purpose, _secret_of(factor, account, secret_keys))


def _secret_of(factor: SecondFactor, account: Account, secret_keys: Sequence[str]) -> str:
    try:
        return signing.unseal(secret_keys, _purpose(account), factor.sealed_secret)
    except signing.SealBroken as error:
        raise SecretLost from error


def _step_of(secret: str, typed: str, at: datetime) -> int | None:
    """Return the step of which this is the code, if it is one of those around an instant."""
    import pyotp

    now, codes = int(at.timestamp() // STEP.total_seconds()), pyotp.TOTP(secret, digits=DIGITS)
    steps = range(now - EITHER_SIDE, now + EITHER_SIDE + 1)
    return next((step for step in steps if compare_digest(codes.generate_otp(step).encode(), typed.encode())), None)


def _typed(code: str) -> str:
    """Return a code without the spaces and dashes that it is read and typed with."""
    return "".join(sign for sign in code if not sign.isspace() and sign not in "-‑–.")


def _purpose(account: Account) -> str:
    # Of one account: a row that is copied to another opens nothing.
    return f"second-factor:{account.id}"


# ------------------------------------------------------------------------------------------------------- codes on paper


def draw_recovery_codes() -> dict[str, str]:
    """Return ten recovery codes, each with the hash that is kept of it; takes as long as ten passwords.

    Twelve digits under a slow hash, ten tries a session: OWASP ASVS 5.0, 6.5.2 and 6.5.3.
    """
    labels = secrets.SystemRandom().sample(range(10**LABEL), RECOVERY_CODES)
    codes = [f"{label:0{LABEL}}{secrets.randbelow(10**SECRET):0{SECRET}}" for label in labels]
    return {code: passwords.hashed(code[LABEL:]) for code in codes}


def keep_recovery_codes(db: Session, account: Account, drawn: Mapping[str, str]) -> None:
    """Keep recovery codes in the place of those of before."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    for code, code_hash in drawn.items():
        db.add(RecoveryCode(account_id=account.id, label=code[:LABEL], code_hash=code_hash))
    db.flush()


def recovery_codes_left(db: Session, account: Account) -> int:
    """Return how many recovery codes have not served yet."""
    mine = (RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    return db.scalar(select(func.count()).where(*mine)) or 0
