"""Tellings of articles: their summary, the skill that they touch, and their traits."""

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from content.skills import SkillMap
from models.language.encoder import Encoder, EncoderMissing
from models.language.rewriting import rewritten
from models.language.subjects import Phrases, Subject, long_words, nearest, phrases
from models.language.summary import summarise
from models.language.vectors import mean, unit
from models.watch.stories.record import ArticleTelling
from models.watch.stories.traits import Traits, event_words, traits
from watchers.feeds.entries import without_tracking

SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells articles, with the help of a sentence encoder, and of a generative model where an operator wants one."""

    encoder: Encoder
    summariser: str | None = None

    def tell(self, title: str, text: str, language: str | None, skills: SkillMap) -> ArticleTelling:
        """Return the sentences that sum up a text, if enough stand alone, and the skill that it touches.

        Without an encoder, the title alone.
        """
        try:
            spans = summarise(text, title, language, self.encoder.encode).spans
            start = event_words(title, text)
            of_title, event = self.encoder.encode([title, start])
            subjects = _subjects(self.encoder, phrases(skills), language)
            touched = nearest(unit(mean([of_title, event])), long_words(start, language), subjects)
            places = [(span.start, span.end) for span in spans]
            told = rewritten(text, title, language, self.summariser) if places else None
            by = self.summariser if told else None
            return ArticleTelling(title, language, places, self.encoder.version, touched, event, told, by)
        except EncoderMissing as missing:
            logger.error("%s", missing)
            return ArticleTelling(title, language)


def traits_of(telling: ArticleTelling, text: str, address: str | None) -> Traits:
    """Return the traits that an article is recognised by; None for an entry without an address of its own."""
    place = same_place(address) if address else None
    encoder = telling.encoder if telling.event else None
    return traits(telling.title, text, telling.language, place, telling.event, encoder)


@lru_cache(maxsize=8)
def _subjects(encoder: Encoder, about: Phrases, language: str | None) -> list[Subject]:
    return [
        Subject(skill, vectors, long_words(" ".join(said), language))
        for (skill, said), vectors in zip(about, _vectors(encoder, about), strict=True)
    ]


@lru_cache(maxsize=2)
def _vectors(encoder: Encoder, about: Phrases) -> list[list[list[float]]]:
    """Return, by skill, the vectors of its phrases."""
    vectors = iter(encoder.encode([phrase for _, said in about for phrase in said]))
    return [list(islice(vectors, len(said))) for _, said in about]


def same_place(address: str) -> str:
    """Reduce an address to what all those of one page share: no scheme, `www.`, tracking, anchor or final slash."""
    return SCHEME.sub("", without_tracking(address).partition("#")[0]).rstrip("/")
