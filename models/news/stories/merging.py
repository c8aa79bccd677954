"""The merger of two stories found to be one, where a number leads now, and the search entry of a story."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from models.ground import jobs, search
from models.ground.search import Findable
from models.news.stories.fortnight import NoSuchStory, fortnight
from models.tables.feed import StoryQuestion
from models.tables.keepsakes import Keepsake, KeepsakeKind
from models.tables.rule_changes import DraftedQuestion, InterviewWord, RuleChange
from models.tables.search import SearchKind
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article, Correction, Story, StoryReading, StorySkill


def let_story_be_found(db: Session, story: Story) -> None:
    """Make a story findable by its title, and by its summary while the text behind it is kept.

    By no more than its source lets be shown; what only somebody's own sources tell is found by nobody, nor is what was
    merged into another story.
    """
    search.forget(db, SearchKind.STORY, str(story.id))
    shared = select(Article.text).join(Source, Source.id == Article.source_id).where(Source.learner_key.is_(None))
    if not db.execute(shared.where(Article.story_id == story.id).limit(1)).all():
        return
    # Search is public in the house: it may say no more than the story itself may show.
    summed_up = shared.where(Article.id == story.summarised_id, Source.right_to_show != SourceRight.TITLE)
    text = db.scalar(summed_up) or ""
    summary = "\n".join(text[start:end] for start, end in story.summary_places)
    language = story.language or "fr"
    search.put(db, [Findable(SearchKind.STORY, str(story.id), language, story.title, summary, story.happened_at)])


def let_stories_be_found(db: Session) -> None:
    """Rebuild what can be found of all stories."""
    search.forget_all(db, SearchKind.STORY)
    for story in db.scalars(select(Story).order_by(Story.id)):
        let_story_be_found(db, story)


# ---------------------------------------------------------------------------- the merger of two stories found to be one


MERGED = "merged"


def current_story_id(db: Session, story_id: int) -> int:
    """Return the number of the story that a number leads to now; raises NoSuchStory."""
    return current_story(db, story_id).id


def current_story(db: Session, story_id: int) -> Story:
    """Return the story that a number leads to now; raises NoSuchStory."""
    asked = aliased(Story)
    leads_to = select(Story).join(asked, Story.id == func.coalesce(asked.merged_into, asked.id))
    story = db.scalar(leads_to.where(asked.id == story_id))
    if story is None:
        raise NoSuchStory
    return story


def family(db: Session, story_id: int) -> list[int]:
    """Return a story and those merged into it: the numbers under which people have met it."""
    return list(db.scalars(select(Story.id).where(_of(story_id)).order_by(Story.id)))


def families(db: Session, story_ids: Collection[int]) -> dict[int, int]:
    """Return, for each known number, also merged ones, the story that it leads to now."""
    rows = db.execute(select(Story.id, Story.merged_into).where(Story.id.in_(story_ids)))
    return {story_id: into or story_id for story_id, into in rows}


def merged_lately(db: Session, at: datetime) -> Mapping[int, int]:
    """Return, for each number that was merged into a story that may still be told, that story."""
    lately, gone = fortnight(db, at), aliased(Story)
    merged = select(gone.id, Story.id).join(Story, Story.id == gone.merged_into)
    recent = merged.where(Story.happened_at > lately.since)
    return lately.derived(MERGED, lambda: {number: story_id for number, story_id in db.execute(recent)})


def _of(story_id: int) -> ColumnElement[bool]:
    return or_(Story.id == story_id, Story.merged_into == story_id)


def merge(db: Session, one: int, other: int) -> int:
    """Make two stories of one owner one: the older number stays and is returned.

    What people and trainers have made of them goes over to it; the other row stays, so that links hold.
    """
    # Always the same way round, so that two merges at once agree on what stays.
    kept, gone = (db.get_one(Story, story_id) for story_id in sorted((one, other)))
    if kept.id == gone.id:
        return kept.id
    db.execute(update(Article).where(Article.story_id == gone.id).values(story_id=kept.id))
    for table in (Correction, DraftedQuestion, RuleChange):
        db.execute(update(table).where(table.story_id == gone.id).values(story_id=kept.id))
    _carry_lessons(db, kept.id, gone.id)
    _carry_readings(db, kept.id, gone.id)
    touched = db.execute(select(StorySkill.skill, StorySkill.similarity).where(StorySkill.story_id == gone.id)).all()
    jobs.insert_new(db, StorySkill, [{"story_id": kept.id, "skill": one, "similarity": near} for one, near in touched])
    _carry_keepsakes(db, str(kept.id), str(gone.id))
    if kept.summarised_id is None:
        kept.title, kept.language = gone.title, gone.language
        kept.summarised_id, kept.summary_places = gone.summarised_id, gone.summary_places
        kept.rewritten, kept.rewritten_by = gone.rewritten, gone.rewritten_by
    # A retelling does not make old news new.
    kept.happened_at = min(kept.happened_at, gone.happened_at)
    # Flat, never a chain: what had led to the one that goes leads straight to the one that stays.
    db.execute(update(Story).where(_of(gone.id)).values(merged_into=kept.id))
    db.flush()
    db.refresh(gone)
    let_story_be_found(db, gone)
    let_story_be_found(db, kept)
    return kept.id


def _carry_lessons(db: Session, kept: int, gone: int) -> None:
    """Carry over the interview word and the questions that it has asked; of two, the older stays."""
    db.execute(delete(InterviewWord).where(InterviewWord.story_id == kept, InterviewWord.body == ""))
    if db.get(InterviewWord, kept) is None:
        db.execute(update(InterviewWord).where(InterviewWord.story_id == gone).values(story_id=kept))
    asked = select(StoryQuestion.learner_key, StoryQuestion.presentation_id).where(StoryQuestion.story_id == gone)
    new = [{"learner_key": key, "story_id": kept, "presentation_id": shown} for key, shown in db.execute(asked)]
    # Who was asked in both keeps the question of the story that stays.
    jobs.insert_new(db, StoryQuestion, new)


def _carry_readings(db: Session, kept: int, gone: int) -> None:
    """Carry over readings: who has read one has read the story; the earlier reading counts."""
    rows = db.execute(select(StoryReading.learner_key, StoryReading.at).where(StoryReading.story_id == gone)).all()
    for learner_key, at in rows:
        mine = and_(StoryReading.learner_key == learner_key, StoryReading.story_id == kept)
        db.execute(update(StoryReading).where(mine, StoryReading.at > at).values(at=at))
    new = [{"learner_key": learner_key, "story_id": kept, "at": at} for learner_key, at in rows]
    jobs.insert_new(db, StoryReading, new)


def _carry_keepsakes(db: Session, kept: str, gone: str) -> None:
    """Carry bookmarks and notes over; who kept both finds both notes there."""
    of_story = Keepsake.kind == KeepsakeKind.STORY
    for row in db.scalars(select(Keepsake).where(of_story, Keepsake.target == gone)).all():
        there = db.get(Keepsake, (row.learner_key, KeepsakeKind.STORY, kept))
        if there is None:
            mine = and_(of_story, Keepsake.target == gone, Keepsake.learner_key == row.learner_key)
            db.execute(update(Keepsake).where(mine).values(target=kept))
            continue
        there.bookmarked = there.bookmarked or row.bookmarked
        there.note = "\n\n".join(filter(None, (there.note, row.note)))
        there.changed_at = max(there.changed_at, row.changed_at)
        db.execute(delete(Keepsake).where(of_story, Keepsake.target == gone, Keepsake.learner_key == row.learner_key))
    db.flush()
    # Keys of rows were changed behind the session's back.
    db.expire_all()
