"""The views of whole lists of sources: OPML read and written, and the suggested sources of a first day."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from content.errors import BrokenText
from models.ground import audit
from models.news.sources import opml, own_sources, shared_sources, trials
from models.news.sources.opml import OpmlTaken, Suggestion
from models.news.sources.shared_sources import VISITS_APART, Description
from models.news.sources.source_words import first_right
from models.news.sources.trials import TrialFindings, WatchOption
from models.tables.audit import AuditVerb
from models.tables.sources import SourceNature, Trial
from portal.access import administrator, learner_key, signed_in
from portal.news.shared_sources import blueprint
from portal.news.source_forms import NatureForm
from portal.pages import page_words, say
from portal.request import house_day, now, reading, render, see_other, settings, writing

MEDIA = "text/x-opml; charset=utf-8"


@blueprint.get("/sources/opml")
@administrator
def as_list() -> Response:
    """Send the sources of everybody as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", shared_sources.sources(db)))


@blueprint.get("/sources/mine/opml")
@signed_in
def my_list() -> Response:
    """Send the sources of this person as a file."""
    with reading() as db:
        return _file(opml.written("Boussole", own_sources.mine(db, learner_key())))


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


# ----------------------------------------------------------------------------------------- an administrator's first day


LOOK_AGAIN = timedelta(days=1)


class SuggestionRow(NamedTuple):
    """A suggestion, and what is known of it."""

    suggestion: Suggestion
    trial: Trial | None
    found: TrialFindings | None
    way: WatchOption | None
    followed: bool


@blueprint.get("/sources/first")
@administrator
def first_day() -> Response:
    """Show the suggested sources, and what the worker has seen of them."""
    with reading() as db:
        rows = _rows(db)
    waiting = sum(row.trial is not None and row.trial.due_at is not None for row in rows)
    return render("sources/first.html", "sources/suggested.html", 200, rows=rows, waiting=waiting)


@blueprint.post("/sources/first/try")
@administrator
def look_at_list() -> Response:
    """Have the worker look at one part of the list: at what it has not seen today."""
    first = request.form.get("first") == "1"
    with writing() as db:
        for row in _rows(db):
            fresh = row.trial and row.trial.asked_at > now() - LOOK_AGAIN and (row.trial.due_at or row.way)
            if row.suggestion.first is first and not row.followed and not fresh:
                trials.ask(db, learner_key(), row.suggestion.address, now())
    watchers.wake(settings())
    return see_other(url_for("sources.first_day"))


@blueprint.post("/sources/first")
@administrator
def follow_list() -> Response:
    """Follow what is ticked, as far as it can be."""
    ticked = set(request.form.getlist("address"))
    with writing() as db:
        rows = [row for row in _rows(db) if row.suggestion.address in ticked and row.way and not row.followed]
        for suggestion, way in [(row.suggestion, row.way) for row in rows if row.way]:
            source = suggestion.follow(db, way, now(), learner_key())
            by, of = learner_key(), source.address
            audit.note(db, by, AuditVerb.ADD_SOURCE, of, house_day(), nature=source.nature, from_list=True)
    watchers.wake(settings())
    told = page_words().ngettext("%(num)s source est suivie.", "%(num)s sources sont suivies.", len(rows))
    flash(told)
    return see_other(url_for("sources.sources" if rows else "sources.first_day"))


def _rows(db: Session) -> list[SuggestionRow]:
    known = trials.latest(db, learner_key(), [one.address for one in opml.suggestions()])
    watched = {source.address for source in shared_sources.sources(db)}
    rows = []
    for one in opml.suggestions():
        trial = known.get(one.address)
        found = trials.read(trial) if trial else None
        way = one.way(found) if found else None
        followed = one.address in watched or bool(way and way.address in watched)
        rows.append(SuggestionRow(one, trial, found, way, followed))
    return rows
