"""Tellings of articles: their summary, the skill that they touch, and their traits."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from threading import Lock

from content.skills import SkillMap
from models.ground.jobs import LEASE
from models.language.detect import language_of
from models.language.encoder import Encoder, EncoderMissing
from models.language.nearness import Phrases, Subject, long_words, nearest_skill, phrases
from models.language.rewriting import SummariserUnusable, rewritten
from models.language.summary import Encode, summarise
from models.language.vectors import mean, unit
from models.news.stories.recognition import Traits, event_words, traits
from models.news.stories.rectifying import ArticleTelling
from watchers.child import Child
from watchers.feeds import without_tracking

SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)

MOST_JOBS = 100_000
SECONDS = LEASE.total_seconds()
"""What a job of the models may take; then somebody else has the article."""

_once = Lock()
"""Threads that need the vectors of all skills at once get them from the first."""
logger = logging.getLogger(__name__)


def models() -> Child:
    """Return the process of the language models: they load as much as they like, and end when they are idle."""
    return Child(MOST_JOBS, memory=None, polite=True)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells articles, with the help of a sentence encoder, and of a generative model where an operator wants one.

    All that loads a model runs in `child`.
    """

    encoder: Encoder
    child: Child
    summariser: str | None = None

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Return the vectors of some texts. Raises EncoderMissing."""
        return self.child.run(self.encoder.encode, texts, seconds=SECONDS)

    def language_of(self, text: str) -> str | None:
        """Return the language of a text; None for one too short to tell."""
        return self.child.run(language_of, text, seconds=SECONDS)

    def tell(self, title: str, text: str, language: str | None, skills: SkillMap) -> ArticleTelling:
        """Return the sentences that sum up a text, if enough stand alone, and the skill that it touches.

        Without an encoder, the title alone.
        """
        try:
            spans = self.child.run(summarise, text, title, language, self.encoder.encode, seconds=SECONDS)
            start = event_words(title, text)
            of_title, event = self.encode([title, start])
            with _once:
                subjects = _subjects(self.encode, phrases(skills), language)
            touched = nearest_skill(unit(mean([of_title, event])), long_words(start, language), subjects)
            places = [(span.start, span.end) for span in spans]
            told = self._rewritten(text, title, language) if places else None
            by = self.summariser if told else None
            return ArticleTelling(title, language, places, self.encoder.version, touched, event, told, by)
        except EncoderMissing as missing:
            logger.error("%s", missing)
            return ArticleTelling(title, language)

    def _rewritten(self, text: str, title: str, language: str | None) -> str | None:
        if not self.summariser:
            return None
        try:
            return self.child.run(rewritten, text, title, language, self.summariser, seconds=SECONDS)
        except SummariserUnusable as unusable:
            # News goes on without it: an optional model must not stop the watch.
            logger.error("%s", unusable)
            return None


def traits_of(telling: ArticleTelling, text: str, address: str | None) -> Traits:
    """Return the traits that an article is recognised by; None for an entry without an address of its own."""
    place = same_place(address) if address else None
    encoder = telling.encoder if telling.event else None
    return traits(telling.title, text, telling.language, place, telling.event, encoder)


@lru_cache(maxsize=8)
def _subjects(encode: Encode, about: Phrases, language: str | None) -> list[Subject]:
    vectors = iter(encode([phrase for _, said in about for phrase in said]))
    return [
        Subject(skill, [*islice(vectors, len(said))], long_words(" ".join(said), language)) for skill, said in about
    ]


def same_place(address: str) -> str:
    """Reduce an address to what all those of one page share: no scheme, `www.`, tracking, anchor or final slash."""
    return SCHEME.sub("", without_tracking(address).partition("#")[0]).rstrip("/")
