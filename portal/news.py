"""The feed of what changes in the job, and its stories."""

from collections.abc import Sequence
from itertools import pairwise

from flask import Blueprint, render_template
from markupsafe import Markup, escape

from models import authoring, news
from models.keeping import Kind
from models.rule_changes import mark_opened
from models.words import typographic
from portal import rule_changes
from portal.access import learner_key, signed_in
from portal.keeping import under
from portal.pages import page_language
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
    with reading() as db:
        told = news.told(db, story_id, learner_key())
        text, places = news.full_text(db, told.story)
        skills = authoring.skill_map(db)
        title, language = told.story.title, told.story.language or page_language()
        keepable = under(db, Kind.STORY, story_id, title, language) | rule_changes.beside(db, story_id)
    with writing() as db:
        news.mark_read(db, learner_key(), story_id, now())
        mark_opened(db, learner_key(), story_id, now())
    marked = highlighted(text, places, told.story.language)
    return render_template("news/story.html", told=told, marked=marked, skills=skills, **keepable)


def highlighted(text: str, places: Sequence[tuple[int, int]], language: str | None) -> Markup:
    """A text in paragraphs, set as its language asks, the sentences at these places marked."""
    bounds = [0, *(place for span in places for place in span), len(text)]
    pieces = [typographic(text[start:end], language) for start, end in pairwise(bounds)]
    marked = Markup("").join(_mark(piece) if number % 2 else escape(piece) for number, piece in enumerate(pieces))
    paragraphs = (paragraph for paragraph in marked.split("\n") if paragraph.strip())
    return Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def _mark(sentence: str) -> Markup:
    """A sentence that runs over two paragraphs is marked in each."""
    return Markup("\n").join(Markup("<mark>{}</mark>").format(line) for line in sentence.split("\n"))
