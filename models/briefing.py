"""What is read before an interview: rules in force, cards that answer, whom to ring, what a story has just changed.

Nothing is kept of what was sought.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.module import Card, Module
from content.rules import Rule
from content.topics import Topic
from models import topics
from models.catalogue import cards, in_force
from models.catalogue.documents import UnknownModule
from models.directory import entries
from models.directory.entries import EntryInPlace
from models.ground import lookups, search
from models.ground.passages import held
from models.ground.search import Hit, SearchResults
from models.news import tastes
from models.news.ranking import FeedItem, FeedPlace, FeedReason
from models.news.shelf import Shelf
from models.news.telling import StoryAsTold
from models.study import learners, progress, themes
from models.tables.rule_changes import InterviewWord
from models.tables.search import SearchKind
from models.topics import RuleToday
from models.workshop import interview
from models.workshop.rule_changes import telling
from models.workshop.rule_changes.telling import RuleChangeAsTold

MOST_RULES, MOST_ANSWERS, MOST_STORIES = 3, 4, 3
ON_PAPER = 120
"""Words of cards that one A4 holds beside all the rest, in 11 points."""
LOOKUPS = (learners.READER, themes.FOLLOWED, tastes.MUTED, progress.BELIEVED)
"""What telling stories asks of their reader."""


class BriefingAnswer(NamedTuple):
    """A card, or a module as a whole, that answers."""

    hit: Hit
    module: Module
    card: Card | None
    whole: bool
    """Whether the sheet of paper holds the whole card, beside those before it."""


class Briefing(NamedTuple):
    """What is to be read before an interview, the best first; what is empty is absent."""

    found: SearchResults
    rules: Sequence[RuleToday]
    answers: Sequence[BriefingAnswer]
    stories: Sequence[StoryAsTold]
    words: Mapping[int, InterviewWord]
    """By story, « En entretien : … »."""
    topics: Sequence[Topic]
    """What the interview can be about."""
    services: Sequence[EntryInPlace]
    """Whom to ring: those that say what is sought, then those tied to what answers."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.rules or self.answers or self.stories or self.topics or self.services)


def briefing(db: Session, learner_key: UUID, query: str, language: str, day: date, at: datetime) -> Briefing:
    """Return what a query brings on a day; all of it is empty for an empty query."""
    lookups.ask_together(db, LOOKUPS, learner_key=learner_key)
    found = search.find(db, query, language)
    answers = list(_answers(db, found.hits, language, day))
    rules = _rules(db, found, answers, language, day)
    changes = telling.of_rules(db, [rule.id for rule in rules])
    stories = _stories(db, learner_key, found.hits, answers, changes, at)
    words, cited = search.telling_words(found.meant), [rule.id for rule in rules]
    skills = {skill for answer in answers for skill in answer.module.skills}
    named = topics.saying(db, words, (), language)
    return Briefing(
        found,
        topics.with_changes(rules, changes, day),
        answers,
        stories,
        interview.words(db, [one.story.id for one in stories]),
        topics.saying(db, words, cited, language),
        _services(db, found, named, {"rules": cited, "skills": skills}, day),
    )


def _answers(db: Session, hits: Sequence[Hit], language: str, day: date) -> Iterator[BriefingAnswer]:
    """Yield the best cards whose modules hold; a module that has brought one of them is not told again."""
    told, left = list[str](), ON_PAPER
    for hit in hits:
        module_id, _, slug = hit.entry.key.partition("/")
        if hit.entry.kind in {SearchKind.STORY, SearchKind.ENTRY} or (not slug and module_id in told):
            continue
        try:
            card = cards.reading(db, module_id, slug, language).card if slug else None
            module = in_force.published_module(db, module_id, language).module
        except (UnknownModule, cards.UnknownCard):
            continue  # The index is a moment behind what is published.
        if not module.valid_on(day):
            continue
        length = len(card.parts.body.split()) if card else 0
        yield BriefingAnswer(hit, module, card, whole=card is not None and length <= left)
        told.append(module_id)
        left -= length if length <= left else 0
        if len(told) == MOST_ANSWERS:
            return


def _services(
    db: Session, found: SearchResults, named: Sequence[Topic], cited: Mapping[str, Collection[str]], day: date
) -> list[EntryInPlace]:
    """Return two services: those found by what they say, then those to ring under the topics that the words name.

    Where they name none, those tied to the rules and skills of what was found, `cited`.
    """
    sought = [hit.entry.key for hit in found.hits if hit.entry.kind == SearchKind.ENTRY]
    ties: Mapping[str, Collection[str]] = {"topics": [topic.id for topic in named]} if named else cited
    return entries.tied(db, day, **ties, first=sought, to_ring=True)


def _rules(
    db: Session, found: SearchResults, answers: Sequence[BriefingAnswer], language: str, day: date
) -> Sequence[Rule]:
    """Return the rules that hold, those that say what is sought before those that the answers rest on."""
    words = search.telling_words(found.meant)
    if not words:
        return []
    saying = {rule.id: _said(rule, words, language) for rule in in_force.rules(db).values()}
    cited = [rule for answer in answers for rule in cards.rules_of(db, answer.module)]
    all_said = [rule for rule in in_force.rules(db).values() if saying[rule.id] == len(words)]
    known = {rule.id: rule for rule in (*all_said, *cited) if rule.to_be_known_on(day)}
    return sorted(known.values(), key=lambda rule: -saying[rule.id])[:MOST_RULES]


def _said(rule: Rule, words: Collection[str], language: str) -> int:
    return max(held(rule.name[language], words, language), held(f"{rule.name['fr']} {rule.scope}", words, "fr"))


def _stories(
    db: Session,
    learner_key: UUID,
    hits: Sequence[Hit],
    answers: Sequence[BriefingAnswer],
    changes: Mapping[str, Sequence[RuleChangeAsTold]],
    at: datetime,
) -> list[StoryAsTold]:
    """Return the stories of the fortnight: those that change a rule, those that say it, those that touch its skills."""
    shelf = Shelf(db, learner_key, at)
    changing = [one.story_id for told in changes.values() for one in told]
    saying = [int(hit.entry.key) for hit in hits if hit.entry.kind == SearchKind.STORY]
    touching = _touching(shelf, {skill for answer in answers for skill in answer.module.skills})
    wanted = dict.fromkeys([*changing, *saying, *touching])
    items = [shelf.recent.by_id[story] for story in wanted if story in shelf.recent.by_id]
    recent = list(filter(shelf.is_told(None), items))[:MOST_STORIES]
    return shelf.tell([FeedPlace(item, _why(item, changing), None) for item in recent])


def _touching(shelf: Shelf, skills: Collection[str]) -> Sequence[int]:
    """Return the stories of which one of these skills is the nearest, the newest first, less what she has muted."""
    muted = shelf.muted() if skills else frozenset()
    each = (
        item for skill in skills for item in shelf.recent.by_skill.get(skill, ()) if next(iter(item.skills)) == skill
    )
    newest_first = sorted(each, key=lambda item: (item.happened_at, item.story), reverse=True)
    return [item.story for item in newest_first if item.story not in muted]


def _why(item: FeedItem, changing: Collection[int]) -> FeedReason:
    return FeedReason.RULE if item.story in changing else FeedReason.EVERYONE
