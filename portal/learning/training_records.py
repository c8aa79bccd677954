"""The views of training records: chosen and printed by a learner, verified by anybody; nothing of them is kept."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, render_template, request, url_for
from markupsafe import Markup

from content.schema.yaml_fields import LANGUAGES
from models.learning import training_records
from models.learning.training_record_code import LINE, MOST_SIGNS, BadRecord, TrainingRecord, code_in, fingerprint
from portal.access import account, learner_key, signed_in, today
from portal.community import qr_codes
from portal.pages import outside
from portal.request import house_day, reading, settings, writing

blueprint = Blueprint("training_records", __name__)


# ------------------------------------------------------------------------------ A training record for anyone who learns


MOST_SCANNED = 2_000
"""Signs that a code of 70 mm can hold and be read from a fresh print: of version 30 at level M."""


class PrintedRecord(NamedTuple):
    """A record as it is printed: what it says, and its code to scan or to copy."""

    record: TrainingRecord
    address: str
    """Where anybody verifies it."""
    fingerprint: str
    lines: Sequence[str]
    code: Markup | None
    """None where no code to scan holds it."""


@blueprint.get("/training-records")
@signed_in
def choose() -> str:
    """Show the modules that were finished in a period, to choose from."""
    since, until = _period()
    with reading() as db:
        found = training_records.finished_modules(db, learner_key(), since, until)
    return render_template("training_records/choose.html", found=found, period=(since, until))


@blueprint.post("/training-records")
@signed_in
def paper() -> Response:
    """Sign what was chosen and show it as it is printed; only the key is kept, once, for all."""
    chosen = set(request.form.getlist("module"))
    with writing() as db:
        found = training_records.finished_modules(db, learner_key(), *_period())
        modules = tuple(one.said for one in found if one.module_id in chosen)
        record = TrainingRecord(account().name, urlsplit(_front()).netloc, house_day(), modules)
        signs, public_key = training_records.signed(db, record, settings().secret_keys, house_day())
    address = f"{_front()}{url_for('training_records.verification')}"
    lines = [signs[start : start + LINE] for start in range(0, len(signs), LINE)]
    image = qr_codes.image_of(f"{address}#{signs}", "m") if len(signs) <= MOST_SCANNED else None
    printed = PrintedRecord(record, address, fingerprint(public_key), lines, image)
    return make_response(render_template("training_records/paper.html", printed=printed))


def _front() -> str:
    return settings().public_url or settings().base_url


def _period() -> tuple[date, date]:
    """Return the days that the request names, this year up to today where it names none."""
    return _day("since", today().replace(month=1, day=1)), _day("until", today())


def _day(field: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.values.get(field, ""))
    except ValueError:
        return otherwise


# ---------------------------------------------------- whether a training record is one of this house's, as anybody asks
#
# The code comes in the body of the request, which no log holds; on the paper it stands behind « # », which no browser
# sends by itself.


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
            record, public_key = training_records.known_record(db, code_in(given))
    except BadRecord as error:
        return _page(422, given=given, refused=(error.what, error.then))
    return _page(given=given, record=record, fingerprint=fingerprint(public_key))


def _page(status: int = 200, **told: object) -> Response:
    g.language = request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    nothing = {"given": "", "refused": None, "record": None, "fingerprint": ""}
    return outside("training_records/verification.html", status, **nothing | told)
