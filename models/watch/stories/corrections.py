"""Corrections (« Rectificatif »): a source changes what it had told; whoever was told is told so, once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from content.folding import fold, written_words
from models.ground import jobs, revisions
from models.ground.lookups import Lookup
from models.tables.mail import Mail
from models.tables.people import Learner
from models.tables.sources import Source, SourceRight, VisitResult
from models.tables.stories import Article, ArticleState, Correction, CorrectionTold, Story, StoryReading
from models.watch.stories.findable import let_story_be_found
from models.watch.stories.owners import KEPT, visible_to
from models.watch.stories.record import ArticleRead, retell, values_of
from models.watch.stories.traits import is_marked
from models.watch.visits import FoundEntry, VisitErrand

if TYPE_CHECKING:
    from models.watch.stories.differences import Statement

LOOKED_AT_AGAIN = timedelta(hours=3)
"""A source that changes an entry at each visit is read again no more often than this."""
MOST_SENTENCES = 3


class Rectified(NamedTuple):
    """A correction as it may be shown; without sentences where the source lets only titles be shown."""

    id: int
    story_id: int
    at: datetime
    source: str
    address: str
    language: str | None
    title_before: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each sentence that was changed, as it stood and as it stands now."""
        return list(zip(self.before, self.after, strict=True))


class _Mailed(NamedTuple):
    """The content that a mail that has left, or may have, told its reader."""

    story_ids: Sequence[int]
    correction_ids: Sequence[int]
    sent_at: datetime


# ----------------------------------------------------------------------------------------------- what a source changes


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
    from models.watch.stories.differences import changes, statements  # its patterns take a while to compile

    # Another comma, capital or accent is no correction.
    if entry.title and entry.title != title and _same_words(entry.title) != _same_words(title):
        return True
    if not lead or not entry.lead or lead == entry.lead:
        return False
    return bool(changes(statements("", lead, language), statements("", entry.lead, language)))


def _same_words(title: str) -> list[str]:
    return [fold(word) for word in written_words(title)]


def tell_again(db: Session, errand: VisitErrand, article: Article, read: ArticleRead, at: datetime) -> int:
    """End the reading of an article that was told before: its story says what it says now. Raises jobs.LeaseLost.

    Noted as a correction when its title says so, or when a sentence has another number, date, name or negation; words
    put otherwise are no correction. Where the page could not be read, its text stays as it was.
    """
    from models.watch.stories.differences import statements

    before = db.execute(select(Article).where(Article.id == article.id)).scalar_one()
    title_before, text_before = before.told_title or before.title, before.text or before.lead
    story = db.get_one(Story, before.story_id)
    values = values_of(read, at)
    # A page that cannot be read now must not take away what was read before.
    if read.result != VisitResult.OK and before.text:
        values = {name: values[name] for name in ("state", "due_at", "title", "told_at")}
    elif story.summarised_id in (None, article.id):
        retell(db, story, article.id, read.telling)
    jobs.finish(db, Article, article.id, errand.lease, told_title=None, **values)
    revisions.note_changed(db)
    old = statements(title_before, text_before, before.language)
    new = statements(read.telling.title, str(values.get("text", text_before) or ""), read.telling.language)
    _note(db, story, article.id, old, new, at)
    let_story_be_found(db, story)
    return story.id


def _note(
    db: Session, story: Story, article_id: int, old: "Sequence[Statement]", new: "Sequence[Statement]", at: datetime
) -> None:
    from models.watch.stories.differences import changes

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


# -------------------------------------------------------------------------------------------------- who is told, once


def corrections(db: Session, story_id: int) -> list[Rectified]:
    """Return what was corrected in a story, the latest first."""
    return _shown(db, [Correction.story_id == story_id])


UNTOLD = Lookup(
    select(Correction.id)
    .join(Story, Story.id == Correction.story_id)
    .where(
        Correction.at > bindparam("since"),
        visible_to(bindparam("learner_key", type_=Uuid())),
        Correction.id.not_in(
            select(CorrectionTold.correction_id)
            .join(Learner, Learner.key == CorrectionTold.learner_key)
            .where(CorrectionTold.learner_key == bindparam("learner_key"), ~Learner.without_estimation)
        ),
    ),
    lambda rows: [correction_id for (correction_id,) in rows],
)
"""The corrections since an instant to what a learner may see, that she was not told on a page."""


def corrections_to_tell(db: Session, learner_key: UUID, at: datetime) -> list[Rectified]:
    """Return the fourteen days' corrections to what this learner has met and that she does not know.

    The latest first; for the page and for the digest alike: the page tells one with `note_told`, a mail by leaving.
    """
    waiting = UNTOLD.ask(db, learner_key=learner_key, since=at - KEPT)
    found = _shown(db, [Correction.id.in_(waiting)]) if waiting else []
    mails = _left(db, learner_key, at) if found else []
    met = _met(db, learner_key, {one.story_id for one in found}, mails)
    mailed = {number: mail.sent_at for mail in mails for number in mail.correction_ids}
    # SQLite gives the number of a correction that is forgotten to another: one mailed before it was made is not it.
    untold = [one for one in found if one.id not in mailed or mailed[one.id] < one.at]
    return [one for one in untold if one.story_id in met and met[one.story_id] <= one.at]


def note_told(db: Session, learner_key: UUID, correction_ids: Collection[int], at: datetime) -> int:
    """Note that a learner has been told these corrections; returns how many were new to her. Of who objects, none."""
    reader = and_(Learner.key == learner_key, ~Learner.without_estimation)
    told = select(Learner.key.label("learner_key"), Correction.id.label("correction_id")).join(Correction, reader)
    those = told.where(Correction.id.in_(correction_ids)) if correction_ids else None
    return 0 if those is None else jobs.insert_found(db, CorrectionTold, those, at=at)


def _left(db: Session, learner_key: UUID, at: datetime) -> list[_Mailed]:
    """Return what was mailed to a learner of late; a mail that failed, or waits, has no instant of sending."""
    sent = select(Mail.story_ids, Mail.correction_ids, Mail.sent_at)
    mine = (Mail.learner_key == learner_key, Mail.sent_at > at - 2 * KEPT)
    rows = db.execute(sent.where(*mine).order_by(Mail.sent_at))
    return [_Mailed(told, corrected, when) for told, corrected, when in rows if when]


def _met(
    db: Session, learner_key: UUID, story_ids: Collection[int], mails: Sequence[_Mailed]
) -> Mapping[int, datetime]:
    """Return, by story, when a learner first met it; also under the number of one merged into it."""
    if not story_ids:
        return {}
    numbers = db.execute(
        select(Story.id, Story.merged_into).where(or_(Story.id.in_(story_ids), Story.merged_into.in_(story_ids)))
    )
    leads_to = {number: into or number for number, into in numbers}
    read = select(StoryReading.story_id, StoryReading.at).join(Learner, Learner.key == StoryReading.learner_key)
    mine = read.where(Learner.key == learner_key, ~Learner.without_estimation)
    times = [(number, when) for number, when in db.execute(mine.where(StoryReading.story_id.in_(leads_to)))]
    times += [(number, mail.sent_at) for mail in mails for number in mail.story_ids if number in leads_to]
    met: dict[int, datetime] = {}
    for number, when in times:
        story_id = leads_to[number]
        met[story_id] = min(when, met.get(story_id, when))
    return met


def _shown(db: Session, which: Sequence[ColumnElement[bool]]) -> list[Rectified]:
    rows = db.execute(
        select(Correction, Article.address, Article.language, Source.name, Source.right_to_show)
        .join(Story, Story.id == Correction.story_id)
        .join(Article, Article.id == Correction.article_id)
        .join(Source, Source.id == Article.source_id)
        .where(*which)
        .order_by(Correction.at.desc(), Correction.id.desc())
    )
    return [_rectified(row, address, language, source, right) for row, address, language, source, right in rows]


def _rectified(row: Correction, address: str, language: str | None, source: str, right: str) -> Rectified:
    pair = ((), ()) if right == SourceRight.TITLE else (tuple(row.before), tuple(row.after))
    return Rectified(row.id, row.story_id, row.at, source, address, language, row.title_before, row.title, *pair)
