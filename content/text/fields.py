"""All that is typed in the text or the form of a module: each word as it stands there, sound or not.

A card, a written question and a vignette hold nothing but words, and are typed as they are.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from content.module import (
    Card,
    Dialogue,
    Question,
    QuestionKind,
    QuestionNature,
    Use,
    Vignette,
    WrittenQuestion,
)


class SourceFields(NamedTuple):
    """A source of a module."""

    title: str = ""
    url: str = ""
    read_on: str = ""


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
    cards: tuple[Card, ...] = ()
    questions: tuple[QuestionFields, ...] = ()
    dialogues: tuple[DialogueFields, ...] = ()
    written: tuple[WrittenQuestion, ...] = ()
    vignettes: tuple[Vignette, ...] = ()
    to_try: str = ""
    exercise: str = ""

    @property
    def all_questions(self) -> tuple[QuestionFields, ...]:
        """The questions, and the turns of the dialogues."""
        return (*self.questions, *(turn for dialogue in self.dialogues for turn in dialogue.turns))

    def with_each_question(self, change: Callable[[QuestionFields], QuestionFields]) -> "ModuleFields":
        """Return the same with every question, and every turn, as a change makes it."""
        dialogues = (one._replace(turns=tuple(map(change, one.turns))) for one in self.dialogues)
        return self._replace(questions=tuple(map(change, self.questions)), dialogues=tuple(dialogues))

    @property
    def asked_skills(self) -> tuple[str, ...]:
        """The skill of each question, turn and written question; empty where none is chosen."""
        return (*(question.skill for question in self.all_questions), *(one.skill for one in self.written))


def dialogue_fields(dialogue: Dialogue, turns: Iterable[Question]) -> DialogueFields:
    """Return what would be typed for a dialogue with its turns."""
    return DialogueFields(*dialogue, tuple(map(question_fields, turns)))


def question_fields(question: Question) -> QuestionFields:
    """Return what would be typed for a question, or for a turn of a dialogue."""
    return QuestionFields(
        id=question.id,
        kind=question.kind,
        skill=question.skill,
        stem=question.stem,
        options=tuple(OptionFields(*said[1:]) for said in question.options),
        use=question.use,
        nature=question.nature,
        cites=question.cites,
        source=str(question.source or ""),
        unit=question.unit,
        tolerance=f"{question.tolerance:f}" if question.tolerance else "",
        handing_back=question.handing_back or "",
    )
