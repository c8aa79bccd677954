"""One skill, for its learner alone: what is estimated, how sure it is, and what it rests on."""

from flask import Blueprint, render_template

from models import evidence
from models.keeping import Kind
from portal import estimate
from portal.access import learner_key, signed_in
from portal.keeping import under
from portal.pages import page_language
from portal.shell import now, reading

blueprint = Blueprint("skills", __name__)


@blueprint.get("/skills/<skill_id>")
@signed_in
def skill(skill_id: str) -> str:
    """The page of a skill."""
    with reading() as db:
        grounds = evidence.grounds(db, learner_key(), skill_id, now())
        language = page_language()
        keepable = under(db, Kind.SKILL, skill_id, grounds.standing.skill.name[language], language)
    told = estimate.told(grounds.history) if grounds.history.steps else None
    return render_template("skills/skill.html", grounds=grounds, here=grounds.standing, told=told, **keepable)
