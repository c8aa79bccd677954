"""HSDS 3 (Open Referral) as tables: which columns are read and written, and what lies inside what.

From docs.openreferral.org, version 3.0, CC BY-SA 4.0: names of fields only.
"""

from collections.abc import Mapping

from content.directory.entry import EntryFactKind

FORMAT = "HSDS 3"
Row = dict[str, object]

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "services": (
        *("id", "organization_id", "name", "description", "url", "email", "status", "application_process"),
        *("fees_description", "eligibility_description", "assured_date"),
    ),
    "organizations": ("id", "name", "description", "email", "website"),
    "phones": ("id", "service_id", "organization_id", "number"),
    "schedules": ("id", "service_id", "description"),
    "required_documents": ("id", "service_id", "document"),
    "service_at_locations": ("id", "service_id", "location_id"),
    "locations": ("id", "location_type"),
    "addresses": (
        *("id", "location_id", "address_1", "address_2", "city", "state_province", "postal_code", "country"),
        "address_type",
    ),
}
CONTAINED = {"organization": "organizations", "location": "locations"}
"""Single things that lie in others, and their tables."""
SERVICE_WORDS = {
    EntryFactKind.DESCRIPTION: "description",
    EntryFactKind.AUDIENCE: "eligibility_description",
    EntryFactKind.CONDITIONS: "eligibility_description",
    EntryFactKind.COST: "fees_description",
    EntryFactKind.MOBILISE: "application_process",
}
"""Whom it is for and on which conditions is one text there."""
TARGETS = {
    "name": "nom",
    "description": "description",
    "eligibility_description": "publics_precisions",
    "fees_description": "frais_precisions",
    "application_process": "mobilisation_precisions",
    "email": "courriel",
    "url": "lien_mobilisation",
    "website": "site_web",
    "number": "telephone",
    "document": "documents",
    "address_1": "adresse",
    "address_2": "complement_adresse",
    "city": "commune",
    "postal_code": "code_postal",
}
"""Where each is put here; a schedule's words are hours."""
PERSONS = frozenset({"contacts", "contact", "attention", "assurer_email"})
