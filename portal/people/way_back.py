"""The way back for whoever has lost her password."""

from functools import partial

from flask import Flask, Response, current_app, flash, render_template, url_for
from wtforms import StringField
from wtforms.validators import DataRequired, Length

import watchers
from models.ground import audit
from models.people import accounts, leaving, passwords, sessions
from models.people.mail import letters, mornings
from models.tables.audit import AuditVerb
from portal.forms import Form, text_of
from portal.pages import say
from portal.people import second_step
from portal.people.blueprint import PasswordForm, blueprint
from portal.shell import house_day, now, reading, settings, writing


class ForgottenForm(Form):
    """The form for the address to which a way back is sent."""

    email = StringField(validators=[DataRequired(), Length(max=254)])


@blueprint.get("/forgotten")
def forgotten() -> str:
    """Ask for the address to which a way back is to be sent."""
    return render_template("people/forgotten.html", form=ForgottenForm(formdata=None), asked=False)


@blueprint.post("/forgotten")
def send_way_back() -> Response | tuple[str, int]:
    """Have a way back sent, where there is an account; the page and its time are the same where there is none."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("people/forgotten.html", form=form, asked=False), 422
    email = text_of(form.email)
    response = Response(render_template("people/forgotten.html", form=form, asked=True))
    # When the answer has left: how long it takes to find an account must not tell that there is one.
    response.call_on_close(partial(_queue_way_back, current_app._get_current_object(), email))  # type: ignore[attr-defined]
    return response


def _queue_way_back(app: Flask, email: str) -> None:
    with app.app_context():
        with writing() as db:
            found = accounts.open_account(db, email)
            asked = found is not None and mornings.send_way_back(db, found, now())
            left = leaving.send_again(db, email, now())
        if asked or left:
            watchers.wake(settings())


@blueprint.get("/way-back/<token>")
def way_back(token: str) -> str:
    """Ask for a new password; opening the link uses nothing up."""
    with reading() as db:
        owner = passwords.resetting(db, token, now())
        return render_template("people/way_back.html", form=PasswordForm(formdata=None), owner=owner)


@blueprint.post("/way-back/<token>")
def come_back(token: str) -> Response | tuple[str, int]:
    """Set the new password, end every session of before, and sign in, with a code where one is asked for."""
    form = PasswordForm()
    with writing() as db:
        owner = passwords.resetting(db, token, now())
        if not form.carries_out(lambda: passwords.reset(db, token, text_of(form.password), now())):
            return render_template("people/way_back.html", form=form, owner=owner), 422
        sessions.end_others(db, owner, now())
        mornings.notify(db, owner, letters.AccountEvent.PASSWORD, now())
        audit.note(db, owner.learner_key, AuditVerb.RESET_PASSWORD, audit.ACCOUNT, house_day())
        response = second_step.enter(db, owner, url_for("home.home"))
    watchers.wake(settings())
    # Now and not before: nothing of an earlier session stays when one begins.
    flash(say("Votre mot de passe est changé ; toutes vos autres sessions sont terminées."))
    return response
