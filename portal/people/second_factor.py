"""One's second factor: turned on and off, and the codes to print."""

from datetime import datetime
from typing import NamedTuple

import segno
from flask import Response, abort, flash, render_template, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import HiddenField, ValidationError

import watchers
from models.ground import signing
from models.people import messages, second_factor, sessions
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.access import account, signed_in
from portal.forms import text_of
from portal.pages import say
from portal.people.sign_in import NO_CODE, CodeForm, ConfirmForm, blueprint, is_confirmed, note_own, say_why, with_code
from portal.request import next_page, now, reading, see_other, settings, writing


class ProvenForm(ConfirmForm, CodeForm):
    """The form that asks for the present password and a code."""


class SetUpForm(ProvenForm):
    """The form that also holds the secret to be confirmed, sealed."""

    sealed = HiddenField()

    def validate_sealed(self, field: HiddenField) -> None:
        """Refuse a secret that this page has not shown to this person."""
        if not self.secret:
            raise ValidationError(say("Cette page était ouverte depuis trop longtemps : voici un nouveau secret."))

    @property
    def secret(self) -> str:
        """Return the secret that the form was shown with; empty when it is none of ours, or somebody else's."""
        try:
            return signing.unseal(settings().secret_keys, _purpose(), self.sealed.data or "")
        except signing.SealBroken:
            return ""

    def hold(self, secret: str) -> None:
        """Hold a secret to be confirmed."""
        self.sealed.data = signing.seal(settings().secret_keys, _purpose(), secret)


def _purpose() -> str:
    return f"second-factor-set-up:{account().learner_key}"


class Factor(NamedTuple):
    """What the page shows of a second factor in force."""

    since: datetime
    codes_left: int


@blueprint.get("/account/second-factor")
@signed_in
def own_second_factor() -> str:
    """Show the second factor of this person, or how to turn it on."""
    with reading() as db:
        found = factor_of(db, account())
    return _page(found) if found else _set_up_page(SetUpForm(formdata=None))


def _page(factor: Factor, **tried: ProvenForm) -> str:
    """Return the page of a factor in force; `renewing` and `ending` are the forms on it."""
    forms = {name: tried.get(name) or ProvenForm(formdata=None, prefix=name) for name in ("renewing", "ending")}
    return render_template("people/second_factor.html", owner=account(), factor=factor, **forms)


def factor_of(db: Session, owner: Account) -> Factor | None:
    """Return what there is to show of somebody's second factor; None when she has none."""
    since = second_factor.since(db, owner)
    return Factor(since, second_factor.recovery_codes_left(db, owner)) if since else None


def _set_up_page(form: SetUpForm) -> str:
    secret = form.secret or second_factor.new_secret()
    form.hold(secret)
    return render_template(
        "people/second_factor_set_up.html",
        owner=account(),
        form=form,
        secret=_in_fours(secret),
        image=_image(second_factor.address(secret, account())),
        required=access.lacks_second_factor(account()),
    )


def _in_fours(signs: str) -> list[str]:
    """Return a secret as it is read and typed."""
    return [signs[start : start + 4] for start in range(0, len(signs), 4)]


def _image(address: str) -> Markup:
    """Return an address as a code to scan: black on white by night too, in one piece with the page."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(dark="#000", light="#fff", border=4, omitsize=True, svgclass=None, lineclass=None)
    # Markup is safe here: the drawing holds numbers alone. What it is, the page says.
    return Markup(drawing.replace("<svg", '<svg aria-hidden="true"', 1))


@blueprint.post("/account/second-factor")
@signed_in
def turn_on_second_factor() -> Response | str | tuple[str, int]:
    """Turn the second factor on, for anyone who knows the password and has a code; show the codes to print, once."""
    form = SetUpForm()
    if not _is_confirmed(form):
        return _set_up_page(form), 422
    drawn = second_factor.draw_recovery_codes()  # takes long: no writer waits for it
    try:
        with writing() as db:
            mine = db.get_one(Account, account().id)
            second_factor.turn_on(db, mine, settings().secret_keys, form.secret, text_of(form.code), now())
            second_factor.keep_recovery_codes(db, mine, drawn)
            # Those who came in by the password alone have to show more from now on.
            sessions.end_others(db, mine, now(), access.token())
            note_own(db, mine, AuditVerb.TURN_ON_SECOND_FACTOR, messages.AccountEvent.SECOND_FACTOR_ON)
    except second_factor.AlreadyOn:
        return see_other(url_for("people.own_second_factor"))
    except second_factor.WrongCode:
        form.code.errors = [say("Ce n'est pas le code de ce secret : vérifiez l'heure de l'appareil, et réessayez.")]
        return _set_up_page(form), 422
    return _shown(drawn)


@blueprint.post("/account/second-factor/codes")
@signed_in
def renew_recovery_codes() -> Response | str | tuple[str, int]:
    """Put ten new recovery codes in the place of the old ones; show them, once."""
    factor, form = _in_force(), ProvenForm(prefix="renewing")
    if status := _refused(form):
        return _page(factor, renewing=form), status
    drawn = second_factor.draw_recovery_codes()
    with writing() as db:
        mine = db.get_one(Account, account().id)
        second_factor.keep_recovery_codes(db, mine, drawn)
        note_own(db, mine, AuditVerb.RENEW_RECOVERY_CODES, messages.AccountEvent.RECOVERY_CODES)
    return _shown(drawn)


@blueprint.post("/account/second-factor/off")
@signed_in
def turn_off_second_factor() -> Response | str | tuple[str, int]:
    """Turn the second factor off, for anyone who knows the password and has a code."""
    factor, form = _in_force(), ProvenForm(prefix="ending")
    if status := _refused(form):
        return _page(factor, ending=form), status
    with writing() as db:
        mine = db.get_one(Account, account().id)
        second_factor.turn_off(db, mine)
        sessions.end_others(db, mine, now(), access.token())
        note_own(db, mine, AuditVerb.TURN_OFF_SECOND_FACTOR, messages.AccountEvent.SECOND_FACTOR_OFF)
    watchers.wake(settings())
    flash(say("L'entrée en deux étapes est désactivée."))
    return see_other(url_for("people.own"))


def _in_force() -> Factor:
    with reading() as db:
        return factor_of(db, account()) or abort(404)


def _is_confirmed(form: ProvenForm) -> bool:
    """Return whether the form is whole and holds the present password; say on the form when it does not."""
    return form.validate() and is_confirmed(form, account())


def _refused(form: ProvenForm) -> int:
    """Return the status of a form that proves nothing, with what is wrong said on it; 0 once its code is used up."""
    try:
        if _is_confirmed(form):
            with_code(account(), text_of(form.code))
            return 0
    except NO_CODE as error:
        return say_why(form, error)
    return 422


def _shown(drawn: dict[str, str]) -> str:
    watchers.wake(settings())
    codes = [" ".join(_in_fours(code)) for code in drawn]
    return render_template("people/recovery_codes.html", codes=codes, then=next_page(), base=settings().base_url)
