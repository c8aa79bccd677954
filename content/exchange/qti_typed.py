"""Items of QTI 2 and 3 whose answer is typed: some words, or a number."""

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from content.errors import Refused
from content.exchange.prose_from_outside import Prose, from_element
from content.exchange.qti_items import (
    ASIDE,
    OTHER_RULES,
    QtiChoice,
    QtiItem,
    accepted_by,
    decimal,
    declaration_of,
    explanation,
    lost,
    refuse_unlettered,
    stem_with_gap,
    unplaced,
)
from content.exchange.question_drafts import as_points, spelled
from content.marking import ANYTHING_ELSE, plain_answer
from content.module import QuestionKind

_KINDS = {"string": QuestionKind.TEXT, "float": QuestionKind.NUMBER, "integer": QuestionKind.NUMBER}
_PATTERN = re.compile(r"(?P<any>\.\*)|\[(?P<low>.)(?P<up>.)\]|\\(?P<sign>.)|(?P<plain>[^\\\[\](){}.*+?|^$])")
"""The pieces of the patterns that our own items have (scoring.py)."""
_BY_KEY = frozenset({"match", "variable", "correct", "isNull", "not", "and", "or"})
"""What a rule tests that only compares a response with its key."""
_LONGEST_UNIT = 40


def read_typed(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of a textEntryInteraction: on a line of its own, its unit behind it, or a gap of a text.

    Raises Refused for a marking that is neither a list of right answers nor as we write it.
    """
    declaration = declaration_of(item, interaction)
    kind = _KINDS.get("" if declaration is None else declaration.get("baseType", ""))
    if declaration is None or kind is None:
        raise Refused(OTHER_RULES)
    expected = _Expected(item, declaration, kind)
    refuse_unlettered(len(expected.choices))
    aside = tuple(unplaced(item, body, expected.explained))
    stem, unit = _stem(body, interaction, kind)
    return QtiItem(
        kind=kind,
        stem=stem,
        choices=tuple(expected.choices),
        right=frozenset(expected.right),
        unplaced=aside,
        lost=lost(item, []),
        unit=unit,
        tolerance=expected.tolerance,
    )


def _stem(body: Element, interaction: Element, kind: QuestionKind) -> tuple[Prose, str]:
    """Return the text that asks, and the unit behind a field on a line of its own."""
    line = next((each for each in body if interaction in list(each)), None)
    unit = (interaction.tail or "").strip()
    alone = line is not None and len(line) == 1 and not (line.text or "").strip()
    if not alone or (unit and kind is not QuestionKind.NUMBER) or len(unit) > _LONGEST_UNIT:
        return stem_with_gap(body, interaction, ASIDE), ""
    stem = Element("itemBody")
    stem.text = body.text
    stem.extend(each for each in body if each is not line)
    return from_element(stem, ASIDE), unit


class _Expected:
    """What may be typed, in the order in which it is tried, with what is said of it."""

    def __init__(self, item: Element, declaration: Element, kind: QuestionKind) -> None:
        self.item, self.kind = item, kind
        self.language = item.get("lang", "fr")[:2]
        self.choices: list[QtiChoice] = []
        self.right: set[str] = set()
        self.explained: set[str] = set()
        self.tolerances: set[Decimal] = set()
        rules = [each for each in item.findall("responseProcessing/*") if _decides(each, declaration)]
        branches = [branch for rule in rules for branch in rule]
        if len(rules) > 1 or any(rule.tag != "responseCondition" for rule in rules):
            raise Refused(OTHER_RULES)
        if not rules:
            spelt: dict[str, str] = {}
            if not (found := accepted_by(declaration)):
                raise Refused(OTHER_RULES)
            for each in map(self._spelling, found):
                spelt.setdefault(plain_answer(each), each)
            self._add(" | ".join(spelt.values()), True, "")
        for branch in branches:
            self._read(branch)
        if not self.choices or self.choices[-1].prose.text != ANYTHING_ELSE:
            self._add(ANYTHING_ELSE, False, "")
        if len(self.tolerances) > 1 or not self.right:
            raise Refused(OTHER_RULES)

    @property
    def tolerance(self) -> Decimal:
        return max(self.tolerances, default=Decimal(0))

    def _read(self, branch: Element) -> None:
        test, outcomes = (
            (None, list(branch)) if branch.tag == "responseElse" else (next(iter(branch), None), branch[1:])
        )
        if test is None and branch.tag != "responseElse":
            raise Refused(OTHER_RULES)
        values = {each.get("identifier"): each.findtext("baseValue", "").strip() for each in outcomes}
        shows = next((value for name, value in values.items() if name != "SCORE"), "")
        text = ANYTHING_ELSE if test is None else " | ".join(self._tested(test))
        self._add(text, as_points(values.get("SCORE", "")) > 0, shows)

    def _add(self, text: str, right: bool, shows: str) -> None:
        name = str(len(self.choices))
        self.choices.append(QtiChoice(name, Prose(text), explanation(self.item, shows)))
        self.right |= {name} if right else set()
        self.explained.add(shows)

    def _tested(self, test: Element) -> Iterator[str]:
        wanted = test.findtext("baseValue", "")
        match test.tag:
            case "or" if self.kind is QuestionKind.TEXT:
                for each in test:
                    yield from self._tested(each)
            case "stringMatch" | "match" if self.kind is QuestionKind.TEXT:
                yield self._spelling(wanted)
            case "patternMatch" if self.kind is QuestionKind.TEXT:
                yield _without_pattern(test.get("pattern", ""))
            case "equal" if self.kind is QuestionKind.NUMBER:
                self.tolerances.add(_tolerance(test))
                yield self._spelling(wanted)
            case _:
                raise Refused(OTHER_RULES)

    def _spelling(self, value: str) -> str:
        value = " ".join(value.split())
        if self.kind is QuestionKind.NUMBER:
            return spelled(decimal(value), self.language)
        if not value or "*" in value or "|" in value:
            raise Refused(OTHER_RULES)
        return value


def _decides(rule: Element, declaration: Element) -> bool:
    """Return whether a rule marks a response otherwise than by the key that its declaration tells."""
    tested = {each.get("identifier") for each in rule.iter("variable")}
    if tested and declaration.get("identifier") not in tested:
        return False
    tests = [branch[0] for branch in rule if branch.tag != "responseElse" and len(branch)]
    by_key = all(each.tag in _BY_KEY for test in tests for each in test.iter())
    return not (tests and by_key and accepted_by(declaration))


def _without_pattern(pattern: str) -> str:
    """Return the spelling whose pattern our own items have; « * » stands for anything."""
    spelling, place = "", 0
    while place < len(pattern):
        found = _PATTERN.match(pattern, place)
        if found is None or (found["low"] and found["low"].upper() != found["up"]):
            raise Refused(OTHER_RULES)
        spelling += ANYTHING_ELSE if found["any"] else found["low"] or found["sign"] or found["plain"]
        place = found.end()
    return spelling


def _tolerance(test: Element) -> Decimal:
    mode = test.get("toleranceMode", "exact")
    bounds = {decimal(bound) for bound in test.get("tolerance", "0").split()}
    if mode == "exact":
        return Decimal(0)
    if mode != "absolute" or len(bounds) != 1:
        raise Refused(OTHER_RULES)
    return bounds.pop()
