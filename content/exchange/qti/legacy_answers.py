"""Items of QTI 1.2 that are answered by typing, matching or ordering."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from content.exchange.drafts import spelled
from content.exchange.losses import Unreadable
from content.exchange.prose import Prose
from content.exchange.qti.draft import OTHER_RULES, QtiChoice, QtiItem, decimal, refuse_unlettered
from content.exchange.qti.legacy_parts import Condition, joined, prose, unplaced
from content.marking import ANYTHING_ELSE
from content.module import QuestionKind
from content.problems import N_

_NO_KEY = N_("Le fichier ne dit pas quelle réponse est juste : cette question n'est pas reprise.")
_NUMERIC = frozenset({"Decimal", "Integer", "Scientific"})


def read_typed(item: Element, response: Element) -> QtiItem:
    """Return the question of a field to fill in; raises Unreadable unless it says what is right."""
    fields = list(response.iter("render_fib"))
    is_number = response.tag == "response_num" or any(each.get("fibtype") in _NUMERIC for each in fields)
    scored = [each for each in _conditions(item) if each.points > 0 and each.asked is not None]
    if len(fields) != 1 or not scored:
        raise Unreadable(_NO_KEY)
    feedback = _feedback(item)
    found = [(_number(each) if is_number else (_spelt(each), Decimal(0)), each) for each in scored]
    choices = [
        QtiChoice(str(place), Prose(text), joined(feedback[name] for name in each.shows if name in feedback))
        for place, ((text, _), each) in enumerate(found)
    ]
    tolerances = {tolerance for (_, tolerance), _ in found}
    refuse_unlettered(len(choices) + 1)
    if len(tolerances) > 1:
        raise Unreadable(OTHER_RULES)
    return QtiItem(
        identifier=item.get("ident", ""),
        kind=QuestionKind.NUMBER if is_number else QuestionKind.TEXT,
        stem=_stem(item),
        choices=(*choices, QtiChoice("*", Prose(ANYTHING_ELSE))),
        right=frozenset(choice.identifier for choice in choices),
        has_weights=len({each.points for each in scored}) > 1,
        unplaced=tuple(unplaced(item, feedback, {name for each in scored for name in each.shows})),
        tolerance=tolerances.pop(),
    )


def read_matching(item: Element, responses: list[Element]) -> QtiItem:
    """Return the question of lists beside lines (Canvas); raises Unreadable unless each has one right match."""
    right = {name: value for each in _conditions(item) if each.points > 0 for name, value in _pairs(each)}
    choices = []
    for response in responses:
        labels = {label.get("ident", ""): prose(label) for label in response.iter("response_label")}
        match = labels.get(right.get(response.get("ident", ""), ""))
        if match is None:
            raise Unreadable(_NO_KEY)
        choices.append(QtiChoice(response.get("ident", ""), prose(response), match=match))
    refuse_unlettered(len(choices))
    feedback = _feedback(item)
    return QtiItem(
        identifier=item.get("ident", ""),
        kind=QuestionKind.MATCHING,
        stem=_stem(item, without="response_lid"),
        choices=tuple(choices),
        right=frozenset(choice.identifier for choice in choices),
        has_weights=False,
        unplaced=tuple(unplaced(item, feedback, set())),
    )


def read_ordering(item: Element, response: Element) -> QtiItem:
    """Return the question of lines to order; raises Unreadable unless its key orders every line."""
    labels = {label.get("ident", ""): label for label in response.iter("response_label")}
    keys = [each.options for each in _conditions(item) if each.points > 0]
    key = next((one for one in keys if sorted(one) == sorted(labels)), [])
    if len(key) < 2:
        raise Unreadable(_NO_KEY)
    refuse_unlettered(len(key))
    feedback = _feedback(item)
    return QtiItem(
        identifier=item.get("ident", ""),
        kind=QuestionKind.ORDERING,
        stem=_stem(item),
        choices=tuple(QtiChoice(name, prose(labels[name])) for name in key),
        right=frozenset(key),
        has_weights=len(keys) > 1,
        unplaced=tuple(unplaced(item, feedback, set())),
    )


def _stem(item: Element, without: str = "response_label") -> Prose:
    """Return what the presentation says, but for what elements of one name hold."""
    return joined(prose(each, without) for each in item.iter("presentation"))


def _conditions(item: Element) -> list[Condition]:
    return [Condition(each) for each in item.iter("respcondition")]


def _feedback(item: Element) -> dict[str, Prose]:
    return {each.get("ident", ""): prose(each) for each in item.iter("itemfeedback")}


def _pairs(condition: Condition) -> Iterator[tuple[str, str]]:
    if condition.asked is not None:
        yield from ((each.get("respident", ""), (each.text or "").strip()) for each in condition.asked.iter("varequal"))


def _spelt(condition: Condition) -> str:
    """Return the ways to type what a condition takes; raises Unreadable."""
    spellings = [" ".join(option.split()) for option in condition.options]
    only = condition.asked is not None and {each.tag for each in condition.asked.iter()} <= {
        "conditionvar",
        "or",
        "varequal",
    }
    if not only or not spellings or any(not one or "*" in one or "|" in one for one in spellings):
        raise Unreadable(OTHER_RULES)
    return " | ".join(dict.fromkeys(spellings))


def _number(condition: Condition) -> tuple[str, Decimal]:
    """Return the number that a condition takes, and how far from it another still fits; raises Unreadable."""
    assert condition.asked is not None
    found = {
        tag: [decimal(each.text) for each in condition.asked.iter(tag)] for tag in ("varequal", "vargte", "varlte")
    }
    low, high, equal = found["vargte"], found["varlte"], found["varequal"]
    if len(low) == len(high) == 1 and len(equal) <= 1:
        middle = equal[0] if equal else (low[0] + high[0]) / 2
        if high[0] - middle == middle - low[0]:
            return spelled(middle, "fr"), high[0] - middle
    if len(equal) == 1 and not low and not high:
        return spelled(equal[0], "fr"), Decimal(0)
    raise Unreadable(OTHER_RULES)
