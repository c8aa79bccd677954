"""The parts that items of QTI 1.2 are made of: conditions, explanations, materials."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange.prose import Prose, from_element, from_html, from_plain
from content.exchange.qti.items import as_points

_MEDIA = frozenset({"matimage", "mataudio", "matvideo", "matapplet", "matapplication", "matref", "mat_extension"})
_ASIDE = ("rubric", "objectives")


class Condition:
    """A respcondition: the options that it asks for, the points that it brings, the feedback that it shows."""

    def __init__(self, condition: Element) -> None:
        asked = condition.find("conditionvar")
        self.asked = asked
        self.options = [] if asked is None else list(_asked_for(asked))
        self.scores = condition.findall("setvar")
        self.points = sum(map(_points, self.scores))
        self.shows = [each.get("linkrefid", "") for each in condition.findall("displayfeedback")]


def _asked_for(condition: Element) -> Iterator[str]:
    """Yield the options that a condition wants ticked."""
    for each in condition:
        if each.tag == "varequal":
            yield (each.text or "").strip()
        elif each.tag != "not":
            yield from _asked_for(each)


def _points(score: Element) -> float:
    points = as_points((score.text or "").strip())
    return -points if score.get("action") == "Subtract" else points


def placed_feedback(conditions: list[Condition], feedback: dict[str, Prose]) -> dict[str, str]:
    """Return the explanation of each option: first one that shows for it alone and where nothing is scored."""
    found: dict[str, str] = {}
    for condition in sorted(conditions, key=lambda each: bool(each.scores)):
        for shown in condition.shows:
            if len(condition.options) == 1 and shown in feedback:
                found.setdefault(condition.options[0], shown)
    return found


def unplaced(item: Element, feedback: dict[str, Prose], placed: set[str]) -> Iterator[Prose]:
    """Yield the explanations that belong to no answer, instructions and the like."""
    yield from (said for name, said in feedback.items() if name not in placed)
    yield from (prose(each) for each in item.iter() if each.tag in _ASIDE)


def prose(element: Element, without: str = "response_label") -> Prose:
    """Return the text of the materials of an element, but for those that elements of one name hold: its options."""
    return joined(_materials(element, without))


def _materials(element: Element, without: str) -> Iterator[Prose]:
    for each in element:
        if each.tag in {"mattext", "matemtext"}:
            yield _text(each)
        elif each.tag in _MEDIA:
            yield Prose("", (each.tag,))
        elif each.tag != without:
            yield from _materials(each, without)


def _text(material: Element) -> Prose:
    if len(material):
        return from_element(material)
    text = material.text or ""
    return from_html(text) if "html" in material.get("texttype", "") else from_plain(text)


def joined(proses: Iterable[Prose]) -> Prose:
    """Return texts as one, a paragraph after the other."""
    found = list(proses)
    text = "\n\n".join(each.text for each in found if each.text)
    return Prose(text, tuple(name for each in found for name in each.lost))
