"""One's own mails, when they come, and what their links do."""

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from wtforms import SelectField

import watchers
from content.marking import AskAgain
from models import authoring, links, mail, people, study, validity
from models.tables import Account
from portal import responses
from portal.access import account, administrator, learner_key, signed_in
from portal.forms import Form
from portal.pages import say, speak_as_to
from portal.reports import under_question
from portal.shell import now, reading, see_other, settings, writing

blueprint = Blueprint("mail", __name__)

NO_MAIL = -1
AS_SENT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A mail carries its styles in its elements; nothing else may come with it."""


class DigestForm(Form):
    """When the morning mail comes."""

    hour = SelectField(coerce=int)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        hours = {str(hour): f"{hour} h" for hour in range(5, 13)}
        self.hour.choices = {str(NO_MAIL): say("Pas de courriel"), **hours}


@blueprint.get("/mail")
@signed_in
def mails() -> str:
    """The mails that this learner was sent, and when the next ones come."""
    with reading() as db:
        hour = account().digest_hour
        form = DigestForm(hour=NO_MAIL if hour is None else hour)
        return render_template("mail/mails.html", mails=mail.mails_of(db, learner_key()), form=form)


@blueprint.post("/mail/settings")
@signed_in
def change_settings() -> Response:
    """Choose the hour of the digest, or none."""
    form = DigestForm()
    if form.validate():
        with writing() as db:
            mine = db.get_one(Account, account().id)
            mail.set_digest_hour(mine, None if form.hour.data == NO_MAIL else form.hour.data)
        flash(say("C'est noté."))
    return see_other(url_for("mail.mails"))


@blueprint.get("/mail/<int:mail_id>")
@signed_in
def one(mail_id: int) -> str:
    """One mail, as text."""
    with reading() as db:
        return render_template("mail/mail.html", mail=mail.mail_of(db, mail_id, learner_key()))


@blueprint.get("/mail/<int:mail_id>/as-sent")
@signed_in
def as_sent(mail_id: int) -> Response:
    """One mail exactly as it left."""
    with reading() as db:
        response = make_response(mail.mail_of(db, mail_id, learner_key()).html or "")
    response.headers["Content-Security-Policy"] = AS_SENT
    return response


@blueprint.get("/mail/next")
@signed_in
def next_digest() -> str:
    """The next digest as it would be now; looking at it leaves no trace."""
    with reading() as db:
        letter = watchers.preview_digest(db, settings(), account(), now())
    return render_template("mail/next.html", letter=letter)


@blueprint.get("/mail/results")
@administrator
def results() -> str:
    """Recipient, kind, hour and result of every mail; never what it says."""
    with reading() as db:
        return render_template("mail/results.html", deliveries=mail.deliveries(db))


# ------------------------------------------------------------------------------------------------ links in a mail


@blueprint.get("/question/<token>")
def question(token: str) -> Response:
    """The question of a mail; looking at it records nothing, so that mail scanners cannot answer."""
    return _question(token)


@blueprint.post("/question/<token>")
def answer(token: str) -> Response:
    """Take the answer; a link answered again shows its first answer."""
    presentation_id, key = _question_of(token)
    try:
        with writing() as db:
            presentation = study.presented(db, presentation_id, key)
            question = study.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            study.answer(db, presentation_id, key, response, now(), responses.confidence(request.form))
    except AskAgain as error:
        return _question(token, error)
    except study.Withdrawn:
        pass  # The page says so.
    return see_other(url_for("mail.question", token=token))


def _question(token: str, error: AskAgain | None = None) -> Response:
    presentation_id, key = _question_of(token)
    with reading() as db:
        speak_as_to(people.account_of(db, key))
        presentation = study.presented(db, presentation_id, key)
        asked, given = study.question_of(db, presentation), study.answer_to(db, presentation_id)
        page = render_template(
            "mail/question.html",
            token=token,
            module=authoring.module_of(db, presentation.version_id),
            question=asked,
            presentation=presentation,
            answer=given,
            failing=given and validity.why_not_counted(db, given),
            gone=given is None and study.withdrawn(db, presentation),
            under=under_question(db, key, presentation_id, token) if given else None,
            again=responses.again(error, asked, request.form) if error else None,
        )
    return make_response(page, 422 if error else 200)


def _question_of(token: str) -> tuple[UUID, UUID]:
    presentation_id, key = links.read(settings().secret_key, "question", token, mail.QUESTION_DAYS)
    return UUID(presentation_id), UUID(key)


@blueprint.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> str:
    """Ask whether the mails shall stop; looking changes nothing."""
    key = UUID(links.read(settings().secret_key, "unsubscribe", token, mail.UNSUBSCRIBE_DAYS))
    with reading() as db:
        speak_as_to(people.account_of(db, key))
    return render_template("mail/unsubscribe.html", token=token, done=False)


@blueprint.post("/unsubscribe/<token>")
def unsubscribe_now(token: str) -> str:
    """Stop the mails, in one click; the token stands for the person, so that mail programs may do it too (RFC 8058)."""
    key = UUID(links.read(settings().secret_key, "unsubscribe", token, mail.UNSUBSCRIBE_DAYS))
    with writing() as db:
        mail.unsubscribe(db, key)
        speak_as_to(people.account_of(db, key))
    return render_template("mail/unsubscribe.html", token=token, done=True)
