"""Signed links: each for one purpose and for a time, useless for anything else."""

from collections.abc import Sequence
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

DAY = 86_400


class BadLink(Exception):
    """The link is not ours, is for something else, or has had its time."""


def sign(secret_key: str, purpose: str, content: Any) -> str:
    """Return a token that only `read` with the same purpose accepts."""
    # The salt parts the purposes: a link for one page is no key to another, though the secret is the same.
    # https://itsdangerous.palletsprojects.com/en/stable/concepts/#the-salt
    return URLSafeTimedSerializer(secret_key, salt=f"boussole.{purpose}").dumps(content)


def read(secret_keys: str | Sequence[str], purpose: str, token: str, days: int) -> Any:
    """Return the content of a token that one of these keys signed, not older than that many days; raises BadLink."""
    try:
        return URLSafeTimedSerializer(secret_keys, salt=f"boussole.{purpose}").loads(token, max_age=days * DAY)
    except BadData as error:
        raise BadLink from error
