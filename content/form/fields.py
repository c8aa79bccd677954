"""All that a form of a module holds: each word as it was typed, sound or not, so that nothing of a form is lost."""

from typing import NamedTuple

from content.module import QuestionKind, QuestionNature, Use


class SourceFields(NamedTuple):
    """A source of a module."""

    title: str = ""
    url: str = ""
    read_on: str = ""


class CardFields(NamedTuple):
    """A card."""

    title: str = ""
    crisis: bool = False
    body: str = ""


class OptionFields(NamedTuple):
    """One line of a question; of a turn, `leads_to` is the id of the next, empty where the dialogue ends."""

    text: str = ""
    right: bool = False
    feedback: str = ""
    match: str = ""
    leads_to: str = ""


class QuestionFields(NamedTuple):
    """A question, or a turn of a dialogue."""

    id: str = ""
    kind: str = QuestionKind.ONE
    skill: str = ""
    stem: str = ""
    options: tuple[OptionFields, ...] = ()
    use: str = Use.LEARN
    nature: str = QuestionNature.METHOD
    cites: tuple[str, ...] = ()
    source: str = ""
    unit: str = ""
    tolerance: str = ""
    handing_back: str = ""


class DialogueFields(NamedTuple):
    """A dialogue and its turns."""

    id: str = ""
    title: str = ""
    scene: str = ""
    turns: tuple[QuestionFields, ...] = ()


class ModelFields(NamedTuple):
    """A good answer to a written question."""

    text: str = ""
    why: str = ""


class WrittenFields(NamedTuple):
    """A question to answer in one's own words."""

    id: str = ""
    skill: str = ""
    stem: str = ""
    models: tuple[ModelFields, ...] = ()
    criteria: tuple[str, ...] = ()


class ChoiceFields(NamedTuple):
    """One of the cards that a team may raise."""

    text: str = ""
    right: bool = False


class VignetteFields(NamedTuple):
    """A case for a team meeting."""

    id: str = ""
    title: str = ""
    case: str = ""
    choices: tuple[ChoiceFields, ...] = ()
    explanation: str = ""
    to_discuss: tuple[str, ...] = ()


class ModuleFields(NamedTuple):
    """A module."""

    id: str = ""
    title: str = ""
    language: str = "fr"
    minutes: str = ""
    skills: tuple[str, ...] = ()
    sensitive: bool = False
    sources: tuple[SourceFields, ...] = ()
    review_by: str = ""
    valid_from: str = ""
    valid_until: str = ""
    cites: tuple[str, ...] = ()
    cards: tuple[CardFields, ...] = ()
    questions: tuple[QuestionFields, ...] = ()
    dialogues: tuple[DialogueFields, ...] = ()
    written: tuple[WrittenFields, ...] = ()
    vignettes: tuple[VignetteFields, ...] = ()
    to_try: str = ""
    exercise: str = ""

    @property
    def all_questions(self) -> tuple[QuestionFields, ...]:
        """The questions, and the turns of the dialogues."""
        return (*self.questions, *(turn for dialogue in self.dialogues for turn in dialogue.turns))

    @property
    def asked_skills(self) -> tuple[str, ...]:
        """The skill of each question, turn and written question; empty where none is chosen."""
        return (*(question.skill for question in self.all_questions), *(one.skill for one in self.written))
