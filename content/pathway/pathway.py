"""The pathway of at most nine places as a value, and the words of its text in three languages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from content.strings.words import fold

MOST_PLACES = 9
MOST_CONTINUATIONS = 4
MOST_BEHIND = 6
MOST_RULES = 4
MOST_ENTRIES = 4
MOST_ROLES = 5
LONGEST = {
    "title": 60,
    "stretch": 28,
    "question": 90,
    "role": 28,
    "continuation": 40,
    "act": 90,
    "own words": 60,
    "rule": 60,
    "entry": 60,
}
"""Characters: nine places of these lengths still are words for a large pathway of paper, not a letter."""
HEAVY = Fraction(2, 3)
FEWEST_TO_SHARE = 3
"""Of fewer places one side has nearly always more than two thirds, and nothing is meant by it."""


class Symbol(StrEnum):
    """A small drawing beside a step, for who reads pictures before words."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    PAPER = "paper"
    MEETING = "meeting"
    HOME = "home"
    CHILD = "child"
    HEALTH = "health"
    SCHOOL = "school"
    WORK = "work"
    MONEY = "money"
    JOURNEY = "journey"
    SCREEN = "screen"


class Stretch(NamedTuple):
    """A piece of the way that is already behind: a few words, and the year or years."""

    begun: int
    words: str
    ended: int | None = None


class Continuation(NamedTuple):
    """One answer to a question, and the place it leads to, as an index; None where the pathway ends."""

    words: str
    goal: int | None


class Decision(NamedTuple):
    """A place where something is decided together, by a role that answers, before a day (None while it is typed)."""

    question: str
    who: str
    by: date | None
    continuations: tuple[Continuation, ...]

    @property
    def goals(self) -> tuple[int, ...]:
        """The places that come next, each once, in their order."""
        return tuple(sorted({way.goal for way in self.continuations if way.goal is not None}))


class PathwayStep(NamedTuple):
    """A place where a role does something; `own_words` says it in the person's language, or leaves room for that."""

    who: str
    act: str
    goal: int | None
    day: date | None = None
    symbol: Symbol | None = None
    own_words: str = ""

    @property
    def goals(self) -> tuple[int, ...]:
        """The place that comes next, if there is one."""
        return () if self.goal is None else (self.goal,)


Place = Decision | PathwayStep


class Pathway(NamedTuple):
    """A pathway: what it is about, what is behind, its places from the first on, when to meet again, what it cites.

    A sketch, made of a text that is still being typed, may lack its words, its places and the day to meet again.
    """

    language: str
    title: str
    review: date | None
    places: tuple[Place, ...]
    behind: tuple[Stretch, ...] = ()
    rules: tuple[str, ...] = ()
    exact_at: datetime | None = None
    """When it was printed, to the minute, on the house's clock: since then a rule that it cites may have changed."""
    entries: tuple[str, ...] = ()
    """What of the directory its steps rely on."""

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on it, each once, from the first on."""
        days = {place.by if isinstance(place, Decision) else place.day for place in self.places}
        return tuple(sorted(day for day in days | {self.review} if day))


def carried(pathway: Pathway) -> dict[str, int]:
    """Return how many places each role carries, the most first: to find an answer is to carry something too."""
    return dict(Counter(place.who for place in pathway.places).most_common())


def heavy_side(load: Mapping[str, int]) -> str | None:
    """Return the role that carries more than two thirds of three places or more."""
    whole = sum(load.values())
    if whole < FEWEST_TO_SHARE:
        return None
    return next((who for who, number in load.items() if number > HEAVY * whole), None)


def reached(goals: Sequence[Sequence[int]], start: int = 0) -> set[int]:
    """Return the places to which arrows lead from one, itself among them; `goals` are those of each place."""
    seen, waiting = set(), [start]
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting += goals[place]
    return seen


# ------------------------------------------------------------------- the words of a sheet's text in its three languages


class PathwayWords(NamedTuple):
    """The words of one language; `colon` stands behind each."""

    pathway: str
    behind: str
    review: str
    rules: str
    entries: str
    exact: str
    decide: str
    answers: str
    by: str
    day: str
    symbol: str
    own: str
    end: str
    colon: str
    symbols: dict[Symbol, str]

    def labelled(self, label: str, value: str) -> str:
        """Return a label, the colon of its language, and what stands behind it."""
        return f"{label}{self.colon}{value}".rstrip()


def _symbols(words: str) -> dict[Symbol, str]:
    return dict(zip(Symbol, words.split(), strict=True))


WORDS = {
    "fr": PathwayWords(
        *("Feuille", "Derrière moi", "On se revoit le", "Règles", "Répertoire", "Exact au"),
        *("À décider ensemble", "Qui répond", "Avant le", "Le", "Symbole", "Dans ma langue", "fin", " : "),
        _symbols("téléphone lettre papier rencontre maison enfant santé école travail argent trajet écran"),
    ),
    "nl": PathwayWords(
        *("Blad", "Achter mij", "We zien elkaar terug op", "Regels", "Sociale gids", "Nagekeken op"),
        *("Samen te beslissen", "Wie antwoordt", "Voor", "Op", "Symbool", "In mijn taal", "einde", ": "),
        _symbols("telefoon brief papier gesprek huis kind gezondheid school werk geld reis scherm"),
    ),
    "en": PathwayWords(
        *("Sheet", "Behind me", "We meet again on", "Rules", "Directory", "Correct on"),
        *("To decide together", "Who answers", "By", "On", "Symbol", "In my language", "end", ": "),
        _symbols("telephone letter paper meeting home child health school work money journey screen"),
    ),
}

FIRST_ROLE = {"fr": "moi", "nl": "ik", "en": "me"}
"""The person whose pathway it is."""
LANGUAGE_OF = {fold(words.pathway): language for language, words in WORDS.items()}
LABELS = {
    fold(word): name
    for words in WORDS.values()
    for name, word in words._asdict().items()
    if name not in ("colon", "symbols", "end")
}
"""The part of a pathway that a word before a colon begins, whatever the language: papers travel between languages."""
ENDS = {fold(words.end) for words in WORDS.values()}
SYMBOLS = {fold(word): symbol for words in WORDS.values() for symbol, word in words.symbols.items()}
