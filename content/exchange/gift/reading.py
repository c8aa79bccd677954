"""GIFT read as drafts of questions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
    Unreadable,
    blocks,
    category_name,
    parts,
    restore,
)
from content.exchange.gift.writing import gathered
from content.exchange.losses import Exchanged, Loss
from content.exchange.naming import unique_ids
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
    named = _named(taken)
    left = (loss for problem in problems for loss in not_taken(problem))
    return replace(named, losses=(*named.losses, *left, *guessed(data)))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A block as it is read: the id that it asks for, its title, its question if it is one, what is lost of it."""

    asked: str
    title: str
    question: Question | None
    losses: tuple[Loss, ...]


def _named(taken: list[_Taken]) -> Exchanged[tuple[Question, ...]]:
    asking = [one for one in taken if one.question]
    stems = [one.question.stem for one in taken if one.question]
    ids, doubles = unique_ids([one.asked for one in asking], [one.title for one in asking], stems)
    names = iter(ids)
    questions: list[Question] = []
    losses: list[Loss] = []
    for one in taken:
        name = one.title
        if one.question:
            name = next(names)
            questions.append(one.question._replace(id=name))
        losses += (replace(loss, question=name) for loss in one.losses)
    return Exchanged(tuple(questions), (*losses, *doubles))


class _GiftReader:
    """Reads one block; what is lost of it is noted."""

    def __init__(self, block: GiftBlock, skill: str, language: str) -> None:
        self.block, self.skill, self.language = block, skill, language
        self.losses: list[Loss] = []

    def read(self) -> _Taken:
        """Return the block, with its question if it is one; raises Unreadable."""
        if self.block.text.startswith(CATEGORY):
            return self._category()
        found = parts(self.block)
        if tags := self.block.attributes.get("tags"):
            self._lose(TAGS_LOST, tags=tags)
        if found.more_braces:
            self._lose(MORE_BRACES)
        question = self._question(found)
        for sentence, values in left_out(found.texts.lost):
            self._lose(sentence, **values)
        return _Taken(self.block.attributes.get("id", ""), found.title, question, tuple(self.losses))

    def _lose(self, sentence: str, **values: object) -> None:
        self.losses.append(Loss("", sentence, values))

    def _category(self) -> _Taken:
        category, line_feed, _ = self.block.text.removeprefix(CATEGORY).strip().partition("\n")
        if line_feed:
            raise Unreadable(N_("Laissez une ligne vide après la ligne $CATEGORY."))
        if name := category_name(restore(category)):
            self._lose(CATEGORY_LOST, category=name)
        return _Taken("", "", None, tuple(self.losses))

    def _question(self, found: GiftParts) -> Question | None:
        if not found.answers:
            told = "\n".join(filter(None, [found.stem, found.general]))
            self._lose(DESCRIPTION_LOST if found.answers is None else ESSAY_LOST, text=told)
            return None
        answers = read_answers(found.answers, found.texts, self.language)
        for sentence, values in answers.losses:
            self._lose(sentence, **values)
        return self._draft(found, self._with_feedback(self._ordered(answers), found.general))

    def _ordered(self, answers: GiftAnswers) -> GiftAnswers:
        """Read places to match with lines as an ordering, where our comment says so."""
        places = [line.text for line in answers.lines]
        if self.block.attributes.get("kind") != QuestionKind.ORDERING or sorted(places) != _numerals(len(places)):
            return answers
        lines = sorted(answers.lines, key=lambda line: int(line.text))
        return GiftAnswers(
            QuestionKind.ORDERING, tuple(GiftOption(line.match, right=True) for line in lines), answers.losses
        )

    def _with_feedback(self, answers: GiftAnswers, general: str) -> GiftAnswers:
        """Add the feedback that stands in our comments, then the general one."""
        lines = list(answers.lines)
        if len(self.block.feedback) == len(lines):
            lines = [replace(line, feedback=said) for line, said in zip(lines, self.block.feedback, strict=True)]
        right = next((place for place, line in enumerate(lines) if line.right), 0)
        if general and lines and general != gathered(answers.kind, _options(lines)):
            self._lose(GENERAL_KEPT)
            feedback = "\n\n".join(filter(None, [lines[right].feedback, general]))
            lines[right] = replace(lines[right], feedback=feedback)
        return replace(answers, lines=tuple(lines))

    def _draft(self, found: GiftParts, answers: GiftAnswers) -> Question:
        said, lines = self.block.attributes, answers.lines
        if is_number := answers.kind is QuestionKind.NUMBER:
            lines = tuple(replace(line, text=self._number(line.text)) for line in lines)
        return Question(
            id="",
            skill=said["skill"] if ID.fullmatch(said.get("skill", "")) else self.skill,
            stem=stem(found.stem, answers.kind),
            options=_options(lines),
            kind=answers.kind,
            use=Use(said["use"]) if said.get("use") in set(Use) else Use.LEARN,
            nature=QuestionNature(said["nature"])
            if said.get("nature") in set(QuestionNature)
            else QuestionNature.METHOD,
            cites=tuple(rule.strip() for rule in said.get("cites", "").split(",") if rule.strip()),
            unit=said.get("unit", "") if is_number else "",
            tolerance=number(spelled(tolerance_of(lines), self.language)) if is_number else tolerance_of(()),
            handing_back=HandingBack(said["handing_back"]) if said.get("handing_back") in set(HandingBack) else None,
        )

    def _number(self, text: str) -> str:
        return text if text == ANYTHING_ELSE else spelled(Decimal(text), self.language)


def _options(lines: Iterable[GiftOption]) -> tuple[Option, ...]:
    return lettered((line.text, line.right, line.feedback, line.match) for line in lines)


def _numerals(most: int) -> list[str]:
    return sorted(map(str, range(1, most + 1)))
