"""The reader of a module's text: what is typed in it, the module that this is, every place to mend with its line."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from content.errors import N_, BrokenText, Problem, refused
from content.module import Card, Dialogue, Module, PathwayExercise, Question, Vignette, WrittenQuestion
from content.schema.posted_form import UNREAD, NotInForm
from content.schema.yaml_fields import INVISIBLE, LANGUAGES, Fields, read_fields
from content.schema.yaml_tree import tree_of
from content.strings.late_patterns import LatePattern
from content.text.grammar import BLANK, CRISIS, Note, Numbered, TextBlock, is_heading, part_of
from content.text.module_fields import HEADER, ModuleFields, header_fields
from content.text.other_parts import (
    DialogueRead,
    build_dialogue,
    read_dialogue,
    read_exercise,
    read_vignette,
    read_written,
)
from content.text.question_reader import QuestionRead, build_question, read_question

CLOSING = ("to_try", "exercise")
"""What a module has once, if at all."""
_LANGUAGE = LatePattern(rf"language: *({'|'.join(LANGUAGES)}) *")


def read_module(text: str, file: str = "module.md") -> Module:
    """Read a module; BrokenText lists every place to mend, with its line and what to do."""
    lines = _lines(text)
    if hidden := [number for number, line in lines if INVISIBLE.search(line)]:
        sentence = N_("Cette ligne contient un caractère invisible : réécrivez-la.")
        raise BrokenText(tuple(Problem(file, number, sentence) for number in hidden))
    header, body = _apart(lines, file)
    reader = _ModuleReader(file, read_fields(header, file, first_line=2))
    module, _ = reader.read(body)
    reader.fields.raise_problems()
    return module


Typed = Card | QuestionRead | DialogueRead | WrittenQuestion | Vignette | str
"""What is typed under a heading: what holds more than words is built from its fields."""
PartContent = Card | Question | Dialogue | WrittenQuestion | Vignette | str | PathwayExercise


class Part(NamedTuple):
    """One part of a text: the line of its heading, and the card, question, dialogue, vignette or what there is to try.

    What is to be tried in an interview is a text, what is to be tried on a pathway an exercise.
    """

    line: int
    content: PartContent
    sound: bool
    """Whether nothing in it is to be mended."""


def sketch_module(text: str) -> tuple[Module, tuple[Part, ...]]:
    """Return as much of a module as can be read while it is being written; never raises."""
    lines = _lines(text)
    try:
        header, body = _apart(lines, "")
        fields = read_fields(header, "", first_line=2)
    except BrokenText:
        language = next((found[1] for _, line in lines if (found := _LANGUAGE.fullmatch(line))), LANGUAGES[0])
        fields, body = read_fields(f"language: {language}", ""), lines
    return _ModuleReader("", fields).read(body)


def header_of(text: str) -> str:
    """Return the fields at the top of a text; raises BrokenText where there are none."""
    return _apart(_lines(text), "")[0]


def typed_module(text: str) -> ModuleFields:
    """Return all that is typed in a text, sound or not; raises BrokenText, and NotInForm where its header has more."""
    header, lines = _apart(_lines(text), "")
    top = header_fields(tree_of(header))
    if top["language"] not in LANGUAGES:
        raise NotInForm(UNREAD)
    found: dict[str, list[Any]] = defaultdict(list)
    for block in _blocks(lines, _unheard):
        name, typed = _typed(block, top["language"], _unheard)
        found[name].append(typed.fields if isinstance(typed, QuestionRead | DialogueRead) else typed)
    parts: dict[str, Any] = {
        name: "".join(rows[-1:]) if name in CLOSING else tuple(rows) for name, rows in found.items()
    }
    return ModuleFields(**top, **parts)


def _unheard(line: int, sentence: str, **values: object) -> None:
    """Take what is to be mended: who reads the text says it."""


def _lines(text: str) -> list[Numbered]:
    return [*enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)]


def _apart(lines: list[Numbered], file: str) -> tuple[str, list[Numbered]]:
    """Return the fields at the top of a text, from its second line on, and the lines below them; raises BrokenText."""
    rulers = [place for place, (_, line) in enumerate(lines) if line.rstrip() == "---"]
    if len(rulers) < 2 or rulers[0] != 0:
        raise refused(file, N_("Le module doit commencer par un en-tête entre deux lignes « --- »."))
    return "\n".join(line for _, line in lines[1 : rulers[1]]), lines[rulers[1] + 1 :]


def _blocks(lines: list[Numbered], note: Note) -> Iterator[TextBlock]:
    """Yield each heading with the lines under it; text above the first is noted."""
    starts = [place for place, (_, line) in enumerate(lines) if is_heading(line)]
    for number, line in lines[: min(starts, default=len(lines))]:
        if line.strip():
            note(number, "Ce texte n'appartient à aucune carte : mettez un titre « ## … » au-dessus.")
            break
    for start, stop in pairwise([*starts, len(lines)]):
        number, heading = lines[start]
        yield TextBlock(number, heading[2:].strip(), tuple(lines[start + 1 : stop]))


def _typed(block: TextBlock, language: str, note: Note) -> tuple[str, Typed]:
    """Return which field of a module a block belongs to, and what is typed in it."""
    name = part_of(block.heading, language)
    match name:
        case "cards":
            return name, _card(block, note)
        case "questions":
            return name, read_question(block, note)
        case "dialogues":
            return name, read_dialogue(block, language, note)
        case "written":
            return name, read_written(block, language, note)
        case "vignettes":
            return name, read_vignette(block, language, note)
    return name, block.body


def _card(block: TextBlock, note: Note) -> Card:
    if crisis := bool(block.lines) and block.lines[0][1].rstrip() == CRISIS:
        block = block._replace(lines=block.lines[1:])
    if not block.body:
        note(block.line, "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.", title=block.heading)
    for number, line in block.lines:
        if line.startswith("# "):
            note(number, "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).")
    return Card(block.heading, block.body, crisis)


class _ModuleReader:
    """Builds a module of what is typed below its header; what is to be mended is noted among those of the header."""

    def __init__(self, file: str, fields: Fields) -> None:
        self.file, self.fields = file, fields
        self.header = HEADER.read(fields)
        self.language: str = self.header["language"]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.fields.problems.append(Problem(self.file, line, sentence, values))

    def read(self, lines: list[Numbered]) -> tuple[Module, tuple[Part, ...]]:
        """Return the module as far as it can be read, and its parts; what is to be mended is noted."""
        parts = tuple(self._parts(lines))
        asked = [(part.line, part.content) for part in parts if isinstance(part.content, Question)]
        questions = sorted(asked, key=lambda one: bool(one[1].dialogue))
        to_try = [part for part in parts if isinstance(part.content, str)]
        module = Module(
            **self.header,
            cards=_all(Card, parts),
            questions=tuple(question for _, question in questions),
            to_try="".join(_all(str, parts)[:1]),
            exercise=next(iter(_all(PathwayExercise, parts)), None),
            dialogues=_all(Dialogue, parts),
            written=_all(WrittenQuestion, parts),
            vignettes=_all(Vignette, parts),
        )
        self._check_questions(module, questions)
        self._check_named(module, parts)
        if module.sensitive and to_try:
            self.note(to_try[0].line, "Un module sensible ne donne rien à essayer : retirez cette partie.")
        return module, parts

    def _parts(self, lines: list[Numbered]) -> Iterator[Part]:
        seen: set[str] = set()
        for block in _blocks(lines, self.note):
            noted = len(self.fields.problems)
            name, typed = _typed(block, self.language, self.note)
            built = [*self._built(name, typed, block)]
            if name in CLOSING:
                if name in seen:
                    self.note(block.line, "« %(heading)s » figure deux fois : gardez-en un.", heading=block.heading)
                seen.add(name)
            sound = len(self.fields.problems) == noted
            yield from (Part(line, content, sound) for line, content in built)

    def _built(self, name: str, typed: Typed, block: TextBlock) -> Iterator[tuple[int, PartContent]]:
        """Yield what was typed as what it is, with the line of its heading: of a dialogue also each turn."""
        if isinstance(typed, DialogueRead):
            dialogue, turns = build_dialogue(typed, self.language, self.note)
            yield block.line, dialogue
            yield from zip((turn.line for turn in typed.turns), turns, strict=True)
        elif isinstance(typed, QuestionRead):
            yield block.line, build_question(typed, self.note)
        else:
            yield block.line, read_exercise(block, self.note) if name == "exercise" else typed

    def _check_questions(self, module: Module, questions: list[tuple[int, Question]]) -> None:
        if not questions:
            self.note(1, "Le module n'a pas de question : ajoutez au moins « ## Question … ».")
        seen: set[str] = set()
        for line, question in questions:
            if question.id in seen:
                self.note(
                    line, "L'identifiant %(id)s sert deux fois : donnez le sien à chaque question.", id=question.id
                )
            seen.add(question.id)
            self._check_skill(line, module, question.skill)
            if question.source > len(module.sources):
                sentence = N_("L'en-tête n'a pas de source %(source)s : corrigez « source », ou ajoutez cette source.")
                self.note(line, sentence, source=question.source)
            said = [option.text for option in question.options if option.text != BLANK]
            if len(set(said)) < len(said):
                self.note(line, "Deux options de cette question sont identiques : changez-en une.")

    def _check_skill(self, line: int, module: Module, skill: str) -> None:
        if skill not in module.skills:
            sentence = N_(
                "La compétence %(skill)s n'est pas dans l'en-tête : ajoutez-la à « skills » ou corrigez l'identifiant."
            )
            self.note(line, sentence, skill=skill)

    def _check_named(self, module: Module, parts: Sequence[Part]) -> None:
        """Note what has the name of another of its kind: each is found by its name, and comes back by it."""
        seen: set[tuple[type, str]] = set()
        for line, content, _ in parts:
            if isinstance(content, WrittenQuestion):
                self._check_skill(line, module, content.skill)
            if isinstance(content, Dialogue | WrittenQuestion | Vignette):
                if (type(content), content.id) in seen:
                    self.note(line, N_("L'identifiant %(id)s sert deux fois : changez l'un des deux."), id=content.id)
                seen.add((type(content), content.id))


_T = TypeVar("_T", bound=PartContent)


def _all(kind: type[_T], parts: Sequence[Part]) -> tuple[_T, ...]:
    return tuple(part.content for part in parts if isinstance(part.content, kind))
