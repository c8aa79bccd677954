"""Import and export of lists of sources as OPML, which other readers share."""

from flask import Response, flash, make_response, render_template, request, url_for

import watchers
from content.problems import BrokenText
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.sources import SourceNature
from models.watch.sources import opml, own, watching
from models.watch.sources.opml import OpmlTaken
from models.watch.sources.rights import first_right
from models.watch.sources.watching import Description
from portal.access import administrator, learner_key, signed_in
from portal.pages import say
from portal.shell import house_day, now, reading, see_other, settings, writing
from portal.sources.blueprint import blueprint
from portal.sources.forms import NatureForm

MEDIA = "text/x-opml; charset=utf-8"


@blueprint.get("/opml")
@administrator
def as_list() -> Response:
    """Send the sources of everybody as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", watching.sources(db)))


@blueprint.get("/mine/opml")
@signed_in
def my_list() -> Response:
    """Send the sources of this person as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", own.mine(db, learner_key())))


def _file(data: bytes) -> Response:
    disposition = {"Content-Disposition": "attachment; filename=boussole-sources.opml"}
    return Response(data, content_type=MEDIA, headers=disposition)


@blueprint.post("/opml")
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


@blueprint.post("/mine/opml")
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
    if not taken.untaken:
        flash(say("La liste est reprise."))
        return see_other(back)
    return make_response(render_template("sources/taken.html", taken=taken, problems=[], back=back))
