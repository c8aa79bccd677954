"""Items of QTI 1.2, as Canvas and its elders write them, told by how they are answered."""

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from content.errors import N_, Refused
from content.exchange.losses import DESCRIPTION_LOST
from content.exchange.prose_from_outside import BLANK, OPEN, Prose, from_element, from_html, from_plain, joined
from content.exchange.qti_items import (
    NOT_OURS,
    OTHER_RULES,
    QtiChoice,
    QtiItem,
    WholeFeedback,
    decimal,
    numbered,
    refuse_too_much,
    refuse_unlettered,
)
from content.exchange.question_drafts import as_points, spelled
from content.marking import ANYTHING_ELSE
from content.module import QuestionKind

_RESPONSES = frozenset({"response_lid", "response_xy", "response_str", "response_num", "response_grp"})
_CHOICES = frozenset({"response_lid", "response_lid Single", "response_lid Multiple"})
_TYPED = frozenset({"response_str", "response_str Single", "response_num", "response_num Single"})
_NUMERIC = frozenset({"Decimal", "Integer", "Scientific"})
_MEDIA = frozenset({"matimage", "mataudio", "matvideo", "matapplet", "matapplication", "matref", "mat_extension"})
_ASIDE = frozenset({"rubric", "objectives"})
_WHOLE = ("correct_fb", "general_incorrect_fb", "general_fb")
"""What Canvas calls the explanations of a right answer, of a wrong one, and of any."""
_TYPED_GAPS = "fill_in_multiple_blanks_question"
_NO_KEY = N_("Le fichier ne dit pas quelle réponse est juste : cette question n'est pas reprise.")


def read_legacy_item(item: Element) -> QtiItem:
    """Return the question that an item of QTI 1.2 asks; raises Refused when it is none of ours."""
    return _LegacyItem(item).read()


class _Condition:
    """A respcondition: the options that it asks for, the points that it brings, the feedback that it shows."""

    def __init__(self, condition: Element) -> None:
        self.asked = condition.find("conditionvar")
        self.options = [] if self.asked is None else [*_asked_for(self.asked)]
        self.scores = condition.findall("setvar")
        signed = ((each.text or "", -1 if each.get("action") == "Subtract" else 1) for each in self.scores)
        self.points = sum(sign * as_points(text.strip()) for text, sign in signed)
        self.shows = [each.get("linkrefid", "") for each in condition.findall("displayfeedback")]


def _asked_for(condition: Element) -> Iterator[str]:
    """Yield the options that a condition wants ticked."""
    for each in condition:
        if each.tag == "varequal":
            yield (each.text or "").strip()
        elif each.tag != "not":
            yield from _asked_for(each)


class _LegacyItem:
    def __init__(self, item: Element) -> None:
        self.item = item
        self.feedback = {each.get("ident", ""): _prose(each) for each in item.iter("itemfeedback")}
        self.conditions = [_Condition(each) for each in item.iter("respcondition")]
        self.right = [each for each in self.conditions if each.points > 0]

    def read(self) -> QtiItem:
        """Return the question, with what Canvas says of its answer as a whole."""
        told = ([self.feedback[name]] if name in self.feedback else [] for name in _WHOLE)
        return self._by_kind()._replace(identifier=self.item.get("ident", "")).with_whole_feedback(WholeFeedback(*told))

    def _by_kind(self) -> QtiItem:
        responses = [each for each in self.item.iter() if each.tag in _RESPONSES]
        kinds = [f"{each.tag} {each.get('rcardinality', '')}".strip() for each in responses]
        if len(kinds) == 1 and kinds[0] in _CHOICES:
            return self._choice(responses[0])
        if len(kinds) == 1 and kinds[0] in _TYPED:
            return self._typed(responses[0])
        if kinds == ["response_lid Ordered"]:
            return self._ordering(responses[0])
        if len(kinds) > 1 and {*kinds} <= _CHOICES - {"response_lid Multiple"}:
            return self._matching(responses)
        if not kinds:
            raise Refused(DESCRIPTION_LOST, text=self._stem().line)
        raise Refused(NOT_OURS, kinds=", ".join(kinds))

    def _stem(self, without: str = "response_label") -> Prose:
        """Return what the presentation says, but for what elements of one name hold."""
        return joined(_prose(each, without) for each in self.item.iter("presentation"))

    def _unplaced(self, *placed: str) -> tuple[Prose, ...]:
        """Return the explanations that belong to no answer, instructions and the like."""
        aside = (_prose(each) for each in self.item.iter() if each.tag in _ASIDE)
        return (*(said for name, said in self.feedback.items() if name not in placed), *aside)

    def _choice(self, response: Element) -> QtiItem:
        labels = [(label.get("ident", ""), label) for label in response.iter("response_label")]
        refuse_unlettered(len(labels))
        multiple = response.get("rcardinality") == "Multiple"
        placed = self._placed_feedback()
        # Of several conditions, each for one answer, the one that brings most tells the key.
        best = max((each.points for each in self.conditions), default=0.0)
        keys = {name for each in self.right if multiple or each.points == best for name in each.options}
        worth = [each.points for each in self.conditions if each.points]
        told = {name: self.feedback[placed[name]] for name, _ in labels if name in placed}
        return QtiItem(
            kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
            choices=tuple(QtiChoice(name, _prose(each), told.get(name, Prose(""))) for name, each in labels),
            right=frozenset(keys & {name for name, _ in labels}),
            stem=self._stem(),
            has_weights=min(worth, default=0.0) < 0 or (len(worth) > 1 if multiple else len({*worth}) > 1),
            unplaced=self._unplaced(*(placed[name] for name in told)),
        )

    def _placed_feedback(self) -> dict[str, str]:
        """Return the explanation of each option: first one that shows for it alone and where nothing is scored."""
        found: dict[str, str] = {}
        for condition in sorted(self.conditions, key=lambda each: bool(each.scores)):
            for shown in condition.shows:
                if len(condition.options) == 1 and shown in self.feedback:
                    found.setdefault(condition.options[0], shown)
        return found

    def _typed(self, response: Element) -> QtiItem:
        """Return the question of a field to fill in; raises Refused unless it says what is right."""
        fields = list(response.iter("render_fib"))
        is_number = response.tag == "response_num" or any(each.get("fibtype") in _NUMERIC for each in fields)
        scored = [(each, each.asked) for each in self.right if each.asked is not None]
        if len(fields) != 1 or not scored:
            raise Refused(_NO_KEY)
        found = [_number(asked) if is_number else (_spelt(each, asked), Decimal(0)) for each, asked in scored]
        refuse_unlettered(len(found) + 1)
        tolerances = {tolerance for _, tolerance in found}
        if len(tolerances) > 1:
            raise Refused(OTHER_RULES)
        choices = [
            QtiChoice(
                str(place), Prose(text), joined(self.feedback[name] for name in each.shows if name in self.feedback)
            )
            for place, ((text, _), (each, _)) in enumerate(zip(found, scored, strict=True))
        ]
        return QtiItem(
            kind=QuestionKind.NUMBER if is_number else QuestionKind.TEXT,
            choices=(*choices, QtiChoice("*", Prose(ANYTHING_ELSE))),
            right=frozenset(one.identifier for one in choices),
            stem=self._stem(),
            has_weights=len({each.points for each, _ in scored}) > 1,
            unplaced=self._unplaced(*(name for each, _ in scored for name in each.shows)),
            tolerance=tolerances.pop(),
        )

    def _matching(self, responses: list[Element]) -> QtiItem:
        """Return the question of lists beside lines (Canvas); raises Refused unless each has one right match."""
        wanted = (one for each in self.right if each.asked is not None for one in each.asked.iter("varequal"))
        right = {one.get("respident", ""): (one.text or "").strip() for one in wanted}
        refuse_unlettered(len(responses))
        choices = []
        for response in responses:
            name = response.get("ident", "")
            labels = {label.get("ident", ""): label for label in response.iter("response_label")}
            if (match := labels.get(right.get(name, ""))) is None:
                raise Refused(_NO_KEY)
            choices.append(QtiChoice(name, _prose(response), match=_prose(match)))
        names = frozenset(one.identifier for one in choices)
        stem = self._stem(without="response_lid")
        return QtiItem(QuestionKind.MATCHING, tuple(choices), names, stem=stem, unplaced=self._unplaced())

    def _ordering(self, response: Element) -> QtiItem:
        """Return the question of lines to order; raises Refused unless its key orders every line."""
        labels = {label.get("ident", ""): label for label in response.iter("response_label")}
        key = next((each.options for each in self.right if sorted(each.options) == sorted(labels)), [])
        if len(key) < 2:
            raise Refused(_NO_KEY)
        refuse_unlettered(len(key))
        return QtiItem(
            kind=QuestionKind.ORDERING,
            choices=tuple(QtiChoice(name, _prose(labels[name])) for name in key),
            right=frozenset(key),
            stem=self._stem(),
            has_weights=len(self.right) > 1,
            unplaced=self._unplaced(),
        )


def _spelt(condition: _Condition, asked: Element) -> str:
    """Return the ways to type what a condition takes; raises Refused."""
    spellings = [" ".join(option.split()) for option in condition.options]
    only = {each.tag for each in asked.iter()} <= {"conditionvar", "or", "varequal"}
    if not only or not spellings or any(not one or "*" in one or "|" in one for one in spellings):
        raise Refused(OTHER_RULES)
    return " | ".join(dict.fromkeys(spellings))


def _number(asked: Element) -> tuple[str, Decimal]:
    """Return the number that a condition takes, and how far from it another still fits; raises Refused."""
    equal, low, high = ([decimal(each.text) for each in asked.iter(tag)] for tag in ("varequal", "vargte", "varlte"))
    if len(low) == len(high) == 1 and len(equal) <= 1:
        middle = equal[0] if equal else (low[0] + high[0]) / 2
        if high[0] - middle == middle - low[0]:
            return spelled(middle, "fr"), high[0] - middle
    if len(equal) == 1 and not low and not high:
        return spelled(equal[0], "fr"), Decimal(0)
    raise Refused(OTHER_RULES)


def _prose(element: Element, without: str = "response_label") -> Prose:
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


# --------------------------------------------------------------- gaps: [word] in the text, and a list for each (Canvas)


def legacy_parts_of(item: Element) -> list[Element]:
    """Return an item for each gap of an item of QTI 1.2; itself where it has none. Raises Refused."""
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
    is_typed = any((each.text or "").strip() == _TYPED_GAPS for each in part.iter("fieldentry"))
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
