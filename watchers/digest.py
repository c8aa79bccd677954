"""The morning mail: what is new, and one question."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.module import Question
from models.catalogue import in_force
from models.catalogue.in_force import PublishedModule
from models.ground.calendar import local_day, local_hour
from models.ground.settings import Settings
from models.ground.store import changing_nothing
from models.learning import absence, answering, progress, proposals, themes
from models.news.feed import feed
from models.news.feed.told_stories import ToldStory
from models.news.stories import corrections, merging
from models.news.stories.fortnight import KEPT, StoryOutline
from models.people import accounts, mail_schedule
from models.people.messages import Message
from models.site import failing_sources
from models.studio import from_stories
from models.studio.rule_changes import announcements
from models.tables.answers import Presentation
from models.tables.mail import MailRhythm
from models.tables.people import Account
from models.tutor import questions as tutor_questions
from models.tutor.choice import Step
from models.tutor.questions import Sitting
from models.tutor.situation import Purpose
from watchers import message_text
from watchers.digest_stories import DigestCorrection, DigestStory, lines_of, move_of, put_right
from watchers.message_text import Morning

MOST_STORIES = 5
FIRST_DAYS = {MailRhythm.DAILY: 3, MailRhythm.WEEKLY: 7, MailRhythm.NEVER: 3}
"""How far the first digest goes back; each of the next, to the one before it."""
RESTED = timedelta(days=14)
"""A question that was mailed is not mailed again before that, while there are others."""
EMAIL, NAME = "lectrice.fictive@boussole.invalid", "Lectrice Fictive"
"""Of a top-level domain that nobody can have (RFC 2606)."""
BEGUN_AT_HOME = {Purpose.LEARN, Purpose.PRACTISE}
"""What begins with a question that she is about to get anyway."""


class Pick(NamedTuple):
    """A question, the version that asks it, and why it is asked."""

    question: Question
    published: PublishedModule
    purpose: Purpose


class Plan(NamedTuple):
    """A morning before its question is presented, and that question."""

    morning: Morning
    pick: Pick | None


LOOKUPS = (mail_schedule.MAILED, mail_schedule.MAILED_QUESTIONS, failing_sources.BROKEN)
"""What a digest asks of its reader beside what the feed does."""


def ask_together(db: Session, account: Account, now: datetime) -> None:
    """Ask all that a digest needs to know of its reader, in one statement."""
    day, others = local_day(now, account.learner.timezone), {"rested_since": now - RESTED}
    feed.ask_together(db, account.learner_key, day, now, *LOOKUPS, worked_until=now - failing_sources.WITHOUT, **others)


def compose(db: Session, settings: Settings, account: Account, planned: Plan, now: datetime) -> Message | None:
    """Write a planned digest and present its question; None when there is neither news nor question."""
    presentation = None
    if pick := planned.pick:
        version_id = pick.published.version_id
        presentation = answering.present(db, account.learner_key, pick.question, version_id, pick.purpose, now)
    return _composed(settings, account, planned, presentation)


def preview(db: Session, settings: Settings, account: Account, now: datetime) -> Message | None:
    """Write the digest as it would be now, without a trace: its question is not presented, its link leads home."""
    return _composed(settings, account, plan(db, account, now), None)


def fictitious(
    db: Session, settings: Settings, language: str, domains: Collection[str], now: datetime
) -> Message | None:
    """Write the next morning's digest for a new reader of these domains; None when it would not leave.

    She does not exist: trainers and administrators may see of a mail what she would get. She is made and forgotten
    within a savepoint: the transaction is left as it was.
    """
    kept = db.begin_nested()
    try:
        account = accounts.invite(db, EMAIL, NAME, now, timezone=settings.timezone)
        account.language = language
        themes.follow(db, account.learner_key, now, domains=domains)
        db.flush()
        return preview(
            db, settings, account, mail_schedule.next_morning(now, settings.timezone, mail_schedule.FIRST_HOUR)
        )
    finally:
        kept.rollback()


def plan(db: Session, account: Account, now: datetime) -> Plan:
    """Choose stories and question, as home would; changes nothing."""
    with changing_nothing(db):
        ask_together(db, account, now)
        day = local_day(now, account.learner.timezone)
        away = absence.away_since(db, account.learner_key, day) is not None
        unwatched = [
            theme.name(account.language) for theme in failing_sources.unwatched_themes(db, account.learner_key, now)
        ]
        step = proposals.next_step(db, account.learner_key, now)
        morning = Morning(day, _stories(db, account, step, now), None, unwatched, away)
        return Plan(morning, _pick(db, account, step, now))


def _composed(settings: Settings, account: Account, planned: Plan, presentation: Presentation | None) -> Message | None:
    morning, pick = planned
    if not morning.stories and not pick:
        return None
    if pick:
        options = {option.key: option.text for option in pick.question.options}
        order = presentation.option_order if presentation else answering.shuffled(pick.question, UUID(int=0))
        address = f"{settings.base_url}/"
        if presentation:
            address = message_text.question_address(settings, presentation.id, presentation.learner_key)
        asked = message_text.MailQuestion(
            question=pick.question,
            language=pick.published.module.language,
            options=[options[key] for key in order],
            address=address,
            presentation_id=presentation.id if presentation else None,
        )
        morning = replace(morning, asked=asked)
    return message_text.digest_message(settings, account, morning)


def _stories(db: Session, account: Account, step: Step | None, now: datetime) -> list[DigestStory]:
    """Return the stories of the morning, ranked for this learner: changes of rules first, then corrections."""
    # Since the start of the day of the last digest, as far back as stories are kept; at first, some days ago.
    timezone = account.learner.timezone
    last = mail_schedule.last_digest_day(db, account.learner_key)
    first = local_day(now, timezone) - timedelta(days=FIRST_DAYS[mail_schedule.rhythm_of(account)])
    key, since = account.learner_key, max(local_hour(last or first, 0, timezone), now - KEPT)
    rectified = put_right(corrections.corrections_to_tell(db, key, now))
    moves = {one.story_id: move_of(one, account.language) for one in announcements.unopened(db, key, now)}
    # When each was last mailed; a merged one under the number that stands, however old where a rule has moved.
    by_number = mail_schedule.mailed_stories(db, key)
    leads_to = merging.families(db, by_number) if moves else merging.merged_lately(db, now)
    mailed: dict[int, datetime] = {}
    for number, at in by_number.items():
        story_id = leads_to.get(number, number)
        mailed[story_id] = max(at, mailed.get(story_id, at))

    def fresh(story: ToldStory | StoryOutline, *_: object) -> bool:
        return is_new(story.created_at, since, mailed.get(story.id), rectified.get(story.id))

    told = feed.stories_beside(db, key, step, now, MOST_STORIES + len(moves), fresh)
    unsaid = [one for one in told if fresh(one.story) or (one.story.id in moves and one.story.id not in mailed)]
    chosen = lines_of(unsaid[:MOST_STORIES], account)
    said = from_stories.interview_words(db, [line.story_id for line in chosen])
    return [
        replace(
            line,
            move=moves.get(line.story_id),
            rectified=rectified.get(line.story_id),
            in_interview=said[line.story_id].body if line.story_id in said else "",
        )
        for line in chosen
    ]


def is_new(
    created_at: datetime, since: datetime, mailed_at: datetime | None, rectified: DigestCorrection | None
) -> bool:
    """Return whether a story was not told by mail yet, or was put right since."""
    if mailed_at:
        return rectified is not None and rectified.at > mailed_at
    return created_at >= since


def _pick(db: Session, account: Account, step: Step | None, now: datetime) -> Pick | None:
    """Choose a question on what home would propose now; not the one with which it would begin.

    But for what is due, and answered as well in the mail: a review, a check. Of a sensitive module, none.
    """
    published = _published(db, account, step, now) if step else None
    if step is None or published is None or published.module.sensitive:
        return None
    purpose, skill = step.chosen.purpose, step.chosen.target
    questions = [q for q in published.module.pool if purpose is Purpose.LEARN or q.skill == skill]
    mailed = mail_schedule.mailed_questions(db, account.learner_key, now - RESTED)
    key = account.learner_key
    estimates = progress.believed(db, key).parameters.estimates
    sitting = Sitting(
        purpose=purpose,
        now=now,
        day=local_day(now, account.learner.timezone),
        knowledge=progress.believed(db, key).knowledge({question.skill for question in questions}),
        items={one.id: estimates.item(one.id, one.skill, one.chance) for one in questions},
        seen=progress.SEEN.ask(db, learner_key=key),
    )
    first = tutor_questions.next_question(questions, sitting) if purpose in BEGUN_AT_HOME else None
    others = [question for question in questions if question != first]
    for pool in ([question for question in others if question.id not in mailed], others):
        if question := tutor_questions.next_question(pool, sitting):
            return Pick(question, published, purpose)
    return None


def _published(db: Session, account: Account, step: Step, now: datetime) -> PublishedModule | None:
    """Return the module of a step; for a skill, the one that a play of it would take."""
    if step.chosen.purpose is Purpose.LEARN:
        return in_force.published_module(db, step.chosen.target, account.language)
    day = local_day(now, account.learner.timezone)
    return in_force.asking(db, day, account.language).get(step.chosen.target)
