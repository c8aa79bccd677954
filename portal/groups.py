"""Groups of learners: members for administrators, figures without names for trainers."""

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from models.ground import audit
from models.ground.calendar import local_day
from models.people import accounts as people_accounts
from models.people import groups
from models.tables.people import Account
from portal.access import administrator, learner_key, trainer
from portal.forms import Form, text_of
from portal.pages import say
from portal.shell import now, reading, see_other, settings, writing

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


class GroupForm(Form):
    """The form for a new group."""

    name = StringField(validators=[DataRequired(), Length(max=120)])


@blueprint.get("")
@administrator
def members() -> str:
    """Show all groups and their members; nothing of what they learn."""
    with reading() as db:
        return _members(db, GroupForm(formdata=None))


@blueprint.post("")
@administrator
def create() -> Response | tuple[str, int]:
    """Make a group."""
    form = GroupForm()
    with writing() as db:
        try:
            if form.validate():
                group = groups.create(db, text_of(form.name), now())
                audit.note(db, learner_key(), "create group", str(group.id), now(), name=group.name)
        except groups.NameTaken:
            form.name.errors = [say("Un groupe porte déjà ce nom.")]
        if form.errors:
            return _members(db, form), 422
    return see_other(url_for("groups.members"))


def _members(db: Session, form: GroupForm) -> str:
    accounts = [account for account in people_accounts.accounts(db) if account.closed_at is None]
    return render_template("groups/members.html", listing=groups.listing(db), accounts=accounts, form=form)


@blueprint.post("/<int:group_id>/join")
@administrator
def join(group_id: int) -> Response:
    """Put somebody in a group."""
    return _move(group_id, joining=True)


@blueprint.post("/<int:group_id>/leave")
@administrator
def leave(group_id: int) -> Response:
    """Take somebody out of a group."""
    return _move(group_id, joining=False)


def _move(group_id: int, joining: bool) -> Response:
    account_id = request.form.get("account", "")
    with writing() as db:
        group = groups.group_of(db, group_id)
        who = db.get(Account, int(account_id) if account_id.isdecimal() else 0) or abort(404)
        move, verb = (groups.join, "join group") if joining else (groups.leave, "leave group")
        if move(db, group, who.learner_key, now()):
            audit.note(db, learner_key(), verb, str(group.id), now(), learner=str(who.learner_key))
    flash(say("C'est noté."))
    return see_other(url_for("groups.members"))


@blueprint.get("/figures")
@trainer
def figures() -> str:
    """Show the groups by name, with their sizes."""
    with reading() as db:
        return render_template("groups/figures.html", groups=groups.sizes(db))


@blueprint.get("/<int:group_id>")
@trainer
def sheet(group_id: int) -> str:
    """Show the figures of a group on one page that can be printed."""
    with reading() as db:
        found = groups.sheet(db, group_id, local_day(now(), settings().timezone))
    return render_template("groups/sheet.html", sheet=found)
