"""The formats of questions for import and export, recognised by name, ending or content; and the reader of Aiken."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from content.errors import N_, BrokenText, Problem, refused
from content.exchange.archive import is_zip
from content.exchange.gift_reader import read_gift
from content.exchange.gift_writer import write_gift
from content.exchange.h5p_reader import read_h5p
from content.exchange.losses import NO_PICTURES, Exchanged, Loss, Pictures
from content.exchange.moodle_xml import read_moodle, write_moodle
from content.exchange.prose_from_outside import from_plain
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_reader import read_qti
from content.exchange.qti_writer import write_qti
from content.exchange.question_drafts import (
    NOT_TAKEN,
    TakenQuestion,
    guessed,
    left_in,
    lettered,
    named,
    received,
    refuse_too_many,
)
from content.exchange.question_table import NEEDED, read_table, write_table
from content.module import HandingBack, Module, Option, Question, QuestionKind, QuestionNature, Use
from content.pictures.picture_file import SCHEME
from content.strings.late_patterns import LatePattern

# Moodle asks for no space behind the label; « A.N.P.E. » and « J.-P. » are words.
_CHOICE = re.compile(r"([A-Z])(?:\)|\.(?!-?[A-Z]\.))\s*(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])?.*", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    line: int
    stem: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Letter and text."""
    answer: str = ""

    @property
    def options(self) -> Iterator[Option]:
        """The choices as options, without letters of their own."""
        return (Option("", from_plain(text).line, letter == self.answer, "") for letter, text in self.choices)


def read_aiken(data: str | bytes, skill: str, file: str = "questions.txt") -> Exchanged[tuple[Question, ...]]:
    """Return the questions of an Aiken text, all on one skill and without feedback, for it has none.

    As in Moodle, a broken question keeps no good one out: its faults are among the losses. BrokenText says them when
    no question is good.
    """
    drafts = _drafts(received(data, file).split("\n"))
    refuse_too_many(drafts, file)
    if not drafts:
        sentence = N_("Ce texte n'a aucune question : écrivez un énoncé, des lignes « A. … », puis « ANSWER: A ».")
        raise refused(file, sentence)
    faulty = [(draft.line, faults) for draft in drafts if (faults := _faults(draft))]
    good = [draft for draft in drafts if not _faults(draft)]
    if not good:
        raise BrokenText(tuple(Problem(file, line, fault) for line, faults in faulty for fault in faults))
    read = (Question("", skill, from_plain("\n".join(draft.stem)).text, lettered(draft.options)) for draft in good)
    losses = [Loss("", sentence, line=line) for line, faults in faulty for sentence in (NOT_TAKEN, *faults)]
    return Exchanged(named(map(TakenQuestion, read)).questions, (*losses, *guessed(data)))


def _drafts(lines: list[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    finished = True
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line:
            continue
        choice, answer = _CHOICE.fullmatch(line), _ANSWER.fullmatch(line)
        if finished or (drafts[-1].choices and not choice and not answer):
            drafts.append(_Draft(number))
        finished = answer is not None
        if answer:
            drafts[-1].answer = (answer[1] or "?").upper()
        elif choice:
            drafts[-1].choices.append((choice[1], choice[2]))
        else:
            drafts[-1].stem.append(line)
    return drafts


def _faults(draft: _Draft) -> list[str]:
    letters = [letter for letter, _ in draft.choices]
    sentences = []
    if not draft.stem:
        sentences.append(N_("Il manque l'énoncé : écrivez-le au-dessus de « A. … »."))
    if len(letters) < 2:
        sentences.append(N_("Il faut au moins deux options, écrites « A. … »."))
    if len({*letters}) < len(letters):
        sentences.append(N_("Deux options de cette question ont la même lettre : changez-en une."))
    if not draft.answer:
        sentences.append(N_("Il manque la réponse : ajoutez « ANSWER: A » sous les options de cette question."))
    elif draft.answer not in letters:
        sentences.append(N_("« ANSWER: » ne nomme aucune option de cette question : corrigez la lettre."))
    return sentences


# ----------------------------------------------------------------------------------------- formats of import and export


PICTURES_LEFT = N_("Des images de ce fichier ne sont pas reprises : leur description en tient la place.")
_SHOWN = LatePattern(rf"!\[((?:[^\[\]\\]|\\.)*)\]\({SCHEME}([0-9a-f]+)\)")


class Incoming(StrEnum):
    """The formats that questions are read from."""

    GIFT = "gift"
    CSV = "csv"
    AIKEN = "aiken"
    QTI = "qti"
    MOODLE = "moodle"
    H5P = "h5p"


class Outgoing(StrEnum):
    """The formats that questions are written in."""

    GIFT = "gift"
    CSV = "csv"
    MOODLE = "moodle"
    QTI_2_1 = "qti-2.1"
    QTI_3_0 = "qti-3.0"


MEDIA = {
    Outgoing.GIFT: ("txt", "text/plain; charset=utf-8"),
    Outgoing.CSV: ("csv", "text/csv; charset=utf-8"),
    Outgoing.MOODLE: ("xml", "application/xml"),
    Outgoing.QTI_2_1: ("zip", "application/zip"),
    Outgoing.QTI_3_0: ("zip", "application/zip"),
}
"""The ending of a file of that format, and its media type."""

_ENDINGS = {"csv": Incoming.CSV, "xml": Incoming.QTI, "zip": Incoming.QTI, "gift": Incoming.GIFT, "h5p": Incoming.H5P}
_XML = LatePattern(r"\s*<(?:\?xml|!DOCTYPE|!--|(?:\w+:)?(?:qti-)?assessment-?item|questestinterop)", re.IGNORECASE)
_MOODLE = LatePattern(r"(?:\s++|(?><\?.{0,200}?\?>)|(?><!--.{0,1000}?-->))*+<quiz[\s>]", re.IGNORECASE | re.DOTALL)
_AIKEN = LatePattern(r"^[ \t]*[A-Z][.)].*\n\s*ANSWER:", re.IGNORECASE | re.MULTILINE)
_H5P = b"h5p.json"
"""The name of a member that every such package has, in the clear in its directory."""
_BEGINNING = 100_000
"""Bytes of a file that are looked at to tell its format."""

Questions = Exchanged[tuple[Question, ...]]


class Received(NamedTuple):
    """A file from elsewhere, with the defaults for what its questions do not say."""

    data: bytes
    file: str
    skill: str
    language: str


_READERS: Mapping[Incoming, Callable[[Received], Questions]] = {
    Incoming.GIFT: lambda one: read_gift(one.data, one.skill, one.language, one.file),
    Incoming.CSV: lambda one: read_table(one.data, one.skill, one.file),
    Incoming.AIKEN: lambda one: read_aiken(one.data, one.skill, one.file),
    Incoming.QTI: lambda one: read_qti(one.data, one.skill, one.file),
    Incoming.MOODLE: lambda one: read_moodle(one.data, one.skill, one.language, one.file),
    Incoming.H5P: lambda one: read_h5p(one.data, one.skill, one.language, one.file),
}


def read_questions(received: Received, incoming: Incoming) -> Questions:
    """Return the questions of a file; raises BrokenText."""
    return _READERS[incoming](received)


def questions_in(received: Received, asked: str) -> tuple[Incoming, Questions]:
    """Read a file in the format that is asked for, or else the one that it shows, and say which; raises BrokenText."""
    incoming = Incoming(asked) if asked in set(Incoming) else format_of(received.data, received.file)
    return incoming, read_questions(received, incoming)


def format_of(data: bytes, file: str) -> Incoming:
    """Return the likeliest format of a file: by its signature, then its ending, then how it begins."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    text = data[:_BEGINNING].decode(encoding, "replace").removeprefix("\ufeff")
    if is_zip(data):
        return Incoming.H5P if _H5P in data else Incoming.QTI
    if _MOODLE.match(text):
        return Incoming.MOODLE
    if _XML.match(text):
        return Incoming.QTI
    if known := _ENDINGS.get(file.rpartition(".")[2].casefold()):
        return known
    if _AIKEN.search(text.replace("\r", "\n")):
        return Incoming.AIKEN
    header = re.split(r'[;,\t"\s]+', text.lstrip().partition("\n")[0].casefold())
    return Incoming.CSV if set(NEEDED) <= set(header) else Incoming.GIFT


def write_questions(module: Module, outgoing: Outgoing, pictures: Pictures = NO_PICTURES) -> Exchanged[bytes]:
    """Return the questions of a module as a file, with all that it cannot carry of the module.

    `pictures`: those that the module shows, by their hashes, for the formats that take them along.
    """
    match outgoing:
        case Outgoing.GIFT | Outgoing.CSV:
            text = write_gift(module) if outgoing is Outgoing.GIFT else write_table(module)
            return Exchanged(text.value.encode(), text.losses)
        case Outgoing.MOODLE:
            return write_moodle(module, pictures)
        case _:
            package = write_qti(module.pool, QtiVersion(outgoing.removeprefix("qti-")), module.language)
            return Exchanged(package.value, (*left_in(module), *package.losses))


# ------------------------------------------------------------------------------------ read questions as they are stored


def with_pictures(read: Questions, names: Mapping[str, str]) -> Questions:
    """Return questions that show pictures by the names that they have here.

    Where a picture has none, its description stands in its place, and that is said.
    """
    if not read.pictures:
        return read
    losses = [Loss("", PICTURES_LEFT)] if read.pictures.keys() - names.keys() else []
    questions = []
    for question in read.value:
        options = (
            one._replace(text=_shown(one.text, names), feedback=_shown(one.feedback, names)) for one in question.options
        )
        questions.append(question._replace(stem=_shown(question.stem, names), options=tuple(options)))
    return replace(read, value=tuple(questions), pictures={}, losses=(*read.losses, *losses))


def as_rows(read: Questions) -> dict[str, Any]:
    """Return questions and losses as they are kept."""
    return {
        "questions": [
            {**question._asdict(), "tolerance": str(question.tolerance), "options": [*map(list, question.options)]}
            for question in read.value
        ],
        "losses": [[one.of, one.line, one.sentence, dict(one.values)] for one in read.losses],
        "credit": read.credit,
    }


def of_rows(kept: Mapping[str, Any]) -> Questions:
    """Return questions and losses from how they are kept."""
    losses = (Loss(name, sentence, values, line) for name, line, sentence, values in kept["losses"])
    questions = []
    for row in kept["questions"]:
        told = {
            **row,
            "options": tuple(Option(*one) for one in row["options"]),
            "kind": QuestionKind(row["kind"]),
            "use": Use(row["use"]),
            "nature": QuestionNature(row["nature"]),
            "cites": tuple(row["cites"]),
            "tolerance": Decimal(row["tolerance"]),
            "handing_back": HandingBack(row["handing_back"]) if row["handing_back"] else None,
        }
        questions.append(Question(**told))
    return Exchanged(tuple(questions), tuple(losses), credit=kept["credit"])


def unexplained(questions: Iterable[Question]) -> int:
    """Return how many options have no explanation yet."""
    return sum(not option.feedback for question in questions for option in question.options)


def _shown(text: str, names: Mapping[str, str]) -> str:
    return _SHOWN.sub(
        lambda found: f"![{found[1]}]({SCHEME}{names[found[2]]})" if found[2] in names else found[1], text
    )
