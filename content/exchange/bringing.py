"""Questions that a file brings, between the reader and whoever chooses among them: as values, and as kept in a row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from content.exchange.formats import Incoming, Questions, Received, format_of, read_questions
from content.exchange.losses import Exchanged, Loss
from content.module import HandingBack, Option, Question, QuestionKind, QuestionNature, Use
from content.patterns import LatePattern
from content.pictures.naming import SCHEME
from content.problems import N_

PICTURES_LEFT = N_("Des images de ce fichier ne sont pas reprises : leur description en tient la place.")
_SHOWN = LatePattern(rf"!\[((?:[^\[\]\\]|\\.)*)\]\({SCHEME}([0-9a-f]+)\)")


class BroughtQuestions(NamedTuple):
    """The format that a file was read in, and what it gave."""

    incoming: Incoming
    read: Questions


def questions_in(received: Received, asked: str) -> BroughtQuestions:
    """Read a file, in the format that is asked for or else the one that it shows; raises BrokenText."""
    incoming = Incoming(asked) if asked in set(Incoming) else format_of(received.data, received.file)
    return BroughtQuestions(incoming, read_questions(received, incoming))


def with_pictures(read: Questions, names: Mapping[str, str]) -> Questions:
    """Return questions that show pictures by the names that they have here.

    Where a picture has none, its description stands in its place, and that is said.
    """
    if not read.pictures:
        return read
    losses = [Loss("", PICTURES_LEFT)] if read.pictures.keys() - names.keys() else []
    questions = tuple(_renamed(one, names) for one in read.value)
    return replace(read, value=questions, pictures={}, losses=(*read.losses, *losses))


def as_rows(read: Questions) -> dict[str, Any]:
    """Return questions and losses as they are kept."""
    return {
        "questions": [
            {**question._asdict(), "tolerance": str(question.tolerance), "options": [*map(list, question.options)]}
            for question in read.value
        ],
        "losses": [[one.question, one.line, one.sentence, dict(one.values)] for one in read.losses],
        "credit": read.credit,
    }


def of_rows(kept: Mapping[str, Any]) -> Questions:
    """Return questions and losses from how they are kept."""
    losses = (Loss(name, sentence, values, line) for name, line, sentence, values in kept["losses"])
    return Exchanged(tuple(map(_question, kept["questions"])), tuple(losses), credit=kept["credit"])


def unexplained(questions: Iterable[Question]) -> int:
    """Return how many options have no explanation yet."""
    return sum(not option.feedback for question in questions for option in question.options)


def _question(row: Mapping[str, Any]) -> Question:
    back = row["handing_back"]
    return Question(**{
        **row,
        "options": tuple(Option(*one) for one in row["options"]),
        "kind": QuestionKind(row["kind"]),
        "use": Use(row["use"]),
        "nature": QuestionNature(row["nature"]),
        "cites": tuple(row["cites"]),
        "tolerance": Decimal(row["tolerance"]),
        "handing_back": HandingBack(back) if back else None,
    })  # fmt: skip


def _renamed(question: Question, names: Mapping[str, str]) -> Question:
    options = (
        one._replace(text=_shown(one.text, names), feedback=_shown(one.feedback, names)) for one in question.options
    )
    return question._replace(stem=_shown(question.stem, names), options=tuple(options))


def _shown(text: str, names: Mapping[str, str]) -> str:
    return _SHOWN.sub(
        lambda found: f"![{found[1]}]({SCHEME}{names[found[2]]})" if found[2] in names else found[1], text
    )
