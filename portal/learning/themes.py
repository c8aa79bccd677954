"""The themes that a learner follows: asked once, after her first answers, changed at any time."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from content.errors import Refused
from models.catalogue import in_force
from models.learning import themes
from models.news.feed import tastes
from models.tables.people import Account
from portal.access import account, learner_key, signed_in
from portal.forms import Form, text_of
from portal.pages import say
from portal.request import next_page, now, reading, see_other, settings, writing

blueprint = Blueprint("themes", __name__)


class WordsForm(Form):
    """The form for a subject in one's own words."""

    words = StringField(validators=[DataRequired(), Length(max=themes.LONGEST)])


class MutedForm(Form):
    """The form for words to mute."""

    muted = StringField(validators=[DataRequired(), Length(max=themes.LONGEST)])


@blueprint.get("/themes/first")
@signed_in
def first() -> str:
    """Show the domains of the skill map as themes, three of them ticked."""
    with reading() as db:
        domains, suggested = in_force.skill_map(db).domains, themes.suggested(db)
    return render_template("themes/first.html", domains=domains, ticked=suggested, next=next_page())


@blueprint.post("/themes/first")
@signed_in
def begin() -> Response:
    """Follow what is ticked, or put it off; either way the question is not asked again."""
    domains = request.form.getlist("domain") if "follow" in request.form else []
    with writing() as db:
        themes.follow(db, learner_key(), now(), domains=domains)
        _settle(db)
    return see_other(next_page())


def _settle(db: Session) -> None:
    mine = db.get_one(Account, account().id)
    mine.themes_asked_at = mine.themes_asked_at or now()


@blueprint.get("/themes")
@signed_in
def mine() -> str:
    """Show the themes that this person follows, and those that she could follow."""
    return _page(WordsForm(formdata=None), MutedForm(formdata=None))


@blueprint.post("/themes/domains")
@signed_in
def choose() -> Response:
    """Follow the ticked domains and no others."""
    with writing() as db:
        themes.follow_domains(db, learner_key(), request.form.getlist("domain"), now())
        _settle(db)
    return see_other(url_for("themes.mine"))


@blueprint.post("/themes/words")
@signed_in
def add() -> Response | tuple[str, int]:
    """Follow a subject in one's own words."""
    form = WordsForm()
    with writing() as db:
        form.carries_out(lambda: themes.follow(db, learner_key(), now(), words=[text_of(form.words)]))
    return (_page(form, MutedForm(formdata=None)), 422) if form.errors else see_other(url_for("themes.mine"))


@blueprint.post("/themes/<int:theme_id>/leave")
@signed_in
def leave(theme_id: int) -> Response:
    """Stop following a theme."""
    with writing() as db:
        themes.leave(db, learner_key(), theme_id)
    return see_other(url_for("themes.mine"))


@blueprint.post("/themes/<int:theme_id>/address")
@signed_in
def renew_address(theme_id: int) -> Response:
    """Give a theme a new private address; the old one stops working."""
    with writing() as db:
        themes.renew_address(db, learner_key(), theme_id)
    return see_other(url_for("themes.mine", _anchor="addresses"))


@blueprint.post("/themes/<int:theme_id>/address/stop")
@signed_in
def stop_address(theme_id: int) -> Response:
    """Take the private address of a theme away."""
    with writing() as db:
        themes.stop_address(db, learner_key(), theme_id)
    return see_other(url_for("themes.mine", _anchor="addresses"))


@blueprint.post("/themes/muted")
@signed_in
def mute() -> Response | tuple[str, int]:
    """Mute some words."""
    form = MutedForm()
    try:
        if form.validate():
            with writing() as db:
                tastes.mute(db, learner_key(), text_of(form.muted), now())
            flash(say("C'est noté : « %(words)s » ne paraîtra plus ici.", words=text_of(form.muted).strip()))
    except Refused as refused:
        form.muted.errors = [say(refused.sentence)]
    back = next_page() if "next" in request.args else url_for("themes.mine", _anchor="muted-words")
    return (_page(WordsForm(formdata=None), form), 422) if form.errors else see_other(back)


@blueprint.post("/themes/muted/<int:muted_id>/hear")
@signed_in
def hear_again(muted_id: int) -> Response:
    """Unmute some words."""
    with writing() as db:
        tastes.hear_again(db, learner_key(), muted_id)
    return see_other(url_for("themes.mine", _anchor="muted-words"))


def _page(form: WordsForm, muting: MutedForm) -> str:
    with reading() as db:
        domains, followed = in_force.skill_map(db).domains, themes.followed(db, learner_key())
        muted, lowered = tastes.muted(db, learner_key()), tastes.lowered_by_name(db, learner_key())
    return render_template(
        "themes/themes.html",
        domains=domains,
        followed=followed,
        ticked={theme.domain.id for theme in followed if theme.domain},
        own=[theme for theme in followed if not theme.domain],
        muted=muted,
        lowered=lowered,
        form=form,
        muting=muting,
        base=settings().base_url,
    )
