"""One question of the text of a module: its heading, its attributes, its stem, and the lines that its kind asks for."""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from string import ascii_lowercase
from typing import TypeVar

from content.marking import ANYTHING_ELSE, LONGEST, met_by
from content.module import TYPED, HandingBack, Option, Question, QuestionKind, QuestionNature, Use
from content.patterns import LatePattern
from content.problems import N_
from content.text.grammar import ID, MOST_OPTIONS, Numbered, TextBlock, joined
from content.typed import AskAgain, TwoReadings, number, plain

ATTRIBUTES = ("use", "kind", "nature", "cites", "source", "unit", "tolerance", "handing_back")

_ATTRIBUTE = LatePattern(r"([a-z_]+): *(.*)")
_FEEDBACK = LatePattern(r" *> ?(.*)")
_BOX = LatePattern(r"[-*] \[(?P<box>[ xX])\] +(?P<text>\S.*)")
_PLACE = LatePattern(r"(?P<place>[0-9]{1,3})[.)] +(?P<text>\S.*)")
_PAIR = LatePattern(r"[-*] +(?P<text>\S(?:.*?\S)??) +(?:->|→) +(?P<match>\S.*)")
_SHAPES = {QuestionKind.ORDERING: (_PLACE, "1. …"), QuestionKind.MATCHING: (_PAIR, "- … -> …")}
"""How the options of a kind are written, and how that is told; those of the others are boxes."""
_BOXES = (_BOX, "- [ ] …")

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


def shape_of(kind: QuestionKind | None) -> tuple[LatePattern, str]:
    """Return how the options of a kind are written, and how that is told; where the text names none, they are boxes."""
    return _BOXES if kind is None else _SHAPES.get(kind, _BOXES)


def is_structure(line: str, kind: QuestionKind) -> bool:
    """Return whether a line of the stem of such a question would be read as a heading or an option."""
    shape, _ = shape_of(kind)
    return line.startswith("## ") or bool(shape.fullmatch(line.rstrip()))


Note = Callable[..., None]
"""What notes a thing to mend: a line, a sentence of the catalogue, the values that fill it."""
Draft = tuple[int, re.Match[str], list[Numbered]]
"""The line of an option, what was found on it, the feedback under it."""


class QuestionReader:
    """Reads one block as a question; what is to be mended is noted."""

    def __init__(self, block: TextBlock, note: Note) -> None:
        self.block, self.note = block, note

    def read(self) -> Question:
        """Return the question, as far as it can be read."""
        question_id, skill = self._heading()
        lines = list(self.block.lines)
        attributes = self._attributes(lines)
        named = self._kind(attributes)
        shape, told = shape_of(named)
        stem = self._stem(lines, shape)
        drafts = self._drafts(lines, shape, told)
        options = tuple(self._option(key, draft) for key, draft in zip(ascii_lowercase, drafts, strict=False))
        several = sum(option.right for option in options) > 1
        question = Question(
            id=question_id,
            skill=skill,
            stem=stem,
            options=options,
            kind=named or (QuestionKind.SEVERAL if several else QuestionKind.ONE),
            use=self._code(attributes["use"], Use, USES) or Use.LEARN,
            nature=self._code(attributes["nature"], QuestionNature, NATURES) or QuestionNature.METHOD,
            cites=tuple(rule.strip() for rule in attributes["cites"][1].split(",") if rule.strip()),
            source=self._source(attributes),
            unit=attributes["unit"][1],
            tolerance=self._tolerance(attributes),
            handing_back=self._code(attributes["handing_back"], HandingBack, HANDING_BACKS),
        )
        self._check(question, attributes, drafts)
        return question

    def _heading(self) -> tuple[str, str]:
        word, *others = self.block.heading.split(None, 1)
        question_id, _, skill = (part.strip() for part in "".join(others).partition("·"))
        if not ID.fullmatch(question_id) or not ID.fullmatch(skill):
            sentence = N_(
                "Un titre de question s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent."
            )
            self.note(self.block.line, sentence, word=word)
        return question_id, skill

    def _attributes(self, lines: list[Numbered]) -> dict[str, Numbered]:
        """Take the attribute lines off the top: name → (line, value); a value is empty where there is none."""
        attributes: dict[str, Numbered] = dict.fromkeys(ATTRIBUTES, (self.block.line, ""))
        while lines and (found := _ATTRIBUTE.fullmatch(lines[0][1].rstrip())):
            line, _ = lines.pop(0)
            name, value = found.groups()
            if name not in ATTRIBUTES:
                sentence = N_("« %(name)s » n'est pas connu ici (%(known)s) : laissez une ligne vide avant l'énoncé.")
                self.note(line, sentence, name=name, known=", ".join(ATTRIBUTES))
            attributes[name] = line, value.strip()
        return attributes

    def _kind(self, attributes: dict[str, Numbered]) -> QuestionKind | None:
        """Return the kind that the text names; where it names none, the boxes that are ticked tell."""
        return self._code(attributes["kind"], QuestionKind, KINDS)

    def _code(self, attribute: Numbered, codes: type[Code], sentence: str) -> Code | None:
        """Return the code that an attribute names; None where it names none, which is noted if it says something."""
        line, said = attribute
        if said in set(codes):
            return codes(said)
        if said:
            self.note(line, sentence)
        return None

    def _source(self, attributes: dict[str, Numbered]) -> int:
        line, value = attributes["source"]
        if value and not re.fullmatch("[1-9][0-9]?", value):
            self.note(line, "« source » vaut le rang d'une source de l'en-tête : 1 pour la première.")
            return 0
        return int(value or 0)

    def _tolerance(self, attributes: dict[str, Numbered]) -> Decimal:
        line, value = attributes["tolerance"]
        try:
            tolerance = number(value or "0")
        except AskAgain:
            tolerance = Decimal(-1)
        if tolerance < 0:
            self.note(line, "« tolerance » vaut un nombre positif, comme 1 ou 0,5.")
        return max(tolerance, Decimal(0))

    def _stem(self, lines: list[Numbered], shape: LatePattern) -> str:
        """Take off the top the lines that stand before the first option."""
        stem: list[Numbered] = []
        while lines and not shape.fullmatch(lines[0][1].rstrip()):
            stem.append(lines.pop(0))
        if not (text := joined(stem)):
            self.note(self.block.line, "Il manque l'énoncé : écrivez-le sous le titre de la question.")
        return text

    def _drafts(self, lines: list[Numbered], shape: LatePattern, told: str) -> list[Draft]:
        drafts: list[Draft] = []
        for line, text in lines:
            if found := shape.fullmatch(text.rstrip()):
                drafts.append((line, found, []))
            elif feedback := _FEEDBACK.fullmatch(text):
                drafts[-1][2].append((line, feedback[1]))
            elif text.strip():
                sentence = N_("Cette ligne n'est ni une option (%(shape)s) ni son explication (> …) : corrigez-la.")
                self.note(line, sentence, shape=told)
        if not 2 <= len(drafts) <= MOST_OPTIONS:
            sentence = N_("Une question a de 2 à %(most)s options, écrites « %(shape)s ».")
            self.note(self.block.line, sentence, most=MOST_OPTIONS, shape=told)
        return drafts

    def _option(self, key: str, draft: Draft) -> Option:
        line, found, feedback = draft
        named = found.groupdict()
        text = named["text"].strip()
        if not (explanation := joined(feedback)):
            self.note(line, NO_EXPLANATION, option=text)
        return Option(key, text, named.get("box") != " ", explanation, named.get("match", "").strip())

    # --------------------------------------------------------------------------------------- what each kind asks for

    def _check(self, question: Question, attributes: dict[str, Numbered], drafts: list[Draft]) -> None:
        line, _ = attributes["kind"]
        if not any(option.right for option in question.options):
            self.note(self.block.line, "Aucune option n'est juste : cochez la bonne, « - [x] ».")
        elif question.kind is QuestionKind.ONE and len(question.key) > 1:
            self.note(line, "Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une.")
        elif question.kind in TYPED:
            self._check_typed(question, drafts)
        if question.kind is QuestionKind.ORDERING:
            self._check_places(drafts)
        if question.kind is QuestionKind.MATCHING and len(question.choices) == 1:
            self.note(line, "Toutes les lignes vont avec la même réponse : il en faut au moins deux différentes.")
        for name in ("unit", "tolerance"):
            line, value = attributes[name]
            if value and question.kind is not QuestionKind.NUMBER:
                self.note(line, "« %(name)s » ne sert qu'avec « kind: number » : retirez cette ligne.", name=name)

    def _check_places(self, drafts: list[Draft]) -> None:
        for place, (line, found, _) in enumerate(drafts, 1):
            if int(found["place"]) != place:
                sentence = N_("Numérotez les lignes dans l'ordre juste : celle-ci est la ligne %(place)s.")
                self.note(line, sentence, place=place)

    def _check_typed(self, question: Question, drafts: list[Draft]) -> None:
        *expected, last = question.options
        if last.right or last.text != ANYTHING_ELSE:
            sentence = N_("Ajoutez en dernier « - [ ] * », avec ce qu'il faut dire de toute autre réponse.")
            self.note(self.block.line, sentence)
            expected.append(last)
        if "*" in question.key[0]:
            sentence = N_("La première réponse juste est celle que l'on montre : écrivez-la sans « * ».")
            self.note(self.block.line, sentence)
        lines = [(option, line) for option, (line, *_) in zip(expected, drafts, strict=False)]
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
        if all(plain(spelling) and len(spelling) <= LONGEST for spelling in option.spellings):
            return True
        sentence = N_(
            "« %(text)s » ne peut pas être tapé : il faut une lettre ou un chiffre, %(most)s caractères au plus."
        )
        self.note(line, sentence, text=option.text, most=LONGEST)
        return False
