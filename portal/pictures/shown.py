"""The bytes of a picture, for whoever may see a text that shows it."""

from flask import Response
from flask_login import current_user

from models.catalogue import pictures
from models.catalogue.pictures import NoSuchPicture
from portal.pictures import keys
from portal.pictures.blueprint import blueprint
from portal.shell import reading

SEEN_FOR = 86_400
"""Seconds for which a browser keeps a picture: no longer, for one that is withdrawn stays there so long."""
CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
"""Bytes of somebody else's, opened by themselves, can do nothing (https://www.w3.org/TR/CSP3/#directive-sandbox)."""


@blueprint.get("/pictures/<picture_hash>")
def shown(picture_hash: str) -> Response:
    """Send a picture: to trainers any that is here, to others one that a version names; the same 404 for all else."""
    published = not (current_user.is_authenticated and current_user.account.trainer)
    if not (current_user.is_authenticated or keys.opens(picture_hash)):
        raise NoSuchPicture
    with reading() as db:
        media_type, data = pictures.bytes_of(db, picture_hash, published=published)
    response = Response(data, content_type=media_type)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Content-Disposition"] = f"inline; filename=image.{media_type.rpartition('/')[2]}"
    response.headers["Cache-Control"] = f"private, max-age={SEEN_FOR}, immutable"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
