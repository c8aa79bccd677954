"""As much of a QTI engine as our items need: it answers an item and says what it scores and shows."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from content.exchange.archive import unpacked
from content.exchange.qti_package import QtiVersion
from content.exchange.qti_writer import write_qti
from content.exchange.xml_markup import read_xml
from content.module import Question, QuestionKind

Value = list[str] | None


def items_of(package: bytes) -> dict[str, Element]:
    """The items of a package by place, names of 3.0 made those of 2.1."""
    members = unpacked(package, "paquet.zip")
    return {name: read_xml(data, name) for name, data in members.items() if name.startswith("items/")}


def item_of(question: Question, version: QtiVersion) -> Element:
    [item] = items_of(write_qti([question], version).value).values()
    return item


def as_qti(question: Question, response: Iterable[str]) -> list[str]:
    """A response of ours as QTI has it."""
    if question.kind is QuestionKind.MATCHING:
        return [pair.replace("=", " m") for pair in response]
    return list(response)


class Engine:
    """One attempt at an item."""

    def __init__(self, item: Element, response: list[str]) -> None:
        self.item = item
        self.unordered = {each.get("identifier") for each in item if each.get("cardinality") == "multiple"}
        self.variables: dict[str, Value] = {"RESPONSE": response or None}
        for rule in item.findall("responseProcessing/*"):
            self._run(rule)

    @property
    def correct(self) -> bool:
        return self.variables["SCORE"] == ["1"]

    @property
    def shown(self) -> set[str]:
        """What the feedback that shows says."""
        shown = self.variables.get("FEEDBACK") or []
        tags = {"feedbackInline", "feedbackBlock", "modalFeedback"}
        return {
            "".join(each.itertext()).strip()
            for each in self.item.iter()
            if each.tag in tags and each.get("identifier") in shown
        }

    def _run(self, rule: Element) -> None:
        if rule.tag == "setOutcomeValue":
            self.variables[rule.get("identifier", "")] = self._value(rule[0])
            return
        assert rule.tag == "responseCondition"
        for branch in rule:
            condition, *rules = branch if branch.tag != "responseElse" else [None, *branch]
            if condition is None or self._holds(condition):
                for each in rules:
                    self._run(each)
                return

    def _holds(self, test: Element) -> bool:
        if test.tag == "or":
            return any(map(self._holds, test))
        response = self._value(test[0])
        if response is None:
            return False
        match test.tag:
            case "patternMatch":
                return re.fullmatch(test.get("pattern", ""), response[0]) is not None
            case "stringMatch":
                assert test.get("caseSensitive") == "false"
                return response[0].lower() == (self._value(test[1]) or [""])[0].lower()
            case "equal":
                below, _ = test.get("tolerance", "0 0").split()
                return abs(float(response[0]) - float((self._value(test[1]) or ["nan"])[0])) <= float(below)
            case "match":
                other = self._value(test[1]) or []
                return sorted(response) == sorted(other) if "RESPONSE" in self.unordered else response == other
        raise AssertionError(test.tag)

    def _value(self, expression: Element) -> Value:
        match expression.tag:
            case "variable":
                return self.variables[expression.get("identifier", "")]
            case "baseValue":
                return [expression.text or ""]
            case "multiple":
                return [value for each in expression for value in self._value(each) or []]
            case "correct":
                found = self.item.findall("responseDeclaration/correctResponse/value")
                return [each.text or "" for each in found]
        raise AssertionError(expression.tag)
