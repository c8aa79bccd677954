"""The directory for trainers: the list of entries, begun and retired, and what is to be read again (« À vérifier »)."""

from datetime import date

from flask import Response, flash, make_response, render_template, request, session, url_for
from wtforms import RadioField, StringField

from content.directory.entry import WRITTEN_IN, EntryKind
from content.directory.fact_values import LONGEST_NAME
from content.errors import Refused
from content.readings import Reading
from models.catalogue import documents, drafts
from models.catalogue.documents import ENTRY
from models.directory import entry_index
from models.directory import studio_list as models_workshop
from models.directory import to_check as models_to_check
from models.directory.entry_wording import HEADINGS
from models.directory.studio_list import EntrySieve, EntryStage
from models.ground import audit
from models.studio import beginning, entry_publishing, reviewing
from models.tables.audit import AuditVerb
from portal.access import learner_key, trainer
from portal.directory.entry_shown import SaidIn, blueprint, said_in, shown_fact
from portal.forms import Form, text_of, to_number
from portal.pages import page_language, page_words, say
from portal.request import house_day, now, reading, see_other, writing
from portal.studio import form_page


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
        entry_index.retire(db, document)
        audit.note(db, learner_key(), AuditVerb.RETIRE, document.id, house_day())
    flash(say("L'entrée n'est plus dans le répertoire ; une nouvelle version l'y remet."))
    return see_other(url_for("directory.workshop"))


# ------------------------------------------------------------------------------------------------------- « À vérifier »


SERVICE = "reading_service"
"""Where the cookie of a browser says which service has read, so that nobody types it twelve times."""
MONTH, YEAR = 30.44, 365.25
"""Days."""


@blueprint.get("/to-check")
@trainer
def to_check() -> str:
    """Show what is to be read again this week, and why."""
    with reading() as db:
        week = models_to_check.this_week(db, house_day())
    lines = []
    for one in week.entries:
        facts = [shown_fact(fact, page_language(), confidential=False) for fact in one.facts]
        called = [say("%(heading)s : %(name)s", heading=say(HEADINGS[it.fact.kind]), name=it.name) for it in facts]
        title = said_in(one.entry.name, page_language()) or SaidIn(one.id, "")
        lines.append({"entry": one, "title": title, "facts": zip(called, facts, strict=True)})
    told = {"service": session.get(SERVICE, ""), "lines": lines, "done": week.done}
    return render_template("directory/to_check.html", age_of=age_of, **told)


@blueprint.post("/to-check")
@trainer
def reread() -> Response:
    """Note that a fact of an entry, or all of it, was read again, on its page or by telephone, and has not changed."""
    manner, _, what = request.form.get("what", "").partition("/")
    entry_id, _, fingerprint = what.partition("/")
    service, only = request.form.get("service", ""), [fingerprint] if fingerprint else None
    with writing() as db:
        read = Reading.again(house_day(), manner)
        version = entry_publishing.reread_facts(db, entry_id, only, read, service, now(), learner_key())
        number, subject = version.number, version.document_id
        audit.note(db, learner_key(), AuditVerb.REREAD_ENTRY, subject, house_day(), number=number)
    session[SERVICE] = " ".join(service.split())
    flash(say("C'est noté : ce qui a été relu porte la date d'aujourd'hui et le nom du service."))
    return see_other(url_for("directory.to_check"))


def age_of(read_on: date) -> str:
    """Say how long ago something was read, in days, months or years."""
    days, said = (house_day() - read_on).days, page_words()
    if days < 2 * MONTH:
        return said.ngettext("lu il y a %(num)s jour", "lu il y a %(num)s jours", days)
    if days < 2 * YEAR:
        return said.ngettext("lu il y a %(num)s mois", "lu il y a %(num)s mois", int(days / MONTH))
    return said.ngettext("lu il y a %(num)s an", "lu il y a %(num)s ans", int(days / YEAR))
