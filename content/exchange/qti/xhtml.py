"""Trainers' Markdown as the XHTML that QTI takes."""

from xml.etree.ElementTree import Element, fromstring

from content.exchange.qti.dialect import element
from content.fields import INVISIBLE
from content.markdown import reader

_ATTRIBUTES = frozenset({"href", "src", "alt"})
"""Of what Markdown writes, what QTI knows."""


def blocks(markdown: str) -> list[Element]:
    """Return Markdown as paragraphs, lists and the like."""
    return list(_tree(reader().render(_visible(markdown))))


def inline(markdown: str) -> list[Element | str]:
    """Return Markdown as words and elements, where only one line may stand."""
    tree = _tree(reader().renderInline(_visible(markdown)))
    return [tree.text or "", *tree]


def feedback(markdown: str, **attributes: str) -> Element:
    """Return the feedback of an option, inline where it is one paragraph."""
    written = blocks(markdown)
    if len(written) == 1 and written[0].tag == "p":
        return element("feedbackInline", written[0].text or "", *written[0], **attributes)
    return element("feedbackBlock", *written, **attributes)


def _tree(xhtml: str) -> Element:
    tree = fromstring(f"<div>{xhtml}</div>")
    for each in tree.iter():
        for name in set(each.attrib) - _ATTRIBUTES:
            del each.attrib[name]
    return tree


def _visible(markdown: str) -> str:
    return INVISIBLE.sub(" ", markdown)
