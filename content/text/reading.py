"""A reader of a module's text that notes every place to mend with its line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from content.fields import INVISIBLE, LANGUAGES, Fields, read_fields
from content.module import Card, Dialogue, Module, Question, Reference, SheetExercise, Vignette, WrittenQuestion
from content.patterns import LatePattern
from content.problems import N_, BrokenText, Problem, refused
from content.text.dialogues import DialogueReader, begins_a_dialogue
from content.text.exercise import read_exercise
from content.text.grammar import (
    BAD_ID,
    BLANK,
    CRISIS,
    EXERCISE_HEADING,
    FIELDS,
    ID,
    NAMES_A_LANGUAGE,
    QUESTION_WORD,
    TO_TRY_HEADING,
    VIGNETTE_WORD,
    WRITTEN_WORD,
    Numbered,
    TextBlock,
    is_named,
)
from content.text.questions import QuestionReader
from content.text.vignettes import read_vignette
from content.text.written import read_written

_HEADING = LatePattern(r"## +(\S.*)")
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


class OpenedText(NamedTuple):
    """A text as far as its outer grammar goes: the fields at its top, its language, the blocks below."""

    fields: Fields
    language: str
    blocks: tuple[TextBlock, ...]


def opened_text(text: str) -> OpenedText:
    """Return what a text is made of, whatever stands in it; raises BrokenText where its header cannot be read."""
    reader, body = _opened(_lines(text), "")
    return OpenedText(reader.fields, reader.language, tuple(reader.blocks(body)))


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
        cards = tuple(part.content for part in parts if isinstance(part.content, Card))
        asked = [(part.line, part.content) for part in parts if isinstance(part.content, Question)]
        questions = sorted(asked, key=lambda one: bool(one[1].dialogue))
        to_try = [part.content for part in parts if isinstance(part.content, str)]
        exercises = [part.content for part in parts if isinstance(part.content, SheetExercise)]
        module = self._module(cards, tuple(question for _, question in questions), "".join(to_try[:1]), exercises[:1])
        module = replace(
            module,
            dialogues=tuple(part.content for part in parts if isinstance(part.content, Dialogue)),
            written=tuple(part.content for part in parts if isinstance(part.content, WrittenQuestion)),
            vignettes=tuple(part.content for part in parts if isinstance(part.content, Vignette)),
        )
        self._check_questions(module, questions)
        self._check_named(module, parts)
        if module.sensitive and to_try:
            line = next(part.line for part in parts if isinstance(part.content, str))
            self.note(line, "Un module sensible ne donne rien à essayer : retirez cette partie.")
        if module.valid_from and module.valid_until and module.valid_until < module.valid_from:
            self.fields.note("valid_until", "« %(field)s » vient avant « valid_from » : corrigez l'une des deux dates.")
        return module, parts

    def _parts(self, lines: list[Numbered]) -> Iterator[Part]:
        seen: set[str] = set()
        for block in self.blocks(lines):
            noted = len(self.fields.problems)
            if begins_a_dialogue(block.heading, self.language):
                dialogue, turns = DialogueReader(block, self.language, self.note).read()
                sound = len(self.fields.problems) == noted
                yield Part(block.line, dialogue, sound)
                yield from (Part(line, turn, sound) for line, turn in turns)
                continue
            content = self._content(block)
            if isinstance(content, str | SheetExercise):
                if block.heading in seen:
                    self.note(block.line, "« %(heading)s » figure deux fois : gardez-en un.", heading=block.heading)
                seen.add(block.heading)
            yield Part(block.line, content, len(self.fields.problems) == noted)

    def _content(self, block: TextBlock) -> PartContent:
        if block.heading == TO_TRY_HEADING[self.language]:
            return block.body
        if block.heading == EXERCISE_HEADING[self.language]:
            return read_exercise(block, self.note)
        if block.heading.split()[0].casefold() == QUESTION_WORD[self.language].casefold():
            return QuestionReader(block, self.note).read()
        if is_named(block.heading, WRITTEN_WORD[self.language]):
            return read_written(block, self.language, self.note)
        if is_named(block.heading, VIGNETTE_WORD[self.language]):
            return read_vignette(block, self.language, self.note)
        return self._card(block)

    def _module(
        self, cards: tuple[Card, ...], questions: tuple[Question, ...], to_try: str, exercises: list[SheetExercise]
    ) -> Module:
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
            cards=cards,
            questions=questions,
            to_try=to_try,
            exercise=exercises[0] if exercises else None,
            sources=tuple(map(_source, fields.entries("sources"))),
            review_by=fields.day("review_by"),
            valid_from=fields.day("valid_from"),
            valid_until=fields.day("valid_until"),
            cites=fields.texts("cites"),
            sensitive=fields.flag("sensitive"),
        )

    def blocks(self, lines: list[Numbered]) -> Iterator[TextBlock]:
        """Yield each heading with the lines under it; text above the first is noted."""
        starts = [place for place, (_, line) in enumerate(lines) if _HEADING.fullmatch(line)]
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


def _source(entry: Fields) -> Reference:
    entry.expect("title", "url", "read_on")
    return Reference(entry.text("title"), entry.optional("url") or None, entry.day("read_on"))
