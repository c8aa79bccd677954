"""The page of one skill, for its learner alone: the estimate, how sure it is, and what it rests on."""

from flask import Blueprint, render_template

from models.study import belief_history
from models.tables.keepsakes import KeepsakeKind
from portal import belief_history as portal_belief_history
from portal.access import learner_key, signed_in
from portal.keepsakes import under
from portal.pages import page_language
from portal.shell import now, reading

blueprint = Blueprint("skills", __name__)


@blueprint.get("/skills/<skill_id>")
@signed_in
def skill(skill_id: str) -> str:
    """Show the page of a skill."""
    with reading() as db:
        grounds = belief_history.grounds(db, learner_key(), skill_id, now())
        language = page_language()
        keepable = under(db, KeepsakeKind.SKILL, skill_id, grounds.standing.skill.name[language], language)
    told = portal_belief_history.told(grounds.history) if grounds.history.steps else None
    return render_template("skills/skill.html", grounds=grounds, here=grounds.standing, told=told, **keepable)
