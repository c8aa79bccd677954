"""The views of the feed and of its stories, each with what it has to teach."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from flask import Blueprint, Response, flash, render_template, request
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from content.lexicons import about
from content.schema.yaml_fields import LANGUAGES
from content.skills import SkillMap
from models.catalogue import in_force
from models.community import topics
from models.directory import entries
from models.ground.words import typographic
from models.learning import keepsakes, learners, proposals, themes
from models.learning.keepsakes import KeptPlace, Target
from models.learning.themes import FollowedTheme
from models.news.feed import feed as news_feed
from models.news.feed import story_ties, tastes
from models.news.feed.ranking import Subject
from models.news.feed.told_stories import StoryAsTold
from models.news.sources import shared_sources
from models.news.stories.contradictions import Divergence, Side, divergences
from models.news.stories.corrections import corrections, corrections_to_tell, note_told
from models.news.stories.facts import FactKind
from models.news.stories.fortnight import StoryOutline
from models.studio import from_stories
from models.studio.rule_changes.announcements import about_stories as changes_about
from models.studio.rule_changes.announcements import mark_opened
from models.tables.feed import TasteKind
from models.tables.keepsakes import KeepsakeKind
from models.tutor import choice
from models.tutor.situation import Situation
from portal.access import learner_key, signed_in, today
from portal.forms import to_number
from portal.learning.keepsakes import under
from portal.pages import page_language, say
from portal.request import next_page, noting, now, reading, see_other, swaps, writing

blueprint = Blueprint("news", __name__, url_prefix="/news")

MINE, SHARED = "mine", "shared"


class Filter(NamedTuple):
    """A choice of stories in the feed: one theme, one's own sources or the shared ones, a language, what is unread."""

    theme: int | None
    sources: str
    language: str
    read: Collection[int] | None
    """The stories that she has read, where these are left out."""

    def wants(self, story: StoryOutline, touched: Collection[FollowedTheme]) -> bool:
        """Return whether a story belongs to the choice."""
        whose = {MINE: True, SHARED: False}.get(self.sources)
        return (
            (self.theme is None or any(theme.id == self.theme for theme in touched))
            and (whose is None or any((owner is not None) is whose for owner in story.owners))
            and (self.language not in LANGUAGES or self.language in story.languages)
            and (self.read is None or story.id not in self.read)
        )

    @property
    def narrows(self) -> bool:
        """Whether the choice leaves anything out."""
        named = self.sources in {MINE, SHARED} or self.language in LANGUAGES
        return named or self.theme is not None or self.read is not None


class SubjectChoice(NamedTuple):
    """A subject that a learner may want, or already gets, less of."""

    kind: str
    subject: str
    name: str
    lowered: bool


@blueprint.get("")
@signed_in
def feed() -> str:
    """Show the stories of the last two weeks, those that teach most first."""
    asked = request.args
    with reading() as db:
        news_feed.ask_together(db, learner_key(), today(), now())
        read = news_feed.read(db, learner_key()) if asked.get("unread") else None
        theme, sources = asked.get("theme", type=to_number), asked.get("sources", "")
        chosen = Filter(theme, sources, asked.get("language", ""), read)
        here = proposals.situation_of(db, learner_key(), now())
        step = choice.choose(here) if here else None
        stories = news_feed.stories_beside(db, learner_key(), step, now(), news_feed.MOST_STORIES, chosen.wants)
        page = _beside(db, stories, here)
        unmoved = news_feed.unmoved(db, learner_key(), step, now(), chosen.wants)
        followed, has_own = themes.followed(db, learner_key()), shared_sources.has_own(db, learner_key())
        rectified = corrections_to_tell(db, learner_key(), now())
        unwatched = not (stories or has_own or shared_sources.follows_any(db))
        notes_reading = not learners.read(db, learner_key()).without_estimation
    return render_template(
        "news/feed.html",
        stories=stories,
        notes_reading=notes_reading,
        followed=followed,
        has_own=has_own,
        unwatched=unwatched,
        rectified=rectified,
        chosen=chosen,
        unmoved=unmoved,
        back=request.full_path.rstrip("?"),
        **page,
    )


@blueprint.post("/read")
@signed_in
def read() -> Response:
    """Note stories as read: those that stand on the page, or the one that has been opened at its source."""
    with writing() as db:
        news_feed.mark_all_read(db, learner_key(), request.form.getlist("story", type=to_number), now())
    if swaps():
        return Response(status=204)
    flash(say("C'est noté : ces actualités sont marquées comme lues."))
    return see_other(next_page())


@blueprint.get("/<int:story_id>")
@signed_in
def story(story_id: int) -> str:
    """Show one story, the sentences of its summary marked where they stand."""
    with reading() as db:
        news_feed.ask_together(db, learner_key(), today(), now())
        here = proposals.situation_of(db, learner_key(), now())
        told = news_feed.told(db, story_id, learner_key(), now(), choice.choose(here) if here else None)
        text, places = news_feed.full_text(told)
        page = _beside(db, [told], here)
        # Who speaks alone contradicts nobody.
        contrary = side_by_side(divergences(db, told.story.id, now())) if len(told.tellings) > 1 else {}
        rectified = corrections(db, told.story.id)
        changed = [one.change.rule_id for one in page["changes_of"].get(told.story.id, ())]
        near = topics.touching(db, told.skills, changed, about(told.title))
        beside = entries.tied(db, today(), skills=told.skills, rules=changed)
        keepable = under(db, KeepsakeKind.STORY, told.story.id, told.title, told.language or page_language())
    # Apart from the reading above, which takes longer: SQLite has one writer at a time.
    with noting() as db:
        news_feed.mark_read(db, learner_key(), told.story.id, now())
        if page["changes_of"]:
            mark_opened(db, learner_key(), told.story.id, now())
        note_told(db, learner_key(), [one.id for one in rectified], now())
    marked = highlighted(text, places, told.language)
    return render_template(
        "news/story.html",
        told=told,
        marked=marked,
        contrary=contrary,
        rectified=rectified,
        topics=near,
        in_place=beside,
        **page,
        **keepable,
    )


@blueprint.post("/less")
@signed_in
def less() -> Response:
    """Lower a subject in the feed (« Voir moins d'actualités de ce genre »), or raise it again."""
    raised = request.form.get("as_before")
    kind, _, subject = (raised or request.form.get("less", "")).partition(" ")
    with writing() as db:
        if raised:
            tastes.as_before(db, learner_key(), kind, subject)
        else:
            tastes.less(db, learner_key(), kind, subject, now())
            flash(say("C'est noté : vous en verrez moins. « Mes thèmes » permet d'y revenir."))
    return see_other(next_page())


def _beside(db: Session, stories: Sequence[StoryAsTold], here: Situation | None) -> dict[str, Any]:
    """Return what the pages show beside each story: skills, bookmarks, subjects to lower."""
    kept, lowered = keepsakes.bookmarked(db, learner_key(), KeepsakeKind.STORY), tastes.lowered(db, learner_key())
    keeps = {}
    for told in stories:
        target = Target(KeepsakeKind.STORY, str(told.story.id), told.title, told.language or page_language())
        keeps[told.story.id] = KeptPlace(target, bookmarked=target.id in kept)
    skills = in_force.skill_map(db)
    return {
        "skills": skills,
        "ties": story_ties.beside(db, learner_key(), stories, here, today()),
        "longest_word": from_stories.LONGEST_INTERVIEW_WORD,
        "changes_of": changes_about(db, [told.story.id for told in stories]),
        "words": from_stories.interview_words(db, [told.story.id for told in stories]),
        "keeps": keeps,
        "choices": {told.story.id: choices(told, skills, lowered) for told in stories},
    }


def choices(told: StoryAsTold, skills: SkillMap, lowered: Collection[Subject]) -> list[SubjectChoice]:
    """Return the subjects of a story: its themes, the skills that it touches, its sources."""
    language = page_language()
    of_themes = [(TasteKind.THEME, str(theme.id), theme.name(language)) for theme in told.themes]
    of_skills = [(TasteKind.SKILL, skill, skills[skill].name[language]) for skill in told.skills]
    named: Mapping[int, str] = {telling.source_id: telling.source for telling in told.tellings}
    of_sources = [(TasteKind.SOURCE, str(source_id), name) for source_id, name in named.items()]
    found = [*of_themes, *of_skills, *of_sources]
    return [SubjectChoice(kind, subject, name, (kind, subject) in lowered) for kind, subject, name in found]


def side_by_side(found: Sequence[Divergence]) -> dict[tuple[Side, Side], list[FactKind]]:
    """Group contradictions by pair of sentences."""
    pairs = defaultdict(list)
    for one in found:
        pairs[one.one, one.other].append(one.kind)
    return dict(pairs)


def highlighted(text: str, places: Sequence[tuple[int, int]], language: str | None) -> Markup:
    """Set a text in paragraphs, the sentences at these places marked and numbered."""
    bounds = [0, *(place for span in places for place in span), len(text)]
    pieces = [typographic(text[start:end], language) for start, end in pairwise(bounds)]
    set_apart = (
        _marked(piece, (number + 1) // 2) if number % 2 else escape(piece) for number, piece in enumerate(pieces)
    )
    marked = Markup("").join(set_apart)
    paragraphs = (paragraph for paragraph in marked.split("\n") if paragraph.strip())
    return Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def _marked(sentence: str, number: int) -> Markup:
    """Mark a sentence in every paragraph that it runs over, with the anchor at the first."""
    first, *others = sentence.split("\n")
    begun = Markup('<mark id="sentence-{}">{}</mark>').format(number, first)
    return Markup("\n").join([begun, *(Markup("<mark>{}</mark>").format(line) for line in others)])
