"""The themes that one follows: asked once on the first day, changed at any time."""

from flask import Blueprint, Response, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from models import authoring, themes
from models.tables import Account
from portal.access import account, learner_key, signed_in
from portal.forms import Form, text_of
from portal.pages import say
from portal.shell import next_page, now, reading, see_other, writing

blueprint = Blueprint("themes", __name__, url_prefix="/themes")


class WordsForm(Form):
    """A subject in one's own words."""

    words = StringField(validators=[DataRequired(), Length(max=themes.LONGEST)])


@blueprint.get("/first")
@signed_in
def first() -> str:
    """The domains of the skill map as themes, three of them ticked."""
    with reading() as db:
        domains, suggested = authoring.skill_map(db).domains, themes.suggested(db)
    return render_template("themes/first.html", domains=domains, ticked=suggested, next=next_page())


@blueprint.post("/first")
@signed_in
def begin() -> Response:
    """Follow what is ticked, or put it off; either way the question is not asked again."""
    domains = request.form.getlist("domain") if "follow" in request.form else []
    with writing() as db:
        themes.follow(db, learner_key(), now(), domains=domains)
        mine = db.get_one(Account, account().id)
        mine.themes_asked_at = mine.themes_asked_at or now()
    return see_other(next_page())


@blueprint.get("")
@signed_in
def mine() -> str:
    """What one follows, and what one could follow."""
    return _page(WordsForm(formdata=None))


@blueprint.post("/domains")
@signed_in
def choose() -> Response:
    """Follow the ticked domains and no others."""
    with writing() as db:
        themes.follow_domains(db, learner_key(), request.form.getlist("domain"), now())
    return see_other(url_for("themes.mine"))


@blueprint.post("/words")
@signed_in
def add() -> Response | tuple[str, int]:
    """Follow a subject in one's own words."""
    form = WordsForm()
    try:
        if form.validate():
            with writing() as db:
                themes.follow(db, learner_key(), now(), words=[text_of(form.words)])
    except themes.BadWords:
        form.words.errors = [say("Écrivez au moins un mot ou un nombre.")]
    return (_page(form), 422) if form.errors else see_other(url_for("themes.mine"))


@blueprint.post("/<int:theme_id>/leave")
@signed_in
def leave(theme_id: int) -> Response:
    """Follow a theme no longer."""
    with writing() as db:
        themes.leave(db, learner_key(), theme_id)
    return see_other(url_for("themes.mine"))


def _page(form: WordsForm) -> str:
    with reading() as db:
        domains, followed = authoring.skill_map(db).domains, themes.followed(db, learner_key())
    ticked = {theme.domain.id for theme in followed if theme.domain}
    own = [theme for theme in followed if not theme.domain]
    return render_template("themes/themes.html", domains=domains, ticked=ticked, own=own, form=form)
