"""The way in by the house's provider of OpenID Connect, and the link that its owner makes and undoes.

People leave by a page of ours and come back to one: no GET writes, and no redirect of a form leads off this host, which
browsers would refuse (CSP 3, form-action).
"""

from typing import NamedTuple

from flask import Response, abort, current_app, flash, make_response, render_template, request, session, url_for
from flask_login import current_user

import watchers
from content.errors import N_, Conflict, Forbidden, Malformed, NamedError, Unavailable
from models.ground import signing
from models.people import identities, messages, sessions
from models.tables.audit import AuditVerb
from models.tables.people import Account
from portal import access
from portal.access import account, signed_in
from portal.pages import say
from portal.people import oidc, sign_in
from portal.people.own_account import refused
from portal.people.sign_in import ConfirmForm, blueprint, is_confirmed, note_own
from portal.request import next_page, now, see_other, settings, writing

ERRAND = "errand"
"""Where the cookie of this browser says what it has asked of the provider, for a quarter of an hour."""
ERRAND_LASTS = 900
"""Seconds."""
TROUBLES = (Conflict, Forbidden, Malformed, Unavailable)
"""What goes wrong on the way: said on a page of its own, with the name of the provider."""
OVERTAKEN = N_("Trop de temps a passé, ou une autre page a été ouverte entre-temps : recommencez.")


class Errand(NamedTuple):
    """What is signed of somebody who is on her way to the provider; `linker` is the learner key of who links hers."""

    asked: oidc.SignInRequest
    since: float
    then: str
    linker: str | None


def _provider() -> oidc.Provider:
    found: oidc.Provider = current_app.extensions["provider"] or abort(404)
    return found


@blueprint.post("/sign-in/provider")
def to_provider() -> Response:
    """Lead to the provider, which says who somebody is."""
    return lead_to_provider(next_page())


def lead_to_provider(then: str, owner: Account | None = None) -> Response:
    """Lead to the provider and remember the errand: to sign in, or to link the account of whoever is signed in."""
    provider, asked = _provider(), oidc.SignInRequest.new()
    try:
        address = provider.address(asked)
    except TROUBLES as error:
        return _trouble(error)
    errand = Errand(asked, now().timestamp(), then, str(owner.learner_key) if owner else None)
    session[ERRAND] = signing.sign_link(settings().secret_key, ERRAND, errand)
    response = make_response(render_template("people/to_provider.html", address=address, name=provider.openid.name))
    # Not a redirect: a page that is reloaded at once is no answer to a form. https://html.spec.whatwg.org/#the-refresh-header
    response.headers["Refresh"] = f"0; url={address}"
    return response


@blueprint.get("/sign-in/provider/back")
def from_provider() -> str:
    """Show the last step to whoever comes back from the provider; opening it uses nothing up."""
    begun = _errand() is not None and "state" in request.args
    given = {name: request.args[name] for name in ("state", "code", "iss", "error") if name in request.args}
    return render_template("people/from_provider.html", given=given if begun else {}, trouble="")


@blueprint.post("/sign-in/provider/back")
def from_provider_now() -> Response:
    """Sign in whoever the provider vouches for, or link her account; the errand is over, whatever comes of it."""
    errand, provider = _errand(), _provider()
    session.pop(ERRAND, None)
    try:
        if errand is None:
            raise Malformed(OVERTAKEN)
        subject = provider.subject(errand.asked, request.form, now())
        if errand.linker:
            return _link(errand, subject)
        with writing() as db:
            owner = identities.owner(db, provider.openid.issuer, subject)
            # A code is asked for as after a password: the provider says who somebody is, and no more.
            return sign_in.enter(db, owner, errand.then)
    except TROUBLES as error:
        return _trouble(error)


def _link(errand: Errand, subject: str) -> Response:
    # In the browser and the session that began it, or somebody would link her own name to another's account.
    if not current_user.is_authenticated or str(account().learner_key) != errand.linker:
        raise Malformed(OVERTAKEN)
    with writing() as db:
        mine = db.get_one(Account, account().id)
        identities.link(db, mine, _provider().openid.issuer, subject, now())
        note_own(db, mine, AuditVerb.LINK_IDENTITY, messages.AccountEvent.IDENTITY_LINKED)
    watchers.wake(settings())
    flash(say("Votre compte s'ouvre désormais aussi avec %(name)s.", name=_provider().openid.name))
    return see_other(errand.then)


def _errand() -> Errand | None:
    """Return what this browser has asked of the provider, while it lasts."""
    try:
        asked, *rest = signing.read_link(settings().secret_keys, ERRAND, session.get(ERRAND, ""), days=1)
    except signing.BadLink:
        return None
    errand = Errand(oidc.SignInRequest(*asked), *rest)
    return errand if now().timestamp() - errand.since <= ERRAND_LASTS else None


# ----------------------------------------------------------------------------------------------------------- the link


@blueprint.post("/account/identity")
@signed_in
def link_identity() -> Response | tuple[str, int]:
    """Lead whoever knows the present password to the provider, to link her account to what she is called there."""
    form = ConfirmForm(prefix="linking")
    if not is_confirmed(form, account()):
        return refused(linking=form)
    return lead_to_provider(url_for("people.own", _anchor="identity-title"), account())


@blueprint.post("/account/identity/off")
@signed_in
def unlink_identity() -> Response | tuple[str, int]:
    """Undo the link, for whoever knows the present password; other sessions end, for they may have come by it."""
    form = ConfirmForm(prefix="unlinking")
    if not is_confirmed(form, account()):
        return refused(unlinking=form)
    with writing() as db:
        mine = db.get_one(Account, account().id)
        identities.unlink(db, mine)
        sessions.end_others(db, mine, now(), access.token())
        note_own(db, mine, AuditVerb.UNLINK_IDENTITY, messages.AccountEvent.IDENTITY_UNLINKED)
    watchers.wake(settings())
    flash(say("Votre compte ne s'ouvre plus qu'avec votre mot de passe."))
    return see_other(url_for("people.own"))


# -------------------------------------------------------------------------------------------------- what goes wrong


def _trouble(error: NamedError) -> Response:
    sentence = say(error.what, name=_provider().openid.name)
    return make_response(render_template("people/from_provider.html", given={}, trouble=sentence), error.status)
