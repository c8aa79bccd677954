"""Import and export of lists of sources as OPML, which other readers share."""

from collections import Counter
from datetime import timedelta

from flask import Response, flash, make_response, render_template, request, url_for

import watchers
from content.errors import BrokenText
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.sources import SourceNature
from models.watch.sources import opml, own, watching
from models.watch.sources.opml import OpmlTaken
from models.watch.sources.rights import first_right
from models.watch.sources.watching import VISITS_APART, Description
from portal.access import administrator, learner_key, signed_in
from portal.pages import page_words, say
from portal.request import house_day, now, reading, see_other, settings, writing
from portal.sources.blueprint import blueprint
from portal.sources.forms import NatureForm

MEDIA = "text/x-opml; charset=utf-8"


@blueprint.get("/sources/opml")
@administrator
def as_list() -> Response:
    """Send the sources of everybody as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", watching.sources(db)))


@blueprint.get("/sources/mine/opml")
@signed_in
def my_list() -> Response:
    """Send the sources of this person as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", own.mine(db, learner_key())))


def _file(data: bytes) -> Response:
    disposition = {"Content-Disposition": "attachment; filename=boussole-sources.opml"}
    return Response(data, content_type=MEDIA, headers=disposition)


@blueprint.post("/sources/opml")
@administrator
def take_list() -> Response:
    """Follow the feeds of a file for everybody, described alike; list what could not be taken."""
    form, back = NatureForm(), url_for("sources.sources")
    nature = SourceNature(form.nature.data) if form.validate_on_submit() else SourceNature.PRESS
    about = Description(nature=nature, right_to_show=first_right(nature))
    try:
        with writing() as db:
            taken = opml.take_for_all(db, _sent(), about, now(), learner_key())
            audit.note(db, learner_key(), AuditVerb.TAKE_SOURCES, str(len(taken.names)), house_day(), nature=nature)
    except BrokenText as broken:
        return _refused(broken, back)
    return _taken(taken, back)


@blueprint.post("/sources/mine/opml")
@signed_in
def take_my_list() -> Response:
    """Follow the feeds of a file for oneself, as many as one may have."""
    form, back = NatureForm(), url_for("sources.mine")
    nature = SourceNature(form.nature.data) if form.validate_on_submit() else SourceNature.PRESS
    try:
        with writing() as db:
            taken = opml.take_for_one(db, _sent(), learner_key(), nature, now())
    except BrokenText as broken:
        return _refused(broken, back)
    return _taken(taken, back)


def _sent() -> bytes:
    file = request.files.get("list")
    return file.read() if file else b""


def _refused(broken: BrokenText, back: str) -> Response:
    problems = [say(one.sentence, **one.values) for one in broken.problems]
    return make_response(
        render_template("sources/taken.html", taken=OpmlTaken((), ()), problems=problems, back=back), 422
    )


def _taken(taken: OpmlTaken, back: str) -> Response:
    watchers.wake(settings())
    told = _told(taken)
    if not taken.untaken:
        flash(told)
        return see_other(back)
    return make_response(render_template("sources/taken.html", taken=taken, told=told, problems=[], back=back))


def _told(taken: OpmlTaken) -> str:
    """Say how many lines of a list have brought a source, and why the others have brought none."""
    said, because = page_words(), Counter(one.why for one in taken.untaken)
    new, known, no_feed = len(taken.names), because[opml.KNOWN], because[opml.NO_FEED]
    no_address, many, repeated = because[opml.NO_ADDRESS], because[opml.TOO_MANY], because[opml.REPEATED]
    clauses = {
        said.ngettext("%(num)s source est nouvelle", "%(num)s sources sont nouvelles", new): new,
        said.gettext("aucune source n'est nouvelle"): not new,
        said.ngettext("%(num)s est déjà suivie", "%(num)s sont déjà suivies", known): known,
        said.ngettext("%(num)s n'est pas un flux", "%(num)s ne sont pas des flux", no_feed): no_feed,
        said.ngettext("%(num)s n'a pas d'adresse web", "%(num)s n'ont pas d'adresse web", no_address): no_address,
        said.ngettext("%(num)s dépasse le nombre permis", "%(num)s dépassent le nombre permis", many): many,
        said.ngettext("%(num)s ligne en répète une autre", "%(num)s lignes en répètent d'autres", repeated): repeated,
    }
    told = say("De cette liste : %(told)s.", told=", ".join(clause for clause, number in clauses.items() if number))
    # How long the first visits of so many take, if that is to be waited for.
    if minutes := new * VISITS_APART // timedelta(minutes=1):
        pace = said.ngettext(
            "Les premières visites s'étalent sur une minute.",
            "Les premières visites s'étalent sur %(num)s minutes.",
            minutes,
        )
        told = f"{told} {pace}"
    return told
