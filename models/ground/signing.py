"""Secrets: signed links, tokens kept as their hash alone, and texts sealed for the database."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeTimedSerializer

from content.errors import N_, Gone

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SECONDS_A_DAY = 86_400
_SIGNED_BY = {"digest_method": hashlib.sha256}
_BEFORE: list[Any] = [{"digest_method": hashlib.sha1}]
"""What links of before were signed by: those in old mails serve until their days are over (OWASP ASVS 5.0, 11.4.1)."""


class BadLink(Gone):
    """The link is not ours, is for something else, or has had its time."""

    # One page for forged, expired and used links: which of them it is would help only anyone who forges one.
    what = N_("Ce lien n'est plus valable.")
    then = N_("Il a expiré ou il est incomplet : ouvrez le portail lui-même.")


def sign_link(secret_key: str, purpose: str, content: Any) -> str:
    """Return a token that only `read` with the same purpose accepts."""
    return _serializer(secret_key, purpose).dumps(content)


def read_link(secret_keys: str | Sequence[str], purpose: str, token: str, days: int) -> Any:
    """Return the content of a token that one of these keys signed, not older than that many days; raises BadLink."""
    try:
        return _serializer(secret_keys, purpose).loads(token, max_age=days * SECONDS_A_DAY)
    except BadData as error:
        raise BadLink from error


def _serializer(secret_keys: str | Sequence[str], purpose: str) -> URLSafeTimedSerializer:
    # The salt parts the purposes: a link for one page is no key to another, though the secret is the same.
    # https://itsdangerous.palletsprojects.com/en/stable/concepts/#the-salt
    salt = f"boussole.{purpose}"
    return URLSafeTimedSerializer(secret_keys, salt=salt, signer_kwargs=_SIGNED_BY, fallback_signers=_BEFORE)


# ----------------------------------------------------------------------------------------- tokens of links and sessions


def new_token() -> str:
    """Return a token as an address or a cookie holds it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token: a plain hash of so much chance cannot be searched, as one of a password can."""
    return hashlib.sha256(token.encode()).hexdigest()


# -------------------------------------------------------------------------------------- secrets sealed for the database
#
# Each purpose has keys of its own, derived from those of the installation (HKDF, RFC 5869); what is sealed for one
# cannot be opened, or put, in the place of another.


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


def is_sealed_with_current_key(secret_keys: Sequence[str], purpose: str, sealed: str) -> bool:
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
