"""The items of QTI 2 and 3 that are questions of ours, told by how they are answered."""

from xml.etree.ElementTree import Element

from content.exchange.qti.arranging import read_matching, read_ordering
from content.exchange.qti.draft import NotCarriedOver, QtiItem
from content.exchange.qti.items import read_choice
from content.exchange.qti.typed import read_typed
from content.problems import N_

_READERS = {
    "choiceInteraction": read_choice,
    "orderInteraction": read_ordering,
    "matchInteraction": read_matching,
    "textEntryInteraction": read_typed,
}


def read_item(item: Element) -> QtiItem:
    """Return the question that an assessmentItem asks; raises NotCarriedOver when it is none of ours."""
    body = item.find("itemBody")
    interactions = [] if body is None else [each for each in body.iter() if each.tag.endswith("Interaction")]
    if body is None or len(interactions) != 1 or interactions[0].tag not in _READERS:
        sentence = N_("Cet élément n'est pas une question que Boussole sait poser (%(kinds)s) : il n'est pas repris.")
        raise NotCarriedOver(sentence, kinds=", ".join(each.tag for each in interactions) or "—")
    return _READERS[interactions[0].tag](item, body, interactions[0])
