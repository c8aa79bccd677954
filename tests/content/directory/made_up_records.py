"""Any file of data.inclusion's schema v1 that its own model calls valid: odd words, every field there or not."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from content.directory import fact_values as v1
from content.directory.entry_fields import says_confidential
from content.directory.inclusion_reader import OF_SERVICE, OF_STRUCTURE
from tests.content.made_up_entries import LINKS, WRITTEN, days, lines, texts

Record = dict[str, Any]
TODAY = date(2026, 11, 29)
said = texts | st.sampled_from(["=1+1", "+32 2 000 00 00", "'=x", "@a", "-5", "a;b", '"', "a, b"])
words = said.filter(lambda text: not says_confidential(text))  # Hypothesis takes words out of our own code
plain = lines.filter(lambda text: text.strip() and not says_confidential(text))
named = st.builds("{} {}".format, plain, st.sampled_from(["du quartier", "etc."]))


def codes(known: frozenset[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=3, unique=True)


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "source": st.sampled_from(["dora", "emplois-de-linclusion"]),
    "nom": named.filter(lambda name: 3 <= len(name) <= 150),
    "description": st.builds("{} Une description.".format, words),
    "date_maj": days.map(date.isoformat),
    "siret": st.just("13003013300016"),
    "type": st.sampled_from(sorted(v1.TYPES)),
    "thematiques": codes(v1.THEMATIQUES),
    "frais": st.sampled_from(sorted(v1.FRAIS)),
    "publics": codes(v1.PUBLICS - {v1.EVERYBODY}) | st.just([v1.EVERYBODY]),
    "modes_accueil": codes(v1.MODES_ACCUEIL),
    "modes_mobilisation": codes(v1.MODES_MOBILISATION),
    "mobilisable_par": codes(v1.PERSONNES_MOBILISATRICES),
    "reseaux_porteurs": codes(v1.RESEAUX_PORTEURS),
    "zone_eligibilite": st.lists(st.sampled_from(WRITTEN["zone_eligibilite"]), min_size=1, max_size=2, unique=True),
    "courriel": st.sampled_from(WRITTEN["courriel"]),
    "code_postal": st.just("59260"),
    "code_insee": st.sampled_from(WRITTEN["code_insee"]),
    "volume_horaire_hebdomadaire": st.sampled_from([0, 1, 10.5, 0.25]),
    "nombre_semaines": st.sampled_from([1, 52]),
    **dict.fromkeys(["lien_source", "lien_mobilisation", "site_web", "accessibilite_lieu"], st.sampled_from(LINKS)),
}
NEVER = {"longitude", "latitude", "contact_nom_prenom"}
"""What is not taken, on purpose."""
NEEDED = {"source", "id", "structure_id", "nom", "description", "date_maj"}


@st.composite
def records(draw: st.DrawFn, columns: tuple[str, ...], of: Callable[[str], Any], is_service: bool) -> Record:
    """A record of these columns; `of` says its ids."""
    needed = NEEDED if is_service else NEEDED - {"description"}
    record: Record = {}
    for column in columns:
        if column in {"id", "structure_id"}:
            record[column] = of(column)
        elif column in NEVER or not (column in needed or draw(st.booleans())):
            record[column] = None
        else:
            record[column] = draw(FIELDS.get(column, words))
    return record


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, list[Record]]:
    """A file in which every structure offers something."""
    number = draw(st.integers(1, 2))
    structures, services = [], []
    for place in range(number):
        structures.append(draw(records(OF_STRUCTURE, {"id": f"dora--Structure:{place}"}.__getitem__, False)))
        for each in range(draw(st.integers(1, 2))):
            ids = {"id": f"dora--{place}-{each}", "structure_id": f"dora--Structure:{place}"}
            services.append(draw(records(OF_SERVICE, ids.__getitem__, True)))
    return {"structures": structures, "services": services}
