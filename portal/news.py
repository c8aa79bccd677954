"""The feed of what changes in the job, and its stories."""

from flask import Blueprint, render_template

from models import authoring, news
from portal.access import learner_key, signed_in
from portal.shell import now, reading, writing

blueprint = Blueprint("news", __name__, url_prefix="/news")


@blueprint.get("")
@signed_in
def feed() -> str:
    """The stories of the last two weeks, those that touch what one learns first."""
    with reading() as db:
        stories = news.stories(db, learner_key(), now())
        return render_template("news/feed.html", stories=stories, skills=authoring.skill_map(db))


@blueprint.get("/<int:story_id>")
@signed_in
def story(story_id: int) -> str:
    """One story, its sentences in their place."""
    with writing() as db:
        told = news.told(db, story_id, learner_key())
        news.mark_read(db, learner_key(), story_id, now())
        text, places = news.full_text(db, told.story)
        return render_template("news/story.html", told=told, text=text, places=places, skills=authoring.skill_map(db))
