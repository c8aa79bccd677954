"""The invitation: whoever has one chooses her password, and is in."""

from uuid import UUID

from flask import Response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from models.ground import signing
from models.people import accounts
from models.people.mail import letters
from models.tables.people import Account
from portal import access
from portal.pages import page_language, speak_as_to
from portal.people.blueprint import PasswordForm, blueprint, took_password
from portal.people.identities import lead_to_provider
from portal.shell import now, reading, see_other, settings, writing


@blueprint.get("/invitation/<token>")
def invitation(token: str) -> str:
    """Ask for a password; opening the link uses nothing up."""
    with reading() as db:
        return render_template("people/invitation.html", form=PasswordForm(formdata=None), invited=_invited(db, token))


@blueprint.post("/invitation/<token>")
def accept(token: str) -> Response | tuple[str, int]:
    """Set the password, keep the language of the page, and sign in."""
    form = PasswordForm()
    with writing() as db:
        invited = _invited(db, token)
        if not took_password(form, invited):
            return render_template("people/invitation.html", form=form, invited=invited), 422
        # The page on which she chose it has said who sees what.
        invited.language, invited.privacy_read_at = page_language(), now()
        access.enter(db, invited)
    if settings().openid and request.form.get("do") == "link":
        return lead_to_provider(url_for("home.home"), invited)
    return see_other(url_for("home.home"))


def _invited(db: Session, token: str) -> Account:
    """Return the account that an invitation is for; raise BadLink when it has served."""
    key = UUID(signing.read_link(settings().secret_keys, "invitation", token, letters.INVITATION_DAYS))
    invited = accounts.account_of(db, key)
    # The token itself knows only its age: the password that it led to is what uses it up.
    if invited is None or invited.password_hash is not None or invited.closed_at is not None:
        raise signing.BadLink
    # French is also what nobody has chosen: there the browser says more (see `AccountForm`).
    if invited.language != LANGUAGES[0]:
        speak_as_to(invited)
    return invited
