"""The reader of a module's text: what is typed in it, the module that this is, every place to mend with its line."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from content.fields import INVISIBLE, LANGUAGES, Fields, read_fields
from content.module import Card, Dialogue, Module, Question, Reference, SheetExercise, Vignette, WrittenQuestion
from content.patterns import LatePattern
from content.problems import N_, BrokenText, Problem, refused
from content.text.beside import read_vignette, read_written
from content.text.dialogues import DialogueRead, build_dialogue, read_dialogue
from content.text.exercise import read_exercise
from content.text.fields import ModuleFields, SourceFields
from content.text.grammar import (
    BAD_ID,
    BLANK,
    CRISIS,
    DATES,
    FIELDS,
    ID,
    NAMES_A_LANGUAGE,
    Numbered,
    TextBlock,
    is_heading,
    part_of,
)
from content.text.questions import QuestionRead, build_question, read_question

CLOSING = ("to_try", "exercise")
"""What a module has once, if at all."""
_LANGUAGE = LatePattern(rf"language: *({'|'.join(LANGUAGES)}) *")


def read_module(text: str, file: str = "module.md") -> Module:
    """Read a module; BrokenText lists every place to mend, with its line and what to do."""
    lines = _lines(text)
    if hidden := [number for number, line in lines if INVISIBLE.search(line)]:
        sentence = N_("Cette ligne contient un caractère invisible : réécrivez-la.")
        raise BrokenText(tuple(Problem(file, number, sentence) for number in hidden))
    reader, blocks = _opened(lines, file)
    module, _ = reader.read(blocks)
    reader.fields.raise_problems()
    return module


Typed = Card | QuestionRead | DialogueRead | WrittenQuestion | Vignette | str
"""What is typed under a heading: what holds more than words is built from its fields."""
PartContent = Card | Question | Dialogue | WrittenQuestion | Vignette | str | SheetExercise


class Part(NamedTuple):
    """One part of a text: the line of its heading, and the card, question, dialogue, vignette or what there is to try.

    What is to be tried in an interview is a text, what is to be tried on a sheet an exercise.
    """

    line: int
    content: PartContent
    sound: bool
    """Whether nothing in it is to be mended."""


def sketch_module(text: str) -> tuple[Module, tuple[Part, ...]]:
    """Return as much of a module as can be read while it is being written; never raises."""
    lines = _lines(text)
    try:
        reader, body = _opened(lines, "")
    except BrokenText:
        language = next((found[1] for _, line in lines if (found := _LANGUAGE.fullmatch(line))), LANGUAGES[0])
        reader, body = _ModuleReader("", read_fields(f"language: {language}", "")), lines
    return reader.read(body)


def typed_module(text: str) -> ModuleFields:
    """Return all that is typed in a text, sound or not; raises BrokenText where its header cannot be read."""
    reader, lines = _opened(_lines(text), "")
    found: dict[str, list[Any]] = defaultdict(list)
    for block in reader.blocks(lines):
        name, typed = reader.typed(block)
        found[name].append(typed.fields if isinstance(typed, QuestionRead | DialogueRead) else typed)
    top = reader.fields
    header = {name: top.optional(name) for name in ("id", "title", "minutes", *DATES)}
    sources = [[entry.optional(name) for name in SourceFields._fields] for entry in top.entries("sources")]
    return ModuleFields(
        **header,
        language=reader.language,
        skills=top.texts("skills"),
        sensitive=top.flag("sensitive"),
        sources=tuple(SourceFields(*one) for one in sources),
        cites=top.texts("cites"),
        cards=tuple(found["cards"]),
        questions=tuple(found["questions"]),
        dialogues=tuple(found["dialogues"]),
        written=tuple(found["written"]),
        vignettes=tuple(found["vignettes"]),
        to_try="".join(found["to_try"][-1:]),
        exercise="".join(found["exercise"][-1:]),
    )


def _lines(text: str) -> list[Numbered]:
    return [*enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)]


def _opened(lines: list[Numbered], file: str) -> tuple["_ModuleReader", list[Numbered]]:
    """Return a reader that knows the fields at the top of a text, and the lines below them; raises BrokenText."""
    rulers = [place for place, (_, line) in enumerate(lines) if line.rstrip() == "---"]
    if len(rulers) < 2 or rulers[0] != 0:
        raise refused(file, N_("Le module doit commencer par un en-tête entre deux lignes « --- »."))
    fields = read_fields("\n".join(line for _, line in lines[1 : rulers[1]]), file, first_line=2)
    return _ModuleReader(file, fields), lines[rulers[1] + 1 :]


class _ModuleReader:
    def __init__(self, file: str, fields: Fields) -> None:
        self.file, self.fields = file, fields
        self.language = fields.text("language") or LANGUAGES[0]
        if self.language not in LANGUAGES:
            fields.note("language", "« %(field)s » doit être fr, nl ou en.")
            self.language = LANGUAGES[0]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.fields.problems.append(Problem(self.file, line, sentence, values))

    def read(self, lines: list[Numbered]) -> tuple[Module, tuple[Part, ...]]:
        """Return the module as far as it can be read, and its parts; what is to be mended is noted."""
        parts = tuple(self._parts(lines))
        asked = [(part.line, part.content) for part in parts if isinstance(part.content, Question)]
        questions = sorted(asked, key=lambda one: bool(one[1].dialogue))
        to_try = [part for part in parts if isinstance(part.content, str)]
        module = self._module(parts, tuple(question for _, question in questions))
        self._check_questions(module, questions)
        self._check_named(module, parts)
        if module.sensitive and to_try:
            self.note(to_try[0].line, "Un module sensible ne donne rien à essayer : retirez cette partie.")
        if module.valid_from and module.valid_until and module.valid_until < module.valid_from:
            self.fields.note("valid_until", "« %(field)s » vient avant « valid_from » : corrigez l'une des deux dates.")
        return module, parts

    def typed(self, block: TextBlock) -> tuple[str, Typed]:
        """Return which field of a module a block belongs to, and what is typed in it."""
        name = part_of(block.heading, self.language)
        match name:
            case "cards":
                return name, self._card(block)
            case "questions":
                return name, read_question(block, self.note)
            case "dialogues":
                return name, read_dialogue(block, self.language, self.note)
            case "written":
                return name, read_written(block, self.language, self.note)
            case "vignettes":
                return name, read_vignette(block, self.language, self.note)
        return name, block.body

    def _parts(self, lines: list[Numbered]) -> Iterator[Part]:
        seen: set[str] = set()
        for block in self.blocks(lines):
            noted = len(self.fields.problems)
            name, typed = self.typed(block)
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

    def _module(self, parts: Sequence[Part], questions: tuple[Question, ...]) -> Module:
        fields = self.fields
        fields.expect(*FIELDS)
        module_id = fields.text("id")
        if module_id and not ID.fullmatch(module_id):
            fields.note("id", BAD_ID)
        if NAMES_A_LANGUAGE.search(module_id):
            fields.note("id", "« %(field)s » ne finit pas par une langue : elle se dit par « language ».")
        return Module(
            id=module_id,
            title=fields.text("title"),
            language=self.language,
            minutes=fields.whole("minutes"),
            skills=fields.texts("skills"),
            cards=_all(Card, parts),
            questions=questions,
            to_try="".join(_all(str, parts)[:1]),
            exercise=next(iter(_all(SheetExercise, parts)), None),
            dialogues=_all(Dialogue, parts),
            written=_all(WrittenQuestion, parts),
            vignettes=_all(Vignette, parts),
            sources=tuple(map(_source, fields.entries("sources"))),
            review_by=fields.day("review_by"),
            valid_from=fields.day("valid_from"),
            valid_until=fields.day("valid_until"),
            cites=fields.texts("cites"),
            sensitive=fields.flag("sensitive"),
        )

    def blocks(self, lines: list[Numbered]) -> Iterator[TextBlock]:
        """Yield each heading with the lines under it; text above the first is noted."""
        starts = [place for place, (_, line) in enumerate(lines) if is_heading(line)]
        for number, line in lines[: min(starts, default=len(lines))]:
            if line.strip():
                self.note(number, "Ce texte n'appartient à aucune carte : mettez un titre « ## … » au-dessus.")
                break
        for start, stop in pairwise([*starts, len(lines)]):
            number, heading = lines[start]
            yield TextBlock(number, heading[2:].strip(), tuple(lines[start + 1 : stop]))

    def _card(self, block: TextBlock) -> Card:
        if crisis := bool(block.lines) and block.lines[0][1].rstrip() == CRISIS:
            block = block._replace(lines=block.lines[1:])
        if not block.body:
            self.note(
                block.line, "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.", title=block.heading
            )
        for number, line in block.lines:
            if line.startswith("# "):
                self.note(number, "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).")
        return Card(block.heading, block.body, crisis)

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


def _source(entry: Fields) -> Reference:
    entry.expect("title", "url", "read_on")
    return Reference(entry.text("title"), entry.optional("url") or None, entry.day("read_on"))
