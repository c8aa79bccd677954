"""GIFT read as drafts of questions."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from content.exchange.drafts import (
    MOST_QUESTIONS,
    guessed,
    lettered,
    not_taken,
    received,
    refuse_too_many,
    spelled,
    stem,
)
from content.exchange.gift.answers import GiftAnswers, GiftOption, read_answers, tolerance_of
from content.exchange.gift.grammar import (
    CATEGORY,
    GiftBlock,
    GiftParts,
    blocks,
    category_name,
    parts,
    restore,
)
from content.exchange.gift.writing import gathered
from content.exchange.losses import Exchanged, Told, Unreadable
from content.exchange.naming import TakenQuestion, named
from content.exchange.unkept import left_out
from content.marking import ANYTHING_ELSE
from content.module import HandingBack, Option, Question, QuestionKind, QuestionNature, Use
from content.problems import N_, BrokenText, Problem
from content.text.grammar import ID
from content.typed import number

CATEGORY_LOST = N_("La catégorie « %(category)s » n'est pas reprise : ici chaque question dit sa compétence.")
DESCRIPTION_LOST = N_("Ce texte sans question n'est pas repris ; mettez-le dans une carte : %(text)s")
ESSAY_LOST = N_("Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : %(text)s")
GENERAL_KEPT = N_("L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la.")
TAGS_LOST = N_("Les étiquettes (%(tags)s) ne sont pas reprises.")
MORE_BRACES = N_("Une autre accolade reste dans l'énoncé : il manque peut-être une ligne vide entre deux questions.")


def read_gift(
    data: str | bytes, skill: str, language: str = "fr", file: str = "questions.gift"
) -> Exchanged[tuple[Question, ...]]:
    """Read questions as Moodle does; one that names no skill gets `skill`, « vrai » and « faux » are of `language`.

    A draft may lack feedback, and whatever else the studio then shows as to be mended. General feedback goes to the
    first right option. Empty lines part questions, so that a broken one keeps no good one out: its fault is among the
    losses. BrokenText says the faults, by their lines, when no question is good.
    """
    found = list(islice(blocks(received(data, file)), MOST_QUESTIONS + 1))
    refuse_too_many(found, file)
    taken, problems = [], []
    for block in found:
        try:
            taken.append(_GiftReader(block, skill, language).read())
        except Unreadable as error:
            problems.append(Problem(file, block.line, error.sentence, error.values))
    if problems and not any(one.question for one in taken):
        raise BrokenText(tuple(problems))
    read = named(taken)
    left = (loss for problem in problems for loss in not_taken(problem))
    return Exchanged(read.questions, (*read.losses, *read.doubles, *left, *guessed(data)))


def with_general(answers: GiftAnswers, general: str) -> GiftAnswers:
    """Add a general feedback to the first right option, unless it is what we gathered there ourselves."""
    lines = list(answers.lines)
    if not general or not lines or general == gathered(answers.kind, _lettered(lines)):
        return answers
    right = next((place for place, line in enumerate(lines) if line.right), 0)
    lines[right] = replace(lines[right], feedback="\n\n".join(filter(None, [lines[right].feedback, general])))
    return replace(answers, lines=tuple(lines), losses=(*answers.losses, (GENERAL_KEPT, {})))


def options_of(answers: GiftAnswers, language: str) -> tuple[Option, ...]:
    """Return the lines as options, their numbers as people of that language write them."""
    if answers.kind is not QuestionKind.NUMBER:
        return _lettered(answers.lines)
    return _lettered(
        line if line.text == ANYTHING_ELSE else replace(line, text=spelled(Decimal(line.text), language))
        for line in answers.lines
    )


def _lettered(lines: Iterable[GiftOption]) -> tuple[Option, ...]:
    return lettered((line.text, line.right, line.feedback, line.match) for line in lines)


class _GiftReader:
    """Reads one block; what is lost of it is noted."""

    def __init__(self, block: GiftBlock, skill: str, language: str) -> None:
        self.block, self.skill, self.language = block, skill, language
        self.losses: list[Told] = []

    def read(self) -> TakenQuestion:
        """Return the block, with its question if it is one; raises Unreadable."""
        if self.block.text.startswith(CATEGORY):
            category, line_feed, _ = self.block.text.removeprefix(CATEGORY).strip().partition("\n")
            if line_feed:
                raise Unreadable(N_("Laissez une ligne vide après la ligne $CATEGORY."))
            if name := category_name(restore(category)):
                self._lose(CATEGORY_LOST, category=name)
            return TakenQuestion(None, self.losses)
        found = parts(self.block)
        if tags := self.block.attributes.get("tags"):
            self._lose(TAGS_LOST, tags=tags)
        if found.more_braces:
            self._lose(MORE_BRACES)
        question = self._question(found)
        for sentence, values in left_out(found.texts.lost):
            self._lose(sentence, **values)
        return TakenQuestion(question, self.losses, self.block.attributes.get("id", ""), found.title)

    def _lose(self, sentence: str, **values: object) -> None:
        self.losses.append((sentence, values))

    def _question(self, found: GiftParts) -> Question | None:
        if not found.answers:
            told = "\n".join(filter(None, [found.stem, found.general]))
            self._lose(DESCRIPTION_LOST if found.answers is None else ESSAY_LOST, text=told)
            return None
        answers = read_answers(found.answers, found.texts, self.language)
        # Where our comment says so, places to match with lines are an ordering.
        places = [line.text for line in answers.lines]
        numerals = sorted(map(str, range(1, len(places) + 1)))
        if self.block.attributes.get("kind") == QuestionKind.ORDERING and sorted(places) == numerals:
            in_order = sorted(answers.lines, key=lambda line: int(line.text))
            lines = tuple(GiftOption(line.match, right=True) for line in in_order)
            answers = GiftAnswers(QuestionKind.ORDERING, lines, answers.losses)
        # The feedback that stands in our comments goes before the general one.
        if len(self.block.feedback) == len(answers.lines):
            explained = zip(answers.lines, self.block.feedback, strict=True)
            answers = replace(answers, lines=tuple(replace(line, feedback=said) for line, said in explained))
        answers = with_general(answers, found.general)
        self.losses += answers.losses
        return self._draft(found, answers)

    def _draft(self, found: GiftParts, answers: GiftAnswers) -> Question:
        said, is_number = self.block.attributes, answers.kind is QuestionKind.NUMBER
        return Question(
            id="",
            skill=said["skill"] if ID.fullmatch(said.get("skill", "")) else self.skill,
            stem=stem(found.stem, answers.kind),
            options=options_of(answers, self.language),
            kind=answers.kind,
            use=Use(said["use"]) if said.get("use") in set(Use) else Use.LEARN,
            nature=QuestionNature(said["nature"])
            if said.get("nature") in set(QuestionNature)
            else QuestionNature.METHOD,
            cites=tuple(rule.strip() for rule in said.get("cites", "").split(",") if rule.strip()),
            unit=said.get("unit", "") if is_number else "",
            tolerance=number(spelled(tolerance_of(answers.lines), self.language)) if is_number else tolerance_of(()),
            handing_back=HandingBack(said["handing_back"]) if said.get("handing_back") in set(HandingBack) else None,
        )
