"""Items of QTI 2 and 3 that ask several things, as items that ask one each; words in a text, as choices."""

from collections.abc import Iterator
from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement

from content.exchange.losses import Unreadable
from content.exchange.qti.gaps import FIELDS, leave_open
from content.exchange.qti.items import declaration_of, has_key, points_of
from content.exchange.qti.markup import MOST_ELEMENTS
from content.problems import N_

MOST_PARTS = 20
"""Of one item: each is asked beside all of its text."""
_TOO_MANY = N_("Cet élément pose %(count)s questions à la fois, trop pour être reprises : partagez-le.")


def parts_of(item: Element) -> list[Element]:
    """Return an item for each thing that an item asks; itself where that is one. Raises Unreadable.

    The identifier of each part but a lone one ends with its number.
    """
    body = item.find("itemBody")
    interactions = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    if len(interactions) == 1 and interactions[0].tag == "hottextInteraction":
        interaction = interactions[0]
        words = [*interaction.iter("hottext")]
        for word in words:
            choice = deepcopy(word)
            choice.tag, choice.tail = "simpleChoice", None
            interaction.append(choice)
            word.tag = "span"
        interaction.tag = "choiceInteraction"
    elif len(interactions) == 1 and interactions[0].tag == "gapMatchInteraction":
        return numbered(item, "identifier", [*_gaps_filled(item, interactions[0])] or [item])
    keyed = [place for place, each in enumerate(interactions) if has_key(item, each)]
    if len(keyed) < 2:
        return [item]
    refuse_too_much(item, len(keyed))
    return numbered(item, "identifier", [_only(item, keyed, place) for place in keyed])


def numbered(item: Element, name: str, parts: list[Element]) -> list[Element]:
    """Return the parts of an item, their identifiers told apart where they are several."""
    if len(parts) > 1:
        for number, part in enumerate(parts, 1):
            part.set(name, f"{item.get(name, '')}-{number}")
    return parts


def refuse_too_much(item: Element, count: int) -> None:
    """Raise Unreadable where an item asks so many things that its copies would be more than may be read."""
    if count > MOST_PARTS or count * sum(1 for _ in item.iter()) > MOST_ELEMENTS:
        raise Unreadable(_TOO_MANY, count=count)


def _only(item: Element, keyed: list[int], asked: int) -> Element:
    """Return a copy of an item that asks one of its interactions; other fields stay open, other choices go."""
    part = deepcopy(item)
    interactions = [each for each in part.iter() if each.tag.endswith("Interaction")]
    others = [interactions[place] for place in keyed if place != asked]
    leave_open(each for each in others if each.tag in FIELDS)
    for each in others:
        if each.tag.endswith("Interaction"):
            after = each.tail
            each.clear()
            each.tag, each.tail = "div", after
    return part


def _gaps_filled(item: Element, interaction: Element) -> Iterator[Element]:
    """Yield an item for each gap into which one of several words is put: a list of these words stands in the gap."""
    declaration = declaration_of(item, interaction)
    declared = [] if declaration is None else [each.text or "" for each in declaration.findall("correctResponse/value")]
    pairs = [pair.split() for pair in declared or [key for key, worth in points_of(declaration).items() if worth > 0]]
    words = interaction.findall("gapText")
    if not words or not all(len(pair) == 2 for pair in pairs):
        return
    refuse_too_much(item, len(pairs))
    for word, gap in pairs:
        yield _with_list(item, word, gap)


def _with_list(item: Element, word: str, gap: str) -> Element:
    part = deepcopy(item)
    interaction = next(each for each in part.iter("gapMatchInteraction"))
    words = interaction.findall("gapText")
    for each in words:
        interaction.remove(each)
    interaction.tag = "div"
    leave_open(each for each in [*interaction.iter("gap")] if each.get("identifier") != gap)
    for field in [*interaction.iter("gap")]:
        field.tag = "inlineChoiceInteraction"
        field.set("responseIdentifier", gap)
        for each in words:
            choice = deepcopy(each)
            choice.tag, choice.tail = "inlineChoice", None
            field.append(choice)
    key = SubElement(part, "responseDeclaration", identifier=gap, cardinality="single", baseType="identifier")
    SubElement(SubElement(key, "correctResponse"), "value").text = word
    return part
