"""GIFT read as drafts of questions, their answers told apart by kind in the order of Moodle's parser."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from content.errors import N_, BrokenText, Problem, Refused
from content.exchange.gift_writer import (
    CATEGORY,
    GiftBlock,
    GiftParts,
    Texts,
    blocks,
    category_name,
    parts,
    restore,
    weighed,
)
from content.exchange.losses import CATEGORY_LOST, DESCRIPTION_LOST, ESSAY_LOST, TAGS_LOST, Exchanged, Told, left_out
from content.exchange.marked_answers import (
    TOO_MANY,
    MarkedAnswers,
    Weighed,
    choice,
    decimal,
    filled,
    numbers,
    ordering,
    pairs,
    true_false,
    words,
)
from content.exchange.question_drafts import (
    MOST_QUESTIONS,
    TakenQuestion,
    attributed,
    guessed,
    named,
    not_taken,
    one_line,
    received,
    refuse_too_many,
)
from content.marking import ANYTHING_ELSE
from content.module import Option, Question, QuestionKind

TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
MOST_SPELLINGS = 1_000
"""MarkedAnswers as they are written, some of which may be spellings of one."""
MORE_BRACES = N_("Une autre accolade reste dans l'énoncé : il manque peut-être une ligne vide entre deux questions.")

_SETTING = (
    r"(?:ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?|HORI(?:ZONTAL)?|H|VERT(?:ICAL)?|V|[01]|ALL_OR_NOTHING|"
    r"ABS(?:OLUTE(?:_POSITION)?)?|RELATIVE\w*|LONGEST\w*|SHOW|HIDE|TRUE|FALSE|YES|NO|none|NONE|abc|ABCD|123|iii|IIII)"
)
_SETTINGS = re.compile(rf"([0-9]{{0,3}})(?:\s*\b{_SETTING}\b)*")
"""How many lines of an ordering are shown, then how it is laid out and marked, as the plugin « ordering » writes it."""


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
            taken.append(_taken(block, skill, language))
        except Refused as error:
            problems.append(Problem(file, block.line, error.sentence, error.values))
    if problems and not any(one.question for one in taken):
        raise BrokenText(tuple(problems))
    read = named(taken)
    left = (loss for problem in problems for loss in not_taken(problem))
    return Exchanged(read.questions, (*read.losses, *read.doubles, *left, *guessed(data)))


def _taken(block: GiftBlock, skill: str, language: str) -> TakenQuestion:
    """Return a block, with its question if it is one; raises Refused."""
    losses: list[Told] = []
    if block.text.startswith(CATEGORY):
        category, line_feed, _ = block.text.removeprefix(CATEGORY).strip().partition("\n")
        if line_feed:
            raise Refused(N_("Laissez une ligne vide après la ligne $CATEGORY."))
        name = category_name(restore(category))
        return TakenQuestion(None, [(CATEGORY_LOST, {"category": name})] if name else [])
    found = parts(block)
    if tags := block.attributes.get("tags"):
        losses.append((TAGS_LOST, {"tags": tags}))
    if found.more_braces:
        losses.append((MORE_BRACES, {}))
    question = None
    if found.answers:
        answers = _answers(block, found, language)
        question = attributed(answers.question(found.stem, skill, language), block.attributes)
        unit = block.attributes.get("unit", "") if question.kind is QuestionKind.NUMBER else ""
        question, losses = question._replace(unit=unit), [*losses, *answers.losses]
    else:
        told = "\n".join(filter(None, [found.stem, found.general]))
        losses.append((DESCRIPTION_LOST if found.answers is None else ESSAY_LOST, {"text": told}))
    return TakenQuestion(question, [*losses, *left_out(found.texts.lost)], block.attributes.get("id", ""), found.title)


def _answers(block: GiftBlock, found: GiftParts, language: str) -> MarkedAnswers:
    """Return the answers of a question with what stands for them in our comments; raises Refused."""
    answers = read_answers(found.answers or "", found.texts, language)
    # Where our comment says so, places to match with lines are an ordering.
    numerals = sorted(str(place) for place, _ in enumerate(answers.options, 1))
    if (
        block.attributes.get("kind") == QuestionKind.ORDERING
        and sorted(one.text for one in answers.options) == numerals
    ):
        in_order = sorted(answers.options, key=lambda one: int(one.text))
        lines = tuple(Option("", one.match, True, "") for one in in_order)
        answers = MarkedAnswers(QuestionKind.ORDERING, lines, answers.losses)
    # The feedback that stands in our comments goes before the general one.
    if len(block.feedback) == len(answers.options):
        told = zip(answers.options, block.feedback, strict=True)
        answers = answers._replace(options=tuple(one._replace(feedback=said) for one, said in told))
    return answers.explained(found.general)


# -------------------------------------------------------------------------------------------------------------- answers


def read_answers(text: str, texts: Texts, language: str) -> MarkedAnswers:
    """Read what stands between the braces of a question with answers; raises Refused."""
    if text.startswith("#"):
        return numbers([*_numbers(text[1:], texts)])
    if text.startswith(">"):
        return _ordered(text[1:], texts)
    if "~" in text:
        # An equals sign makes it a choice of one; otherwise each answer of a positive weight is right.
        return choice([*_choices(text, texts)], single="=" in text)
    if "=" in text and "->" in text:
        return pairs([_pair(answer, texts) for answer in _split(text, "=", least=2)])
    # The first feedback of a true-false question is for the wrong answer, the second for the right one.
    said, wrong, right = (*text.split("#", 2), "", "")[:3]
    if said.strip() in TRUE + FALSE:
        told = {True: texts.markdown(right), False: texts.markdown(wrong)}
        return true_false(said.strip() in TRUE, told, language)
    return words([*_typed(text, texts)])


def _split(text: str, sign: str, least: int) -> list[str]:
    """Split answers at their signs; text before the first sign is an answer too, unless it is empty."""
    first, *others = (answer.strip() for answer in text.split(sign))
    answers = [first, *others] if first else others
    if len(answers) < least:
        raise Refused(N_("Il faut ici au moins %(least)s réponse(s), chacune après = ou ~."), least=least)
    if len(answers) > MOST_SPELLINGS:
        raise Refused(TOO_MANY, most=MOST_SPELLINGS)
    return answers


def _choices(text: str, texts: Texts) -> Iterator[Weighed]:
    for answer in _split(text.replace("=", "~="), "~", least=2):
        weight, rest = (100.0, answer[1:]) if answer.startswith("=") else weighed(answer)
        shown, _, feedback = rest.partition("#")
        line = filled(one_line(texts.markdown(shown)))
        yield weight or 0.0, Option("", line, False, texts.markdown(feedback))


def _pair(answer: str, texts: Texts) -> Option:
    asked, arrow, match = answer.partition("->")
    if not arrow:
        raise Refused(N_("Chaque paire s'écrit = ligne -> réponse, et celle-ci n'a pas de flèche."))
    return Option("", one_line(texts.markdown(asked)), True, "", one_line(restore(match)))


def _ordered(written: str, texts: Texts) -> MarkedAnswers:
    """Read the lines of an ordering below its settings (gbateson/moodle-qtype_ordering, questiontype.php)."""
    first, _, rest = written.partition("\n")
    settings = _SETTINGS.fullmatch(first.strip())
    named = [line.strip().removeprefix("=") for line in (rest if settings else written).split("\n")]
    lines = [one_line(texts.markdown(line)) for line in named if line.strip()]
    if len(lines) < 2:
        raise Refused(N_("Il faut ici au moins deux lignes à mettre en ordre, chacune sur la sienne."))
    return ordering([Option("", line, True, "") for line in lines], settings[1] if settings else "")


def _typed(text: str, texts: Texts) -> Iterator[Weighed]:
    """Yield what may be typed; an answer that tells no weight brings everything."""
    for answer in _split(text, "=", least=1):
        weight, rest = weighed(answer)
        shown, _, feedback = rest.partition("#")
        line = filled(one_line(texts.typed(shown)))
        yield 100.0 if weight is None else weight, Option("", line, False, texts.markdown(feedback))


def _numbers(text: str, texts: Texts) -> Iterator[tuple[float, Option, Decimal]]:
    """Yield values with their tolerance, or intervals; after a tilde, the feedback for any other value."""
    expected, others, wrong = text.partition("~")
    for weight, one in _typed(expected, texts):
        low, interval, high = one.text.partition("..")
        middle, _, tolerance = one.text.partition(":")
        if one.text == ANYTHING_ELSE:
            yield weight, one, Decimal(0)
        elif interval:
            ends = sorted((decimal(low), decimal(high)))
            yield weight, one._replace(text=f"{(ends[0] + ends[1]) / 2:f}"), (ends[1] - ends[0]) / 2
        else:
            yield weight, one._replace(text=f"{decimal(middle):f}"), abs(decimal(tolerance or "0"))
    if others:
        yield 0.0, Option("", ANYTHING_ELSE, False, texts.markdown(wrong.partition("#")[2])), Decimal(0)
