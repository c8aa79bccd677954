"""Leaving: an address of one's own named before, and a page to take everything along or erase it afterwards."""

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

import watchers
from models.ground import audit
from models.people import accounts as people_accounts
from models.people import erasing, leaving, own_address
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal.access import account, signed_in
from portal.forms import text_of
from portal.pages import say, speak_as_to
from portal.people.blueprint import as_file, blueprint, is_confirmed
from portal.people.own import OwnAddressForm, own_page
from portal.shell import finish_erasures, house_day, now, reading, see_other, settings, writing

# -------------------------------------------------------------------------------------------- before: one's own address


@blueprint.post("/account/own-address")
@signed_in
def name_address() -> Response | tuple[str, int]:
    """Name an address of one's own, for whoever knows the password; it counts once its mail has been answered."""
    form = OwnAddressForm(prefix="own")
    with writing() as db:
        mine = db.get_one(Account, account().id)
        if not _is_named(db, mine, form):
            return own_page(db, mine, naming=form), 422
    watchers.wake(settings())
    flash(say("Un courriel part à cette adresse : ouvrez le lien qu'il contient pour la confirmer."))
    return see_other(url_for("people.own", _anchor="own-address-title"))


def _is_named(db: Session, mine: Account, form: OwnAddressForm) -> bool:
    try:
        if form.validate() and is_confirmed(form, mine):
            own_address.name(db, mine, text_of(form.email), now())
    except own_address.TooManyAddresses:
        form.email.errors = [say("Cinq adresses par jour au plus : réessayez demain.")]
    return not form.errors


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


# ----------------------------------------------------------------------------------------------------- after: the link


@blueprint.get("/leaving/<token>")
def left(token: str) -> str:
    """Show what whoever has left can still do; the link is the proof, and opening it uses nothing up."""
    with reading() as db:
        return _left(db, leaving.leaver(db, token), token)


def _left(db: Session, owner: Account, token: str, *, unconfirmed: bool = False) -> str:
    speak_as_to(owner)
    erased_at = leaving.erasures(db, now(), settings().terms.leavers)[owner.id]
    return render_template("people/left.html", token=token, erased_at=erased_at, unconfirmed=unconfirmed)


@blueprint.post("/leaving/<token>/export")
def take_along(token: str) -> Response:
    """Send everything that is kept about whoever has left, as one file."""
    with reading() as db:
        return as_file(people_accounts.export(db, leaving.leaver(db, token)))


@blueprint.post("/leaving/<token>/erase")
def erase_what_is_left(token: str) -> Response | tuple[str, int]:
    """Erase all of whoever has left; the word « effacer » has to be typed."""
    with writing() as db:
        owner = leaving.leaver(db, token)
        speak_as_to(owner)
        if request.form.get("word", "").strip().lower() != say("effacer"):
            return _left(db, owner, token, unconfirmed=True), 422
        audit.note(db, None, AuditVerb.ERASE_ACCOUNT, audit.ACCOUNT, house_day())
        erasing.erase(db, owner, settings(), now())
    finish_erasures()
    watchers.wake(settings())
    flash(say("Vos réponses et votre compte sont effacés."))
    return see_other(url_for("people.sign_in"))
