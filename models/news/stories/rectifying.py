"""A reading recorded in its story, and corrections found where a source changes what it had told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from content.strings.words import fold, written_words
from models.ground import jobs, revisions
from models.news.sources.visits import FoundEntry, VisitLease
from models.news.stories.differences import Statement, changes, statements
from models.news.stories.fortnight import KEPT
from models.news.stories.merging import let_story_be_found
from models.news.stories.recognition import Traits, is_marked
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, ArticleState, Correction, Story, StorySkill

DECIMALS = 4
"""Of a vector: more say nothing."""


@dataclass(frozen=True, slots=True)
class ArticleTelling:
    """An article as it can be told: [start, end] of the sentences that sum it up, and the skills it touches.

    `event` is the vector of the title and the first sentences, by which stories are recognised.
    """

    title: str
    language: str | None
    places: Sequence[tuple[int, int]] = ()
    encoder: str | None = None
    skills: Mapping[str, float] = field(default_factory=dict)
    event: Sequence[float] = ()
    rewritten: str | None = None
    """The text in other words, by the generative model that an operator has chosen."""
    rewritten_by: str | None = None


class ArticleRead(NamedTuple):
    """The end of the reading of an article."""

    result: VisitResult
    text: str | None
    published_at: datetime | None
    telling: ArticleTelling
    traits: Traits = Traits()


def record_story(
    db: Session, lease: VisitLease, article: Article, read: ArticleRead, known: int | None, at: datetime
) -> int:
    """End the reading of an article with a known story, or a new one. Raises jobs.LeaseLost."""
    happened_at = read.published_at or article.found_at
    if known:
        story = db.get_one(Story, known)
    else:
        owner, title = lease.source.learner_key, read.telling.title
        story = Story(learner_key=owner, title=title, happened_at=happened_at, created_at=at)
        db.add(story)
        db.flush()
    if not known or (read.telling.places and story.summarised_id is None):
        retell(db, story, article.id, read.telling)
    # In the same transaction as the story: a lost lease leaves none behind.
    jobs.finish(db, Article, article.id, lease.until, story_id=story.id, **values_of(read, at))
    revisions.note_changed(db)
    let_story_be_found(db, story)
    return story.id


def values_of(read: ArticleRead, at: datetime) -> dict[str, object]:
    """Return what is kept of an article that has been read."""
    return {
        "state": ArticleState.READ,
        "due_at": None,
        "result": read.result,
        "title": read.telling.title,
        "text": read.text,
        "language": read.telling.language,
        "published_at": read.published_at,
        "told_at": at,
        "summary_places": [list(place) for place in read.telling.places],
        "marks": sorted(read.traits.marks),
        "sketch": list(read.traits.sketch),
        "vector": [round(value, DECIMALS) for value in read.traits.vector],
        "encoder": read.traits.encoder,
    }


def retell(db: Session, story: Story, article_id: int, telling: ArticleTelling) -> None:
    """Give a story the title, summary and skills of one of its articles."""
    story.title, story.language = telling.title, telling.language
    story.summarised_id = article_id if telling.places else None
    story.summary_places = [list(place) for place in telling.places]
    story.rewritten, story.rewritten_by = telling.rewritten, telling.rewritten_by
    db.execute(delete(StorySkill).where(StorySkill.story_id == story.id))
    db.add_all(StorySkill(story_id=story.id, skill=skill, similarity=near) for skill, near in telling.skills.items())
    db.flush()


# --------------------------------------------------------------------- corrections (« Rectificatif ») as they are found


LOOKED_AT_AGAIN = timedelta(hours=3)
"""A source that changes an entry at each visit is read again no more often than this."""
MOST_SENTENCES = 3


def reopen_changed(db: Session, source: Source, found: Sequence[FoundEntry], at: datetime) -> int:
    """Reopen articles that a source has told and shows changed now; returns how many.

    Changed: a title in other words, or a lead with other numbers, dates or negations.
    """
    if not found:
        return 0
    told = and_(
        Article.source_id == source.id,
        Article.state == ArticleState.READ,
        Article.told_at > at - KEPT,
        # Some feeds touch every entry at each visit: without a pause they would be read without end.
        Article.told_at <= at - LOOKED_AT_AGAIN,
    )
    shown = {entry.identity: entry for entry in found}
    columns = select(Article.id, Article.identity, Article.title, Article.lead, Article.language)
    rows = db.execute(columns.where(told, Article.identity.in_(shown))).all()
    changed = [row for row in rows if _differs(row.title, row.lead, row.language, shown[row.identity])]
    for row in changed:
        entry = shown[row.identity]
        # What people were told is kept aside: the feed's new title is overwritten here.
        values = {"told_title": row.title, "title": entry.title or row.title, "lead": entry.lead}
        again = {"state": ArticleState.DUE, "due_at": at, "attempts": 0}
        db.execute(update(Article).where(Article.id == row.id).values(**values, **again))
    return len(changed)


def _differs(title: str, lead: str, language: str | None, entry: FoundEntry) -> bool:
    # Another comma, capital or accent is no correction.
    if entry.title and entry.title != title and _same_words(entry.title) != _same_words(title):
        return True
    if not lead or not entry.lead or lead == entry.lead:
        return False
    return bool(changes(statements("", lead, language), statements("", entry.lead, language)))


def _same_words(title: str) -> list[str]:
    return [fold(word) for word in written_words(title)]


def tell_again(db: Session, lease: VisitLease, article: Article, read: ArticleRead, at: datetime) -> int:
    """End the reading of an article that was told before: its story says what it says now. Raises jobs.LeaseLost.

    Noted as a correction when its title says so, or when a sentence has another number, date, name or negation; words
    put otherwise are no correction. Where the page could not be read, its text stays as it was.
    """
    before = db.execute(select(Article).where(Article.id == article.id)).scalar_one()
    title_before, text_before = before.told_title or before.title, before.text or before.lead
    story = db.get_one(Story, before.story_id)
    values = values_of(read, at)
    # A page that cannot be read now must not take away what was read before.
    if read.result != VisitResult.OK and before.text:
        values = {name: values[name] for name in ("state", "due_at", "title", "told_at")}
    elif story.summarised_id in (None, article.id):
        retell(db, story, article.id, read.telling)
    jobs.finish(db, Article, article.id, lease.until, told_title=None, **values)
    revisions.note_changed(db)
    old = statements(title_before, text_before, before.language)
    new = statements(read.telling.title, str(values.get("text", text_before) or ""), read.telling.language)
    _note(db, story, article.id, old, new, at)
    let_story_be_found(db, story)
    return story.id


def _note(
    db: Session, story: Story, article_id: int, old: Sequence[Statement], new: Sequence[Statement], at: datetime
) -> None:
    found = changes(old, new)
    (title_before, *_), (title, *_) = old, new
    marked = is_marked(title.text) and not is_marked(title_before.text)
    if not found and not marked:
        return
    # The change of the title has fields of its own.
    told = [pair for pair in found if pair[1] != title.text][:MOST_SENTENCES]
    before, after = [one for one, _ in told], [one for _, one in told]
    row = Correction(story_id=story.id, article_id=article_id, at=at, title_before=title_before.text, title=title.text)
    row.before, row.after = before, after
    db.add(row)
    db.flush()


def note_marked(db: Session, story_id: int, article: Article, title: str, at: datetime) -> None:
    """Note an article that joins a story told before to correct it (« Rectificatif : … »)."""
    if not is_marked(title):
        return
    original = select(Article.title).where(Article.story_id == story_id, Article.id != article.id)
    first = db.scalar(original.order_by(Article.found_at, Article.id).limit(1))
    if first is not None:
        db.add(Correction(story_id=story_id, article_id=article.id, at=at, title_before=first, title=title))
        db.flush()
