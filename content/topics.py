"""Topics: what an interview can be about, what can be observed, what to ask; read from YAML text and written as such.

Where one stands on an aspect is said in words and never counted. A sensitive topic asks for no standing and decides
nothing: it says why one asks, and that one need not answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Any

from content.errors import N_
from content.schema.fields import MISSING, FlagField, IdField, SeveralField
from content.schema.records import Record, Rows
from content.schema.schema import SpokenField, WordsField, of_rows
from content.schema.yaml_fields import LANGUAGES, Fields
from content.skills import Names
from content.strings.late_patterns import LatePattern

CRISIS_LINE = N_("La personne ne va pas bien ? Laissez la feuille.")
"""The first line of every topic; it leads to the crisis card. No text repeats it, so none can lose or change it."""
WHY = N_("Pourquoi je demande ; on peut ne pas répondre")
"""Over the reason that a sensitive topic gives."""
OTHER_SIDE = N_("Ce que vous pouvez demander")
"""Over the lines for the person, on the other side of the paper."""
LINES = 5
"""On the other side."""
MOST_QUESTIONS = 3
"""That express one aspect."""
FEWEST_CONTINUATIONS = 2
"""After a question that decides: with one, nothing is decided."""

_THEMATIQUE = LatePattern("[a-z]+(-[a-z]+)*--[a-z]+(-[a-z]+)*")
"""How data.inclusion writes an id of its vocabulary: a category, then what belongs to it (schema v1)."""


class Standing(StrEnum):
    """Where one stands on an aspect: said in the interview; never numbered, added up, kept or printed."""

    NOT_YET = N_("pas encore")
    LEAD = N_("une piste")
    IN_PLACE = N_("en place")


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """A question to ask aloud; where its answer decides what comes next, the usual continuations."""

    id: str
    words: Names
    continuations: tuple[Names, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether what comes next depends on the answer: a node of a sheet may begin here."""
        return bool(self.continuations)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing of a topic: what can be observed, and the questions that express it."""

    id: str
    name: Names
    criterion: Names
    questions: tuple[InterviewQuestion, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What an interview can be about, and on its other side what the person can ask of whom."""

    id: str
    name: Names
    thematiques: tuple[str, ...]
    """What data.inclusion calls it, if it does."""
    skills: tuple[str, ...]
    rules: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    other_side: tuple[Names, ...]
    sensitive: bool = False
    """Whether it touches health, violence, debt, justice or residence."""
    why: Names | None = None
    """Why one asks, in words to say aloud; a sensitive topic has it, and no other."""

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Return the words for where one stands; a sensitive topic has none."""
        return () if self.sensitive else tuple(Standing)


def _said(fr: str, nl: str, en: str) -> Names:
    return dict(zip(LANGUAGES, (fr, nl, en), strict=True))


TOPIC_STARTER = Topic(
    id="nouveau-sujet",
    name=_said("Un sujet", "Een onderwerp", "A topic"),
    thematiques=(),
    skills=(),
    rules=(),
    aspects=(
        Aspect(
            "nouvel-aspect",
            _said("Un aspect", "Een aspect", "An aspect"),
            _said("Ce que l'on peut observer.", "Wat men kan zien.", "What can be observed."),
            (InterviewQuestion("nouvelle-question", _said("Que demander ?", "Wat te vragen?", "What to ask?")),),
        ),
    ),
    other_side=(_said("À qui demander, et quoi", "Aan wie vragen, en wat", "Whom to ask, and what"),) * LINES,
)
"""A topic to write over."""


def _check_thematiques(fields: Fields, name: str, found: tuple[str, ...]) -> None:
    for wrong in [each for each in found if not _THEMATIQUE.fullmatch(each)]:
        sentence = N_(
            "« %(value)s » ne s'écrit pas comme une thématique de data.inclusion (« famille--garde-denfants »)."
        )
        fields.note(name, sentence, value=wrong)


def _check_aspect(fields: Fields, aspect: dict[str, Any]) -> None:
    if not 1 <= len(aspect["questions"]) <= MOST_QUESTIONS:
        sentence = N_("Un aspect a de une à %(most)s questions, pas %(number)s : complétez ou coupez.")
        fields.note("questions", sentence, most=MOST_QUESTIONS, number=len(aspect["questions"]))


def _check_topic(fields: Fields, topic: dict[str, Any]) -> None:
    for question in (one for aspect in fields.entries("aspects") for one in aspect.entries("questions")):
        continuations = len(question.entries("then"))
        if continuations and topic["sensitive"]:
            question.note("then", "Dans un sujet sensible, aucune question ne décide de la suite : retirez « then ».")
        elif 0 < continuations < FEWEST_CONTINUATIONS:
            sentence = N_("Une question qui décide a deux suites au moins : ajoutez l'autre, ou retirez « then ».")
            question.note("then", sentence)
    if len(topic["other_side"]) != LINES:
        sentence = N_("« Ce que vous pouvez demander » a %(wanted)s lignes, pas %(number)s : complétez ou coupez.")
        fields.note("other_side", sentence, wanted=LINES, number=len(topic["other_side"]))
    if not topic["aspects"]:
        fields.note("aspects", MISSING)


def _free(word: str, text: str) -> str:
    """Return an id that stands nowhere in a text yet."""
    return next(f"{word}-{number}" for number in count(1) if f"{word}-{number}\n" not in text)


def _question_begun(text: str, what: str) -> dict[str, Any]:
    return {"id": _free("question", text)}


def _aspect_begun(text: str, what: str) -> dict[str, Any]:
    return {"id": _free("aspect", text), "questions": [_question_begun(text, what)]}


SAID = Record(lambda words: words, SpokenField("words", needed=LANGUAGES), parts=lambda names: {"words": names})
"""Words of one line in each language, in a list of such."""
QUESTION = Record(
    InterviewQuestion,
    IdField("id"),
    WordsField("words", tall=True),
    Rows("then", SAID, of="continuations", needed=False, first="fr"),
)
ASPECT = Record(
    Aspect,
    IdField("id"),
    WordsField("name"),
    WordsField("criterion", tall=True),
    Rows("questions", QUESTION, needed=False, first="words_fr", begun=_question_begun),
    check=_check_aspect,
)
TOPIC = Record(
    Topic,
    IdField("id"),
    WordsField("name"),
    SeveralField("thematiques", check=_check_thematiques),
    SeveralField("skills"),
    SeveralField("rules"),
    FlagField("sensitive"),
    WordsField("why", only="sensitive", tall=True),
    Rows("aspects", ASPECT, needed=False, first="name_fr", begun=_aspect_begun),
    Rows("other_side", SAID, needed=False, first="fr"),
    check=_check_topic,
    opens=True,
)
TOPICS_SCHEMA = of_rows(
    Rows("topics", TOPIC, apart=True, begun=lambda text, what: TOPIC.said(TOPIC_STARTER)), "topics.yaml"
)


def read_topics(text: str, file: str = "topics.yaml") -> tuple[Topic, ...]:
    """Read topics in their order; BrokenText lists what is missing, too much, double or out of place."""
    found: tuple[Topic, ...] = TOPICS_SCHEMA.read(text, file)
    return found


def write_topics(topics: Iterable[Topic]) -> str:
    """Return the canonical text of topics; reading it back gives the same topics."""
    return TOPICS_SCHEMA.written(tuple(topics))
