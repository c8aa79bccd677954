"""A module and its parts, as immutable values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from content.folding import slugs


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"


class Use(StrEnum):
    """What a question is kept for: learning, or checking later what was learned."""

    LEARN = "learn"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from; a book has no address, a page has the day on which it was read."""

    title: str
    url: str | None = None
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A short page to read, in Markdown."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Option:
    """One proposed answer; its key is its letter in the text, whatever the order on screen."""

    key: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question on exactly one skill; its id never changes."""

    id: str
    skill: str
    stem: str
    options: tuple[Option, ...]
    kind: Kind = Kind.ONE
    use: Use = Use.LEARN
    cites: tuple[str, ...] = ()

    @property
    def key(self) -> frozenset[str]:
        """The keys of the right options."""
        return frozenset(option.key for option in self.options if option.right)

    @property
    def chance(self) -> float:
        """Probability of a right answer by someone who ticks blindly."""
        if self.kind is Kind.ONE:
            return 1 / len(self.options)
        return 1 / float(2 ** len(self.options) - 1)


@dataclass(frozen=True, slots=True)
class Module:
    """A micro-course: cards to read, a pool of questions, and one thing to try in the next interview."""

    id: str
    title: str
    language: str
    minutes: int
    skills: tuple[str, ...]
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]
    to_try: str = ""
    sources: tuple[Source, ...] = ()
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    cites: tuple[str, ...] = ()

    @property
    def addressed(self) -> dict[str, Card]:
        """The cards by the name that each has in addresses, in their order."""
        return dict(zip(slugs(card.title for card in self.cards), self.cards, strict=True))

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError when the module has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def valid_on(self, day: date) -> bool:
        """Whether what the module says holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )
