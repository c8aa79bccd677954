"""The stories of a mail as plain values, so that its templates know nothing of tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.ground.calendar import local_day
from models.ground.words import Words, day_in_words
from models.news.feed.told_stories import StoryAsTold
from models.news.sources.source_words import NATURES
from models.news.stories import corrections
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.tables.people import Account
from watchers.foreign_text import one_line


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a source, and what the source is."""

    name: str
    nature: str = ""
    """In French, for the catalogue: *autorité*, *presse*…"""


@dataclass(frozen=True, slots=True)
class DigestRuleChange:
    """A rule that a story moves: its name, and the day of it."""

    name: str
    day: date | None
    said: str = ""
    """What changes, and whom it does not touch, in the reader's language; empty where the name and the day say it."""


@dataclass(frozen=True, slots=True)
class DigestCorrection:
    """The corrections of a story that its reader was told: each sentence before and after."""

    at: datetime
    ids: Sequence[int] = ()
    """Of the corrections: once the mail leaves, she has been told them."""
    changes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story in a mail."""

    story_id: int
    title: str
    language: str | None
    sources: Sequence[Named]
    day: date
    """When it was told, where the reader is: it also dates what its sentences call « hier »."""
    created_at: datetime
    sentences: Sequence[str] = ()
    """Word for word; none where the source lets only its title be shown."""
    in_interview: str = ""
    """« En entretien : … », where a trainer has written it."""
    gaps: Sequence[bool] = ()
    """For each sentence, whether something is left out just before it."""
    rectified: DigestCorrection | None = None
    move: DigestRuleChange | None = None
    """An accepted rule change."""

    @property
    def said(self) -> list[str]:
        """The sentences, with a mark where something is left out."""
        left_out = [*self.gaps, *[False] * len(self.sentences)]
        return [f"[…] {one}" if gap else one for one, gap in zip(self.sentences, left_out, strict=False)]


def lines_of(told: Sequence[StoryAsTold], account: Account) -> list[DigestStory]:
    """Return stories as the mail of this reader says them."""
    return [
        DigestStory(
            story_id=one.story.id,
            title=one.title,
            language=one.language,
            sources=list(
                {telling.source: Named(telling.source, NATURES[telling.nature]) for telling in one.tellings}.values()
            ),
            day=local_day(one.at, account.learner.timezone),
            created_at=one.story.created_at,
            sentences=one.summary,
            gaps=one.gaps,
        )
        for one in told
    ]


def move_of(told: RuleChangeAsTold, language: str) -> DigestRuleChange:
    """Return an accepted rule change as the mail says it."""
    said = [announcements.change_sentence(told, language), announcements.not_touched(told, language)]
    return DigestRuleChange(told.name(language), told.change.holds_from, " ".join(filter(None, said)))


def put_right(found: Iterable[corrections.Rectified]) -> dict[int, DigestCorrection]:
    """Return, by story, its corrections; where only titles may be shown, that of its title."""
    by_story: dict[int, DigestCorrection] = {}
    for one in found:
        before = by_story.get(one.story_id, DigestCorrection(one.at))
        changes = one.pairs or [(one.title_before, one.title)]
        by_story[one.story_id] = DigestCorrection(before.at, (*before.ids, one.id), (*before.changes, *changes))
    return by_story


def told_by(line: DigestStory, said: Words) -> str:
    """Say who tells a story, on which day, and in which language if it is not the reader's."""
    named = [f"{one.name} ({said.gettext(one.nature)})" if one.nature else one.name for one in line.sources]
    parts = [", ".join(named), day_in_words(line.day, said.language)]
    if line.language and line.language != said.language:
        parts.append(said.gettext("en %(language)s", language=language_in_words(line.language, said.language)))
    return one_line(" · ".join(parts))


def language_in_words(code: str, language: str) -> str:
    """Return the name of a language: « néerlandais »; its code where it has none."""
    from babel import Locale

    return Locale(language).languages.get(code) or code
