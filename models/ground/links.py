"""Signed links: each for one purpose and for a time, useless for anything else.

None signs the number of a row that may be deleted, which SQLite gives again: tests/laws/test_signed_links.py.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from content.errors import N_, Gone

DAY = 86_400
_SIGNED_BY = {"digest_method": hashlib.sha256}
_BEFORE: list[Any] = [{"digest_method": hashlib.sha1}]
"""What links of before were signed by: those in old mails serve until their days are over (OWASP ASVS 5.0, 11.4.1)."""


class BadLink(Gone):
    """The link is not ours, is for something else, or has had its time."""

    # One page for forged, expired and used links: which of them it is would help only whoever forges one.
    what = N_("Ce lien n'est plus valable.")
    then = N_("Il a expiré ou il est incomplet : ouvrez le portail lui-même.")


def sign(secret_key: str, purpose: str, content: Any) -> str:
    """Return a token that only `read` with the same purpose accepts."""
    return _serializer(secret_key, purpose).dumps(content)


def read(secret_keys: str | Sequence[str], purpose: str, token: str, days: int) -> Any:
    """Return the content of a token that one of these keys signed, not older than that many days; raises BadLink."""
    try:
        return _serializer(secret_keys, purpose).loads(token, max_age=days * DAY)
    except BadData as error:
        raise BadLink from error


def _serializer(secret_keys: str | Sequence[str], purpose: str) -> URLSafeTimedSerializer:
    # The salt parts the purposes: a link for one page is no key to another, though the secret is the same.
    # https://itsdangerous.palletsprojects.com/en/stable/concepts/#the-salt
    salt = f"boussole.{purpose}"
    return URLSafeTimedSerializer(secret_keys, salt=salt, signer_kwargs=_SIGNED_BY, fallback_signers=_BEFORE)
