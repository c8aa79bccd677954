"""The answers of Moodle's question types, as options."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

from content.exchange.archive import shown
from content.exchange.drafts import MOST_ANSWERS, one_line
from content.exchange.gift.answers import (
    ALL_NEEDED,
    NO_ANSWER,
    NO_MATCH,
    TOO_MANY,
    TRUE_FALSE,
    GiftAnswers,
    GiftOption,
    decimal,
    ending,
    fewer_lines,
    idle,
    keyless,
    partial,
    spelt,
    tolerances,
    typed,
    uneven,
)
from content.exchange.losses import Told, Unreadable
from content.exchange.moodle.texts import MoodleTexts, said
from content.marking import ANYTHING_ELSE
from content.module import QuestionKind
from content.problems import N_

UNKNOWN_TYPE = N_("Moodle nomme cette question « %(type)s » : Boussole ne sait pas la poser, elle n'est pas reprise.")
CASE_LOST = N_("Là-bas, majuscules et minuscules comptaient ; ici elles ne comptent pas.")
_EMPTY = N_("Une réponse est vide : cette question n'est pas reprise.")


def read_answers(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    """Return the answers of a question; raises Unreadable, also for a type that is none of our kinds."""
    reader = _READERS.get(question.get("type", ""))
    if reader is None:
        raise Unreadable(UNKNOWN_TYPE, type=shown(question.get("type", "")))
    answers = reader(question, texts, language)
    if len(answers.lines) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    if not answers.lines:
        raise Unreadable(NO_ANSWER)
    return answers


def chosen(weights: list[float], lines: list[GiftOption], single: bool) -> GiftAnswers:
    """Return a choice by its weights: of one answer, what brings everything is right; of several, what brings any."""
    marked = [
        replace(one, right=weight >= 100 if single else weight > 0) for one, weight in zip(lines, weights, strict=True)
    ]
    several_right = sum(one.right for one in marked) > 1
    kind = QuestionKind.ONE if single and not several_right else QuestionKind.SEVERAL
    losses: list[Told] = [(ALL_NEEDED, {})] if single and several_right else []
    told = partial(weights) if single else uneven(weights)
    return GiftAnswers(kind, tuple(marked), (*losses, *told, *keyless(marked)))


def words(weights: list[float], lines: list[GiftOption]) -> GiftAnswers:
    """Return what may be typed by its weights."""
    marked = [replace(one, right=weight >= 100) for one, weight in zip(lines, weights, strict=True)]
    return GiftAnswers(QuestionKind.TEXT, typed([spelt(line) for line in marked]), tuple(partial(weights)))


def numbers(weights: list[float], lines: list[GiftOption]) -> GiftAnswers:
    """Return the numbers that may be typed by their weights."""
    marked = [replace(one, right=weight >= 100) for one, weight in zip(lines, weights, strict=True)]
    return GiftAnswers(QuestionKind.NUMBER, ending(marked), (*partial(weights), *tolerances(marked)))


def value(text: str, tolerance: str, feedback: str) -> GiftOption:
    """Return a number with its tolerance, spelled with a point; raises Unreadable."""
    if text.strip() == ANYTHING_ELSE:
        return GiftOption(ANYTHING_ELSE, False, feedback)
    shown = f"{decimal(text.replace(',', '.')):f}"
    return GiftOption(shown, False, feedback, tolerance=abs(decimal(tolerance.strip() or "0")))


# ----------------------------------------------------------------------------------------------------------- by type


def _choice(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    single = question.findtext("single", "true").strip() not in {"false", "0", ""}
    found = [(weight, _filled(texts.markdown(one)), one) for weight, one in _weighed(question)]
    lines = [GiftOption(text, False, texts.markdown(one.find("feedback"))) for _, text, one in found]
    return chosen([weight for weight, *_ in found], lines, single)


def _several(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    """Read what plugins ask without weights: all that is right, and nothing else."""
    found = [(weight, _filled(texts.markdown(one)), one) for weight, one in _weighed(question)]
    lines = [GiftOption(text, False, texts.markdown(one.find("feedback"))) for _, text, one in found]
    return chosen([100.0 * (weight > 0) for weight, *_ in found], lines, single=False)


def _true_false(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    """Old exports spell both answers in their language, true first (import_truefalse)."""
    lines = []
    for place, (weight, answer) in enumerate(_weighed(question)):
        text = said(answer)
        is_true = text == "true" if text in {"true", "false"} else place == 0
        shown = TRUE_FALSE[language][0 if is_true else 1]
        lines.append((not is_true, GiftOption(shown, weight == 100, texts.markdown(answer.find("feedback")))))
    if len({place for place, _ in lines}) != 2:
        raise Unreadable(NO_ANSWER)
    return GiftAnswers(QuestionKind.ONE, tuple(line for _, line in sorted(lines, key=lambda one: one[0])))


def _words(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    found = _weighed(question)
    lines = [GiftOption(_filled(said(one)), False, texts.markdown(one.find("feedback"))) for _, one in found]
    answers = words([weight for weight, _ in found], lines)
    case: list[Told] = [(CASE_LOST, {})] if question.findtext("usecase", "0").strip() == "1" else []
    return replace(answers, losses=(*answers.losses, *case))


def _numbers(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    found = _weighed(question)
    lines = [
        value(said(one) or (one.text or ""), one.findtext("tolerance", "0"), texts.markdown(one.find("feedback")))
        for _, one in found
    ]
    return numbers([weight for weight, _ in found], lines)


def _pairs(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    lines: list[GiftOption] = []
    left: list[str] = []
    losses: list[Told] = []
    for pair in question.findall("subquestion"):
        answer = pair.find("answer")
        # Plain in Moodle's own type; the plugin « ddmatch » names a format.
        is_plain = answer is None or answer.get("format") is None
        match = one_line(said(answer) if is_plain else texts.markdown(answer))
        text = one_line(texts.markdown(pair))
        if text and match:
            lines.append(GiftOption(text, True, texts.markdown(pair.find("feedback")), match))
        elif match:
            left.append(match)
        elif text:
            losses.append((NO_MATCH, {"text": text}))
    return GiftAnswers(QuestionKind.MATCHING, tuple(lines), (*losses, *idle(left, lines)))


def _ordered(question: Element, texts: MoodleTexts, language: str) -> GiftAnswers:
    lines = [
        GiftOption(_filled(texts.markdown(one)), True, texts.markdown(one.find("feedback")))
        for one in question.findall("answer")
    ]
    is_drawn = question.findtext("selecttype", "").strip() not in {"", "0", "ALL"}
    shown_at_once = question.findtext("selectcount", "").strip() if is_drawn else ""
    return GiftAnswers(QuestionKind.ORDERING, tuple(lines), tuple(fewer_lines(shown_at_once, len(lines))))


_Reader = Callable[[Element, MoodleTexts, str], GiftAnswers]
_READERS: dict[str, _Reader] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _words,
    "numerical": _numbers,
    "match": _pairs,
    "matching": _pairs,
    "ddmatch": _pairs,
    "oumultiresponse": _several,
    "multichoiceset": _several,
    "ordering": _ordered,
}


def _weighed(question: Element) -> list[tuple[float, Element]]:
    return [(_weight(one), one) for one in question.findall("answer")]


def _weight(answer: Element) -> float:
    """Return the percentage of an answer: an attribute, in old files an element with a part of one."""
    try:
        if (old := answer.findtext("fraction")) is not None:
            return 100 * float(old)
        return float(answer.get("fraction", "0"))
    except ValueError as error:
        raise Unreadable(N_("Une réponse n'a pas de points lisibles : cette question n'est pas reprise.")) from error


def _filled(text: str) -> str:
    if not (line := one_line(text)):
        raise Unreadable(_EMPTY)
    return line
