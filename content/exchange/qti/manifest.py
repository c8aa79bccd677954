"""The manifest of a package: which items it holds, and the skill of each."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange.qti.dialect import DIALECTS, QtiVersion, document, element
from content.exchange.tags import OURS, SKILL, tags_of
from content.module import Question
from content.text.grammar import ID

MANIFEST = "imsmanifest.xml"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
MOST_CREDITS, LONGEST_CREDIT = 5, 300
"""Names and rights that are shown of a package, and letters of them all."""
_PURPOSE = "competency"
"""IEEE 1484.12.1, 9.1: what a classification by skills is for."""


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
    return {resource.get("href", ""): [*_tags_named(resource)] for resource in manifest.iter("resource")}


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


def _tags_named(resource: Element) -> Iterator[str]:
    for classification in resource.iter("classification"):
        skill = classification.findtext("taxonPath/taxon/id", "").strip()
        if classification.findtext("purpose/value", "").strip() == _PURPOSE and ID.fullmatch(skill):
            yield f"{SKILL}{skill}"
    yield from (
        tag for tag in (one.findtext("string", "").strip() for one in resource.iter("keyword")) if tag.startswith(OURS)
    )
