"""Trials of a source before it is followed: the page asks, the worker looks, the page shows what it found."""

from typing import Any

from flask import Response, flash, url_for

import watchers
from content.errors import Refused
from models.ground import audit
from models.news.sources import shared_sources, source_words, trials
from models.news.sources.trials import WatchOption
from models.tables.audit import AuditVerb
from models.tables.sources import Trial, Watching
from portal.access import administrator, learner_key
from portal.forms import text_of
from portal.news.shared_sources import blueprint
from portal.news.source_forms import AddForm, AddressForm
from portal.news.source_list import list_page
from portal.pages import say
from portal.request import house_day, now, reading, render, see_other, settings, writing


@blueprint.post("/sources/try")
@administrator
def look() -> Response:
    """Have the worker look at an address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return list_page(form, 422)
    with writing() as db:
        trial = trials.ask(db, learner_key(), text_of(form.address), now(), text_of(form.selector))
    watchers.wake(settings())
    return see_other(url_for("sources.trial", trial_id=trial.id))


@blueprint.get("/sources/trials/<int:trial_id>")
@administrator
def trial(trial_id: int) -> Response:
    """Show what the worker has found so far, and the ways to choose from once it is done."""
    with reading() as db:
        asked = trials.trial_of(db, learner_key(), trial_id)
    # What the source calls itself.
    name = next((one.title for one in trials.read(asked).proposals if one.title), "")
    return _page(asked, AddForm(formdata=None, name=name[:120]))


@blueprint.post("/sources/trials/<int:trial_id>")
@administrator
def add(trial_id: int) -> Response:
    """Follow one of the ways that a trial has found, from now on."""
    form = AddForm()
    with writing() as db:
        asked = trials.trial_of(db, learner_key(), trial_id)
        ways = ways_of(asked)
        form.offer(labels(ways))
        try:
            if form.validate_on_submit():
                way = ways[form.way.data]
                about = form.description(asked.selector if way.kind == Watching.PAGE else None)
                name, by = text_of(form.name), learner_key()
                shared_sources.add_source(
                    db, name, way.address, way.kind, now(), about, permission=form.permission, by=by
                )
                told: dict[str, Any] = about.values()
                audit.note(db, learner_key(), AuditVerb.ADD_SOURCE, way.address, house_day(), **told)
        except Refused as refused:
            form.say_why(refused)
        if form.errors:
            return _page(asked, form, 422)
    watchers.wake(settings())
    flash(say("La source est ajoutée : sa première visite commence."))
    return see_other(url_for("sources.sources"))


def ways_of(asked: Trial) -> dict[str, WatchOption]:
    """Return the ways found, by their number; where none was, the address as given, followed blindly."""
    found = trials.read(asked).proposals
    if not found:
        kinds = [Watching.PAGE] if asked.selector else list(Watching)
        found = tuple(WatchOption(kind, asked.address, "") for kind in kinds)
    return {str(number): one for number, one in enumerate(found)}


def labels(ways: dict[str, WatchOption]) -> dict[str, str]:
    """Return the name of each way."""
    words = source_words.WATCHING
    return {
        number: say("%(way)s : %(address)s", way=say(words[one.kind]), address=one.address)
        for number, one in ways.items()
    }


def _page(asked: Trial, form: AddForm, status: int = 200) -> Response:
    form.offer(labels(ways_of(asked)))
    found = trials.read(asked)
    look_again = AddressForm(formdata=None, address=asked.address, selector=asked.selector)
    context = {"trial": asked, "found": found, "form": form, "look_again": look_again}
    return render("sources/trial.html", "sources/found.html", status, **context)
