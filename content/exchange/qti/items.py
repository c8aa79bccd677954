"""Choice items of QTI 2 and 3, whose names markup has made the same."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from content.exchange.prose import Prose, from_element
from content.exchange.qti.draft import NotCarriedOver, QtiChoice, QtiItem, refuse_unlettered
from content.module import QuestionKind
from content.problems import N_

_FEEDBACK = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
_ASIDE = _FEEDBACK | {"rubricBlock", "templateBlock", "templateInline"}
"""What stands in the body of an item, or under it, without belonging to the question."""
_READ = _FEEDBACK | {"responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"}


def read_item(item: Element) -> QtiItem:
    """Return the question that an assessmentItem asks; raises NotCarriedOver when it is no choice."""
    body = item.find("itemBody")
    interactions = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    if body is None or [each.tag for each in interactions] != ["choiceInteraction"]:
        sentence = N_("Cet élément n'est pas une question à choix (%(kinds)s) : il n'est pas repris.")
        raise NotCarriedOver(sentence, kinds=", ".join(each.tag for each in interactions) or "—")
    return _read_choice(item, body, interactions[0])


def _read_choice(item: Element, body: Element, interaction: Element) -> QtiItem:
    simple = interaction.findall("simpleChoice")
    refuse_unlettered(len(simple))
    modal = list(item.iter("modalFeedback"))
    choices = tuple(_choice(each, modal) for each in simple)
    declaration = _declaration(item, interaction)
    multiple = (
        interaction.get("maxChoices") != "1" if declaration is None else declaration.get("cardinality") == "multiple"
    )
    points = _points(declaration)
    names = {choice.identifier for choice in choices}
    return QtiItem(
        identifier=item.get("identifier", ""),
        kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
        stem=from_element(body, _ASIDE | {"simpleChoice"}),
        choices=choices,
        right=frozenset(_key(declaration, points, multiple) & names),
        has_weights=len({0.0, *points.values()}) > 2,
        unplaced=tuple(_unplaced(item, body, names)),
        lost=_lost(item, simple),
    )


def _choice(choice: Element, modal: list[Element]) -> QtiChoice:
    name = choice.get("identifier", "")
    shown = [each for each in choice.iter() if each.tag in _FEEDBACK and _shows_for(each)]
    said = [from_element(each) for each in [*shown, *(each for each in modal if name and _shows_for(each) == name)]]
    feedback = Prose("\n\n".join(each.text for each in said), tuple(name for each in said for name in each.lost))
    return QtiChoice(name, from_element(choice, _ASIDE), feedback)


def _shows_for(feedback: Element) -> str:
    """Return the value of the outcome for which a feedback shows; none when it hides for it."""
    return feedback.get("identifier", "") if feedback.get("showHide") != "hide" else ""


def _declaration(item: Element, interaction: Element) -> Element | None:
    name = interaction.get("responseIdentifier")
    return next((each for each in item.findall("responseDeclaration") if each.get("identifier") == name), None)


def _key(declaration: Element | None, points: dict[str, float], multiple: bool) -> set[str]:
    """Return the identifiers declared right, else those that bring points, or the one that brings most."""
    declared = [] if declaration is None else declaration.findall("correctResponse/value")
    if declared:
        return {(value.text or "").strip() for value in declared}
    best = max(points.values(), default=0.0)
    return {name for name, worth in points.items() if worth > 0 and (multiple or worth == best)}


def _points(declaration: Element | None) -> dict[str, float]:
    entries = [] if declaration is None else declaration.findall("mapping/mapEntry")
    return {entry.get("mapKey", ""): as_points(entry.get("mappedValue", "")) for entry in entries}


def as_points(text: str) -> float:
    """Return points as a number; None where they are not one."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def _unplaced(item: Element, body: Element, names: set[str]) -> Iterator[Prose]:
    within = {id(each) for choice in body.iter("simpleChoice") for each in choice.iter() if each.tag in _ASIDE}
    for each in item.iter():
        shows_for = _shows_for(each) if each.tag in _FEEDBACK else ""
        is_taken = shows_for and (id(each) in within or (each.tag == "modalFeedback" and shows_for in names))
        if each.tag in _ASIDE and not is_taken:
            yield from_element(each)


def _lost(item: Element, simple: list[Element]) -> tuple[str, ...]:
    fixed = any(choice.get("fixed") == "true" for choice in simple)
    return (*(child.tag for child in item if child.tag not in _READ), *["fixed"] * fixed)
