"""The occasion of a rule change or a question: the story that it is drawn from, and what of it may be cited."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Forbidden
from content.rules import Rule
from content.schema.yaml_fields import LANGUAGES
from content.strings.words import fold, written_words
from models.catalogue import in_force
from models.ground.stems import SAYING_NOTHING
from models.news.stories.merging import standing_story
from models.tables.sources import Source, SourceNature, SourceRight
from models.tables.stories import Article, Story


class Citable(NamedTuple):
    """A sentence that may be shown, with where it stands and when it was published, else found."""

    sentence: str
    source: str
    address: str
    at: datetime


def check_shared(db: Session, story_id: int) -> Story:
    """Return the story, if a source of everybody's tells it; raises NoSuchStory, Forbidden."""
    story = standing_story(db, story_id)
    told = select(Article.id).join(Source, Source.id == Article.source_id)
    if db.scalar(told.where(Article.story_id == story.id, Source.learner_key.is_(None)).limit(1)) is None:
        raise Forbidden(
            N_("Cette actualité vient d'une source personnelle."),
            N_(
                "Rien n'en est tiré pour les autres."
                " Demandez à l'administration de suivre la source pour tout le monde."
            ),
        )
    return story


def authority_address(db: Session, story_id: int) -> str:
    """Return where an authority tells the story itself, if one of everybody's sources is an authority; else empty."""
    told = select(Article.address).join(Source, Source.id == Article.source_id)
    shared = told.where(Article.story_id == story_id, Source.learner_key.is_(None))
    authorities = shared.where(Source.nature == SourceNature.AUTHORITY)
    return db.scalars(authorities.order_by(Article.found_at, Article.id)).first() or ""


def citable(db: Session, story: Story) -> list[Citable]:
    """Return the sentences of the summary, where their source is everybody's and lets them be shown; else none."""
    found = _summarised(db, story)
    if found is None:
        return []
    article, source = found
    text, at = article.text or "", article.published_at or article.found_at
    sentences = (text[start:end] for start, end in story.summary_places)
    return [Citable(sentence, source.name, article.address, at) for sentence in sentences if sentence]


def likely_rule(db: Session, story: Story) -> str:
    """Return the id of the rule that a story's title and citable sentences name best; empty where none is named."""
    told = "\n".join([story.title, *(one.sentence for one in citable(db, story))])
    return rule_said(in_force.rules(db), told, story.language or LANGUAGES[0])


def rule_said(rules: Mapping[str, Rule], text: str, language: str) -> str:
    """Return the id of the one rule whose name a text says best, a word counting the more the fewer names have it.

    A name is said when most of it before its colon is; empty where no name is, or two are alike.
    """
    said = _telling(text)
    names = {rule.id: rule.name[language] for rule in rules.values()}
    common = Counter(word for name in names.values() for word in _telling(name))
    heads = {one: _telling(name.partition(" : ")[0].partition(": ")[0]) for one, name in names.items()}
    named = [one for one, head in heads.items() if len(head & said) >= max(2, len(head) / 2)]
    weights = {one: sum(1 / common[word] for word in _telling(names[one]) & said) for one in named}
    best = sorted(weights, key=lambda one: -weights[one])[:2]
    alike = len(best) == 2 and weights[best[0]] == weights[best[1]]
    return best[0] if best and not alike else ""


def _telling(text: str) -> set[str]:
    return {fold(word) for word in written_words(text)} - SAYING_NOTHING


def shown_text(db: Session, story: Story) -> str:
    """Return as much of the text as may be shown: all, the sentences of the summary, or nothing."""
    found = _summarised(db, story)
    if found is None:
        return ""
    article, source = found
    if source.right_to_show == SourceRight.TEXT:
        return article.text or ""
    return "\n".join(one.sentence for one in citable(db, story))


def _summarised(db: Session, story: Story) -> tuple[Article, Source] | None:
    told = select(Article, Source).join(Source, Source.id == Article.source_id)
    rows = told.where(Article.id == story.summarised_id, Article.text.is_not(None), Source.learner_key.is_(None))
    row = db.execute(rows.where(Source.right_to_show != SourceRight.TITLE)).first()
    return (row[0], row[1]) if row else None
