"""The door: sign-in and sign-out."""

from flask import Response, render_template, url_for
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from content.errors import Refused
from models.demo import visitors
from models.people import accounts, attempts
from portal import access
from portal.access import signed_in
from portal.forms import Form, text_of
from portal.people import second_step
from portal.people.blueprint import attempt_for, blueprint, wait
from portal.shell import next_page, now, reading, see_other, settings, writing


class SignInForm(Form):
    """The form of the sign-in page: address and password."""

    email = StringField(validators=[DataRequired(), Length(max=254)])
    # A bound on what is hashed (OWASP Password Storage: long passwords as denial of service).
    password = PasswordField(validators=[DataRequired(), Length(max=1000)])


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in page."""
    return _door(SignInForm(formdata=None))


@blueprint.post("/sign-in")
def sign_in_now() -> Response | tuple[str, int]:
    """Sign in; what fails has been counted before it was looked at."""
    form = SignInForm()
    if not form.validate():
        return _door(form), 422
    tried = attempt_for(accounts.normal_email(text_of(form.email)))
    try:
        # Before the password: while one waits, a right guess looks like a wrong one (OWASP Credential Stuffing).
        with writing() as db:
            begun = attempts.begin(db, tried, now())
        with reading() as db:  # a password takes long to check: no writer waits for it
            entered = accounts.sign_in(db, text_of(form.email), text_of(form.password))
        with writing() as db:
            attempts.take_back(db, begun)
            return second_step.enter(db, entered, next_page())
    except attempts.TooManyAttempts as error:
        form.password.errors = [wait(error)]
        return _door(form), 429
    except Refused as refused:
        form.say_why(refused)
        return _door(form), 422


def _door(form: SignInForm) -> str:
    shown = visitors.VISITORS if settings().demonstration else ()
    return render_template("people/sign_in.html", form=form, visitors=shown, phrase=visitors.PASSWORD)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """Sign out: the session is over, also for whoever has copied its cookie."""
    with writing() as db:
        access.leave(db)
    return see_other(url_for("people.sign_in"))
