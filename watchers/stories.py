"""From an article to a story: is this news known already, what does it say, and which skills does it touch?"""

import logging
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from content.module import Module
from content.skills import SkillMap
from models.language import Encoder, EncoderMissing, nearest, summarise
from models.stories import Telling
from watchers.feeds import without_tracking

FEWEST_TITLE_WORDS = 3
WORD = re.compile(r"\w+")
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
    """Tells articles, with the help of a sentence encoder."""

    encoder: Encoder

    def tell(self, title: str, text: str, language: str | None, about: Subjects) -> Telling:
        """The sentences that sum up a text, where enough of them stand alone, and the skills that its title touches.

        Without an encoder, the title alone.
        """
        try:
            spans = summarise(text, title, language, self.encoder.encode).spans
            (vector,) = self.encoder.encode([title])
            touched = dict(nearest(vector, dict(zip(*_vectors(self.encoder, about), strict=True))))
            places = [(span.start, span.end) for span in spans]
            return Telling(title, language, places, vector, self.encoder.version, touched)
        except EncoderMissing as missing:
            logger.error("%s", missing)
            return Telling(title, language)


@lru_cache(maxsize=8)
def _vectors(encoder: Encoder, about: Subjects) -> tuple[list[str], list[list[float]]]:
    return [skill for skill, _ in about], encoder.encode([words for _, words in about])


def known_story(tellings: Iterable[tuple[int, str, str]], address: str | None, title: str) -> int | None:
    """The story that has told this already: at the same address, or under the same title.

    `tellings` are story, address and title of what was told these days; an entry without an address of its own has
    None. A title of one or two words (« Agenda ») says too little.
    """
    place, name = address and same_place(address), same_name(title)
    for story_id, other_address, other_title in tellings:
        if place == same_place(other_address) or (name and name == same_name(other_title)):
            return story_id
    return None


def same_place(address: str) -> str:
    """What the addresses of one page have in common: no scheme, no `www.`, no tracking, no anchor, no final slash."""
    return SCHEME.sub("", without_tracking(address).partition("#")[0]).rstrip("/")


def same_name(title: str) -> str | None:
    """The words of a title without case, accents and marks; None when there are too few to recognise it by."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    words = WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))
    return " ".join(words) if len(words) >= FEWEST_TITLE_WORDS else None
