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

PENDING = "errand"
"""Where the cookie of this browser says what it has asked of the provider, for a quarter of an hour."""
PENDING_LASTS = 900
"""Seconds."""
TROUBLES = (Conflict, Forbidden, Malformed, Unavailable)
"""What goes wrong on the way: said on a page of its own, with the name of the provider."""
OVERTAKEN = N_("Trop de temps a passé, ou une autre page a été ouverte entre-temps : recommencez.")


class PendingSignIn(NamedTuple):
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
    """Lead to the provider and remember the pending sign-in: to sign in, or to link the account that asks."""
    provider, asked = _provider(), oidc.SignInRequest.new()
    try:
        address = provider.address(asked)
    except TROUBLES as error:
        return _trouble(error)
    pending = PendingSignIn(asked, now().timestamp(), then, str(owner.learner_key) if owner else None)
    session[PENDING] = signing.sign_link(settings().secret_key, PENDING, pending)
    response = make_response(render_template("people/to_provider.html", address=address, name=provider.openid.name))
    # Not a redirect: a page that is reloaded at once is no answer to a form. https://html.spec.whatwg.org/#the-refresh-header
    response.headers["Refresh"] = f"0; url={address}"
    return response


@blueprint.get("/sign-in/provider/back")
def from_provider() -> str:
    """Show the last step to anyone who comes back from the provider; opening it uses nothing up."""
    begun = _pending() is not None and "state" in request.args
    given = {name: request.args[name] for name in ("state", "code", "iss", "error") if name in request.args}
    return render_template("people/from_provider.html", given=given if begun else {}, trouble="")


@blueprint.post("/sign-in/provider/back")
def from_provider_now() -> Response:
    """Sign in the person whom the provider vouches for, or link her account; the pending sign-in is over."""
    pending, provider = _pending(), _provider()
    session.pop(PENDING, None)
    try:
        if pending is None:
            raise Malformed(OVERTAKEN)
        subject = provider.subject(pending.asked, request.form, now())
        if pending.linker:
            return _link(pending, subject)
        with writing() as db:
            owner = identities.owner(db, provider.openid.issuer, subject)
            # A code is asked for as after a password: the provider says who somebody is, and no more.
            return sign_in.enter(db, owner, pending.then)
    except TROUBLES as error:
        return _trouble(error)


def _link(pending: PendingSignIn, subject: str) -> Response:
    # In the browser and the session that began it, or somebody would link her own name to another's account.
    if not current_user.is_authenticated or str(account().learner_key) != pending.linker:
        raise Malformed(OVERTAKEN)
    with writing() as db:
        mine = db.get_one(Account, account().id)
        identities.link(db, mine, _provider().openid.issuer, subject, now())
        note_own(db, mine, AuditVerb.LINK_IDENTITY, messages.AccountEvent.IDENTITY_LINKED)
    watchers.wake(settings())
    flash(say("Votre compte s'ouvre désormais aussi avec %(name)s.", name=_provider().openid.name))
    return see_other(pending.then)


def _pending() -> PendingSignIn | None:
    """Return what this browser has asked of the provider, while it lasts."""
    try:
        asked, *rest = signing.read_link(settings().secret_keys, PENDING, session.get(PENDING, ""), days=1)
    except signing.BadLink:
        return None
    pending = PendingSignIn(oidc.SignInRequest(*asked), *rest)
    return pending if now().timestamp() - pending.since <= PENDING_LASTS else None


# ------------------------------------------------------------------------------------------------------------- the link


@blueprint.post("/account/identity")
@signed_in
def link_identity() -> Response | tuple[str, int]:
    """Lead anyone who knows the present password to the provider, to link her account to what she is called there."""
    form = ConfirmForm(prefix="linking")
    if not is_confirmed(form, account()):
        return refused(linking=form)
    return lead_to_provider(url_for("people.own", _anchor="identity-title"), account())


@blueprint.post("/account/identity/off")
@signed_in
def unlink_identity() -> Response | tuple[str, int]:
    """Undo the link, for anyone who knows the present password; other sessions end, for they may have come by it."""
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


# ------------------------------------------------------------------------------------------------------ what goes wrong


def _trouble(error: NamedError) -> Response:
    sentence = say(error.what, name=_provider().openid.name)
    return make_response(render_template("people/from_provider.html", given={}, trouble=sentence), error.status)
