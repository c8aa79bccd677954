"""Topics: what an interview can be about, what can be observed, what to ask; read from YAML text and written as such.

Where one stands on an aspect is said in words and never counted. A sensitive topic asks for no standing and decides
nothing: it says why one asks, and that one need not answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from content.fields import LANGUAGES, Fields, read_fields
from content.patterns import LatePattern
from content.problems import N_
from content.skills import Names
from content.yaml_lines import block, braced, scalar, spoken

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


def read_topics(text: str, file: str = "topics.yaml") -> tuple[Topic, ...]:
    """Read topics in their order; BrokenText lists what is missing, too much, double or out of place."""
    fields = read_fields(text, file)
    fields.expect("topics")
    ids: set[str] = set()
    topics = tuple(_topic(entry, ids) for entry in fields.entries("topics"))
    fields.raise_problems()
    return topics


def sketch_topics(text: str) -> tuple[Topic, ...]:
    """Return as much of topics as can be read while they are being written; raises BrokenText where that is nothing."""
    ids: set[str] = set()
    return tuple(_topic(entry, ids) for entry in read_fields(text, "").entries("topics"))


def write_topics(topics: Iterable[Topic]) -> str:
    """Return the canonical text of topics; reading it back gives the same topics."""
    lines = [line for topic in topics for line in _topic_lines(topic)]
    return "\n".join(["topics:" if lines else "topics: []", *lines]) + "\n"


# ---------------------------------------------------------------------------------------------------------- reading


def _topic(entry: Fields, ids: set[str]) -> Topic:
    sensitive = entry.flag("sensitive")
    reason = ("why",) if sensitive else ()
    entry.expect("id", "name", "thematiques", "skills", "rules", "sensitive", *reason, "aspects", "other_side")
    topic = Topic(
        id=entry.own_id(),
        name=_said(entry, "name"),
        thematiques=_thematiques(entry),
        skills=entry.texts("skills"),
        rules=entry.texts("rules"),
        aspects=tuple(_aspect(aspect, ids, sensitive) for aspect in entry.entries("aspects")),
        other_side=_other_side(entry),
        sensitive=sensitive,
        why=_said(entry, "why") if sensitive or "why" in entry else None,
    )
    if not topic.aspects:
        entry.note("aspects", "Il manque « %(field)s » : ajoutez-le.")
    return topic


def _thematiques(entry: Fields) -> tuple[str, ...]:
    found = entry.texts("thematiques")
    for wrong in [each for each in found if not _THEMATIQUE.fullmatch(each)]:
        sentence = N_(
            "« %(value)s » ne s'écrit pas comme une thématique de data.inclusion (« famille--garde-denfants »)."
        )
        entry.note("thematiques", sentence, value=wrong)
    return found


def _other_side(entry: Fields) -> tuple[Names, ...]:
    found = tuple(_names(line) for line in entry.entries("other_side"))
    if len(found) != LINES:
        sentence = N_("« Ce que vous pouvez demander » a %(wanted)s lignes, pas %(number)s : complétez ou coupez.")
        entry.note("other_side", sentence, wanted=LINES, number=len(found))
    return found


def _aspect(entry: Fields, ids: set[str], sensitive: bool) -> Aspect:
    entry.expect("id", "name", "criterion", "questions")
    aspect = Aspect(
        id=entry.own_id(),
        name=_said(entry, "name"),
        criterion=_said(entry, "criterion"),
        questions=tuple(_question(question, ids, sensitive) for question in entry.entries("questions")),
    )
    if not 1 <= len(aspect.questions) <= MOST_QUESTIONS:
        sentence = N_("Un aspect a de une à %(most)s questions, pas %(number)s : complétez ou coupez.")
        entry.note("questions", sentence, most=MOST_QUESTIONS, number=len(aspect.questions))
    return aspect


def _question(entry: Fields, ids: set[str], sensitive: bool) -> InterviewQuestion:
    entry.expect("id", "words", "then")
    continuations = tuple(_names(each) for each in entry.entries("then"))
    if continuations and sensitive:
        entry.note("then", "Dans un sujet sensible, aucune question ne décide de la suite : retirez « then ».")
    elif 0 < len(continuations) < FEWEST_CONTINUATIONS:
        entry.note("then", "Une question qui décide a deux suites au moins : ajoutez l'autre, ou retirez « then ».")
    return InterviewQuestion(entry.own_id(), _said(entry, "words"), continuations)


def _said(entry: Fields, field: str) -> dict[str, str]:
    return entry.names(field)


def _names(entry: Fields) -> dict[str, str]:
    entry.expect(*LANGUAGES)
    return {language: entry.text(language) for language in LANGUAGES}


# ---------------------------------------------------------------------------------------------------------- writing


def _topic_lines(topic: Topic) -> Iterator[str]:
    yield f"\n  - id: {scalar(topic.id)}"
    yield f"    name: {braced(spoken(topic.name))}"
    for field in ("thematiques", "skills", "rules"):
        if values := getattr(topic, field):
            yield f"    {field}: [{', '.join(map(scalar, values))}]"
    if topic.sensitive:
        yield "    sensitive: true"
    if topic.why is not None:
        yield from block("why", topic.why, 4)
    yield from _list("aspects", (line for aspect in topic.aspects for line in _aspect_lines(aspect)), 4)
    yield from _list("other_side", (line for names in topic.other_side for line in _item(names, 6)), 4)


def _aspect_lines(aspect: Aspect) -> Iterator[str]:
    yield f"      - id: {scalar(aspect.id)}"
    yield f"        name: {braced(spoken(aspect.name))}"
    yield from block("criterion", aspect.criterion, 8)
    yield from _list("questions", (line for question in aspect.questions for line in _question_lines(question)), 8)


def _question_lines(question: InterviewQuestion) -> Iterator[str]:
    yield f"          - id: {scalar(question.id)}"
    yield from block("words", question.words, 12)
    yield from _list("then", (line for names in question.continuations for line in _item(names, 14)), 12)


def _list(field: str, lines: Iterable[str], indent: int) -> Iterator[str]:
    if written := tuple(lines):
        yield f"{' ' * indent}{field}:"
        yield from written


def _item(names: Names, indent: int) -> Iterator[str]:
    for place, (language, said) in enumerate(spoken(names).items()):
        yield f"{' ' * indent}{'  ' if place else '- '}{language}: {said}"
