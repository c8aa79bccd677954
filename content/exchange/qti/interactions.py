"""The items of QTI 2 and 3 that are questions of ours, told by how they are answered."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from content.exchange.gift.reading import DESCRIPTION_LOST, ESSAY_LOST
from content.exchange.losses import Unreadable
from content.exchange.prose import from_element
from content.exchange.qti.arranging import read_matching, read_ordering
from content.exchange.qti.draft import QtiItem
from content.exchange.qti.gaps import FIELDS, leave_open
from content.exchange.qti.items import ASIDE, has_key, read_choice
from content.exchange.qti.typed import read_typed
from content.exchange.qti.whole import by_rules, with_whole_feedback
from content.problems import N_

_READERS = {
    "choiceInteraction": read_choice,
    "inlineChoiceInteraction": read_choice,
    "orderInteraction": read_ordering,
    "matchInteraction": read_matching,
    "textEntryInteraction": read_typed,
}


def read_item(item: Element) -> QtiItem:
    """Return the question that an assessmentItem asks; raises Unreadable when it is none of ours."""
    body = item.find("itemBody")
    found = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    keyed = [each for each in found if has_key(item, each)]
    # Fields without a key that stand beside one that has one are not asked.
    alone = len(keyed) == 1 and all(each.tag in FIELDS for each in found)
    interactions = keyed if alone else found
    idle = [each for each in found if each not in interactions]
    if body is not None and [each.tag for each in interactions] == ["extendedTextInteraction"]:
        raise Unreadable(ESSAY_LOST, text=from_element(body, ASIDE).line)
    if body is not None and not interactions:
        raise Unreadable(DESCRIPTION_LOST, text=from_element(body, ASIDE).line)
    if body is None or len(interactions) != 1 or interactions[0].tag not in _READERS:
        sentence = N_("Cet élément n'est pas une question que Boussole sait poser (%(kinds)s) : il n'est pas repris.")
        raise Unreadable(sentence, kinds=", ".join(each.tag for each in interactions) or "—")
    leave_open(idle)
    # Read before its field becomes a gap of the text.
    response = interactions[0].get("responseIdentifier", "")
    draft = _READERS[interactions[0].tag](item, body, interactions[0])
    return with_whole_feedback(replace(draft, unasked=len(idle)), by_rules(item, response))
