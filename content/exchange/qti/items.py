"""Choice items of QTI 2 and 3, whose names markup has made the same, and what other items share with them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from content.exchange.prose import Prose, from_element
from content.exchange.qti.draft import QtiChoice, QtiItem, refuse_unlettered
from content.exchange.qti.gaps import stem_with_gap
from content.module import QuestionKind

SHOWN = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
ASIDE = SHOWN | {"rubricBlock", "templateBlock", "templateInline"}
"""What stands in the body of an item, or under it, without belonging to the question."""
_CHOICES = frozenset({"simpleChoice", "inlineChoice"})
_READ = SHOWN | {"responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "stylesheet"}


def read_choice(item: Element, body: Element, interaction: Element) -> QtiItem:
    """Return the question of a choiceInteraction, or of an inlineChoiceInteraction, which is a gap of its text."""
    inline = interaction.tag == "inlineChoiceInteraction"
    simple = interaction.findall("inlineChoice" if inline else "simpleChoice")
    refuse_unlettered(len(simple))
    modal = list(item.iter("modalFeedback"))
    choices = tuple(_choice(each, modal) for each in simple)
    declaration = declaration_of(item, interaction)
    multiple = not inline and (
        interaction.get("maxChoices") != "1" if declaration is None else declaration.get("cardinality") == "multiple"
    )
    points = points_of(declaration)
    names = {choice.identifier for choice in choices}
    aside, without = tuple(unplaced(item, body, names)), ASIDE | {"simpleChoice"}
    return QtiItem(
        identifier=item.get("identifier", ""),
        kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
        stem=stem_with_gap(body, interaction, without) if inline else from_element(body, without),
        choices=choices,
        right=frozenset(_key(declaration, points, multiple) & names),
        has_weights=has_weights(item, declaration),
        unplaced=aside,
        lost=lost(item, simple),
    )


def _choice(choice: Element, modal: list[Element]) -> QtiChoice:
    name = choice.get("identifier", "")
    shown = [each for each in choice.iter() if each.tag in SHOWN and shows_for(each)]
    said = [from_element(each) for each in [*shown, *(each for each in modal if name and shows_for(each) == name)]]
    feedback = Prose("\n\n".join(each.text for each in said), tuple(name for each in said for name in each.lost))
    return QtiChoice(name, from_element(choice, ASIDE), feedback)


def shows_for(feedback: Element) -> str:
    """Return the value of the outcome for which a feedback shows; none when it hides for it."""
    return feedback.get("identifier", "") if feedback.get("showHide") != "hide" else ""


def declaration_of(item: Element, interaction: Element) -> Element | None:
    """Return the declaration of the response that an interaction asks for."""
    name = interaction.get("responseIdentifier")
    return next((each for each in item.findall("responseDeclaration") if each.get("identifier") == name), None)


def has_key(item: Element, interaction: Element) -> bool:
    """Return whether an item says what is right in an interaction."""
    declaration = declaration_of(item, interaction)
    return declaration is not None and tells_key(declaration)


def tells_key(declaration: Element) -> bool:
    """Return whether a declaration says what is right."""
    mapped = points_of(declaration).values()
    return bool(declaration.findall("correctResponse/value")) or any(worth > 0 for worth in mapped)


def _key(declaration: Element | None, points: dict[str, float], multiple: bool) -> set[str]:
    """Return the identifiers declared right, else those that bring points, or the one that brings most."""
    declared = [] if declaration is None else declaration.findall("correctResponse/value")
    if declared:
        return {(value.text or "").strip() for value in declared}
    best = max(points.values(), default=0.0)
    return {name for name, worth in points.items() if worth > 0 and (multiple or worth == best)}


def points_of(declaration: Element | None) -> dict[str, float]:
    """Return the points that each response brings by the mapping of its declaration."""
    entries = [] if declaration is None else declaration.findall("mapping/mapEntry")
    return {entry.get("mapKey", ""): as_points(entry.get("mappedValue", "")) for entry in entries}


def has_weights(item: Element, declaration: Element | None) -> bool:
    """Return whether an answer may bring a part of the points, by its mapping or by the rules of the item."""
    set_here = (each for each in item.iter("setOutcomeValue") if each.get("identifier") == "SCORE")
    scores = {as_points(each.findtext("baseValue", "")) for each in set_here}
    return len({0.0, *points_of(declaration).values()}) > 2 or len({0.0, *scores}) > 2


def as_points(text: str) -> float:
    """Return points as a number; None where they are not one."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def unplaced(item: Element, body: Element, names: set[str]) -> Iterator[Prose]:
    """Yield the explanations that belong to none of the options of these names, instructions and the like."""
    choices = (each for each in body.iter() if each.tag in _CHOICES)
    within = {id(each) for choice in choices for each in choice.iter() if each.tag in ASIDE}
    for each in item.iter():
        shown_for = shows_for(each) if each.tag in SHOWN else ""
        is_taken = shown_for and (id(each) in within or (each.tag == "modalFeedback" and shown_for in names))
        if each.tag in ASIDE and not is_taken:
            yield from_element(each)


def lost(item: Element, simple: list[Element]) -> tuple[str, ...]:
    """Return the elements of an item that are not read, and « fixed » where an option has a fixed place."""
    fixed = any(choice.get("fixed") == "true" for choice in simple)
    return (*(child.tag for child in item if child.tag not in _READ), *["fixed"] * fixed)
