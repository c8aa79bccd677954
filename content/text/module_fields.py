"""All that is typed in the text or the form of a module, and its header declared by its fields."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from content.errors import N_
from content.module import (
    Card,
    Dialogue,
    Question,
    QuestionKind,
    QuestionNature,
    Reference,
    Use,
    Vignette,
    WrittenQuestion,
)
from content.schema.fields import ChoiceField, DayField, FlagField, SeveralField, TextField
from content.schema.records import Record, Rows
from content.schema.yaml_fields import LANGUAGES, Fields, words_in_yaml
from content.schema.yaml_tree import Said
from content.text.grammar import BAD_ID, DATES, ID, NAMES_A_LANGUAGE


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


# ---------------------------------------------------------------- the header of a module's text, declared by its fields


class _WholeField(TextField):
    """A whole number."""

    def value(self, fields: Fields) -> int:
        """Return the number; notes where it is none."""
        return fields.whole(self.name)


def _check_id(fields: Fields, name: str, value: str) -> None:
    if value and not ID.fullmatch(value):
        fields.note(name, BAD_ID)
    if NAMES_A_LANGUAGE.search(value):
        fields.note(name, "« %(field)s » ne finit pas par une langue : elle se dit par « language ».")


def _check_days(fields: Fields, header: dict[str, Any]) -> None:
    if header["valid_from"] and header["valid_until"] and header["valid_until"] < header["valid_from"]:
        fields.note("valid_until", "« %(field)s » vient avant « valid_from » : corrigez l'une des deux dates.")


SOURCE = Record(
    lambda title, url, read_on: Reference(title, url or None, read_on),
    TextField("title", written=words_in_yaml),
    TextField("url", needed=False, written=words_in_yaml),
    DayField("read_on", needed=False),
    note_at=None,
)
HEADER = Record(
    dict,
    TextField("id", check=_check_id),
    TextField("title", written=words_in_yaml),
    ChoiceField("language", LANGUAGES, N_("« %(field)s » doit être fr, nl ou en.")),
    _WholeField("minutes"),
    SeveralField("skills", needed=True),
    FlagField("sensitive"),
    Rows("sources", SOURCE, needed=False),
    *(DayField(name, needed=False) for name in DATES),
    SeveralField("cites"),
    check=_check_days,
    note_at=None,
)


def header_fields(said: dict[str, Said]) -> dict[str, Any]:
    """Return what stands in the fields of the header; raises NotInForm where something was typed that it has not."""
    shown = HEADER.shown(said)
    # A skill is found by its id, which is read without the blanks around it.
    skills, sources = map(str.strip, shown["skills"]), (SourceFields(*row) for row in shown["sources"])
    return shown | {"skills": tuple(skills), "sources": tuple(sources)}
