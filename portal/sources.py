"""For administrators: the watched sites."""

from flask import Blueprint, Response, abort, flash, render_template, url_for
from sqlalchemy.orm import Session
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from models import people, sources
from models.results import IN_WORDS
from models.tables import Source
from portal.access import administrator, learner_key
from portal.forms import Form, text_of, web_address
from portal.pages import say
from portal.shell import now, reading, see_other, settings, writing

blueprint = Blueprint("sources", __name__, url_prefix="/sources")


class SourceForm(Form):
    """A site to watch."""

    name = StringField(validators=[DataRequired(), Length(max=120)])
    address = StringField(validators=[DataRequired(), Length(max=2000), web_address])
    kind = RadioField(choices={"feed": "feed", "page": "page"}, default="feed")


@blueprint.get("", endpoint="sources")
@administrator
def watched() -> str:
    """All sources, with what their last visit gave."""
    with reading() as db:
        return _page(db, SourceForm())


@blueprint.post("")
@administrator
def add() -> Response | tuple[str, int]:
    """Watch one more site, from now on."""
    form = SourceForm()
    with writing() as db:
        try:
            if form.validate_on_submit():
                source = sources.add_source(db, text_of(form.name), text_of(form.address), form.kind.data, now())
                people.note(db, learner_key(), "add source", source.address, now())
        except sources.AddressTaken:
            form.address.errors = [say("Cette adresse est déjà suivie.")]
        if form.errors:
            return _page(db, form), 422
    watchers.wake(settings())
    flash(say("La source est ajoutée : sa première visite commence."))
    return see_other(url_for("sources.sources"))


def _page(db: Session, form: SourceForm) -> str:
    return render_template("sources/sources.html", sources=sources.sources(db), form=form, in_words=IN_WORDS)


@blueprint.post("/<int:source_id>/<verb>")
@administrator
def change(source_id: int, verb: str) -> Response:
    """Pause a source, take it up again, or visit it now."""
    with writing() as db:
        source = db.get(Source, source_id) or abort(404)
        sources.change_source(source, verb, now())
        people.note(db, learner_key(), f"{verb} source", source.address, now())
    watchers.wake(settings())
    return see_other(url_for("sources.sources"))
