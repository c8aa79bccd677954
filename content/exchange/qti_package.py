"""What lies around the items of a package: the names of its version, its manifest, the pictures that items show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from content.exchange.prose_from_outside import SHOWN
from content.exchange.question_drafts import OURS, SKILL, tags_of
from content.exchange.xml_markup import document, element
from content.module import Question
from content.pictures.picture_file import SCHEME, format_of, hash_of
from content.text.grammar import ID

MANIFEST = "imsmanifest.xml"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
MOST_CREDITS, LONGEST_CREDIT = 5, 300
"""Names and rights that are shown of a package, and letters of them all."""
_PURPOSE = "competency"
"""IEEE 1484.12.1, 9.1: what a classification by skills is for."""
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


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()


# ------------------------------------------------------------------------------------------------------------- manifest


def item_id(question: Question) -> str:
    """Return the id of a question as XML takes it: it may not begin with a figure."""
    return f"_{question.id}" if question.id[0].isdigit() else question.id


def asked_id(identifier: str) -> str:
    """Return the question id that `item_id` wrote so; of an item from elsewhere, its own identifier."""
    return identifier.removeprefix("_")


def place_of(question: Question) -> str:
    """Return where the item of a question stands in the package."""
    return f"items/{item_id(question)}.xml"


def manifest(questions: Iterable[Question], version: QtiVersion) -> bytes:
    """Return the manifest of a package of these questions."""
    dialect = DIALECTS[version]
    about = element(
        "metadata",
        element("schema", dialect.package_schema),
        element("schemaversion", dialect.package_version),
    )
    resources = (_resource(question, dialect.resource_type) for question in questions)
    return document(
        element(
            "manifest",
            about,
            element("organizations"),
            element("resources", *resources),
            xmlns=dialect.package_namespace,
            identifier="_manifest",
        )
    )


def tags_by_place(manifest: Element) -> dict[str, list[str]]:
    """Return what a manifest says of the question in each of its files as we do, as tags; the skill is the first."""
    by_place = {}
    for resource in manifest.iter("resource"):
        tags = []
        for classification in resource.iter("classification"):
            skill = classification.findtext("taxonPath/taxon/id", "").strip()
            if classification.findtext("purpose/value", "").strip() == _PURPOSE and ID.fullmatch(skill):
                tags.append(f"{SKILL}{skill}")
        keywords = (one.findtext("string", "").strip() for one in resource.iter("keyword"))
        by_place[resource.get("href", "")] = [*tags, *(tag for tag in keywords if tag.startswith(OURS))]
    return by_place


def credit_of(manifest: Element) -> str:
    """Return who made a package and what rights are kept, as far as its metadata tells (IEEE 1484.12.1, 2.3 and 6)."""
    entities = [_unfolded(each.text or "") for each in manifest.iter("entity")]
    rights = [
        " ".join("".join(each.itertext()).split())
        for one in manifest.iter("rights")
        for each in one.iter("description")
    ]
    told = dict.fromkeys(filter(None, [*entities, *rights]))
    return " · ".join(list(told)[:MOST_CREDITS])[:LONGEST_CREDIT]


def _unfolded(card: str) -> str:
    """Return the name that a vCard tells (RFC 6350, FN), or the text itself where it is none."""
    named = re.search(r"^FN[^:\r\n]*:(.+)$", card, re.MULTILINE | re.IGNORECASE)
    return " ".join((named[1] if named else "" if "VCARD" in card.upper() else card).split())


def _resource(question: Question, resource_type: str) -> Element:
    place = place_of(question)
    attributes = {"identifier": item_id(question), "type": resource_type, "href": place}
    skill, *others = tags_of(question)
    purpose = element("purpose", element("source", "LOMv1.0"), element("value", _PURPOSE))
    source = element("source", element("string", "Boussole", language="fr"))
    path = element("taxonPath", source, element("taxon", element("id", skill.removeprefix(SKILL))))
    keywords = [element("keyword", element("string", tag, language="x-none")) for tag in others]
    general = [element("general", *keywords)] if keywords else []
    lom = element("lom", *general, element("classification", purpose, path), xmlns=_LOM)
    return element("resource", element("metadata", lom), element("file", href=place), **attributes)


# ------------------------------------------------------------------------------------------------------------- pictures


class PackedFiles:
    """The files of a package that are no XML; `left` names those that nothing shows, `pictures` are the others."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.left = files, set(files)
        self.pictures: dict[str, bytes] = {}

    def show(self, root: Element, place: str) -> None:
        """Name, in an XML file of the package that lies at a place, the pictures that it shows."""
        for each in [*root.iter("img"), *root.iter("object")]:
            address = each.get("src" if each.tag == "img" else "data", "")
            name = normpath(join(dirname(place), unquote(address)))
            if address and format_of(data := self.files.get(name, b"")):
                known = hash_of(data)
                self.pictures[known] = data
                self.left.discard(name)
                # What an object says beside the picture describes it.
                described = each.get("alt") or " ".join("".join(each.itertext()).split())
                after = each.tail
                each.clear()
                each.tag, each.tail = "img", after
                each.set("alt", described)
                each.set(SHOWN, f"{SCHEME}{known}")
