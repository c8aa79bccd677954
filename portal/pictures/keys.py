"""Keys by which a page that needs no sign-in shows its pictures to whoever reads it, and to nobody else."""

from flask import request
from flask_login import current_user

from models.ground import links
from portal.shell import settings

PURPOSE, DAYS = "picture", 1


def key_of(picture_hash: str) -> str | None:
    """Return the key that goes with the address of a picture; none for whoever has signed in."""
    return None if current_user.is_authenticated else links.sign(settings().secret_key, PURPOSE, picture_hash)


def opens(picture_hash: str) -> bool:
    """Return whether the address that is asked for carries the key of a picture, not older than a day."""
    try:
        named: object = links.read(settings().secret_keys, PURPOSE, request.args.get("key", ""), DAYS)
    except links.BadLink:
        return False
    return named == picture_hash
