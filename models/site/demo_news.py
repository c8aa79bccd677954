"""The invented news of the demonstration, from invented sites."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.news.sources import shared_sources
from models.news.stories.merging import let_story_be_found
from models.tables.people import Account
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, ArticleState, Correction, Story, StoryReading, StorySkill

FILE = Path(__file__).with_name("news.yaml")
NEAR = 3.0
"""How near a story is to the first of its skills; each of the others is a little farther."""
RESTING = timedelta(days=3650)
"""Invented sites lead nowhere: nobody visits them."""


def written() -> Mapping[str, Any]:
    """Return the sites and their news, as they are written in news.yaml."""
    import yaml

    news: Mapping[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return news


def tell_all(db: Session, at: datetime, reader: Account) -> Mapping[str, Story]:
    """Add the sites and their news; the reader has read what was corrected since. Returns the stories by title."""
    news = written()
    sources = {one["name"]: _source(db, one, at) for one in news["sources"]}
    told = {one["title"]: _tell(db, sources[one["source"]], one, at) for one in news["stories"]}
    for one in news["stories"]:
        if "corrected" not in one:
            continue
        story, (number, before) = told[one["title"]], one["corrected"]
        read_at = story.happened_at + timedelta(hours=2)
        db.add(StoryReading(learner_key=reader.learner_key, story_id=story.id, at=read_at))
        db.add(
            Correction(
                story_id=story.id,
                article_id=story.summarised_id,
                at=at - timedelta(hours=3),
                title_before=story.title,
                title=story.title,
                before=[before],
                after=[one["text"][number]],
            )
        )
    db.flush()
    return told


def _source(db: Session, written: Mapping[str, Any], at: datetime) -> Source:
    source = shared_sources.insert(db, written["name"], written["address"], "feed", at)
    source.nature, source.right_to_show = written["nature"], written["right"]
    source.jurisdiction, source.language = written.get("jurisdiction"), written["language"]
    source.last_visit_at = source.last_success_at = at
    source.last_result, source.next_visit_at = VisitResult.OK, at + RESTING
    db.flush()
    return source


def _tell(db: Session, source: Source, written: Mapping[str, Any], at: datetime) -> Story:
    then, title, language = at - timedelta(hours=written["ago"]), written["title"], written["language"]
    story = Story(title=title, language=language, happened_at=then, created_at=then)
    db.add(story)
    db.flush()
    address = f"{source.address}{story.id}"
    article = Article(
        source_id=source.id,
        story_id=story.id,
        identity=address,
        address=address,
        host=source.host,
        title=title,
        lead="",
        published_at=then,
        found_at=then,
        told_at=then,
        state=ArticleState.READ,
        result=VisitResult.OK,
        text=" ".join(written["text"]) or None,
        language=language,
    )
    db.add(article)
    db.flush()
    if written["summary"]:
        # [start, end] of each of its sentences, in the text that all make together.
        starts = [sum(len(one) + 1 for one in written["text"][:number]) for number in written["summary"]]
        ends = [start + len(written["text"][number]) for start, number in zip(starts, written["summary"], strict=True)]
        story.summarised_id = article.id
        story.summary_places = [[start, end] for start, end in zip(starts, ends, strict=True)]
    skills = enumerate(written["skills"])
    db.add_all(StorySkill(story_id=story.id, skill=skill, similarity=NEAR - place / 10) for place, skill in skills)
    db.flush()
    let_story_be_found(db, story)
    return story
