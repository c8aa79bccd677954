"""What is read before an interview: whom to ring, rules in force, cards that answer, what a story has just changed.

The person comes first: what says what is sought before what is near to it. Nothing is kept of what was sought.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.lexicons import about, about_names
from content.module import Card, Module
from content.rules import Rule
from content.topics import Topic
from models.catalogue import cards, in_force
from models.catalogue.documents import UnknownModule
from models.community import topics
from models.community.topics import RuleToday
from models.directory import entries, entry_search
from models.directory.entries import EntryInPlace
from models.ground import lookups, search
from models.ground.concepts import ALONE_SAYING_NOTHING
from models.ground.search import Hit, SearchResults
from models.ground.stems import which_held
from models.learning import learners, progress, themes
from models.news.feed import tastes
from models.news.feed.ranking import FeedPlace, FeedReason
from models.news.feed.shelf import Shelf
from models.news.feed.told_stories import StoryAsTold
from models.studio import from_stories
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.tables.rule_changes import InterviewWord
from models.tables.search import SearchKind

MOST_RULES, MOST_ANSWERS, MOST_NEAR, MOST_STORIES = 3, 4, 3, 3
ON_PAPER = 180
"""Words of rules and cards that one A4 holds beside all the rest, in 11 points."""
LOOKUPS = (learners.READ, themes.FOLLOWED, tastes.MUTED, progress.BELIEVED)
"""What telling stories asks of their reader."""


class BriefingAnswer(NamedTuple):
    """A card, or a module as a whole, that answers."""

    hit: Hit
    module: Module
    card: Card | None
    whole: bool
    """Whether the pathway of paper holds the whole card, beside those before it."""


class Briefing(NamedTuple):
    """What is to be read before an interview, the best first; what is empty is absent."""

    found: SearchResults
    rules: Sequence[RuleToday]
    """Those that say most of what is sought."""
    answers: Sequence[BriefingAnswer]
    """Cards and modules that say most of it."""
    near: Sequence[BriefingAnswer]
    """Those that say less, or are only near in meaning: they answer nothing."""
    stories: Sequence[StoryAsTold]
    words: Mapping[int, InterviewWord]
    """By story, « En entretien : … »."""
    topics: Sequence[Topic]
    """What the interview can be about."""
    services: Sequence[EntryInPlace]
    """What there is for the person: what says what is sought, whatever it is, then whom to ring on the same subject."""
    services_answer: bool
    """Whether one of them says what is sought."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.rules or self.answers or self.near or self.stories or self.topics or self.services)


def briefing(db: Session, learner_key: UUID, query: str, language: str, day: date, at: datetime) -> Briefing:
    """Return what a query brings on a day; all of it is empty for an empty query."""
    lookups.ask_together(db, LOOKUPS, learner_key=learner_key)
    found = entry_search.in_everything(db, query, language)
    rules = _rules(db, found, language, day)
    room = ON_PAPER - sum(len(rule.scope.split()) for rule in rules)
    told = list(_cards(db, sorted(found.hits, key=lambda hit: not hit.answers), language, day, room))
    answers, near = [one for one in told if one.hit.answers], [one for one in told if not one.hit.answers]
    changes = announcements.of_rules(db, [rule.id for rule in rules])
    stories = _stories(db, learner_key, found, answers, changes, at)
    words, cited = search.telling_words(found.meant), [rule.id for rule in rules]
    named = topics.saying(db, words, (), language, found.said)
    sought = [hit.entry.key for hit in found.hits if hit.entry.kind == SearchKind.ENTRY and hit.answers]
    # Two entries: those that were found by what they say, then those to ring under the topics that were named.
    # Where none was named, those tied to the rules that were found.
    ties: Mapping[str, Collection[str]] = {"topics": [topic.id for topic in named]} if named else {"rules": cited}
    return Briefing(
        found,
        topics.with_changes(rules, changes, day),
        answers,
        near[:MOST_NEAR],
        stories,
        from_stories.interview_words(db, [one.story.id for one in stories]),
        topics.saying(db, words, cited, language, found.said),
        entries.tied(db, day, **ties, first=sought, to_ring=True),
        bool(sought),
    )


def _cards(db: Session, hits: Sequence[Hit], language: str, day: date, room: int) -> Iterator[BriefingAnswer]:
    """Yield the best cards whose modules hold; a module that has brought one of them is not told again."""
    told, left = list[str](), room
    for hit in hits:
        module_id, _, slug = hit.entry.key.partition("/")
        if hit.entry.kind in {SearchKind.STORY, SearchKind.ENTRY} or (not slug and module_id in told):
            continue
        try:
            card = cards.card_reading(db, module_id, slug, language).card if slug else None
            module = in_force.published_module(db, module_id, language).module
        except (UnknownModule, cards.UnknownCard):
            continue  # The index is a moment behind what is published.
        if not module.valid_on(day):
            continue
        length = len(card.parts.body.split()) if card and hit.answers else 0
        yield BriefingAnswer(hit, module, card, whole=0 < length <= left)
        told.append(module_id)
        left -= length if length <= left else 0
        if len(told) == MOST_ANSWERS:
            return


def _rules(db: Session, found: SearchResults, language: str, day: date) -> Sequence[Rule]:
    """Return the rules that hold: those about a danger that was said; those about none that say most of what is sought.

    Where something else about that danger was found, the others would only stand in its way.
    """
    words = search.telling_words(found.meant)
    telling = [word for word in words if word not in ALONE_SAYING_NOTHING] or words
    known = [rule for rule in in_force.rules(db).values() if rule.to_be_known_on(day)] if words else []
    urgent = [rule for rule in known if about_names(rule.name) & found.said]
    calm = [rule for rule in known if not (found.met or about_names(rule.name))]
    saying = {rule.id: _said(rule, telling, language) for rule in calm}
    most = [rule for rule in calm if 2 * saying[rule.id] > len(telling)]
    return [*urgent, *sorted(most, key=lambda rule: -saying[rule.id])][:MOST_RULES]


def _said(rule: Rule, words: Collection[str], language: str) -> int:
    own = which_held(rule.name[language], words, language)
    return len(own | which_held(f"{rule.name['fr']} {rule.scope}", words, "fr"))


def _stories(
    db: Session,
    learner_key: UUID,
    found: SearchResults,
    answers: Sequence[BriefingAnswer],
    changes: Mapping[str, Sequence[RuleChangeAsTold]],
    at: datetime,
) -> list[StoryAsTold]:
    """Return the stories of the fortnight: those that change a rule, those that say it, those that touch its skills."""
    shelf = Shelf(db, learner_key, at)
    changing = [one.story_id for told in changes.values() for one in told]
    saying = [int(hit.entry.key) for hit in found.hits if hit.entry.kind == SearchKind.STORY]
    # The stories of which one of these skills is the nearest, the newest first, less what she has muted.
    skills = {skill for answer in answers for skill in answer.module.skills}
    muted = shelf.muted() if skills else frozenset()
    each = (
        item for skill in skills for item in shelf.recent.by_skill.get(skill, ()) if next(iter(item.skills)) == skill
    )
    newest_first = sorted(each, key=lambda item: (item.happened_at, item.story), reverse=True)
    touching = [item.story for item in newest_first if item.story not in muted]
    wanted = dict.fromkeys([*changing, *saying, *touching])
    items = [shelf.recent.by_id[story] for story in wanted if story in shelf.recent.by_id]
    recent = list(filter(shelf.is_told(None), items))[:MOST_STORIES]
    told = shelf.tell(
        [FeedPlace(item, FeedReason.RULE if item.story in changing else FeedReason.EVERYONE, None) for item in recent]
    )
    return [one for one in told if about(one.title) <= found.said]
