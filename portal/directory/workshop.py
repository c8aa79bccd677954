"""The workshop's list of entries: found, begun, opened in the editor, taken out of the directory."""

from collections.abc import Mapping

from flask import Response, flash, render_template, request, url_for

from content.directory.entry import EntryKind
from models.catalogue import documents, drafts
from models.catalogue.documents import ENTRY
from models.directory import index
from models.directory import workshop as models_workshop
from models.directory.workshop import EntrySieve, EntryStage
from models.ground import audit
from models.tables.audit import AuditVerb
from models.workshop import reviewing
from portal.access import learner_key, trainer
from portal.form_editor import page as form_page
from portal.numbers import to_number
from portal.pages import say
from portal.shell import house_day, now, reading, see_other, writing


@trainer
def workshop() -> str:
    """Show all entries by kind, with their state; `page` counts from 1."""
    sieve = _sieve(request.args)
    with reading() as db:
        page = models_workshop.page(db, sieve, request.args.get("page", 1, type=to_number))
        reviews = {review.document_id: review for review in reviewing.open_reviews(db)}
    asked = {name: value for name, value in request.args.items() if name in {"q", "kind", "stage"} and value}
    return render_template("directory/workshop.html", page=page, sieve=sieve, asked=asked, in_review=reviews)


def _sieve(asked: Mapping[str, str]) -> EntrySieve:
    kind = next((one for one in EntryKind if one == asked.get("kind")), None)
    stage = next((one for one in EntryStage if one == asked.get("stage")), None)
    return EntrySieve(asked.get("q", ""), kind, stage)


@trainer
def create_entry() -> Response:
    """Begin an entry from a text that can be read."""
    name = request.form.get("id", "")
    kind = next((one for one in EntryKind if one == request.form.get("kind")), EntryKind.SERVICE)
    try:
        with writing() as db:
            document = drafts.create_entry(db, name, kind, now(), learner_key())
            audit.note(db, learner_key(), AuditVerb.CREATE, document.id, house_day())
    except (drafts.IdTaken, drafts.BadId):
        flash(say("Choisissez un identifiant libre, en minuscules sans accent, avec des tirets."))
        return see_other(url_for("directory.workshop"))
    return see_other(form_page.address_of(document.id))


@trainer
def retire_entry(entry_id: str) -> Response:
    """Take an entry out of the directory; its versions stay."""
    with writing() as db:
        document = documents.document_of(db, f"{ENTRY}{entry_id}")
        index.retire(db, document)
        audit.note(db, learner_key(), AuditVerb.RETIRE, document.id, house_day())
    flash(say("L'entrée n'est plus dans le répertoire ; une nouvelle version l'y remet."))
    return see_other(url_for("directory.workshop"))
