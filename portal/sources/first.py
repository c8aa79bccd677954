"""An administrator's first day: ten suggested sources, tried by the worker, ticked, followed with one button."""

from datetime import timedelta
from typing import NamedTuple

from flask import Response, flash, request, url_for
from sqlalchemy.orm import Session

import watchers
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.sources import Trial
from models.watch.sources import starter, trials, watching
from models.watch.sources.starter import Suggestion
from models.watch.sources.trials import TrialFindings, WatchOption
from portal.access import administrator, learner_key
from portal.pages import page_words
from portal.request import house_day, now, reading, render, see_other, settings, writing
from portal.sources.blueprint import blueprint

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
    known = trials.latest(db, learner_key(), [one.address for one in starter.suggestions()])
    watched = {source.address for source in watching.sources(db)}
    rows = []
    for one in starter.suggestions():
        trial = known.get(one.address)
        found = trials.read(trial) if trial else None
        way = one.way(found) if found else None
        followed = one.address in watched or bool(way and way.address in watched)
        rows.append(SuggestionRow(one, trial, found, way, followed))
    return rows
