"""The mails of a learner, their rhythm, and the pages that links in mails lead to."""

from uuid import UUID

from babel.dates import get_day_names
from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectField

import watchers
from content.errors import N_
from content.marking import AskAgain
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import in_force, validity
from models.ground import signing
from models.learning import answering, objection
from models.learning.report_subjects import AboutAnswer
from models.people import accounts, mail_outcomes, mail_schedule, messages
from models.people import mail_outcomes as mail_answering
from models.people import mail_outcomes as mail_shown
from models.people.messages import Message
from models.tables.answers import Presentation
from models.tables.mail import MailRhythm
from models.tables.people import Account
from portal.access import account, administrator, administrator_or_trainer, learner_key, signed_in
from portal.forms import Form
from portal.learning import responses
from portal.learning.reports import ReportPlace, under
from portal.pages import page_language, page_words, say, speak_as_to
from portal.request import noting, now, reading, see_other, settings, writing

blueprint = Blueprint("mail", __name__)

AS_SENT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A mail carries its styles in its elements; nothing else may come with it."""
RHYTHMS = {
    MailRhythm.DAILY: N_("Chaque jour ouvrable"),
    MailRhythm.WEEKLY: N_("Une fois par semaine"),
    MailRhythm.NEVER: N_("Jamais"),
}
ANSWERED_DAYS = 1
"""How long the feedback to an answer given by mail stays where it was first shown."""


class DigestForm(Form):
    """The form for the morning mail: how often it comes, on which day, at what hour."""

    rhythm = SelectField()
    weekday = SelectField(coerce=int)
    hour = SelectField(coerce=int)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        self.rhythm.choices = {code: say(words) for code, words in RHYTHMS.items()}
        names = get_day_names("wide", locale=page_language())
        self.weekday.choices = {str(number): names[number] for number in range(5)}  # Monday to Friday
        self.hour.choices = {str(hour): f"{hour} h" for hour in range(5, 13)}


@blueprint.get("/mail")
@signed_in
def mails() -> str:
    """Show the mails that this learner was sent, and when the next ones come."""
    mine = account()
    form = DigestForm(
        rhythm=mail_schedule.rhythm_of(mine),
        hour=mine.digest_hour or mail_schedule.FIRST_HOUR,
        weekday=mine.digest_weekday or 0,
    )
    with reading() as db:
        return render_template("mail/mails.html", mails=mail_shown.mails_of(db, learner_key()), form=form)


@blueprint.post("/mail/settings")
@signed_in
def change_settings() -> Response:
    """Choose rhythm, day and hour of the digest."""
    form = DigestForm()
    if form.validate():
        with writing() as db:
            mine = db.get_one(Account, account().id)
            mail_schedule.choose_rhythm(mine, MailRhythm(form.rhythm.data), form.hour.data, form.weekday.data)
        flash(say("C'est noté."))
    return see_other(url_for("mail.mails"))


@blueprint.post("/mail/address")
@signed_in
def take_up() -> Response:
    """Have mails again at an address that had refused too many."""
    with writing() as db:
        mail_outcomes.take_up(db, learner_key(), now())
    flash(say("C'est noté : Boussole écrit de nouveau à cette adresse."))
    return see_other(url_for("mail.mails"))


@blueprint.get("/mail/<int:number>")
@signed_in
def one(number: int) -> str:
    """Show one of one's mails, as text."""
    with reading() as db:
        found = mail_shown.mail_of(db, number, learner_key())
    kept = page_words().days(settings().terms.mails)
    return render_template("mail/mail.html", mail=found, number=number, period=kept)


@blueprint.get("/mail/<int:number>/as-sent")
@signed_in
def as_sent(number: int) -> Response:
    """Show one mail exactly as it left; without what it said, which has a term, its own page says so."""
    with reading() as db:
        html = mail_shown.mail_of(db, number, learner_key()).html
    return see_other(url_for("mail.one", number=number)) if html is None else _as_it_is(html)


def _as_it_is(html: str) -> Response:
    """Show a mail as a page, under a policy of its own."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = AS_SENT
    return response


@blueprint.get("/mail/next")
@signed_in
def next_digest() -> str:
    """Show the next digest as it would be now, without a trace."""
    with reading() as db:
        message = watchers.preview_digest(db, settings(), account(), now())
    return render_template("mail/next.html", message=message)


@blueprint.get("/mail/fictitious")
@administrator_or_trainer
def fictitious() -> str:
    """Show tomorrow's digest of somebody who does not exist; it is made and forgotten again."""
    with reading() as db:
        domains = in_force.skill_map(db).domains
    return render_template("mail/fictitious.html", message=_fictitious(), domains=domains, chosen=_chosen())


@blueprint.get("/mail/fictitious/as-sent")
@administrator_or_trainer
def fictitious_as_sent() -> Response:
    """Show the digest of somebody who does not exist exactly as it would leave."""
    message = _fictitious()
    return _as_it_is(message.html if message else "")


def _fictitious() -> Message | None:
    language, domain = _chosen()
    # `noting` on a GET: the reader is made in a savepoint that is rolled back, which takes a transaction to write in.
    with noting() as db:
        return watchers.fictitious_digest(db, settings(), language, [domain] if domain else [], now())


def _chosen() -> tuple[str, str]:
    """Return the language and the domain of the reader who does not exist."""
    language = request.args.get("language", page_language())
    return language if language in LANGUAGES else page_language(), request.args.get("domain", "")


@blueprint.get("/mail/results")
@administrator
def results() -> str:
    """Show which mails did not leave, and about how many did; neither what they say nor who was written to."""
    with reading() as db:
        failed = mail_shown.failures(db)
        sent = mail_shown.sent_last_week(db, now(), settings().timezone, settings().secret_key)
        return render_template(
            "mail/results.html", deliveries=failed, sent=sent, paused=mail_outcomes.paused_addresses(db)
        )


# ------------------------------------------------------------------------------------------------------ links in a mail


@blueprint.get("/question/<token>")
def question(token: str) -> Response:
    """Show the question of a mail; this records nothing, so that mail scanners cannot answer."""
    return _question(token)


@blueprint.post("/question/<token>")
def answer(token: str) -> Response:
    """Take the answer, once; a link that was used before says so, and nothing of how it was answered."""
    presentation_id, key = _of(token, "question", messages.QUESTION_DAYS)
    try:
        with writing() as db:
            presentation = _presented(db, presentation_id, key)
            question = answering.question_of(db, presentation)
            response = responses.read(request.form, question, presentation.option_order)
            mail_answering.answer_by_link(db, presentation_id, key, response, now(), responses.confidence(request.form))
    except AskAgain as error:
        return _question(token, error)
    except (answering.Withdrawn, mail_answering.LinkUsed):
        return see_other(url_for("mail.question", token=token))  # the page says so
    # Another purpose than the mail's link: anyone who gets the mail forwarded cannot read what was answered.
    shown = signing.sign_link(settings().secret_key, "answered", [str(presentation_id), str(key)])
    return see_other(url_for("mail.answered", token=shown))


@blueprint.get("/answered/<token>")
def answered(token: str) -> str:
    """Show the feedback to an answer given by mail, to anyone who has given it."""
    presentation_id, key = _of(token, "answered", ANSWERED_DAYS)
    with reading() as db:
        presentation = _presented(db, presentation_id, key)
        given = answering.answer_to(db, presentation_id)
        return render_template(
            "mail/answered.html",
            module=in_force.module_of(db, presentation.version_id),
            question=answering.question_of(db, presentation),
            presentation=presentation,
            answer=given,
            failing=given and validity.why_not_counted(db, given),
            under=under(db, ReportPlace(key, AboutAnswer(presentation_id), url_for("mail.answered", token=token))),
        )


def _question(token: str, error: AskAgain | None = None) -> Response:
    presentation_id, key = _of(token, "question", messages.QUESTION_DAYS)
    with reading() as db:
        presentation = _presented(db, presentation_id, key)
        asked, given = answering.question_of(db, presentation), answering.answer_to(db, presentation_id)
        owner = accounts.account_of(db, key)
        page = render_template(
            "mail/question.html",
            token=token,
            module=in_force.module_of(db, presentation.version_id),
            question=asked,
            presentation=presentation,
            initials=accounts.initials(owner.name) if owner else "",
            answer=given,
            gone=given is None and answering.withdrawn(db, presentation),
            again=responses.again(error, asked, request.form) if error else None,
        )
    return make_response(page, 422 if error else 200)


def _of(token: str, purpose: str, days: int) -> tuple[UUID, UUID]:
    presentation_id, key = signing.read_link(settings().secret_keys, purpose, token, days)
    return UUID(presentation_id), UUID(key)


def _presented(db: Session, presentation_id: UUID, key: UUID) -> Presentation:
    """Find the presentation of a link, and speak the language of its addressee.

    A closed account answers nothing, nor does who has objected since: she is told so, others who have the mail are not.
    """
    owner = accounts.account_of(db, key)
    # Signed links outlive an account: its closing has to be looked up.
    if owner is not None and owner.closed_at is not None:
        raise signing.BadLink
    if owner is not None and owner.learner.without_estimation:
        # Mails are forwarded: that she objects is nobody's business.
        hers = current_user.is_authenticated and learner_key() == key
        raise objection.WithoutEstimation if hers else signing.BadLink
    speak_as_to(owner)
    return answering.presented(db, presentation_id, key)


@blueprint.get("/unsubscribe/<token>")
def unsubscribe(token: str) -> str:
    """Ask whether the mails shall stop; this changes nothing."""
    # Scanners of mail fetch every link: only a POST may unsubscribe (RFC 8058, 1).
    key = UUID(signing.read_link(settings().secret_keys, "unsubscribe", token, messages.UNSUBSCRIBE_DAYS))
    with reading() as db:
        speak_as_to(accounts.account_of(db, key))
    return render_template("mail/unsubscribe.html", token=token, done=False)


@blueprint.post("/unsubscribe/<token>")
def unsubscribe_now(token: str) -> str:
    """Stop the mails, in one click; the token stands for the person, so that mail programs may do it too (RFC 8058)."""
    key = UUID(signing.read_link(settings().secret_keys, "unsubscribe", token, messages.UNSUBSCRIBE_DAYS))
    with writing() as db:
        mail_schedule.unsubscribe(db, key)
        speak_as_to(accounts.account_of(db, key))
    return render_template("mail/unsubscribe.html", token=token, done=True)
