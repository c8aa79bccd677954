"""Notices that a learner is shown once when the key of a question was wrong; one button puts them away."""

from flask import Blueprint, Response, url_for

from models.study import notices
from portal.access import learner_key, signed_in
from portal.shell import now, see_other, writing

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.post("/<int:notice_id>/read")
@signed_in
def put_away(notice_id: int) -> Response:
    """Put a notice away that has been read."""
    with writing() as db:
        notices.put_away(notices.notice_of(db, notice_id, learner_key()), now())
    return see_other(url_for("home.home"))
