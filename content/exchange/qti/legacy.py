"""Choice items of QTI 1.2, as Canvas and its elders write them."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange.prose import Prose, from_element, from_html, from_plain
from content.exchange.qti.draft import NotCarriedOver, QtiChoice, QtiItem, refuse_unlettered
from content.exchange.qti.items import as_points
from content.module import QuestionKind
from content.problems import N_

_RESPONSES = frozenset({"response_lid", "response_xy", "response_str", "response_num", "response_grp"})
_MEDIA = frozenset({"matimage", "mataudio", "matvideo", "matapplet", "matapplication", "matref", "mat_extension"})
_ASIDE = ("rubric", "objectives")


def read_legacy_item(item: Element) -> QtiItem:
    """Return the question that an item of QTI 1.2 asks; raises NotCarriedOver when it is no choice."""
    responses = [each for each in item.iter() if each.tag in _RESPONSES]
    kinds = [f"{each.tag} {each.get('rcardinality', '')}".strip() for each in responses]
    if len(kinds) != 1 or kinds[0] not in {"response_lid", "response_lid Single", "response_lid Multiple"}:
        sentence = N_("Cet élément n'est pas une question à choix (%(kinds)s) : il n'est pas repris.")
        raise NotCarriedOver(sentence, kinds=", ".join(kinds) or "—")
    return _read_choice(item, responses[0])


def _read_choice(item: Element, response: Element) -> QtiItem:
    labels = list(response.iter("response_label"))
    refuse_unlettered(len(labels))
    multiple = response.get("rcardinality") == "Multiple"
    conditions = [_Condition(each) for each in item.iter("respcondition")]
    feedback = {each.get("ident", ""): _prose(each) for each in item.iter("itemfeedback")}
    placed = _placed(conditions, feedback)
    names = {label.get("ident", "") for label in labels}
    return QtiItem(
        identifier=item.get("ident", ""),
        kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
        stem=_joined(map(_prose, item.iter("presentation"))),
        choices=tuple(_choice(label, placed, feedback) for label in labels),
        right=frozenset(_key(conditions, multiple) & names),
        has_weights=_has_weights(conditions, multiple),
        unplaced=tuple(_unplaced(item, feedback, {placed[name] for name in names & placed.keys()})),
    )


class _Condition:
    """A respcondition: the options that it asks for, the points that it brings, the feedback that it shows."""

    def __init__(self, condition: Element) -> None:
        asked = condition.find("conditionvar")
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


def _key(conditions: list[_Condition], multiple: bool) -> set[str]:
    """Return the options that bring points; of several conditions, each for one answer, the one that brings most."""
    best = max((condition.points for condition in conditions), default=0.0)
    found = [each for each in conditions if each.points > 0 and (multiple or each.points == best)]
    return {option for condition in found for option in condition.options}


def _has_weights(conditions: list[_Condition], multiple: bool) -> bool:
    worth = [condition.points for condition in conditions if condition.points]
    return min(worth, default=0.0) < 0 or (len(worth) > 1 if multiple else len(set(worth)) > 1)


def _placed(conditions: list[_Condition], feedback: dict[str, Prose]) -> dict[str, str]:
    """Return the explanation of each option: first one that shows for it alone and where nothing is scored."""
    placed: dict[str, str] = {}
    for condition in sorted(conditions, key=lambda each: bool(each.scores)):
        for shown in condition.shows:
            if len(condition.options) == 1 and shown in feedback:
                placed.setdefault(condition.options[0], shown)
    return placed


def _choice(label: Element, placed: dict[str, str], feedback: dict[str, Prose]) -> QtiChoice:
    name = label.get("ident", "")
    return QtiChoice(name, _prose(label, inside=True), feedback[placed[name]] if name in placed else Prose(""))


def _unplaced(item: Element, feedback: dict[str, Prose], placed: set[str]) -> Iterator[Prose]:
    yield from (prose for name, prose in feedback.items() if name not in placed)
    yield from (_prose(each) for each in item.iter() if each.tag in _ASIDE)


def _prose(element: Element, inside: bool = False) -> Prose:
    """Return the text of the materials of an element, without its options unless it is one."""
    return _joined(_materials(element, inside))


def _materials(element: Element, inside: bool) -> Iterator[Prose]:
    for each in element:
        if each.tag in {"mattext", "matemtext"}:
            yield _text(each)
        elif each.tag in _MEDIA:
            yield Prose("", (each.tag,))
        elif inside or each.tag != "response_label":
            yield from _materials(each, inside)


def _text(material: Element) -> Prose:
    if len(material):
        return from_element(material)
    text = material.text or ""
    return from_html(text) if "html" in material.get("texttype", "") else from_plain(text)


def _joined(proses: Iterable[Prose]) -> Prose:
    proses = list(proses)
    text = "\n\n".join(prose.text for prose in proses if prose.text)
    return Prose(text, tuple(name for prose in proses for name in prose.lost))
