"""The manifest of a package: which items it holds, and the skill of each."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange.qti.dialect import DIALECTS, QtiVersion, document, element
from content.module import Question
from content.text.grammar import ID

MANIFEST = "imsmanifest.xml"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
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


def skills_by_place(manifest: Element) -> dict[str, str]:
    """Return the skill that a manifest names for each of its files, where it names one as we do."""
    return {
        resource.get("href", ""): skill for resource in manifest.iter("resource") for skill in _skills_named(resource)
    }


def _resource(question: Question, resource_type: str) -> Element:
    place = place_of(question)
    attributes = {"identifier": item_id(question), "type": resource_type, "href": place}
    return element("resource", element("metadata", _lom(question.skill)), element("file", href=place), **attributes)


def _lom(skill: str) -> Element:
    purpose = element("purpose", element("source", "LOMv1.0"), element("value", _PURPOSE))
    source = element("source", element("string", "Boussole", language="fr"))
    path = element("taxonPath", source, element("taxon", element("id", skill)))
    return element("lom", element("classification", purpose, path), xmlns=_LOM)


def _skills_named(resource: Element) -> Iterator[str]:
    for classification in resource.iter("classification"):
        skill = classification.findtext("taxonPath/taxon/id", "").strip()
        if classification.findtext("purpose/value", "").strip() == _PURPOSE and ID.fullmatch(skill):
            yield skill
