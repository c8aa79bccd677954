"""The workshop's list of entries: found, begun, opened in the editor, taken out of the directory."""

from flask import Response, flash, make_response, render_template, request, url_for
from wtforms import RadioField, StringField

from content.directory.entry import WRITTEN_IN, EntryKind
from content.directory.fact_values import LONGEST_NAME
from content.errors import Refused
from models.catalogue import documents, drafts
from models.catalogue.documents import ENTRY
from models.directory import index
from models.directory import workshop as models_workshop
from models.directory.workshop import EntrySieve, EntryStage
from models.ground import audit
from models.tables.audit import AuditVerb
from models.workshop import beginning, reviewing
from portal.access import learner_key, trainer
from portal.directory.blueprint import blueprint
from portal.form_editor import page as form_page
from portal.forms import Form, text_of
from portal.numbers import to_number
from portal.pages import page_language, say
from portal.shell import house_day, now, reading, see_other, writing


class BeginForm(Form):
    """What an entry begins from: its name, what it is, and an identifier where one chooses it oneself."""

    name = StringField()
    kind = RadioField(choices=list(EntryKind), default=EntryKind.SERVICE, validate_choice=False)
    id = StringField()


@blueprint.get("/workshop")
@trainer
def workshop() -> str:
    """Show all entries by kind, with their state; `page` counts from 1."""
    return _page(BeginForm(formdata=None))


def _page(form: BeginForm) -> str:
    kind = next((one for one in EntryKind if one == request.args.get("kind")), None)
    stage = next((one for one in EntryStage if one == request.args.get("stage")), None)
    sieve = EntrySieve(request.args.get("q", ""), kind, stage)
    with reading() as db:
        page = models_workshop.page(db, sieve, request.args.get("page", 1, type=to_number))
        reviews = {review.document_id: review for review in reviewing.open_reviews(db)}
    asked = {name: value for name, value in request.args.items() if name in {"q", "kind", "stage"} and value}
    shown = {"page": page, "sieve": sieve, "asked": asked, "in_review": reviews, "form": form}
    return render_template("directory/workshop.html", longest=LONGEST_NAME, **shown)


@blueprint.post("/workshop/entries")
@trainer
def create_entry() -> Response:
    """Begin an entry; what was typed comes back beside what is wrong with it."""
    form = BeginForm()
    name, entry_id = " ".join(text_of(form.name).split()), text_of(form.id).strip()
    kind = next((one for one in EntryKind if one == form.kind.data), EntryKind.SERVICE)
    language = page_language() if page_language() in WRITTEN_IN else WRITTEN_IN[0]
    try:
        with writing() as db:
            document = beginning.begin_entry(db, entry_id, name, language, kind, now(), learner_key())
            audit.note(db, learner_key(), AuditVerb.CREATE, document.id, house_day())
    except Refused as refused:
        form.say_why(refused)
    except (drafts.IdTaken, drafts.BadId):
        form.id.errors = [say("Choisissez un identifiant libre, en minuscules sans accent, avec des tirets.")]
    else:
        return see_other(form_page.address_of(document.id))
    return make_response(_page(form), 422)


@blueprint.post("/workshop/<entry_id>/retire")
@trainer
def retire_entry(entry_id: str) -> Response:
    """Take an entry out of the directory; its versions stay."""
    with writing() as db:
        document = documents.document_of(db, f"{ENTRY}{entry_id}")
        index.retire(db, document)
        audit.note(db, learner_key(), AuditVerb.RETIRE, document.id, house_day())
    flash(say("L'entrée n'est plus dans le répertoire ; une nouvelle version l'y remet."))
    return see_other(url_for("directory.workshop"))
