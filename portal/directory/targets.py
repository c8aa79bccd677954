"""Where a column of somebody's table can be put, in words: the targets of a mapping, as people look for them."""

from collections.abc import Mapping

from content.problems import N_
from portal.pages import say

GROUPS: Mapping[str, Mapping[str, str]] = {
    N_("Le service"): {
        "nom": N_("Nom"),
        "description": N_("Ce qu'il fait"),
        "type": N_("Type (code de data.inclusion)"),
        "thematiques": N_("Thématiques (codes de data.inclusion)"),
        "topics": N_("Sujets d'entretien (codes d'ici)"),
        "skills": N_("Compétences (codes d'ici)"),
        "rules": N_("Règles (codes d'ici)"),
        "emergency": N_("Urgence : oui ou non"),
        "id": N_("Identifiant dans ce fichier"),
    },
    N_("Pour qui, et à quel prix"): {
        "publics": N_("Publics (codes de data.inclusion)"),
        "publics_precisions": N_("Pour qui, en mots"),
        "conditions_acces": N_("Conditions"),
        "zone_eligibilite": N_("Communes ou zones desservies (codes)"),
        "frais": N_("Frais (code de data.inclusion)"),
        "frais_precisions": N_("Prix, en mots"),
        "amount": N_("Montant"),
        "documents": N_("Documents à apporter"),
        "law": N_("Base légale"),
    },
    N_("Comment le joindre"): {
        "telephone": N_("Téléphone"),
        "courriel": N_("Courriel"),
        "reach": N_("Comment le joindre, en mots"),
        "modes_accueil": N_("Accueil : sur place, à distance (codes)"),
        "langues": N_("Langues (codes ISO)"),
        "interprete": N_("Interprète : oui ou non"),
        "mobilisable_par": N_("Qui peut s'y adresser (codes)"),
        "modes_mobilisation": N_("Comment s'y adresser (codes)"),
        "mobilisation_precisions": N_("Comment s'y adresser, en mots"),
        "lien_mobilisation": N_("Adresse web du formulaire"),
        "online": N_("En ligne, en mots"),
        "compte": N_("Compte nécessaire : oui ou non"),
    },
    N_("Où et quand"): {
        "adresse": N_("Rue et numéro"),
        "complement_adresse": N_("Complément d'adresse"),
        "code_postal": N_("Code postal"),
        "commune": N_("Commune"),
        "code_insee": N_("Code de la commune"),
        "accessibilite_lieu": N_("Adresse web sur l'accessibilité du lieu"),
        "hours": N_("Heures d'ouverture, en mots"),
        "horaires_accueil": N_("Heures d'ouverture (format OpenStreetMap)"),
        "delay": N_("Délai"),
        "duration": N_("Durée, en mots"),
        "nombre_semaines": N_("Durée en semaines"),
        "volume_horaire_hebdomadaire": N_("Heures par semaine"),
    },
    N_("Si l'adresse est confidentielle"): {
        "confidential": N_("Adresse confidentielle : oui ou non"),
        "discreet_title": N_("Titre discret"),
        "public_line": N_("Comment on joint, en une ligne"),
    },
    N_("D'où cela vient"): {
        "read_on": N_("Jour de la dernière vérification"),
        "lien_source": N_("Page où c'est écrit"),
        "site_web": N_("Site web"),
    },
    N_("L'organisation"): {
        "organisation.nom": N_("Nom de l'organisation"),
        "organisation.id": N_("Identifiant de l'organisation"),
        "organisation.description": N_("Ce que fait l'organisation"),
        "organisation.telephone": N_("Téléphone de l'organisation"),
        "organisation.courriel": N_("Courriel de l'organisation"),
        "organisation.site_web": N_("Site web de l'organisation"),
        "organisation.adresse": N_("Rue et numéro de l'organisation"),
        "organisation.code_postal": N_("Code postal de l'organisation"),
        "organisation.commune": N_("Commune de l'organisation"),
        "organisation.siret": N_("SIRET"),
        "organisation.reseaux_porteurs": N_("Réseaux (codes de data.inclusion)"),
    },
}
"""What nearly every table has; what is rarer (an amount of the organisation) is left to the text of the entry."""
IN_BOTH = (
    "nom",
    "description",
    "publics_precisions",
    "conditions_acces",
    "frais_precisions",
    "mobilisation_precisions",
)
"""What tables of Brussels have in two columns, one for each language."""
LANGUAGES = {"fr": N_("%(what)s, en français"), "nl": N_("%(what)s, en néerlandais")}

Choices = list[tuple[str, list[tuple[str, str]]]]


def choices() -> Choices:
    """Return the groups, each with its targets and their words in the language of the page."""
    groups = [(say(group), [(target, say(words)) for target, words in of.items()]) for group, of in GROUPS.items()]
    words = {target: told for of in GROUPS.values() for target, told in of.items()}
    both = [
        (f"{target}.{language}", say(sentence, what=say(words[target])))
        for target in IN_BOTH
        for language, sentence in LANGUAGES.items()
    ]
    return [*groups, (say("Une colonne par langue"), both)]


def known() -> set[str]:
    """Return every target that is offered."""
    return {target for _, offered in choices() for target, _ in offered}
