"""QTI as its versions write it: names in 2.1, rewritten for 3.0."""

import re
from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element, tostring

XHTML = frozenset({"p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "img", "br", "hr", "code", "pre"}) | {
    f"h{level}" for level in range(1, 7)
}
"""What Markdown becomes; in 3.0 every other element carries `qti-`."""
_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class QtiVersion(StrEnum):
    """The versions that we write."""

    QTI_2_1 = "2.1"
    QTI_3_0 = "3.0"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a version calls itself, in its items and in the manifest of its packages."""

    namespace: str
    schema: str
    resource_type: str
    package_namespace: str
    package_schema: str
    package_version: str


DIALECTS = {
    QtiVersion.QTI_2_1: Dialect(
        namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
        schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        resource_type="imsqti_item_xmlv2p1",
        package_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
        package_schema="QTIv2.1 Package",
        package_version="1.0.0",
    ),
    QtiVersion.QTI_3_0: Dialect(
        namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd",
        resource_type="imsqti_item_xmlv3p0",
        package_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
        package_schema="QTI Package",
        package_version="3.0.1",
    ),
}


def element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """Return an element with its text and its elements in their order."""
    made = Element(tag, attributes)
    for piece in content:
        if not isinstance(piece, str):
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            made.text = (made.text or "") + piece
    return made


def item_document(item: Element, version: QtiVersion) -> bytes:
    """Return the file of an item built with the names of 2.1, in a version."""
    dialect = DIALECTS[version]
    if version is QtiVersion.QTI_3_0:
        for each in list(item.iter()):
            if each.tag in XHTML:
                continue
            if each.tag in {"modalFeedback", "feedbackBlock"}:
                body = element("qti-content-body", each.text or "", *each)
                each.text, each[:] = None, [body]
            attributes = {_kebab(name): value for name, value in each.attrib.items()}
            each.attrib.clear()
            each.attrib.update(attributes)
            each.tag = f"qti-{_kebab(each.tag)}"
    item.set("xmlns", dialect.namespace)
    item.set("xmlns:xsi", _SCHEMA_INSTANCE)
    item.set("xsi:schemaLocation", f"{dialect.namespace} {dialect.schema}")
    return document(item)


def document(root: Element) -> bytes:
    """Return the file of an element."""
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()
