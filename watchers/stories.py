"""From an article to a telling: what does it say, which skills does it touch, what is it recognised by?"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.module import Module
from content.skills import SkillMap
from models.language.encoder import Encoder, EncoderMissing
from models.language.rewriting import rewritten
from models.language.summary import summarise
from models.language.vectors import nearest
from models.stories import Telling, Traits, event_words, traits
from watchers.feeds import without_tracking

SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)

Subjects = tuple[tuple[str, str], ...]
"""Skill and what it is about, in words."""

logger = logging.getLogger(__name__)


def subjects(skills: SkillMap, modules: Iterable[Module]) -> Subjects:
    """What each skill is about: its French name, then the titles of the modules that teach it."""
    taught = list(modules)
    return tuple(
        (skill.id, ". ".join([skill.name["fr"], *(module.title for module in taught if skill.id in module.skills)]))
        for skill in skills
    )


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells articles, with the help of a sentence encoder, and of a generative model where an operator wants one."""

    encoder: Encoder
    summariser: str | None = None

    def tell(self, title: str, text: str, language: str | None, about: Subjects) -> Telling:
        """The sentences that sum up a text, where enough of them stand alone, and the skills that its title touches.

        Without an encoder, the title alone.
        """
        try:
            spans = summarise(text, title, language, self.encoder.encode).spans
            vector, event = self.encoder.encode([title, event_words(title, text)])
            touched = dict(nearest(vector, dict(zip(*_vectors(self.encoder, about), strict=True))))
            places = [(span.start, span.end) for span in spans]
            told = rewritten(text, title, language, self.summariser) if places else None
            by = self.summariser if told else None
            return Telling(title, language, places, vector, self.encoder.version, touched, event, told, by)
        except EncoderMissing as missing:
            logger.error("%s", missing)
            return Telling(title, language)


def traits_of(telling: Telling, text: str, address: str | None) -> Traits:
    """What an article is recognised by; an entry without an address of its own has None."""
    place = same_place(address) if address else None
    encoder = telling.encoder if telling.event else None
    return traits(telling.title, text, telling.language, place, telling.event, encoder)


@lru_cache(maxsize=8)
def _vectors(encoder: Encoder, about: Subjects) -> tuple[list[str], list[list[float]]]:
    return [skill for skill, _ in about], encoder.encode([words for _, words in about])


def same_place(address: str) -> str:
    """What the addresses of one page have in common: no scheme, no `www.`, no tracking, no anchor, no final slash."""
    return SCHEME.sub("", without_tracking(address).partition("#")[0]).rstrip("/")
