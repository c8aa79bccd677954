"""The codes of data.inclusion's schema v1, and the values that a fact of each kind can have."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from content.directory.entry import EntryFactKind
from content.errors import N_
from content.strings.late_patterns import LatePattern
from content.strings.words import is_of_web


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


TYPES = _codes("accompagnement aide-financiere aide-materielle atelier formation information")
FRAIS = _codes("gratuit payant")
MODES_ACCUEIL = _codes("a-distance en-presentiel")
MODES_MOBILISATION = _codes("envoyer-un-courriel se-presenter telephoner utiliser-lien-mobilisation")
PERSONNES_MOBILISATRICES = _codes("usagers professionnels")
PUBLICS = _codes("""
    tous-publics actifs beneficiaires-des-minimas-sociaux demandeurs-emploi etudiants familles femmes jeunes
    personnes-en-situation-de-handicap personnes-en-situation-durgence personnes-en-situation-juridique-specifique
    personnes-exilees residents-qpv-frr seniors
""")
THEMATIQUES = _codes("""
    choisir-un-metier--confirmer-son-choix-de-metier choisir-un-metier--connaitre-les-opportunites-demploi
    choisir-un-metier--decouvrir-un-metier-ou-un-secteur-dactivite
    choisir-un-metier--identifier-ses-points-forts-et-ses-competences
    creer-une-entreprise--definir-son-projet-de-creation-dentreprise creer-une-entreprise--developper-son-entreprise
    creer-une-entreprise--structurer-son-projet-de-creation-dentreprise
    difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives
    difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete
    difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits
    difficultes-administratives-ou-juridiques--beneficier-dune-mesure-daccompagnement-adapte
    difficultes-administratives-ou-juridiques--connaitre-ses-droits-face-a-une-discrimination
    difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire
    difficultes-financieres--acquerir-une-autonomie-budgetaire
    difficultes-financieres--ameliorer-sa-gestion-budgetaire
    difficultes-financieres--mettre-en-place-une-mesure-de-protection-financiere
    difficultes-financieres--prevenir-une-degradation-de-la-situation-financiere
    difficultes-financieres--situation-dendettement-surendettement equipement-et-alimentation--aide-menagere
    equipement-et-alimentation--alimentation equipement-et-alimentation--electromenager
    equipement-et-alimentation--habillement famille--garde-denfants famille--prise-en-charge-personne-dependante
    famille--soutien-a-la-parentalite-et-a-leducation famille--soutien-aidants
    famille--surmonter-conflits-separation-violence lecture-ecriture-calcul--maitriser-le-calcul
    lecture-ecriture-calcul--maitriser-le-francais logement-hebergement--acheter-un-logement
    logement-hebergement--changer-de-logement logement-hebergement--louer-un-logement
    logement-hebergement--rechercher-une-solution-dhebergement-temporaire
    logement-hebergement--reduire-les-impayes-de-loyer logement-hebergement--se-maintenir-dans-le-logement
    logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement mobilite--acceder-a-un-vehicule
    mobilite--entretenir-reparer-son-vehicule mobilite--etre-accompagne-dans-son-parcours-mobilite
    mobilite--financer-ma-mobilite mobilite--preparer-un-permis mobilite--mobilite-douce-partagee-collective
    numerique--acceder-a-des-services-en-ligne numerique--acceder-a-une-connexion-internet
    numerique--acquerir-un-equipement numerique--maitriser-les-fondamentaux-du-numerique
    preparer-sa-candidature--developper-son-reseau
    preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi
    preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation
    preparer-sa-candidature--valoriser-ses-competences remobilisation--activites-sportives-et-culturelles
    remobilisation--benevolat-action-citoyenne remobilisation--bien-etre-confiance-en-soi remobilisation--lien-social
    sante--acces-aux-soins sante--addictions sante--constituer-un-dossier-mdph-invalidite sante--sante-mentale
    sante--sante-sexuelle se-former--monter-son-dossier-de-formation se-former--trouver-sa-formation
    souvrir-a-linternational--connaitre-les-opportunites-demploi-a-letranger
    souvrir-a-linternational--sinformer-sur-les-aides-pour-travailler-a-letranger
    souvrir-a-linternational--sorganiser-suite-a-son-retour-en-france
    trouver-un-emploi--convaincre-un-recruteur-en-entretien trouver-un-emploi--faire-des-candidatures-spontanees
    trouver-un-emploi--maintien-dans-lemploi trouver-un-emploi--repondre-a-des-offres-demploi
    trouver-un-emploi--suivre-ses-candidatures-et-relancer-les-employeurs
""")
RESEAUX_PORTEURS = _codes("""
    60000-rebonds action-logement adie afpa agefiph ai aidants-connect alliance-villes-emploi anlci apprentis-dauteuil
    ase banques-alimentaires caarud cada caf campus-connecte cap-emploi-reseau-cheops cava ccas-cias
    chambres-consulaires chantier-ecole chrs chu cidff cmp cms cnam collectif-emploi communes coorace
    conseillers-numeriques cpam cph creches-avip crepi cresus croix-rouge csapa delegataire-conseil-departemental
    departements duo-for-a-job ecoles-de-la-deuxieme-chance ea eatt egee emmaus epide esat espaces-publics-numeriques
    etcld fabrique-de-territoire face fcsf federation-professionnelle-femmes federation-des-acteurs-de-la-solidarite
    france-active france-service france-travail french-tech geiq grandes-ecoles-du-numerique huda hup inae
    initiative-france konexio la-cravate-solidaire la-poste les-premieres maisons-de-l-emploi
    maison-departementale-de-lautonomie maisons-des-solidarites mdph mission-locale mjc mobin msap
    mutualite-sociale-agricole nqt pimms-mediation pjj plie points-conseil-budget points-justice positive-planet
    regions reseau-app reseau-bge reseau-entreprendre reseau-information-jeunesse residences-fjt ressourceries
    restos-du-coeur secours-populaire ei aci etti eiti siao simplon singa snc spip tous-tes-possibles unaf unea
    unis-cite wimoov
""")

EVERYBODY = "tous-publics"
"""Stands alone where it stands."""
LONGEST_EMAIL, LONGEST_LOCAL = 254, 64
"""Characters (RFC 5321, 4.5.3.1)."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = LatePattern(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}", re.IGNORECASE)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = LatePattern(rf"{_ATOM}(?:\.{_ATOM})*")
_RESERVED = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
"""Ends of hosts that no mail reaches (RFC 6761)."""


def is_link(value: str) -> bool:
    """Return whether it is an address of the web that a strict reader of URLs takes too."""
    if not is_of_web(value) or re.search(r"[\s\\]", value):
        return False
    return bool(_HOST.fullmatch(_plain_host(urlsplit(value).hostname or "")))


def is_email(value: str) -> bool:
    """Return whether it is an address of mail in plain letters (RFC 5322, without comments and quotes)."""
    local, _, host = value.rpartition("@")
    end = host.rpartition(".")[2].casefold()
    sound = bool(_LOCAL.fullmatch(local) and _HOST.fullmatch(host)) and end not in _RESERVED
    return sound and len(local) <= LONGEST_LOCAL and len(value) <= LONGEST_EMAIL


def _plain_host(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return ""


def fits(pattern: str) -> Callable[[str], bool]:
    """Return a test of whether a value is what the pattern says, wholly, in plain figures and letters."""
    found = LatePattern(pattern, re.ASCII)
    return lambda value: found.fullmatch(value) is not None


_of_commune = fits(r"(?:[0-8]\d|9[0-8]|2[AB])\d{3}")
MOST_IN_DEPARTMENT = 949
"""A bound on the number of a commune: in France the highest are a little over 900, in Belgium near 110."""


def is_commune(code: str) -> bool:
    """Return whether a code could be a commune's: of INSEE, or the Belgian NIS; no list is held of those that are.

    Both begin with the department or district, and number its communes from 1; 000 is the district itself.
    """
    return _of_commune(code) and 0 < int(code[2:]) <= MOST_IN_DEPARTMENT


is_siret = fits(r"\d{14}")


# -------------------------------------------------------------------- what a fact of each kind can say beside its words


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
_LINK = ValueShape(is_link)

VALUES: Mapping[EntryFactKind, Mapping[str, ValueShape]] = {
    EntryFactKind.AUDIENCE: {
        "publics": _code(PUBLICS),
        "zone_eligibilite": ValueShape(fits(r"\w{5}|\w{2,3}|\d{9}|france"), several=True),
    },
    EntryFactKind.COST: {"frais": _code(FRAIS, several=False)},
    EntryFactKind.REACH: {
        "telephone": _SHORT,
        "courriel": ValueShape(is_email),
        "adresse": _SHORT,
        "complement_adresse": _SHORT,
        "code_postal": ValueShape(fits(r"\d{4,5}")),  # four figures in Belgium, five in France
        "commune": _SHORT,
        "code_insee": ValueShape(is_commune),
        "modes_accueil": _code(MODES_ACCUEIL),
        "langues": ValueShape(fits(r"[a-z]{2,3}"), several=True),
        "interprete": _code(YES_OR_NO, several=False),
    },
    EntryFactKind.MOBILISE: {
        "modes_mobilisation": _code(MODES_MOBILISATION),
        "mobilisable_par": _code(PERSONNES_MOBILISATRICES),
    },
    EntryFactKind.HOURS: {"horaires_accueil": _SHORT},
    EntryFactKind.DURATION: {
        "volume_horaire_hebdomadaire": ValueShape(fits(r"(?:0|[1-9]\d{0,5})(?:\.\d{1,6})?")),
        "nombre_semaines": ValueShape(fits(r"[1-9]\d{0,3}")),
    },
    EntryFactKind.LINK: {"lien_source": _LINK, "site_web": _LINK, "accessibilite_lieu": _LINK},
    EntryFactKind.ONLINE: {"lien_mobilisation": _LINK, "compte": _code(YES_OR_NO, several=False)},
}
"""Kinds that are not here are said in words alone.

Three names are ours, and no format carries them: `langues`, in which one is received (ISO 639), whether an `interprete`
is found there, and whether a `compte` is needed.
"""

SHAPES: Mapping[str, ValueShape] = {name: shape for shapes in VALUES.values() for name, shape in shapes.items()}
KIND_OF_VALUE: Mapping[str, EntryFactKind] = {name: kind for kind, shapes in VALUES.items() for name in shapes}

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
    if name == "publics" and EVERYBODY in values and len(values) > 1:
        return NOT_TOGETHER, {}
    return None


def cut(value: str) -> str:
    """Return a value, short enough for a sentence."""
    return value if len(value) <= 80 else value[:79] + "…"
