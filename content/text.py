"""A module as Markdown text, read and written without loss."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_lowercase

import yaml

from content.fields import INVISIBLE, LANGUAGES, Fields, read_fields
from content.module import Card, Kind, Module, Option, Question, Source, Use
from content.problems import N_, BrokenText, Problem

QUESTION_WORD = {"fr": "Question", "nl": "Vraag", "en": "Question"}
TO_TRY_HEADING = {
    "fr": "À essayer dès le prochain entretien",
    "nl": "Uit te proberen in het volgende gesprek",
    "en": "To try in your next interview",
}
MOST_OPTIONS = 10

_DATES = ("review_by", "valid_from", "valid_until")
_FIELDS = ("id", "title", "language", "minutes", "skills", "sources", *_DATES, "cites")

_HEADING = re.compile(r"## +(\S.*)")
_ATTRIBUTE = re.compile(r"([a-z]+): *(.*)")
_OPTION = re.compile(r"[-*] \[([ xX])\] +(\S.*)")
_FEEDBACK = re.compile(r" *> ?(.*)")
ID = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)*")

Numbered = tuple[int, str]
"""A line of the text with its number, from 1."""


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


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading of level two and the lines under it."""

    line: int
    heading: str
    lines: tuple[Numbered, ...]

    @property
    def body(self) -> str:
        return _joined(self.lines)


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
                questions.append((block.line, self._question(block)))
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
        fields.expect(*_FIELDS)
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

    def _blocks(self, lines: list[Numbered]) -> Iterator[_Block]:
        starts = [place for place, (_, line) in enumerate(lines) if _HEADING.fullmatch(line)]
        for number, line in lines[: min(starts, default=len(lines))]:
            if line.strip():
                self.note(number, "Ce texte n'appartient à aucune carte : mettez un titre « ## … » au-dessus.")
                break
        for start, stop in pairwise([*starts, len(lines)]):
            number, heading = lines[start]
            yield _Block(number, heading[2:].strip(), tuple(lines[start + 1 : stop]))

    def _card(self, block: _Block) -> Card:
        if not block.body:
            self.note(
                block.line, "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.", title=block.heading
            )
        for number, line in block.lines:
            if line.startswith("# "):
                self.note(number, "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).")
        return Card(block.heading, block.body)

    def _question(self, block: _Block) -> Question:
        question_id, skill = self._question_heading(block)
        lines = list(block.lines)
        attributes = self._attributes(lines)
        stem = self._stem(lines, block)
        options = self._options(lines, block)
        right = sum(option.right for option in options)
        kind = self._kind(attributes, right, block)
        use_line, use = attributes.get("use", (block.line, Use.LEARN))
        if use not in set(Use):
            self.note(use_line, "« use » vaut learn (apprendre) ou check (vérifier plus tard).")
            use = Use.LEARN
        _, cited = attributes.get("cites", (0, ""))
        cites = tuple(rule.strip() for rule in cited.split(",") if rule.strip())
        return Question(question_id, skill, stem, options, kind, Use(use), cites)

    def _question_heading(self, block: _Block) -> tuple[str, str]:
        word, *others = block.heading.split(None, 1)
        rest = "".join(others)
        question_id, _, skill = (part.strip() for part in rest.partition("·"))
        if not ID.fullmatch(question_id) or not ID.fullmatch(skill):
            sentence = N_(
                "Un titre de question s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent."
            )
            self.note(block.line, sentence, word=word)
        return question_id, skill

    def _attributes(self, lines: list[Numbered]) -> dict[str, Numbered]:
        """Take the attribute lines off the top: name → (line, value)."""
        attributes: dict[str, Numbered] = {}
        while lines and (found := _ATTRIBUTE.fullmatch(lines[0][1].rstrip())):
            number, _ = lines.pop(0)
            name, value = found.groups()
            if name not in {"use", "kind", "cites"}:
                sentence = N_(
                    "« %(name)s » n'est pas connu ici (use, kind, cites) : laissez une ligne vide avant l'énoncé."
                )
                self.note(number, sentence, name=name)
            attributes[name] = number, value.strip()
        return attributes

    def _kind(self, attributes: dict[str, Numbered], right: int, block: _Block) -> Kind:
        line, kind = attributes.get("kind", (block.line, Kind.SEVERAL if right > 1 else Kind.ONE))
        if kind not in set(Kind):
            self.note(line, "« kind » vaut one (une seule réponse) ou several (plusieurs réponses).")
            kind = Kind.ONE
        if not right:
            self.note(block.line, "Aucune option n'est juste : cochez la bonne, « - [x] ».")
        if kind == Kind.ONE and right > 1:
            self.note(line, "Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une.")
        return Kind(kind)

    def _stem(self, lines: list[Numbered], block: _Block) -> str:
        """Take off the top the lines that stand before the first option."""
        stem: list[Numbered] = []
        while lines and not _OPTION.fullmatch(lines[0][1].rstrip()):
            stem.append(lines.pop(0))
        if not (text := _joined(stem)):
            self.note(block.line, "Il manque l'énoncé : écrivez-le sous le titre de la question.")
        return text

    def _options(self, lines: list[Numbered], block: _Block) -> tuple[Option, ...]:
        drafts: list[tuple[int, bool, str, list[Numbered]]] = []
        for number, line in lines:
            if option := _OPTION.fullmatch(line.rstrip()):
                drafts.append((number, option[1] != " ", option[2], []))
            elif feedback := _FEEDBACK.fullmatch(line):
                drafts[-1][3].append((number, feedback[1]))
            elif line.strip():
                self.note(number, "Cette ligne n'est ni une option (- [ ] …) ni son explication (> …) : corrigez-la.")
        if not 2 <= len(drafts) <= MOST_OPTIONS:
            self.note(block.line, "Une question a de 2 à %(most)s options, écrites « - [ ] … ».", most=MOST_OPTIONS)
        return tuple(self._option(key, *draft) for key, draft in zip(ascii_lowercase, drafts, strict=False))

    def _option(self, key: str, line: int, right: bool, text: str, feedback: list[Numbered]) -> Option:
        explanation = _joined(feedback)
        if not explanation:
            self.note(
                line, "Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … ».", option=text
            )
        return Option(key, text.strip(), right, explanation)

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
                    "La compétence %(skill)s n'est pas dans l'en-tête : ajoutez-la à « skills » ou corrigez-la."
                )
                self.note(line, sentence, skill=question.skill)
            if len({option.text for option in question.options}) < len(question.options):
                self.note(line, "Deux options de cette question sont identiques : changez-en une.")


def _source(entry: Fields) -> Source:
    entry.expect("title", "url", "read_on")
    return Source(entry.text("title"), entry.optional("url") or None, entry.day("read_on"))


def _joined(lines: list[Numbered] | tuple[Numbered, ...]) -> str:
    return "\n".join(line.rstrip() for _, line in lines).strip("\n")


def write_module(module: Module) -> str:
    """The canonical text of a module; reading it back gives the same module."""
    blocks = [f"## {card.title}\n\n{card.body}" for card in module.cards]
    blocks += [_question_text(question, module.language) for question in module.questions]
    if module.to_try:
        blocks.append(f"## {TO_TRY_HEADING[module.language]}\n\n{module.to_try}")
    return "\n\n".join(["\n".join(["---", *_front_matter(module), "---"]), *blocks]) + "\n"


def _front_matter(module: Module) -> Iterator[str]:
    yield f"id: {_scalar(module.id)}"
    yield f"title: {_scalar(module.title)}"
    yield f"language: {module.language}"
    yield f"minutes: {module.minutes}"
    yield f"skills: {_list(module.skills)}"
    if module.sources:
        yield "sources:"
    for source in module.sources:
        yield f"  - title: {_scalar(source.title)}"
        if source.url:
            yield f"    url: {_scalar(source.url)}"
        if source.read_on:
            yield f"    read_on: {source.read_on}"
    for field in _DATES:
        if day := getattr(module, field):
            yield f"{field}: {day}"
    if module.cites:
        yield f"cites: {_list(module.cites)}"


def _question_text(question: Question, language: str) -> str:
    lines = [f"## {QUESTION_WORD[language]} {question.id} · {question.skill}"]
    if question.kind is Kind.SEVERAL and len(question.key) == 1:
        lines.append(f"kind: {question.kind}")
    if question.use is not Use.LEARN:
        lines.append(f"use: {question.use}")
    if question.cites:
        lines.append(f"cites: {', '.join(question.cites)}")
    lines += ["", question.stem, ""]
    for option in question.options:
        lines.append(f"- [{'x' if option.right else ' '}] {option.text}")
        lines += [f"  > {line}".rstrip() for line in option.feedback.split("\n")]
    return "\n".join(lines)


def _scalar(text: str) -> str:
    dumped: str = yaml.safe_dump(text, allow_unicode=True, width=10**9)
    return dumped.removesuffix("...\n").strip()


def _list(texts: tuple[str, ...]) -> str:
    dumped: str = yaml.safe_dump(list(texts), allow_unicode=True, width=10**9, default_flow_style=True)
    return dumped.strip()
