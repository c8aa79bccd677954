"""One's own sources: feeds whose news nobody else sees."""

from flask import Response, flash, make_response, render_template, url_for

import watchers
from content.errors import Refused
from models.ground.words import typographic
from models.news.sources import own_sources, trials
from models.tables.sources import SourceNature, Trial, Watching
from portal.access import learner_key, signed_in
from portal.forms import text_of
from portal.news.shared_sources import blueprint
from portal.news.source_forms import AddressForm, NatureForm, OwnForm
from portal.news.source_trials import ways_of
from portal.pages import page_language, say
from portal.request import now, reading, render, see_other, settings, writing


@blueprint.get("/sources/mine")
@signed_in
def mine() -> Response:
    """Show the sources of this person."""
    return _page(AddressForm(formdata=None))


def _page(form: AddressForm, status: int = 200) -> Response:
    with reading() as db:
        hers = own_sources.mine(db, learner_key())
    forms = {"form": form, "list_form": NatureForm(formdata=None)}
    return make_response(render_template("sources/mine.html", sources=hers, most=own_sources.MOST, **forms), status)


@blueprint.post("/sources/mine/try")
@signed_in
def look_for_mine() -> Response:
    """Have the worker look for the feeds of an address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    with writing() as db:
        trial = trials.ask(db, learner_key(), text_of(form.address), now())
    watchers.wake(settings())
    return see_other(url_for("sources.my_trial", trial_id=trial.id))


@blueprint.get("/sources/mine/trials/<int:trial_id>")
@signed_in
def my_trial(trial_id: int) -> Response:
    """Show the feeds that the worker has found."""
    with reading() as db:
        asked = trials.trial_of(db, learner_key(), trial_id)
    return _trial_page(asked, OwnForm(formdata=None))


@blueprint.post("/sources/mine/trials/<int:trial_id>")
@signed_in
def add_mine(trial_id: int) -> Response:
    """Follow one of the feeds that were found."""
    form = OwnForm()
    with writing() as db:
        asked = trials.trial_of(db, learner_key(), trial_id)
        feeds = _feeds(asked)
        form.offer(feeds)
        try:
            if form.validate_on_submit():
                address, nature = ways_of(asked)[form.way.data].address, SourceNature(form.nature.data)
                own_sources.add_own(db, learner_key(), text_of(form.name), address, nature, now())
        except Refused as refused:
            form.say_why(refused)
        if form.errors:
            return _trial_page(asked, form, 422)
    watchers.wake(settings())
    flash(say("La source est ajoutée : ses actualités ne se montrent qu'à vous."))
    return see_other(url_for("sources.mine"))


def _feeds(asked: Trial) -> dict[str, str]:
    ways = ways_of(asked) if trials.read(asked).proposals else {}
    feeds = {number: one for number, one in ways.items() if one.kind == Watching.FEED}
    return {number: typographic(one.title, page_language()) or one.address for number, one in feeds.items()}


def _trial_page(asked: Trial, form: OwnForm, status: int = 200) -> Response:
    feeds, found = _feeds(asked), trials.read(asked)
    form.offer(feeds)
    form.name.data = form.name.data or next(iter(feeds.values()), "")[:120]
    context = {"trial": asked, "found": found, "form": form, "feeds": feeds}
    return render("sources/my_trial.html", "sources/my_found.html", status, **context)


@blueprint.post("/sources/mine/<int:source_id>/leave")
@signed_in
def let_go(source_id: int) -> Response:
    """Stop following a source of one's own, and forget what it brought."""
    with writing() as db:
        own_sources.let_go(db, learner_key(), source_id)
    flash(say("La source et ses actualités sont effacées."))
    return see_other(url_for("sources.mine"))
