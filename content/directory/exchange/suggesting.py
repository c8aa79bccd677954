"""What a column of a house's table most likely is, where its name says so plainly; somebody confirms it."""

import re
from collections.abc import Iterable, Mapping

from content.directory.exchange.mapping import DayOrder, all_targets
from content.folding import fold

NAMES: Mapping[str, str] = {
    "id": "id identifiant numero n num resourceagencynum",
    "nom": "nom nomduservice naam name titre titel title publicname service dienst denomination",
    "description": "description beschrijving omschrijving agencydescription mission activites",
    "publics_precisions": "public publiccible doelgroep eligibility eligibilite beneficiaires pourqui",
    "conditions_acces": "conditions voorwaarden conditionsdacces",
    "frais_precisions": "prix cout couts tarif tarifs frais kostprijs prijs cost fees feestructuresource",
    "documents": "documents documentsdemandes documenten documentsrequired",
    "mobilisation_precisions": "inscription aanmelding commentsinscrire applicationprocess",
    "telephone": "telephone tel telefoon gsm phone phone1number numerodetelephone",
    "courriel": "courriel email mail emailadres adressemail emailaddressmain",
    "site_web": "site siteweb web website url websiteaddress",
    "adresse": "adresse rue straat adres adressepostale physicaladdress1 address",
    "complement_adresse": "complement complementdadresse physicaladdress2",
    "code_postal": "codepostal cp postcode physicalpostalcode",
    "commune": "commune ville gemeente stad localite physicalcity city",
    "langues": "langues talen languages",
    "hours": "horaire horaires heures heuresdouverture openingsuren hours hoursofoperation",
    "organisation.nom": "organisation organisatie organization asbl vzw parentagency association",
    "organisation.id": "parentagencynum organisationid",
    "read_on": (
        "date datemaj lule misajour verifiele gelezenop lastverifiedon datedeverification jourdeladerniereverification"
    ),
    "confidential": "confidentiel confidentielle vertrouwelijk geheim confidential",
}
"""By target, names of columns as houses write them in three languages, and as 211 exports do; without signs."""
_TARGET_OF = {name: target for target, names in NAMES.items() for name in names.split()}


def suggested(columns: Iterable[str]) -> dict[str, str]:
    """Return the target of each column whose name says it, each target at most once."""
    found: dict[str, str] = {}
    known = all_targets()
    for column in columns:
        target = column if column in known else _TARGET_OF.get(re.sub(r"[^a-z0-9]", "", fold(column)), "")
        if target and target not in found.values():
            found[column] = target
    return found


def day_order_of(cells: Iterable[str]) -> DayOrder:
    """Return in which order some days are written, as far as they show it; else the day first."""
    parts = [tuple(map(int, found.groups())) for one in cells if (found := re.match(r"(\d{1,4})\D(\d{1,2})\D", one))]
    if any(first > 31 for first, _ in parts):
        return DayOrder.YEAR_FIRST
    return DayOrder.MONTH_FIRST if any(second > 12 for _, second in parts) else DayOrder.DAY_FIRST
