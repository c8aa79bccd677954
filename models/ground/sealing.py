"""Secrets sealed for the database: tables alone give none of them away; keys rotate, former ones still open.

Each purpose has keys of its own, derived from those of the installation (HKDF, RFC 5869); what is sealed for one cannot
be opened, or put, in the place of another.
"""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class SealBroken(Exception):
    """None of the keys opens it for this purpose."""


def seal(secret_keys: Sequence[str], purpose: str, text: str) -> str:
    """Return a text as only `unseal` with the same purpose gives it back; the last key is the present one."""
    return _lock(secret_keys[-1], purpose).encrypt(text.encode()).decode()


def unseal(secret_keys: Sequence[str], purpose: str, sealed: str) -> str:
    """Return what was sealed with any of these keys; raises SealBroken."""
    from cryptography.fernet import InvalidToken, MultiFernet

    locks = [_lock(key, purpose) for key in reversed(secret_keys)]
    try:
        return MultiFernet(locks).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def is_current(secret_keys: Sequence[str], purpose: str, sealed: str) -> bool:
    """Return whether it was sealed with the present key."""
    try:
        unseal(secret_keys[-1:], purpose, sealed)
    except SealBroken:
        return False
    return True


def key_of(secret_key: str, purpose: str) -> bytes:
    """Return the key of 32 bytes that one key of the installation has for a purpose."""
    # Here and not above: most requests seal nothing.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=None, info=f"boussole.{purpose}".encode()).derive(secret_key.encode())


def _lock(secret_key: str, purpose: str) -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(key_of(secret_key, purpose)))
