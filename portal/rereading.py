"""Re-reading: what trainers are due to read again, and what learners are told of a text past its day."""

from datetime import date

from flask import Blueprint, Response, flash, render_template, request, url_for

from content.module import Module
from content.problems import N_
from models.catalogue.validity import Dated
from models.ground import audit
from models.ground.calendar import DAY, local_day
from models.ground.words import typographic
from models.tables.audit import AuditVerb
from models.workshop import rereading
from portal.access import learner_key, trainer
from portal.pages import date_of, page_language, say
from portal.shell import house_day, now, reading, see_other, settings, writing

blueprint = Blueprint("rereading", __name__, url_prefix="/dates")

MODULE_OVER = N_("Cette réponse n'est pas comptée : ce module ne vaut plus depuis le %(day)s.")
MODULE_TO_COME = N_("Cette réponse n'est pas comptée : ce module ne vaut qu'à partir du %(day)s.")
RULE_OVER = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut plus depuis le %(day)s.")
RULE_TO_COME = N_("Cette réponse n'est pas comptée : la règle « %(rule)s » ne vaut qu'à partir du %(day)s.")
OTHERWISE = N_("Cette réponse n'est pas comptée : ce qu'elle suppose ne valait pas ce jour-là.")


def _today() -> date:
    return local_day(now(), settings().timezone)


@blueprint.app_template_global()
def is_stale(text: Dated) -> bool:
    """Return whether a text should have been read again before today."""
    return text.stale_on(_today())


@blueprint.app_template_global()
def not_counted(failing: Dated | None, day: date) -> str:
    """Say in a sentence why an answer of a day is not counted, as far as it is known."""
    if failing is None:
        return say(OTHERWISE)
    over, to_come = (MODULE_OVER, MODULE_TO_COME) if isinstance(failing, Module) else (RULE_OVER, RULE_TO_COME)
    rule = "" if isinstance(failing, Module) else typographic(failing.name[page_language()], page_language())
    if failing.valid_until and failing.valid_until < day:
        return say(over, rule=rule, day=date_of(failing.valid_until + DAY))
    return say(to_come, rule=rule, day=date_of(failing.valid_from)) if failing.valid_from else say(OTHERWISE)


@blueprint.get("")
@trainer
def due() -> str:
    """Show what is proposed for this week, and all that is due."""
    with reading() as db:
        week = rereading.this_week(db, now(), settings().timezone)
        later = [one for one in rereading.due(db, _today()) if one.subject not in {each.subject for each in week}]
    return render_template("rereading/all.html", due=week, later=later)


@blueprint.post("/reread")
@trainer
def reread() -> Response:
    """Note that a text was read again and nothing has to change (« Relu, rien à changer »)."""
    subject = request.form.get("subject", "")
    with writing() as db:
        if version := rereading.reread(db, subject, _today(), now(), learner_key()):
            audit.note(db, learner_key(), AuditVerb.REREAD, subject, house_day(), number=version.number)
    flash(say("C'est noté : le texte porte la date de cette relecture et celle de la prochaine."))
    return see_other(url_for("rereading.due"))
