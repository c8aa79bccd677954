"""« À vérifier »: what trainers read again in the directory, where doubt × use is largest."""

from datetime import date

from flask import Response, flash, render_template, request, session, url_for

from content.readings import Reading
from models.directory import to_check as models_to_check
from models.directory.wording import HEADINGS
from models.ground import audit
from models.tables.audit import AuditVerb
from models.workshop import entry_rereading
from portal.access import learner_key, trainer
from portal.directory.blueprint import blueprint
from portal.directory.shown import SaidIn, said_in, shown_fact
from portal.pages import page_language, page_words, say
from portal.shell import house_day, now, reading, see_other, writing

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
        version = entry_rereading.reread(db, entry_id, only, read, service, now(), learner_key())
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
