"""The bytes of a picture, for whoever may see a text that shows it."""

from flask import Blueprint, Response, request
from flask_login import current_user

from models.catalogue import pictures
from models.catalogue.pictures import NoSuchPicture
from models.ground import signing
from portal.request import reading, settings

blueprint = Blueprint("pictures", __name__)

PURPOSE, DAYS = "picture", 1
"""Of the keys by which a page that needs no sign-in shows its pictures to whoever reads it, and to nobody else."""
SEEN_FOR = 86_400
"""Seconds for which a browser keeps a picture: no longer, for one that is withdrawn stays there so long."""
CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Bytes of somebody else's, opened by themselves, can do nothing (https://www.w3.org/TR/CSP3/#directive-sandbox)."""


def key_of(picture_hash: str) -> str | None:
    """Return the key that goes with the address of a picture; none for whoever has signed in."""
    return None if current_user.is_authenticated else signing.sign_link(settings().secret_key, PURPOSE, picture_hash)


def opens(picture_hash: str) -> bool:
    """Return whether the address that is asked for carries the key of a picture, not older than a day."""
    try:
        named: object = signing.read_link(settings().secret_keys, PURPOSE, request.args.get("key", ""), DAYS)
    except signing.BadLink:
        return False
    return named == picture_hash


@blueprint.get("/pictures/<picture_hash>")
def shown(picture_hash: str) -> Response:
    """Send a picture: to trainers any that is here, to others one that a version names; the same 404 for all else."""
    published = not (current_user.is_authenticated and current_user.account.trainer)
    if not (current_user.is_authenticated or opens(picture_hash)):
        raise NoSuchPicture
    with reading() as db:
        media_type, data = pictures.bytes_of(db, picture_hash, published=published)
    response = Response(data, content_type=media_type)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Content-Disposition"] = f"inline; filename=image.{media_type.rpartition('/')[2]}"
    response.headers["Cache-Control"] = f"private, max-age={SEEN_FOR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
