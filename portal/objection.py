"""« Sans estimation »: what it means, what was kept until then, and the choice, which is taken back as easily."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from models.people import erasing
from models.study import objection
from portal.access import account, learner_key, signed_in
from portal.pages import say
from portal.people.blueprint import ConfirmForm, is_confirmed
from portal.shell import finish_erasures, now, reading, see_other, settings, writing

blueprint = Blueprint("objection", __name__)


@blueprint.get("/account/estimation")
@signed_in
def about() -> str:
    """Show what learning without estimation means, what is kept, and the form."""
    with reading() as db:
        return _page(db, ConfirmForm(formdata=None))


def _page(db: Session, form: ConfirmForm) -> str:
    return render_template("objection/about.html", kept=objection.kept(db, learner_key()), form=form)


@blueprint.post("/account/estimation")
@signed_in
def choose() -> Response | tuple[str, int]:
    """Learn without estimation from now on; what was kept is erased, for whoever knows the password, or left."""
    form, also_erase = ConfirmForm(), request.form.get("kept") == "erase"
    # As for every erasure (docs/decisions/0022); to object asks for nothing.
    if also_erase and not is_confirmed(form, account()):
        with reading() as db:
            return _page(db, form), 422
    with writing() as db:
        objection.object_to_estimation(db, learner_key())
        if also_erase:
            erasing.forget_learning(db, learner_key(), settings(), now())
    finish_erasures()
    flash(say("C'est fait : vous apprenez sans estimation."))
    return see_other(url_for("objection.about"))


@blueprint.post("/account/estimation/again")
@signed_in
def take_back() -> Response:
    """Be estimated again."""
    with writing() as db:
        objection.take_back(db, learner_key())
    flash(say("C'est fait : Boussole estime de nouveau ce que vous savez."))
    return see_other(url_for("objection.about"))
