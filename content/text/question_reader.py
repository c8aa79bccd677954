"""One question of the text of a module: its heading, its attributes, its stem, and the lines that its kind asks for."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from string import ascii_lowercase
from typing import NamedTuple, TypeVar

from content.errors import N_
from content.marking import ANYTHING_ELSE, LONGEST, AskAgain, TwoReadings, met_by, number, plain_answer
from content.module import TYPED, HandingBack, Option, Question, QuestionKind, QuestionNature, Use
from content.strings.late_patterns import LatePattern
from content.text.grammar import (
    BOX,
    ID,
    MOST_OPTIONS,
    QUOTED,
    Note,
    Numbered,
    TextBlock,
    is_heading,
    joined,
    name_and_title,
    split_at,
)
from content.text.module_fields import OptionFields, QuestionFields

ATTRIBUTES = ("use", "kind", "nature", "cites", "source", "unit", "tolerance", "handing_back")

_ATTRIBUTE = LatePattern(r"([a-z_]+): *(.*)")
_PLACE = LatePattern(r"(?P<place>[0-9]{1,3})[.)] +(?P<text>\S.*)")
_PAIR = LatePattern(r"[-*] +(?P<text>\S(?:.*?\S)??) +(?:->|→) +(?P<match>\S.*)")
_LEADS = LatePattern(r"(?P<text>.*\S) +(?:->|→) +(?P<to>\S+)")
_SHAPES: dict[str, tuple[LatePattern, str]] = {
    QuestionKind.ORDERING: (_PLACE, "1. …"),
    QuestionKind.MATCHING: (_PAIR, "- … -> …"),
}
"""How the options of a kind are written, and how that is told; those of the others are boxes."""
_BOXES = (BOX, "- [ ] …")

NO_EXPLANATION = N_("Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … ».")
KINDS = N_(
    "« kind » vaut one (une réponse), several (plusieurs), ordering (à mettre en ordre), matching (à relier), text (un "
    "mot à écrire) ou number (un nombre à écrire)."
)
USES = N_("« use » vaut learn (apprendre) ou check (vérifier plus tard).")
NATURES = N_("« nature » vaut méthode, pratique ou droit.")
HANDING_BACKS = N_(
    "« handing_back » vaut key (la bonne réponse rend l'initiative), mistake (la rendre est l'erreur) ou neither (ni "
    "l'un ni l'autre)."
)

Code = TypeVar("Code", bound=StrEnum)


def is_structure(line: str, kind: str) -> bool:
    """Return whether a line of the stem of such a question would be read as a heading or an option."""
    shape, _ = _shape_of(kind)
    return is_heading(line) or bool(shape.fullmatch(line.rstrip()))


def _shape_of(kind: str) -> tuple[LatePattern, str]:
    return _SHAPES.get(kind, _BOXES)


class QuestionRead(NamedTuple):
    """A question as it is typed, and where: the lines of its heading, of its attributes by name, of its options."""

    fields: QuestionFields
    line: int
    attributes: Mapping[str, int]
    options: tuple[int, ...]

    def line_of(self, attribute: str) -> int:
        """Return the line of an attribute; that of the heading where it is left to what is as usual."""
        return self.attributes.get(attribute, self.line)


# -------------------------------------------------------------------------------------------------------- what is typed


def read_question(block: TextBlock, note: Note, end: str = "") -> QuestionRead:
    """Return what is typed of a question; of a turn of a dialogue, `end` is the word that an option ends it with.

    What is no part of a question, or what it lacks, is noted.
    """
    question_id, skill = name_and_title(block.heading)
    if not ID.fullmatch(question_id) or not ID.fullmatch(skill):
        sentence = N_(
            "Un titre de question s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent."
        )
        note(block.line, sentence, word=block.heading.split()[0])
    attributes, lines = _read_attributes(block.lines, note)
    said = {name: value for name, (_, value) in attributes.items()}
    shape, told = _shape_of(said.get("kind", ""))
    stem, lines = split_at(lines, lambda line: shape.fullmatch(line.rstrip()))
    if not stem:
        note(block.line, "Il manque l'énoncé : écrivez-le sous le titre de la question.")
    drafts = _drafts(lines, shape, told, note)
    if not 2 <= len(drafts) <= MOST_OPTIONS:
        sentence = N_("Une question a de 2 à %(most)s options, écrites « %(shape)s ».")
        note(block.line, sentence, most=MOST_OPTIONS, shape=told)
    options = tuple(_read_option(place, draft, note, end) for place, draft in enumerate(drafts, 1))
    several = sum(option.right for option in options) > 1
    fields = QuestionFields(
        id=question_id,
        kind=said.get("kind") or (QuestionKind.SEVERAL if several else QuestionKind.ONE),
        skill=skill,
        stem=stem,
        options=options,
        use=said.get("use") or Use.LEARN,
        nature=said.get("nature") or QuestionNature.METHOD,
        cites=tuple(rule.strip() for rule in said.get("cites", "").split(",") if rule.strip()),
        **{name: said.get(name, "") for name in ("source", "unit", "tolerance", "handing_back")},
    )
    places = {name: line for name, (line, _) in attributes.items()}
    return QuestionRead(fields, block.line, places, tuple(line for line, *_ in drafts))


def _read_attributes(lines: Sequence[Numbered], note: Note) -> tuple[dict[str, Numbered], Sequence[Numbered]]:
    """Return the attributes at the top, name → (line, value), and the lines below them."""
    attributes: dict[str, Numbered] = {}
    for place, (line, text) in enumerate(lines):
        if not (found := _ATTRIBUTE.fullmatch(text.rstrip())):
            return attributes, lines[place:]
        name, value = found.groups()
        if name not in ATTRIBUTES:
            sentence = N_("« %(name)s » n'est pas connu ici (%(known)s) : laissez une ligne vide avant l'énoncé.")
            note(line, sentence, name=name, known=", ".join(ATTRIBUTES))
        attributes[name] = line, value.strip()
    return attributes, ()


_Draft = tuple[int, re.Match[str], list[Numbered]]
"""The line of an option, what was found on it, the feedback under it."""


def _drafts(lines: Sequence[Numbered], shape: LatePattern, told: str, note: Note) -> list[_Draft]:
    drafts: list[_Draft] = []
    for line, text in lines:
        if found := shape.fullmatch(text.rstrip()):
            drafts.append((line, found, []))
        elif feedback := QUOTED.fullmatch(text):
            drafts[-1][2].append((line, feedback[1]))
        elif text.strip():
            sentence = N_("Cette ligne n'est ni une option (%(shape)s) ni son explication (> …) : corrigez-la.")
            note(line, sentence, shape=told)
    return drafts


def _read_option(place: int, draft: _Draft, note: Note, end: str) -> OptionFields:
    line, found, feedback = draft
    named = found.groupdict()
    text, to = named["text"].strip(), ""
    if not (explanation := joined(feedback)):
        note(line, NO_EXPLANATION, option=text)
    if int(named.get("place", place)) != place:
        sentence = N_("Numérotez les lignes dans l'ordre juste : celle-ci est la ligne %(place)s.")
        note(line, sentence, place=place)
    if end and (leads := _LEADS.fullmatch(text)):
        text, to = leads["text"].strip(), leads["to"]
    elif end:
        sentence = N_("Dites où mène cette réponse : « … -> identifiant du tour », ou « … -> %(end)s ».")
        note(line, sentence, end=end)
    return OptionFields(
        text, named.get("box") != " ", explanation, named.get("match", "").strip(), "" if to == end else to
    )


# ---------------------------------------------------------------------------------------------- what each kind asks for


def build_question(read: QuestionRead, note: Note) -> Question:
    """Return the question that was typed, as far as it is one; what is to be mended is noted."""
    return _QuestionBuilder(read, note).build()


class _QuestionBuilder:
    def __init__(self, read: QuestionRead, note: Note) -> None:
        self.read, self.note = read, note

    def build(self) -> Question:
        fields = self.read.fields
        options = tuple(Option(key, *option) for key, option in zip(ascii_lowercase, fields.options, strict=False))
        several = sum(option.right for option in options) > 1
        question = Question(
            id=fields.id,
            skill=fields.skill,
            stem=fields.stem,
            options=options,
            kind=self._code("kind", QuestionKind, KINDS) or (QuestionKind.SEVERAL if several else QuestionKind.ONE),
            use=self._code("use", Use, USES) or Use.LEARN,
            nature=self._code("nature", QuestionNature, NATURES) or QuestionNature.METHOD,
            cites=fields.cites,
            source=self._source(),
            unit=fields.unit,
            tolerance=self._tolerance(),
            handing_back=self._code("handing_back", HandingBack, HANDING_BACKS),
        )
        self._check(question)
        return question

    def _code(self, attribute: str, codes: type[Code], sentence: str) -> Code | None:
        """Return the code that an attribute names; None where it names none, which is noted if it says something."""
        if not (said := getattr(self.read.fields, attribute)):
            return None
        try:
            return codes(said)
        except ValueError:
            self.note(self.read.line_of(attribute), sentence)
            return None

    def _source(self) -> int:
        value = self.read.fields.source
        if value and not re.fullmatch("[1-9][0-9]?", value):
            sentence = N_("« source » vaut le rang d'une source de l'en-tête : 1 pour la première.")
            self.note(self.read.line_of("source"), sentence)
            return 0
        return int(value or 0)

    def _tolerance(self) -> Decimal:
        try:
            tolerance = number(self.read.fields.tolerance or "0")
        except AskAgain:
            tolerance = Decimal(-1)
        if tolerance < 0:
            self.note(self.read.line_of("tolerance"), "« tolerance » vaut un nombre positif, comme 1 ou 0,5.")
        return max(tolerance, Decimal(0))

    def _check(self, question: Question) -> None:
        line = self.read.line_of("kind")
        if not any(option.right for option in question.options):
            self.note(self.read.line, "Aucune option n'est juste : cochez la bonne, « - [x] ».")
        elif question.kind is QuestionKind.ONE and len(question.key) > 1:
            self.note(line, "Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une.")
        elif question.kind in TYPED:
            self._check_typed(question)
        if question.kind is QuestionKind.MATCHING and len(question.choices) == 1:
            self.note(line, "Toutes les lignes vont avec la même réponse : il en faut au moins deux différentes.")
        for name in ("unit", "tolerance"):
            if getattr(self.read.fields, name) and question.kind is not QuestionKind.NUMBER:
                sentence = N_("« %(name)s » ne sert qu'avec « kind: number » : retirez cette ligne.")
                self.note(self.read.line_of(name), sentence, name=name)

    def _check_typed(self, question: Question) -> None:
        *expected, last = question.options
        if last.right or last.text != ANYTHING_ELSE:
            sentence = N_("Ajoutez en dernier « - [ ] * », avec ce qu'il faut dire de toute autre réponse.")
            self.note(self.read.line, sentence)
            expected.append(last)
        if "*" in question.key[0]:
            sentence = N_("La première réponse juste est celle que l'on montre : écrivez-la sans « * ».")
            self.note(self.read.line, sentence)
        lines = [*zip(expected, self.read.options, strict=False)]
        if all([self._can_be_typed(question, option, line) for option, line in lines]):
            for option, line in lines:
                # A spelling that fits another option, which is tried before.
                for spelling in option.spellings:
                    if "*" not in spelling and met_by(question, spelling) != option:
                        self.note(line, "« %(text)s » est déjà prévu plus haut : gardez-en un.", text=spelling)

    def _can_be_typed(self, question: Question, option: Option, line: int) -> bool:
        """Return whether somebody can type what the option expects."""
        try:
            if question.kind is QuestionKind.NUMBER:
                number(option.text)
        except TwoReadings as error:
            text, one, other = error.args
            sentence = N_("« %(text)s » se lit de deux façons : écrivez %(one)s ou %(other)s.")
            self.note(line, sentence, text=text, one=one, other=other)
            return False
        except AskAgain:
            sentence = N_("« %(text)s » n'est pas un nombre : écrivez-le en chiffres, comme 24 ou 12,5.")
            self.note(line, sentence, text=option.text)
            return False
        if all(plain_answer(spelling) and len(spelling) <= LONGEST for spelling in option.spellings):
            return True
        sentence = N_(
            "« %(text)s » ne peut pas être tapé : il faut une lettre ou un chiffre, %(most)s caractères au plus."
        )
        self.note(line, sentence, text=option.text, most=LONGEST)
        return False
