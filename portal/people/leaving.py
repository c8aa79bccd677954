"""Leaving: an address of one's own named before, and a page to take everything along or erase it afterwards."""

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from models.ground import audit
from models.people import accounts as people_accounts
from models.people import erasing, leaving, own_address
from models.tables.audit import AuditVerb
from portal.access import account, signed_in
from portal.forms import text_of
from portal.pages import page_words, say, speak_as_to
from portal.people.own_account import OwnAddressForm, refused
from portal.people.sign_in import ConfirmForm, as_file, blueprint, is_confirmed
from portal.request import finish_erasures, house_day, now, reading, see_other, settings, writing

# -------------------------------------------------------------------------------------------- before: one's own address


@blueprint.post("/account/own-address")
@signed_in
def name_address() -> Response | tuple[str, int]:
    """Name an address of one's own, for anyone who knows the password; it counts once its mail has been answered."""
    form = OwnAddressForm(prefix="own")
    if not (form.validate() and is_confirmed(form, account())):
        return refused(naming=form)
    with writing() as db:
        named = form.carries_out(lambda: own_address.name(db, account(), text_of(form.email), now()))
    if not named:
        return refused(naming=form)
    watchers.wake(settings())
    flash(say("Un courriel part à cette adresse : ouvrez le lien qu'il contient pour la confirmer."))
    return see_other(url_for("people.own", _anchor="own-address-title"))


@blueprint.post("/account/own-address/forget")
@signed_in
def forget_address() -> Response:
    """Forget one's own address."""
    with writing() as db:
        own_address.forget(db, account())
    flash(say("Cette adresse est oubliée."))
    return see_other(url_for("people.own", _anchor="own-address-title"))


@blueprint.get("/own-address/<token>")
def address_named(token: str) -> str:
    """Ask whether this address is hers; opening the link changes nothing."""
    # Scanners of mail fetch every link: only a POST may confirm.
    with reading() as db:
        row, owner = own_address.of_token(db, token, now())
        speak_as_to(owner)
        return render_template("people/own_address.html", named=row)


@blueprint.post("/own-address/<token>")
def confirm_address(token: str) -> Response:
    """Note that she reads mails at this address."""
    with writing() as db:
        own_address.confirm(db, token, now())
    return see_other(url_for("people.address_named", token=token))


# ------------------------------------------------------------------------------------------------------ after: the link


@blueprint.get("/leaving/<token>")
def left(token: str) -> str:
    """Show what anyone who has left can still do; opening the link uses nothing up."""
    with reading() as db:
        return _left(db, token)


def _left(db: Session, token: str, *, word: str = "", unconfirmed: bool = False, **confirming: ConfirmForm) -> str:
    """Return the page; `taking` and `erasing` are the forms that ask for the password."""
    owner = leaving.leaver(db, token)
    speak_as_to(owner)
    return render_template(
        "people/left.html",
        token=token,
        erased_at=leaving.erasures(db, now(), settings().terms.leavers)[owner.id],
        asks_password=leaving.asks_password(db, token),
        taking=confirming.get("taking") or ConfirmForm(formdata=None, prefix="taking"),
        erasing=confirming.get("erasing") or ConfirmForm(formdata=None, prefix="erasing"),
        period=page_words().days(settings().terms.copies),
        word=word,
        unconfirmed=unconfirmed,
    )


@blueprint.post("/leaving/<token>/export")
def take_along(token: str) -> Response | tuple[str, int]:
    """Send everything that is kept about anyone who has left, as one file."""
    form = ConfirmForm(prefix="taking")
    if not _is_proven(token, form):
        with reading() as db:
            return _left(db, token, taking=form), 422
    with writing() as db:
        owner = leaving.leaver(db, token)
        found = people_accounts.export(db, owner)
        leaving.tell_taken(db, owner, now())
    watchers.wake(settings())
    return as_file(found)


@blueprint.post("/leaving/<token>/erase")
def erase_what_is_left(token: str) -> Response | tuple[str, int]:
    """Erase all of anyone who has left; the word « effacer » has to be typed."""
    form, word = ConfirmForm(prefix="erasing"), request.form.get("word", "")
    proven = _is_proven(token, form)
    unconfirmed = word.strip().lower() != say("effacer")
    if unconfirmed or not proven:
        with reading() as db:
            return _left(db, token, word=word, unconfirmed=unconfirmed, erasing=form), 422
    with writing() as db:
        owner = leaving.leaver(db, token)
        audit.note(db, None, AuditVerb.ERASE_ACCOUNT, audit.ACCOUNT, house_day())
        erasing.erase(db, owner, settings(), now())
    finish_erasures()
    watchers.wake(settings())
    flash(say("Vos réponses et votre compte sont effacés."))
    return see_other(url_for("people.sign_in"))


def _is_proven(token: str, form: ConfirmForm) -> bool:
    """Return whether its owner holds a link: that it went to an address of hers says so, else her password does."""
    with reading() as db:
        owner = leaving.leaver(db, token)
        speak_as_to(owner)
        if not leaving.asks_password(db, token):
            return True
    return is_confirmed(form, owner)
