"""What a fact of each kind can say beside its words: values by the names of data.inclusion, and how each is written."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from content.directory import vocabulary as v1
from content.directory.entry import EntryFactKind
from content.problems import N_

LONGEST_WORDS = 10_000
"""Characters of one text (data.inclusion's bound of a description)."""
LONGEST_NAME, SHORTEST_NAME = 150, 3
LONGEST_VALUE = 500
"""Characters of a value that is no address of the web."""

UNKNOWN_CODE = N_("« %(value)s » n'est pas un code de « %(field)s » : choisissez parmi %(known)s.")
MISWRITTEN = N_("« %(value)s » ne s'écrit pas ainsi dans « %(field)s » : corrigez-le, ou retirez-le.")
LENGTH = N_("« %(field)s » a de %(shortest)s à %(longest)s caractères : complétez ou coupez.")
NOT_TOGETHER = N_("« tous-publics » ne va avec aucun autre public : gardez l'un ou les autres.")


class ValueShape(NamedTuple):
    """How a value is written: whether it is a list, what each must be, and the codes it is one of."""

    sound: Callable[[str], bool]
    several: bool = False
    codes: frozenset[str] = frozenset()


def _code(codes: frozenset[str], several: bool = True) -> ValueShape:
    return ValueShape(codes.__contains__, several, codes)


YES, NO = "oui", "non"
YES_OR_NO = frozenset({YES, NO})

_SHORT = ValueShape(lambda value: len(value) <= LONGEST_VALUE)
_LINK = ValueShape(v1.is_link)

VALUES: Mapping[EntryFactKind, Mapping[str, ValueShape]] = {
    EntryFactKind.AUDIENCE: {
        "publics": _code(v1.PUBLICS),
        "zone_eligibilite": ValueShape(v1.fits(r"\w{5}|\w{2,3}|\d{9}|france"), several=True),
    },
    EntryFactKind.COST: {"frais": _code(v1.FRAIS, several=False)},
    EntryFactKind.REACH: {
        "telephone": _SHORT,
        "courriel": ValueShape(v1.is_email),
        "adresse": _SHORT,
        "complement_adresse": _SHORT,
        "code_postal": ValueShape(v1.fits(r"\d{4,5}")),  # four figures in Belgium, five in France
        "commune": _SHORT,
        "code_insee": ValueShape(v1.is_commune),
        "modes_accueil": _code(v1.MODES_ACCUEIL),
        "langues": ValueShape(v1.fits(r"[a-z]{2,3}"), several=True),
        "interprete": _code(YES_OR_NO, several=False),
    },
    EntryFactKind.MOBILISE: {
        "modes_mobilisation": _code(v1.MODES_MOBILISATION),
        "mobilisable_par": _code(v1.PERSONNES_MOBILISATRICES),
    },
    EntryFactKind.HOURS: {"horaires_accueil": _SHORT},
    EntryFactKind.DURATION: {
        "volume_horaire_hebdomadaire": ValueShape(v1.fits(r"(?:0|[1-9]\d{0,5})(?:\.\d{1,6})?")),
        "nombre_semaines": ValueShape(v1.fits(r"[1-9]\d{0,3}")),
    },
    EntryFactKind.LINK: {"lien_source": _LINK, "site_web": _LINK, "accessibilite_lieu": _LINK},
    EntryFactKind.ONLINE: {"lien_mobilisation": _LINK, "compte": _code(YES_OR_NO, several=False)},
}
"""Kinds that are not here are said in words alone.

Three names are ours, and no format carries them: `langues`, in which one is received (ISO 639), whether an `interprete`
is found there, and whether a `compte` is needed.
"""

SHAPES: Mapping[str, ValueShape] = {name: shape for shapes in VALUES.values() for name, shape in shapes.items()}
KIND_OF: Mapping[str, EntryFactKind] = {name: kind for kind, shapes in VALUES.items() for name in shapes}

HIDDEN = ("adresse", "complement_adresse", "code_postal")
"""What an entry whose address is confidential never holds."""
FIGURES = frozenset({"telephone", "code_insee", "horaires_accueil", "nombre_semaines", "zone_eligibilite"})
"""What is made of figures that are no address."""
PLACES = ("latitude", "longitude", "coordonnees", "coordinates")
"""What no entry holds: a commune says where it is."""


def fault_of(name: str, values: tuple[str, ...]) -> tuple[str, Mapping[str, object]] | None:
    """Return what is wrong about the values of that name: a sentence of the catalogue and what fills it."""
    shape = SHAPES[name]
    wrong = next((value for value in values if not shape.sound(value)), None)
    if wrong is not None and shape.codes:
        return UNKNOWN_CODE, {"value": cut(wrong), "known": ", ".join(sorted(shape.codes))}
    if wrong is not None or len({*values}) < len(values):
        return MISWRITTEN, {"value": cut(wrong or ", ".join(values))}
    if name == "publics" and v1.EVERYBODY in values and len(values) > 1:
        return NOT_TOGETHER, {}
    return None


def cut(value: str) -> str:
    """Return a value, short enough for a sentence."""
    return value if len(value) <= 80 else value[:79] + "…"
