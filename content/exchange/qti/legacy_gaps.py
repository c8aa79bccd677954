"""Items of QTI 1.2 whose answers stand within the text, as Canvas writes them: [word] in the text, a list for each."""

from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement

from content.exchange.prose import BLANK, OPEN
from content.exchange.qti.parts import numbered, refuse_too_much

_TYPED = "fill_in_multiple_blanks_question"


def legacy_parts_of(item: Element) -> list[Element]:
    """Return an item for each gap of an item of QTI 1.2; itself where it has none. Raises Unreadable."""
    responses = [each for each in item.iter("response_lid") if each.find("material") is not None]
    names = [_words(response.find("material")) for response in responses]
    beside = {id(each) for response in responses for each in response.iter()}
    said = " ".join(each.text or "" for each in item.iter("mattext") if id(each) not in beside)
    if not names or not all(name and f"[{name}]" in said for name in names):
        return [item]
    refuse_too_much(item, len(names))
    return numbered(item, "ident", [_asking(item, names, place) for place in range(len(names))])


def _asking(item: Element, names: list[str], asked: int) -> Element:
    """Return a copy of an item that asks one of its gaps: by a list, or by typing where Canvas has it typed."""
    part = deepcopy(item)
    response = _alone(part, asked)
    for text in part.iter("mattext"):
        for place, name in enumerate(names):
            text.text = (text.text or "").replace(f"[{name}]", BLANK if place == asked else OPEN)
    is_typed = any((each.text or "").strip() == _TYPED for each in part.iter("fieldentry"))
    for processing in part.findall("resprocessing"):
        for condition in processing.findall("respcondition"):
            if not any(each.get("respident") == response.get("ident") for each in condition.iter("varequal")):
                processing.remove(condition)
        if is_typed:
            _accept(processing, response, [_words(each) for each in response.iter("response_label")])
    return part


def _alone(part: Element, asked: int) -> Element:
    """Leave one of the lists of an item in it, without its name, and return it."""
    found = [(parent, each) for parent in part.iter() for each in parent.findall("response_lid")]
    found = [(parent, each) for parent, each in found if each.find("material") is not None]
    for place, (parent, each) in enumerate(found):
        if place != asked:
            parent.remove(each)
    _, response = found[asked]
    response.remove(next(each for each in response if each.tag == "material"))
    return response


def _accept(processing: Element, response: Element, spellings: list[str]) -> None:
    """Make a field of a list of which each word is right."""
    for condition in processing.findall("respcondition"):
        processing.remove(condition)
    wanted = SubElement(processing, "respcondition")
    tested = SubElement(wanted, "conditionvar")
    for each in spellings:
        SubElement(tested, "varequal", respident=response.get("ident", "")).text = each
    SubElement(wanted, "setvar").text = "100"
    for each in [*response]:
        response.remove(each)
    response.tag = "response_str"
    SubElement(response, "render_fib")


def _words(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
