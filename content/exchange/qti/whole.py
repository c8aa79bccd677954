"""What an item of QTI says of an answer as a whole: when it is right, when it is not, or whatever it is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from content.exchange.prose import Prose, from_element
from content.exchange.qti.draft import QtiChoice, QtiItem
from content.exchange.qti.items import SHOWN, shows_for
from content.module import QuestionKind

_KEYED = frozenset({"match", "variable", "correct"})
_OF_CANVAS = ("correct_fb", "general_incorrect_fb", "general_fb")
_SAID_OF_EACH = frozenset({QuestionKind.ONE, QuestionKind.TEXT, QuestionKind.NUMBER})
"""The kinds of which an answer is one option: what is said of a wrong one explains each that is wrong."""


class WholeFeedback(NamedTuple):
    """Explanations that belong to none of the options, by when they are shown."""

    right: list[Prose]
    wrong: list[Prose]
    always: list[Prose]


def by_rules(item: Element, response: str) -> WholeFeedback:
    """Return the explanations of an item of QTI 2 or 3 that its rules show for one response."""
    found = WholeFeedback([], [], [])
    for rule in item.findall("responseProcessing/*"):
        for names, told in _shown(rule, response, found):
            told += [from_element(each) for each in item.iter() if each.tag in SHOWN and shows_for(each) in names]
    return found


def _shown(rule: Element, response: str, found: WholeFeedback) -> Iterator[tuple[set[str], list[Prose]]]:
    """Yield what a rule shows, by identifiers, with where it belongs."""
    if rule.tag == "setOutcomeValue":
        yield _identifiers(rule), found.always
    branches = list(rule) if rule.tag == "responseCondition" else []
    test = branches[0][0] if branches and len(branches[0]) else None
    if test is None or [each.tag for each in branches] not in (["responseIf"], ["responseIf", "responseElse"]):
        return
    compared = {each.tag for each in test.iter()} == _KEYED and test.tag == "match"
    if compared and all(each.get("identifier") == response for each in test):
        yield from zip(map(_identifiers, branches), (found.right, found.wrong), strict=False)


def by_name(feedback: Mapping[str, Prose]) -> WholeFeedback:
    """Return the explanations of an item of QTI 1.2, by the names that Canvas has for them."""
    return WholeFeedback(*([feedback[name]] if name in feedback else [] for name in _OF_CANVAS))


def with_whole_feedback(draft: QtiItem, told: WholeFeedback) -> QtiItem:
    """Return a question whose options have what is said of them as a whole; what belongs to none goes to the first."""
    texts = {each.text for each in draft.unplaced}
    found = WholeFeedback(*([each for each in proses if each.text in texts] for proses in told))
    each_alone = draft.kind in _SAID_OF_EACH
    first = next((each.identifier for each in draft.choices if each.identifier in draft.right), "")
    if not any(found) or not first:
        return draft

    def said_of(choice: QtiChoice) -> list[Prose]:
        is_right = choice.identifier in draft.right
        of_right = found.right if is_right and (each_alone or choice.identifier == first) else []
        of_wrong = found.wrong if each_alone and not is_right else []
        return [*of_right, *of_wrong, *(found.always if choice.identifier == first else [])]

    kept = {each.text for each in (*found.right, *found.always, *(found.wrong if each_alone else []))}
    choices = tuple(replace(each, feedback=_joined([each.feedback, *said_of(each)])) for each in draft.choices)
    return replace(
        draft,
        choices=choices,
        unplaced=tuple(each for each in draft.unplaced if each.text not in kept),
        is_general_kept=bool(found.always or (found.right and not each_alone)),
    )


def _identifiers(outcome: Element) -> set[str]:
    return {(each.text or "").strip() for each in outcome.iter("baseValue") if each.get("baseType") == "identifier"}


def _joined(proses: list[Prose]) -> Prose:
    told = dict.fromkeys(each.text for each in proses if each.text)
    return Prose("\n\n".join(told), tuple(name for each in proses for name in each.lost))
