"""A module and its parts, as immutable values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import factorial
from typing import NamedTuple

from content.strings.words import slugs
from content.text.plain_words import CardParts, parts_of


class QuestionKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    ORDERING = "ordering"
    MATCHING = "matching"
    TEXT = "text"
    NUMBER = "number"


TYPED = frozenset({QuestionKind.TEXT, QuestionKind.NUMBER})
"""The kinds whose options are not shown before the answer: they say what may be typed, and what to say of it."""


class Use(StrEnum):
    """What a question is kept for: learning, or checking later what was learned."""

    LEARN = "learn"
    CHECK = "check"


class QuestionNature(StrEnum):
    """What a question rests on, and so who vouches for its key."""

    METHOD = "méthode"
    """The literature of the trade."""
    PRACTICE = "pratique"
    """A criterion that stands in its stem, and what practitioners answer."""
    LAW = "droit"
    """A rule that it cites, and a second reader."""


class HandingBack(StrEnum):
    """Where handing the initiative back (to ask, to reflect, to do it together, to ring who decides) leads."""

    KEY = "key"
    """The key does it: somebody who is only polite finds it."""
    MISTAKE = "mistake"
    """An option does it, and the direct, quick or firm act is right."""
    NEITHER = "neither"
    """It tells none of the options apart."""


class Reference(NamedTuple):
    """Where a statement comes from; a book has no address, a page has the day on which it was read."""

    title: str
    url: str | None = None
    read_on: date | None = None


class Card(NamedTuple):
    """A short page to read, in Markdown."""

    title: str
    body: str
    crisis: bool = False
    """Whether it says what to do when somebody is in danger: anybody may read it, without signing in."""

    @property
    def parts(self) -> CardParts:
        """Its body in two: what it tells who learns, and what it says to the person, where it does."""
        return parts_of(self.body)


class Option(NamedTuple):
    """One line of a question: what to tick, to put in its place, to match, or what somebody may type.

    Its key is its letter in the text, whatever the order on screen.
    """

    key: str
    text: str
    right: bool
    feedback: str
    match: str = ""
    """In a matching question, what goes with `text`."""
    leads_to: str = ""
    """In a turn of a dialogue, the id of the turn that comes next; empty where the dialogue ends."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways to type it, between « | » in the text; the first is the one to show."""
        return tuple(spelling.strip() for spelling in self.text.split("|"))


class Question(NamedTuple):
    """A question on exactly one skill; its id never changes.

    The options of an ordering stand in the right order, those of what is typed in the order in which they are tried.
    """

    id: str
    skill: str
    stem: str
    options: tuple[Option, ...]
    kind: QuestionKind = QuestionKind.ONE
    use: Use = Use.LEARN
    nature: QuestionNature = QuestionNature.METHOD
    cites: tuple[str, ...] = ()
    source: int = 0
    """Which of the sources of its module carries its key, from 1; 0 where none is named."""
    unit: str = ""
    """Of a number, shown beside its field."""
    tolerance: Decimal = Decimal(0)
    """How far from its value a number still fits."""
    handing_back: HandingBack | None = None
    """What its author says of it, for the checks of a pack; None where nobody has said it."""
    dialogue: str = ""
    """Of a turn, the id of its dialogue: it is asked when the turn before leads to it, and never by itself."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What the lines of a matching question may be matched with, each once, in alphabetical order."""
        return tuple(sorted({option.match for option in self.options}, key=lambda match: (match.casefold(), match)))

    @property
    def key(self) -> tuple[str, ...]:
        """The right response, as content.marking takes it; of what is typed, the one to show."""
        right = [option for option in self.options if option.right]
        if self.kind is QuestionKind.MATCHING:
            return tuple(f"{option.key}={self.choices.index(option.match) + 1}" for option in right)
        if self.kind in TYPED:
            return right[0].spellings[:1]
        return tuple(option.key for option in right)

    @property
    def chance(self) -> float:
        """Probability of a right answer by someone who answers blindly."""
        lines = len(self.options)
        match self.kind:
            case QuestionKind.ONE:
                return 1 / lines
            case QuestionKind.SEVERAL:
                return 1 / float(2**lines - 1)
            case QuestionKind.ORDERING:
                return 1 / factorial(lines)
            case QuestionKind.MATCHING if len(self.choices) == lines:
                return 1 / factorial(lines)
            case QuestionKind.MATCHING:
                return 1 / float(len(self.choices) ** lines)
            case _:
                return 0.0


class Dialogue(NamedTuple):
    """An interview that one plays: what one says decides what the person says next. Its turns are questions."""

    id: str
    title: str
    scene: str
    """Who is there and what came before, in Markdown; the person is invented."""


class ModelAnswer(NamedTuple):
    """A good answer to a written question, and what is good in it."""

    text: str
    why: str


class WrittenQuestion(NamedTuple):
    """A question answered in one's own words, beside models and criteria; no answer of it is ever sent or kept."""

    id: str
    skill: str
    stem: str
    models: tuple[ModelAnswer, ...]
    criteria: tuple[str, ...]
    """To tick oneself, once one has written."""


class VignetteChoice(NamedTuple):
    """One of the cards that a team may raise."""

    text: str
    right: bool


class Vignette(NamedTuple):
    """An invented case for a team meeting: to project, to raise a card for, to explain, to discuss."""

    id: str
    title: str
    case: str
    choices: tuple[VignetteChoice, ...]
    explanation: str
    to_discuss: tuple[str, ...] = ()


class PathwayExercise(NamedTuple):
    """A situation of an invented person, in Markdown, and the text of a pathway to complete for it, half made."""

    story: str
    pathway: str


@dataclass(frozen=True, slots=True)
class Module:
    """A micro-course: cards, a pool of questions, what to try in the next interview, at times a pathway to try on."""

    id: str
    title: str
    language: str
    minutes: int
    skills: tuple[str, ...]
    cards: tuple[Card, ...]
    questions: tuple[Question, ...]
    to_try: str = ""
    exercise: PathwayExercise | None = None
    dialogues: tuple[Dialogue, ...] = ()
    written: tuple[WrittenQuestion, ...] = ()
    vignettes: tuple[Vignette, ...] = ()
    sources: tuple[Reference, ...] = ()
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    cites: tuple[str, ...] = ()
    sensitive: bool = False
    """Whether it touches danger, violence or hatred: nothing of it is asked in a mail, or given to try."""

    @property
    def pool(self) -> tuple[Question, ...]:
        """The questions that can be asked by themselves: all but the turns of dialogues."""
        return tuple(question for question in self.questions if not question.dialogue)

    def turns(self, dialogue_id: str) -> tuple[Question, ...]:
        """Return the turns of a dialogue as they are written; the first begins it."""
        return tuple(question for question in self.questions if dialogue_id and question.dialogue == dialogue_id)

    def source_of(self, question: Question) -> Reference | None:
        """Return the source that carries the key of one of its questions, where the text names it."""
        return self.sources[question.source - 1] if 0 < question.source <= len(self.sources) else None

    @property
    def addressed(self) -> dict[str, Card]:
        """The cards by the name that each has in addresses, in their order."""
        return dict(zip(slugs(card.title for card in self.cards), self.cards, strict=True))

    def question(self, question_id: str) -> Question:
        """Return the question of that id; KeyError when the module has none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def valid_on(self, day: date) -> bool:
        """Return whether what the module says holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def stale_on(self, day: date) -> bool:
        """Return whether the day before which it was to be read again is past."""
        return self.review_by is not None and self.review_by < day
