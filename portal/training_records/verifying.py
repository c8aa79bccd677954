"""Whether a training record is one of this house's, as anybody asks: no session, no row, no line in a log.

The code comes in the body of the request, which no log holds; on the paper it stands behind « # », which no browser
sends by itself.
"""

from flask import Response, g, request

from content.schema.yaml_fields import LANGUAGES
from models.study.training_records import keys
from models.study.training_records.record import MOST_SIGNS, BadRecord, code_in, fingerprint
from portal.outside import outside
from portal.shell import reading
from portal.training_records.blueprint import blueprint

LARGEST = 4 * MOST_SIGNS
"""Bytes that are read of what somebody sends who need not be signed in: a code, with room for its line ends."""


@blueprint.get("/training-records/verify")
def verification() -> Response:
    """Show where a code is given to be verified."""
    return _page()


@blueprint.post("/training-records/verify")
def verify() -> Response:
    """Say what a code says and that this house signed it, or why it is refused."""
    request.max_content_length = LARGEST
    given = request.form.get("code", "")
    try:
        with reading() as db:
            record, public_key = keys.known(db, code_in(given))
    except BadRecord as error:
        return _page(422, given=given, refused=(error.what, error.then))
    return _page(given=given, record=record, fingerprint=fingerprint(public_key))


def _page(status: int = 200, **told: object) -> Response:
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    nothing = {"given": "", "refused": None, "record": None, "fingerprint": ""}
    return outside("training_records/verification.html", status, **nothing | told)
