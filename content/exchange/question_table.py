"""Questions as a table for spreadsheets (CSV): a row for each option, the question itself in the first of its rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, zip_longest
from typing import TypeVar

from content.errors import N_, BrokenText, Problem, refused
from content.exchange.losses import Exchanged, Loss
from content.exchange.question_drafts import (
    MOST_ANSWERS,
    TakenQuestion,
    attributed,
    guessed,
    left_in,
    lettered,
    named,
    one_line,
    prose,
    received,
    refuse_too_many,
    stem,
    without_pictures,
)
from content.marking import AskAgain, number
from content.module import HandingBack, Module, Option, Question, QuestionKind, QuestionNature, Use
from content.strings.tables_sent import DELIMITERS, csv_of, delimiter_of, rows_of, without_guard
from content.text.grammar import ID

OF_QUESTION = ("id", "skill", "kind", "use", "nature", "cites", "unit", "tolerance", "handing_back", "stem")
OF_OPTION = ("option", "right", "match", "feedback")
COLUMNS = (*OF_QUESTION, *OF_OPTION)
NEEDED = ("stem", "option")
YES = frozenset({"x", "1", "oui", "vrai", "ja", "juist", "waar", "yes", "true"})

UNKNOWN_COLUMN = N_("La colonne « %(column)s » n'est pas connue ici (%(known)s) : elle n'est pas reprise.")

Code = TypeVar("Code", QuestionKind, Use, QuestionNature)


def write_table(module: Module) -> Exchanged[str]:
    """Return the questions of a module as CSV, with a byte order mark, so that spreadsheets see UTF-8.

    A cell that a spreadsheet would calculate begins with an apostrophe, which reading takes off.
    """
    rows = chain([COLUMNS], *map(_rows, module.pool))
    sheet = csv_of(rows, DELIMITERS[0])
    return Exchanged("\ufeff" + sheet, (*left_in(module), *without_pictures(module.pool)))


def _rows(question: Question) -> Iterator[tuple[str, ...]]:
    asked: tuple[str, ...] = (
        question.skill,
        question.kind,
        question.use,
        question.nature,
        ", ".join(question.cites),
        question.unit,
        f"{question.tolerance:f}" if question.tolerance else "",
        question.handing_back or "",
        question.stem,
    )
    for option in question.options:
        yield (question.id, *asked, option.text, "x" if option.right else "", option.match, option.feedback)
        asked = ("",) * len(asked)


# -------------------------------------------------------------------------------------------------------------- reading


def read_table(data: str | bytes, skill: str, file: str = "questions.csv") -> Exchanged[tuple[Question, ...]]:
    """Read questions from CSV; one that names no skill gets `skill`, one that names no kind gets that of its options.

    Rows of the same id make one question; a row without id goes on with the one above, unless it has another stem. Only
    the columns `stem` and `option` must be there. Raises BrokenText with every line that cannot be read.
    """
    text = received(data, file)
    lines = rows_of(text, delimiter_of(text, lambda cell: cell.casefold() in COLUMNS), file)
    _, first = next(lines, (1, []))
    header = [cell.strip(' "').casefold() for cell in first]
    if missing := [name for name in NEEDED if name not in header]:
        sentence = N_("Il manque la colonne « %(column)s » : la première ligne porte les noms %(known)s.")
        raise refused(file, sentence, column=missing[0], known=", ".join(COLUMNS))
    if double := [name for name in COLUMNS if header.count(name) > 1]:
        sentence = N_("La colonne « %(column)s » figure deux fois : gardez-en une.")
        raise refused(file, sentence, column=double[0])
    filled = ((line, cells) for line, cells in lines if any(map(str.strip, cells)))
    rows = [(line, _by_column(header, [without_guard(prose(cell)) for cell in cells])) for line, cells in filled]
    asked = _grouped(rows)
    refuse_too_many(asked, file)
    problems = [problem for one in asked for problem in one.problems(file)]
    if problems:
        raise BrokenText(tuple(sorted(problems, key=lambda problem: problem.line)))
    read = named(
        TakenQuestion(one.question(skill), asked=one.said("id").strip(), stem=one.said("stem")) for one in asked
    )
    known = ", ".join(COLUMNS)
    unknown = [name for name in dict.fromkeys(header) if name not in COLUMNS]
    losses = [Loss("", UNKNOWN_COLUMN, {"column": name, "known": known}) for name in unknown]
    return Exchanged(read.questions, (*losses, *read.doubles, *guessed(data)))


Row = tuple[int, Mapping[str, str]]
"""The line of a row, and its cells by the name of their column; those beyond the last name have an empty one."""
Told = tuple[int, str, Mapping[str, object]]
"""A line, a sentence of the catalogue, its values."""


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    named = dict(zip(header, cells, strict=False))
    return named | {"": "".join(cell for name, cell in zip_longest(header, cells, fillvalue="") if not name)}


def _grouped(rows: Iterable[Row]) -> list["_Asked"]:
    asked: list[_Asked] = []
    by_id: dict[str, _Asked] = {}
    for row in rows:
        name, asking = row[1].get("id", "").strip(), row[1].get("stem", "")
        goes_on = by_id.get(name) if name else asked[-1] if asked and asking in ("", asked[-1].said("stem")) else None
        if goes_on is None:
            asked.append(goes_on := _Asked())
            by_id[name] = goes_on
        goes_on.add(row)
    return asked


@dataclass(slots=True)
class _Asked:
    """The rows of one question."""

    rows: list[Row] = field(default_factory=list)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take a row."""
        self.rows.append(row)
        for column in OF_QUESTION:
            self.first[column] = self.first.get(column) or row[1].get(column, "")

    def said(self, column: str) -> str:
        """Return the text of the first row that fills this column."""
        return self.first[column]

    @property
    def options(self) -> list[Mapping[str, str]]:
        """The rows that hold an option."""
        return [cells for _, cells in self.rows if cells.get("option", "").strip()]

    @property
    def kind(self) -> QuestionKind:
        """The kind that is named, else the one that the options show."""
        if named := self.said("kind").strip():
            return QuestionKind(named)
        if any(cells.get("match") for cells in self.options):
            return QuestionKind.MATCHING
        return QuestionKind.SEVERAL if sum(_is_right(cells) for cells in self.options) > 1 else QuestionKind.ONE

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield what cannot be read in these rows."""
        for line, sentence, values in (*self._of_rows(), *self._of_question()):
            yield Problem(file, line, sentence, values)

    def _of_rows(self) -> Iterator[Told]:
        for line, cells in self.rows:
            if cells.get("", ""):
                yield line, N_("Cette ligne a plus de cellules que la première : ajoutez le nom de leur colonne."), {}
            if not cells.get("option", "").strip() and any(cells.get(column, "") for column in OF_OPTION):
                yield line, N_("Il manque ici la réponse elle-même : remplissez « option »."), {}
            for column in OF_QUESTION:
                if (said := cells.get(column, "")) and said != self.said(column):
                    sentence = N_(
                        "« %(column)s » dit autre chose plus haut, pour la même question : gardez l'un des deux."
                    )
                    yield line, sentence, {"column": column}

    def _of_question(self) -> Iterator[Told]:
        line = self.rows[0][0]
        for column, codes in (
            ("kind", QuestionKind),
            ("use", Use),
            ("nature", QuestionNature),
            ("handing_back", HandingBack),
        ):
            if (said := self.said(column).strip()) and said not in set(codes):
                sentence = N_("« %(column)s » vaut %(known)s, et non « %(said)s ».")
                yield line, sentence, {"column": column, "said": said, "known": ", ".join(codes)}
        if _tolerance(self.said("tolerance")) is None:
            yield line, N_("« tolerance » vaut un nombre positif, comme 1 ou 0,5."), {}
        if (skill := self.said("skill").strip()) and not ID.fullmatch(skill):
            sentence = N_("« %(skill)s » n'est pas l'identifiant d'une compétence.")
            yield line, sentence, {"skill": skill}
        has_match = any(cells.get("match") for cells in self.options)
        if has_match and self.said("kind").strip() not in {"", QuestionKind.MATCHING}:
            yield line, N_("« match » ne sert qu'avec les questions à relier (matching) : videz ces cellules."), {}
        if len(self.options) > MOST_ANSWERS:
            sentence = N_("Cette question a plus de %(most)s réponses : partagez-la.")
            yield line, sentence, {"most": MOST_ANSWERS}

    def question(self, skill: str) -> Question:
        """Return the question, once nothing is to be mended in its rows."""
        kind = self.kind
        all_right = kind in (QuestionKind.ORDERING, QuestionKind.MATCHING)
        options = (
            Option(
                "", cells["option"], all_right or _is_right(cells), cells.get("feedback", ""), cells.get("match", "")
            )
            for cells in self.options
        )
        question = Question(
            id="",
            skill=skill,
            stem=stem(self.said("stem"), kind),
            options=lettered(options),
            kind=kind,
            unit=one_line(self.said("unit")),
            tolerance=_tolerance(self.said("tolerance")) or Decimal(0),
        )
        return attributed(question, self.first)


def _is_right(cells: Mapping[str, str]) -> bool:
    return cells.get("right", "").strip().casefold() in YES


def _tolerance(said: str) -> Decimal | None:
    try:
        tolerance = number(said or "0")
    except AskAgain:
        return None
    return tolerance if tolerance >= 0 else None
