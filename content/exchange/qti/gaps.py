"""Fields within a text: the one that is asked becomes a gap of the stem, those without a key are left open."""

from collections.abc import Collection, Iterable
from xml.etree.ElementTree import Element

from content.exchange.prose import BLANK, OPEN, Prose, from_element

FIELDS = frozenset({"textEntryInteraction", "inlineChoiceInteraction", "extendedTextInteraction"})


def leave_open(fields: Iterable[Element]) -> None:
    """Write fields that are not asked as words of their text."""
    for field in fields:
        _become(field, OPEN)


def stem_with_gap(body: Element, field: Element, without: Collection[str]) -> Prose:
    """Return the text around a field, which becomes a gap in it."""
    _become(field, BLANK)
    prose = from_element(body, without)
    return Prose(prose.text.replace("\\_" * len(BLANK), BLANK), prose.lost)


def _become(field: Element, text: str) -> None:
    """Make words of a field; the tree is read once, and nobody looks for the field again."""
    after = field.tail
    field.clear()
    field.tag, field.text, field.tail = "span", text, after
