"""The text of a module read; every place to mend is noted with its line."""

import re
from collections.abc import Iterator
from itertools import pairwise

from content.fields import INVISIBLE, LANGUAGES, Fields, read_fields
from content.module import Card, Module, Question, Source
from content.problems import N_, BrokenText, Problem
from content.text.grammar import FIELDS, ID, QUESTION_WORD, TO_TRY_HEADING, Block, Numbered
from content.text.questions import QuestionReader

_HEADING = re.compile(r"## +(\S.*)")


def read_module(text: str, file: str = "module.md") -> Module:
    """Read a module; BrokenText lists every place to mend, with its line and what to do."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if hidden := [number for number, line in enumerate(lines, 1) if INVISIBLE.search(line)]:
        sentence = N_("Cette ligne contient un caractère invisible : récrivez-la.")
        raise BrokenText(tuple(Problem(file, number, sentence) for number in hidden))
    rulers = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(rulers) < 2 or rulers[0] != 0:
        raise BrokenText((Problem(file, 1, "Le module doit commencer par un en-tête entre deux lignes « --- »."),))
    fields = read_fields("\n".join(lines[1 : rulers[1]]), file, first_line=2)
    return _Reader(file, fields).read([*enumerate(lines, 1)][rulers[1] + 1 :])


class _Reader:
    def __init__(self, file: str, fields: Fields) -> None:
        self.file, self.fields = file, fields
        self.language = fields.text("language") or LANGUAGES[0]
        if self.language not in LANGUAGES:
            fields.note("language", "« %(field)s » doit être fr, nl ou en.")
            self.language = LANGUAGES[0]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.fields.problems.append(Problem(self.file, line, sentence, values))

    def read(self, lines: list[Numbered]) -> Module:
        cards: list[Card] = []
        questions: list[tuple[int, Question]] = []
        to_try = ""
        for block in self._blocks(lines):
            if block.heading == TO_TRY_HEADING[self.language]:
                if to_try:
                    self.note(block.line, "« %(heading)s » figure deux fois : gardez-en un.", heading=block.heading)
                to_try = block.body
            elif block.heading.split()[0].casefold() == QUESTION_WORD[self.language].casefold():
                questions.append((block.line, QuestionReader(block, self.note).read()))
            else:
                cards.append(self._card(block))
        module = self._module(tuple(cards), tuple(question for _, question in questions), to_try)
        self._check_questions(module, questions)
        if module.valid_from and module.valid_until and module.valid_until < module.valid_from:
            self.fields.note("valid_until", "« %(field)s » vient avant « valid_from » : corrigez l'une des deux dates.")
        self.fields.raise_problems()
        return module

    def _module(self, cards: tuple[Card, ...], questions: tuple[Question, ...], to_try: str) -> Module:
        fields = self.fields
        fields.expect(*FIELDS)
        return Module(
            id=self._id("id"),
            title=fields.text("title"),
            language=self.language,
            minutes=fields.whole("minutes"),
            skills=fields.texts("skills"),
            cards=cards,
            questions=questions,
            to_try=to_try,
            sources=tuple(map(_source, fields.entries("sources"))),
            review_by=fields.day("review_by"),
            valid_from=fields.day("valid_from"),
            valid_until=fields.day("valid_until"),
            cites=fields.texts("cites"),
        )

    def _id(self, field: str) -> str:
        value = self.fields.text(field)
        if value and not ID.fullmatch(value):
            self.fields.note(field, "« %(field)s » s'écrit en minuscules sans accent, avec des tirets.")
        return value

    def _blocks(self, lines: list[Numbered]) -> Iterator[Block]:
        starts = [place for place, (_, line) in enumerate(lines) if _HEADING.fullmatch(line)]
        for number, line in lines[: min(starts, default=len(lines))]:
            if line.strip():
                self.note(number, "Ce texte n'appartient à aucune carte : mettez un titre « ## … » au-dessus.")
                break
        for start, stop in pairwise([*starts, len(lines)]):
            number, heading = lines[start]
            yield Block(number, heading[2:].strip(), tuple(lines[start + 1 : stop]))

    def _card(self, block: Block) -> Card:
        if not block.body:
            self.note(
                block.line, "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.", title=block.heading
            )
        for number, line in block.lines:
            if line.startswith("# "):
                self.note(number, "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).")
        return Card(block.heading, block.body)

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
            if question.skill not in module.skills:
                sentence = N_(
                    "La compétence %(skill)s n'est pas dans l'en-tête : ajoutez-la à « skills » ou "
                    "corrigez l'identifiant."
                )
                self.note(line, sentence, skill=question.skill)
            if len({option.text for option in question.options}) < len(question.options):
                self.note(line, "Deux options de cette question sont identiques : changez-en une.")


def _source(entry: Fields) -> Source:
    entry.expect("title", "url", "read_on")
    return Source(entry.text("title"), entry.optional("url") or None, entry.day("read_on"))
