"""Items of QTI 1.2, as Canvas and its elders write them, told by how they are answered."""

from xml.etree.ElementTree import Element

from content.exchange.gift.reading import DESCRIPTION_LOST
from content.exchange.losses import Unreadable
from content.exchange.prose import Prose
from content.exchange.qti.draft import QtiChoice, QtiItem, refuse_unlettered
from content.exchange.qti.legacy_answers import read_matching, read_ordering, read_typed
from content.exchange.qti.legacy_parts import Condition, joined, placed_feedback, prose, unplaced
from content.exchange.qti.whole import by_name, with_whole_feedback
from content.module import QuestionKind
from content.problems import N_

_RESPONSES = frozenset({"response_lid", "response_xy", "response_str", "response_num", "response_grp"})
_CHOICES = frozenset({"response_lid", "response_lid Single", "response_lid Multiple"})
_TYPED = frozenset({"response_str", "response_str Single", "response_num", "response_num Single"})


def read_legacy_item(item: Element) -> QtiItem:
    """Return the question that an item of QTI 1.2 asks; raises Unreadable when it is none of ours."""
    feedback = {each.get("ident", ""): prose(each) for each in item.iter("itemfeedback")}
    return with_whole_feedback(_read(item), by_name(feedback))


def _read(item: Element) -> QtiItem:
    responses = [each for each in item.iter() if each.tag in _RESPONSES]
    kinds = [f"{each.tag} {each.get('rcardinality', '')}".strip() for each in responses]
    if len(kinds) == 1 and kinds[0] in _CHOICES:
        return _read_choice(item, responses[0])
    if len(kinds) == 1 and kinds[0] in _TYPED:
        return read_typed(item, responses[0])
    if kinds == ["response_lid Ordered"]:
        return read_ordering(item, responses[0])
    if len(kinds) > 1 and {*kinds} <= _CHOICES - {"response_lid Multiple"}:
        return read_matching(item, responses)
    if not kinds:
        raise Unreadable(DESCRIPTION_LOST, text=joined(map(prose, item.iter("presentation"))).line)
    sentence = N_("Cet élément n'est pas une question que Boussole sait poser (%(kinds)s) : il n'est pas repris.")
    raise Unreadable(sentence, kinds=", ".join(kinds))


def _read_choice(item: Element, response: Element) -> QtiItem:
    labels = list(response.iter("response_label"))
    refuse_unlettered(len(labels))
    multiple = response.get("rcardinality") == "Multiple"
    conditions = [Condition(each) for each in item.iter("respcondition")]
    feedback = {each.get("ident", ""): prose(each) for each in item.iter("itemfeedback")}
    placed = placed_feedback(conditions, feedback)
    names = {label.get("ident", "") for label in labels}
    # Of several conditions, each for one answer, the one that brings most tells the key.
    best = max((condition.points for condition in conditions), default=0.0)
    keys = [each for each in conditions if each.points > 0 and (multiple or each.points == best)]
    worth = [condition.points for condition in conditions if condition.points]
    return QtiItem(
        identifier=item.get("ident", ""),
        kind=QuestionKind.SEVERAL if multiple else QuestionKind.ONE,
        stem=joined(map(prose, item.iter("presentation"))),
        choices=tuple(_choice(label, placed, feedback) for label in labels),
        right=frozenset({option for condition in keys for option in condition.options} & names),
        has_weights=min(worth, default=0.0) < 0 or (len(worth) > 1 if multiple else len(set(worth)) > 1),
        unplaced=tuple(unplaced(item, feedback, {placed[name] for name in names & placed.keys()})),
    )


def _choice(label: Element, placed: dict[str, str], feedback: dict[str, Prose]) -> QtiChoice:
    name = label.get("ident", "")
    return QtiChoice(name, prose(label), feedback[placed[name]] if name in placed else Prose(""))
