"""One's own account: who sees what, password, language, sessions, one's data."""

from flask import Response, flash, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

import watchers
from content.errors import Refused
from models.catalogue import in_force, votes
from models.ground import audit
from models.learning import reports
from models.people import accounts as people_accounts
from models.people import erasing, identities, mail_schedule, messages, own_address, retention, sessions
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.access import account, signed_in
from portal.forms import Form, email_address
from portal.pages import CHOSEN_LANGUAGE, LANGUAGE_NAMES, page_words, say
from portal.people.second_factor import factor_of
from portal.people.sign_in import (
    ChangePasswordForm,
    ConfirmForm,
    PasswordForm,
    as_file,
    blueprint,
    is_confirmed,
    took_password,
)
from portal.request import finish_erasures, house_day, next_page, now, reading, see_other, settings, writing
from portal.studio.responsibility import hand_over, handover

CONFIRMED = ("taking", "erasing", "linking", "unlinking")
"""What asks for the password once more."""


class LanguageForm(Form):
    """The form for the language of the portal."""

    language = SelectField(choices=LANGUAGE_NAMES)


class OwnAddressForm(ConfirmForm):
    """The form for an address of one's own."""

    email = StringField(validators=[DataRequired(), Length(max=254), email_address])


@blueprint.get("/privacy")
@signed_in
def privacy() -> str:
    """Show « Qui voit quoi »."""
    terms, openid = settings().terms, settings().openid
    return render_template(
        "people/privacy.html",
        unread=account().privacy_read_at is None,
        next=next_page(),
        provider=openid and openid.name,
        terms=retention.table(terms, page_words()),
        period=page_words().days(terms.copies),
    )


@blueprint.post("/privacy")
@signed_in
def privacy_read() -> Response:
    """Note that « Qui voit quoi » was read."""
    with writing() as db:
        mine = db.get_one(Account, account().id)
        mine.privacy_read_at = mine.privacy_read_at or now()
    return see_other(next_page())


@blueprint.get("/account")
@signed_in
def own() -> str:
    """Show the account of this person."""
    with reading() as db:
        return own_page(db, account())


def own_page(db: Session, owner: Account, form: PasswordForm | None = None, **confirming: ConfirmForm) -> str:
    """Return the page; the forms that ask for the password once more may be given."""
    openid = settings().openid
    return render_template(
        "people/account.html",
        account=owner,
        language_form=LanguageForm(formdata=None, language=owner.language),
        form=form or ChangePasswordForm(formdata=None),
        naming=confirming.get("naming") or OwnAddressForm(formdata=None, prefix="own"),
        own_address=own_address.confirmed(db, owner),
        address_waiting=own_address.waiting(db, owner),
        **{name: confirming.get(name) or ConfirmForm(formdata=None, prefix=name) for name in CONFIRMED},
        identity=identities.of(db, owner, openid.issuer) if openid else None,
        period=page_words().days(settings().terms.copies),
        sessions=[
            (row, sessions.mark_of(row), sessions.is_of(row, access.token()))
            for row in sessions.open_ones(db, owner, now())
        ],
        factor=factor_of(db, owner),
        has_reported=reports.has_reported(db, owner.learner_key),
        field_asks=votes.any_asked(db) or bool(in_force.topics(db)),
        **handover(db, owner),
    )


def refused(form: PasswordForm | None = None, **confirming: ConfirmForm) -> tuple[str, int]:
    """Return the page again, with what is wrong said on its forms."""
    with reading() as db:
        return own_page(db, account(), form, **confirming), 422


@blueprint.post("/language")
def change_language() -> Response:
    """Change the language of one's account; for anyone who is not signed in, of the pages in this browser."""
    form = LanguageForm()
    if form.validate() and current_user.is_authenticated:
        with writing() as db:
            db.get_one(Account, account().id).language = form.language.data
    elif form.validate():
        session[CHOSEN_LANGUAGE] = form.language.data
    return see_other(next_page())


@blueprint.post("/account/password")
@signed_in
def change_password() -> Response | tuple[str, int]:
    """Change the password, for anyone who knows the present one; other devices have to sign in again."""
    form = ChangePasswordForm()
    if not is_confirmed(form, account()):
        return refused(form)
    with writing() as db:
        mine = db.get_one(Account, account().id)
        changed = took_password(form, mine)
        if changed:
            # Anyone who knew the old password may be signed in somewhere.
            sessions.end_others(db, mine, now(), access.token())
            mail_schedule.notify(db, mine, messages.AccountEvent.PASSWORD, now())
    if not changed:
        return refused(form)
    watchers.wake(settings())
    flash(say("Votre mot de passe est changé."))
    return see_other(url_for("people.own"))


@blueprint.post("/account/sessions/<mark>/end")
@signed_in
def end_session(mark: str) -> Response:
    """End one of one's sessions."""
    with writing() as db:
        sessions.end(db, account(), mark, now())
    flash(say("Cette session est terminée."))
    return see_other(url_for("people.own", _anchor="sessions-title"))


@blueprint.post("/account/sessions/end")
@signed_in
def end_sessions() -> Response:
    """End all of one's sessions but this one."""
    with writing() as db:
        sessions.end_others(db, account(), now(), access.token())
    flash(say("Vos autres sessions sont terminées."))
    return see_other(url_for("people.own", _anchor="sessions-title"))


@blueprint.post("/account/export")
@signed_in
def export() -> Response | tuple[str, int]:
    """Send everything that is kept about this person as one file, to anyone who knows the password."""
    form = ConfirmForm(prefix="taking")
    if not is_confirmed(form, account()):
        return refused(taking=form)
    with writing() as db:
        mine = db.get_one(Account, account().id)
        found = people_accounts.export(db, mine)
        mail_schedule.notify(db, mine, messages.AccountEvent.EXPORT, now())
    watchers.wake(settings())
    return as_file(found)


@blueprint.post("/account/erase")
@signed_in
def erase() -> Response | tuple[str, int]:
    """Erase this person's answers and account; the word « effacer » and the password have to be typed."""
    if request.form.get("word", "").strip().lower() != say("effacer"):
        flash(say("Rien n'est effacé : écrivez « effacer » pour confirmer."))
        return see_other(url_for("people.own"))
    form = ConfirmForm(prefix="erasing")
    if not is_confirmed(form, account()):
        return refused(erasing=form)
    try:
        with writing() as db:
            mine = db.get_one(Account, account().id)
            hand_over(db, mine)
            audit.note(db, None, AuditVerb.ERASE_ACCOUNT, audit.ACCOUNT, house_day())
            erasing.erase(db, mine, settings(), now())
            access.leave(db)
    except Refused as error:
        flash(say(error.sentence))
        return see_other(url_for("people.own"))
    finish_erasures()
    watchers.wake(settings())
    flash(say("Vos réponses et votre compte sont effacés."))
    return see_other(url_for("people.sign_in"))
