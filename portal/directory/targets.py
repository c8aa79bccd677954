"""Where a column of somebody's table can be put, in words: the targets of a mapping, as people look for them."""

from collections.abc import Mapping

from content.errors import N_
from portal.pages import say

USUAL: Mapping[str, str] = {
    "nom": N_("Nom"),
    "description": N_("Ce qu'il fait"),
    "publics_precisions": N_("Pour qui, en mots"),
    "frais_precisions": N_("Prix, en mots"),
    "telephone": N_("Téléphone"),
    "courriel": N_("Courriel"),
    "site_web": N_("Site web"),
    "adresse": N_("Rue et numéro"),
    "code_postal": N_("Code postal"),
    "commune": N_("Commune"),
    "hours": N_("Heures d'ouverture, en mots"),
    "read_on": N_("Jour de la dernière vérification"),
}
"""What nearly every table has."""
OTHERS: Mapping[str, str] = {
    "type": N_("Type (code de data.inclusion)"),
    "thematiques": N_("Thématiques (codes de data.inclusion)"),
    "topics": N_("Sujets d'entretien (codes d'ici)"),
    "skills": N_("Compétences (codes d'ici)"),
    "rules": N_("Règles (codes d'ici)"),
    "emergency": N_("Urgence : oui ou non"),
    "id": N_("Identifiant dans ce fichier"),
    "publics": N_("Publics (codes de data.inclusion)"),
    "conditions_acces": N_("Conditions"),
    "zone_eligibilite": N_("Communes ou zones desservies (codes)"),
    "frais": N_("Frais (code de data.inclusion)"),
    "amount": N_("Montant"),
    "documents": N_("Documents à apporter"),
    "law": N_("Base légale"),
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
    "complement_adresse": N_("Complément d'adresse"),
    "code_insee": N_("Code de la commune"),
    "accessibilite_lieu": N_("Adresse web sur l'accessibilité du lieu"),
    "horaires_accueil": N_("Heures d'ouverture (format OpenStreetMap)"),
    "delay": N_("Délai"),
    "duration": N_("Durée, en mots"),
    "nombre_semaines": N_("Durée en semaines"),
    "volume_horaire_hebdomadaire": N_("Heures par semaine"),
    "confidential": N_("Adresse confidentielle : oui ou non"),
    "discreet_title": N_("Titre discret"),
    "public_line": N_("Comment on joint, en une ligne"),
    "lien_source": N_("Page où c'est écrit"),
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
}
"""What some have; what is rarer (an amount of the organisation) is left to the text of the entry."""
TARGETS = {**USUAL, **OTHERS}
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

Choices = list[tuple[str, str]]


def choices() -> tuple[Choices, Choices]:
    """Return the usual targets, then all others, each with its words in the language of the page."""
    both = [
        (f"{target}.{language}", say(sentence, what=say(TARGETS[target])))
        for target in IN_BOTH
        for language, sentence in LANGUAGES.items()
    ]
    usual, others = ([(target, say(words)) for target, words in of.items()] for of in (USUAL, OTHERS))
    return usual, [*others, *both]


def known() -> set[str]:
    """Return every target that is offered."""
    return {target for offered in choices() for target, _ in offered}
