"""data.inclusion's schema v1 as fields: what a structure and a service can say, and one record held against it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from content.directory.exchange.proposals import SEVERAL, Said, cleaned, fault_of
from content.directory.kinds import LENGTH, MISWRITTEN, PLACES, cut
from content.directory.reading import MISSING
from content.problems import N_, Problem, Severity

FORMAT = "data.inclusion v1"
OF_STRUCTURE = (
    *("source", "id", "nom", "date_maj", "lien_source", "siret", "description", "commune", "code_postal"),
    *("code_insee", "adresse", "complement_adresse", "longitude", "latitude", "telephone", "courriel", "site_web"),
    *("horaires_accueil", "accessibilite_lieu", "reseaux_porteurs"),
)
OF_SERVICE = (
    *("source", "structure_id", "id", "nom", "description", "lien_source", "date_maj", "type", "thematiques", "frais"),
    *("frais_precisions", "publics", "publics_precisions", "conditions_acces", "commune", "code_postal", "code_insee"),
    *("adresse", "complement_adresse", "longitude", "latitude", "telephone", "courriel", "modes_accueil"),
    *("zone_eligibilite", "contact_nom_prenom", "lien_mobilisation", "modes_mobilisation", "mobilisable_par"),
    *("mobilisation_precisions", "volume_horaire_hebdomadaire", "nombre_semaines", "horaires_accueil"),
)
REQUIRED: Mapping[tuple[str, ...], tuple[str, ...]] = {
    OF_STRUCTURE: ("id", "nom", "date_maj"),
    OF_SERVICE: ("id", "nom", "date_maj", "description", "structure_id"),
}
"""`source` is required too: whoever brings a file stands in for it."""
NUMBERS = frozenset({"volume_horaire_hebdomadaire", "nombre_semaines"})
PERSONS = frozenset({"contact_nom_prenom"})
ASIDE = frozenset({"source", "id", "structure_id", "date_maj"})
"""What is no fact of its own."""
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 5, 10_000
FIRST_DAY = date(2000, 1, 1)

NO_RECORD = N_("Ceci n'est pas une fiche « champ: valeur » : corrigez-la, ou retirez-la.")
BAD_DAY = N_("« %(field)s » doit être une date de 2000 à aujourd'hui, écrite comme 2026-11-24.")
FULL_STOP = N_("« %(field)s » se termine par un point : retirez-le si ce n'est pas une abréviation.")


class InclusionRecord(NamedTuple):
    """What stands at one place of a file."""

    file: str
    line: int
    fields: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a field that names something, empty when it is not there."""
        found = self.fields.get(name)
        return cleaned(found) if isinstance(found, str) else ""

    def fault(self, field: str, sentence: str, **values: object) -> Problem:
        """Return a problem at this place."""
        return Problem(self.file, self.line, sentence, {"field": field, **values})


class RecordRead(NamedTuple):
    """What a record says by field, its day, what is wrong about it, and the fields that have no place here."""

    said: dict[str, tuple[str, ...]]
    day: date | None
    faults: list[Problem]
    left: list[str]
    was_cleaned: bool

    @property
    def is_sound(self) -> bool:
        """Whether nothing must be mended."""
        return self.day is not None and all(fault.severity is not Severity.ERROR for fault in self.faults)


def record_read(one: InclusionRecord, known: tuple[str, ...], today: date) -> RecordRead:
    """Hold a record against the schema."""
    if "" in one.fields:
        return RecordRead({}, None, [one.fault("", NO_RECORD)], [], False)
    filled = {name: raw for name, raw in one.fields.items() if raw not in (None, "", [])}
    left = [name for name in filled if name not in known or name in PERSONS or name in PLACES]
    said: dict[str, tuple[str, ...]] = {}
    faults: list[Problem] = []
    was_cleaned = False
    for name, raw in filled.items():
        if name in PLACES and name in known:
            said[name] = ("",)  # that there was one is kept, so that a confidential record with it is refused
        elif name not in left and ((values := _strings(name, raw)) is None or not all(map(_shows, values))):
            faults.append(one.fault(name, MISWRITTEN, value=cut(cleaned(str(raw)[:100]))))
        elif name not in left and values:
            said[name] = tuple(map(cleaned, values))
            was_cleaned |= said[name] != values
    day = _day(said, today)
    faults += _faults(one, said, known, day)
    return RecordRead(said, day, faults, left, was_cleaned)


def _shows(text: str) -> bool:
    return bool(cleaned(text).strip())


def _strings(name: str, raw: object) -> tuple[str, ...] | None:
    if name in SEVERAL:
        listed = raw if isinstance(raw, list) else []
        return tuple(listed) if listed and all(isinstance(each, str) for each in listed) else None
    if name in NUMBERS and isinstance(raw, int | float) and not isinstance(raw, bool):
        return (str(raw),)
    return (raw,) if isinstance(raw, str) and raw.strip() else None


def _faults(one: InclusionRecord, said: Said, known: tuple[str, ...], day: date | None) -> Iterator[Problem]:
    for name in REQUIRED[known]:
        if one.fields.get(name) in (None, "", []):
            yield one.fault(name, MISSING)
    for name, values in said.items():
        if name not in PLACES and (found := fault_of(name, values)):
            yield one.fault(name, found[0], **found[1])
    if day is None and "date_maj" in said:
        yield one.fault("date_maj", BAD_DAY)
    yield from _stricter(one, said)


def _stricter(one: InclusionRecord, said: Said) -> Iterator[Problem]:
    """Yield what schema v1 asks and an entry of ours need not."""
    if any(len(text) < SHORTEST_DESCRIPTION for text in said.get("description", ())):
        yield one.fault("description", LENGTH, shortest=SHORTEST_DESCRIPTION, longest=LONGEST_DESCRIPTION)
    if any(len(code) == 4 for code in said.get("code_postal", ())):
        yield one.fault("code_postal", MISWRITTEN, value=said["code_postal"][0])
    if any(name.endswith(".") and not name.endswith("etc.") for name in said.get("nom", ())):
        yield Problem(one.file, one.line, FULL_STOP, {"field": "nom"}, Severity.ADVICE)


def _day(said: Said, today: date) -> date | None:
    try:
        day = date.fromisoformat(said["date_maj"][0][:10])
    except (KeyError, ValueError):
        return None
    return day if FIRST_DAY <= day <= today else None
