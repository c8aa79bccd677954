"""The marking of a question in QTI, and which explanation it shows."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from content.exchange.qti.dialect import element
from content.marking import ANYTHING_ELSE
from content.module import TYPED, Option, Question, QuestionKind
from content.typed import number

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"

_TYPES = {
    QuestionKind.ONE: ("single", "identifier"),
    QuestionKind.SEVERAL: ("multiple", "identifier"),
    QuestionKind.ORDERING: ("ordered", "identifier"),
    QuestionKind.MATCHING: ("multiple", "directedPair"),
    QuestionKind.TEXT: ("single", "string"),
    QuestionKind.NUMBER: ("single", "float"),
}
_SPECIAL = frozenset("\\.?*+(){}[]|^-$")
"""What stands for something else in a pattern of XML Schema."""


def choice_id(place: int) -> str:
    """Return the identifier of what the lines of a matching question may be matched with, by its place from 1."""
    return f"m{place}"


def declarations(question: Question) -> Iterator[Element]:
    """Yield the variables of an item: the response with its key, the score, the explanations that show."""
    cardinality, base_type = _TYPES[question.kind]
    values = [element("value", value) for value in _key(question)]
    correct = [element("correctResponse", *values)] if values else []
    yield element("responseDeclaration", *correct, identifier=RESPONSE, cardinality=cardinality, baseType=base_type)
    zero = element("defaultValue", element("value", "0"))
    yield element("outcomeDeclaration", zero, identifier=SCORE, cardinality="single", baseType="float")
    shown = "single" if question.kind is QuestionKind.ONE or question.kind in TYPED else "multiple"
    yield element("outcomeDeclaration", identifier=FEEDBACK, cardinality=shown, baseType="identifier")


def _key(question: Question) -> tuple[str, ...]:
    if not any(option.right for option in question.options):
        return ()
    if question.kind is QuestionKind.MATCHING:
        pairs = (pair.partition("=") for pair in question.key)
        return tuple(f"{line} {choice_id(int(place))}" for line, _, place in pairs)
    if question.kind is QuestionKind.NUMBER:
        return (f"{number(question.key[0]):f}",)
    return question.key


def processing(question: Question) -> Element:
    """Return the rules of an item: a point for the right response, and which explanations show."""
    if question.kind in TYPED:
        # The options are tried in order; the last takes whatever fits no other.
        *expected, last = question.options
        condition = element("responseCondition")
        for option in expected:
            tag = "responseElseIf" if len(condition) else "responseIf"
            condition.append(element(tag, _fits(question, option), *_outcome(option)))
        condition.append(element("responseElse", *_outcome(last)))
        return element("responseProcessing", condition)
    right = element("match", _response(), element("correct", identifier=RESPONSE))
    scored = element(
        "responseCondition", element("responseIf", right, _set_score(1)), element("responseElse", _set_score(0))
    )
    if question.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        shown = _response()
    else:
        shown = element("multiple", *(_value("identifier", option.key) for option in question.options))
    return element("responseProcessing", scored, _set(FEEDBACK, shown))


def _outcome(option: Option) -> tuple[Element, Element]:
    return _set_score(int(option.right)), _set(FEEDBACK, _value("identifier", option.key))


def _fits(question: Question, option: Option) -> Element:
    if question.kind is QuestionKind.NUMBER:
        mode = {"toleranceMode": "exact"}
        if question.tolerance:
            mode = {"toleranceMode": "absolute", "tolerance": f"{question.tolerance:f} {question.tolerance:f}"}
        return element("equal", _response(), _value("float", f"{number(option.text):f}"), **mode)
    spelt = [_spelt(spelling) for spelling in option.spellings]
    return spelt[0] if len(spelt) == 1 else element("or", *spelt)


def _spelt(spelling: str) -> Element:
    if ANYTHING_ELSE not in spelling:
        return element("stringMatch", _response(), _value("string", spelling), caseSensitive="false")
    parts = spelling.split(ANYTHING_ELSE)
    pattern = ".*".join("".join(map(_either_case, part.strip())) for part in parts)
    return element("patternMatch", _response(), pattern=pattern)


def _either_case(letter: str) -> str:
    if letter.lower() != letter.upper() and len(letter.upper()) == 1:
        return f"[{letter.lower()}{letter.upper()}]"
    return f"\\{letter}" if letter in _SPECIAL else letter


def _response() -> Element:
    return element("variable", identifier=RESPONSE)


def _value(base_type: str, value: str) -> Element:
    return element("baseValue", value, baseType=base_type)


def _set(outcome: str, value: Element) -> Element:
    return element("setOutcomeValue", value, identifier=outcome)


def _set_score(points: int) -> Element:
    return _set(SCORE, _value("float", str(points)))
