"""The words that readers see for what an entry says in codes; no code of a vocabulary ever reaches them."""

from collections.abc import Iterator, Mapping

from babel import Locale

from content.directory.entry import EntryFact, EntryFactKind, EntryKind
from content.directory.fact_values import NO, YES
from content.errors import N_
from models.ground.words import Words
from models.tables.directory import FactVerdict

ENTRY_KINDS: Mapping[EntryKind, str] = {
    EntryKind.SERVICE: N_("Service"),
    EntryKind.MEASURE: N_("Mesure"),
    EntryKind.TOOL: N_("Outil venu d'ailleurs"),
}
HEADINGS: Mapping[EntryFactKind, str] = {
    EntryFactKind.REACH: N_("Joindre"),
    EntryFactKind.DESCRIPTION: N_("En bref"),
    EntryFactKind.AUDIENCE: N_("Pour qui"),
    EntryFactKind.CONDITIONS: N_("À quelles conditions"),
    EntryFactKind.COST: N_("Ce que cela coûte"),
    EntryFactKind.AMOUNT: N_("Ce que l'on reçoit"),
    EntryFactKind.DOCUMENTS: N_("Ce qu'il faut apporter"),
    EntryFactKind.MOBILISE: N_("Comment y entrer"),
    EntryFactKind.ONLINE: N_("En ligne"),
    EntryFactKind.HOURS: N_("Horaires"),
    EntryFactKind.DELAY: N_("Délai"),
    EntryFactKind.DURATION: N_("Durée"),
    EntryFactKind.LINK: N_("Sur le web"),
    EntryFactKind.LAW: N_("Base légale"),
    EntryFactKind.NAME: N_("Nom"),
}
"""Kinds of facts in the order in which they are read, and what stands over them."""
TYPES: Mapping[str, str] = {
    "accompagnement": N_("accompagnement"),
    "aide-financiere": N_("aide financière"),
    "aide-materielle": N_("aide matérielle"),
    "atelier": N_("atelier"),
    "formation": N_("formation"),
    "information": N_("information"),
}
PUBLICS = {
    "tous-publics": N_("tout le monde"),
    "actifs": N_("personnes qui travaillent"),
    "beneficiaires-des-minimas-sociaux": N_("personnes qui vivent d'un revenu minimum"),
    "demandeurs-emploi": N_("personnes qui cherchent un emploi"),
    "etudiants": N_("personnes aux études"),
    "familles": N_("familles"),
    "femmes": N_("femmes"),
    "jeunes": N_("jeunes"),
    "personnes-en-situation-de-handicap": N_("personnes en situation de handicap"),
    "personnes-en-situation-durgence": N_("personnes en situation d'urgence"),
    "personnes-en-situation-juridique-specifique": N_("personnes suivies par la justice"),
    "personnes-exilees": N_("personnes exilées"),
    "residents-qpv-frr": N_("personnes d'un quartier ou d'une commune en difficulté (en France)"),
    "seniors": N_("personnes âgées"),
}
ACCESS = {"a-distance": N_("à distance"), "en-presentiel": N_("sur place")}
MOBILISING = {
    "envoyer-un-courriel": N_("envoyer un courriel"),
    "se-presenter": N_("se présenter sur place"),
    "telephoner": N_("téléphoner"),
    "utiliser-lien-mobilisation": N_("remplir la demande en ligne"),
}
MOBILISERS = {"usagers": N_("la personne elle-même"), "professionnels": N_("un service qui l'accompagne")}
CODES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "publics": ("%(said)s", PUBLICS),
    "frais": ("%(said)s", {"gratuit": N_("gratuit"), "payant": N_("payant")}),
    "modes_accueil": (N_("Accueil : %(said)s"), ACCESS),
    "interprete": ("%(said)s", {YES: N_("avec interprète"), NO: N_("sans interprète")}),
    "modes_mobilisation": (N_("Pour y entrer : %(said)s"), MOBILISING),
    "mobilisable_par": (N_("La demande vient de : %(said)s"), MOBILISERS),
    "compte": ("%(said)s", {YES: N_("il faut un compte"), NO: N_("sans compte")}),
}
"""Name of a value → the line in which it is said, and the words of its codes."""
LINKS: Mapping[str, str] = {
    "lien_source": N_("La page qui en parle"),
    "site_web": N_("Le site"),
    "accessibilite_lieu": N_("L'accessibilité du lieu"),
    "lien_mobilisation": N_("La demande en ligne"),
}
"""Values that are addresses of the web, and what a link to each is called."""
VERDICTS: Mapping[FactVerdict, str] = {
    FactVerdict.WORKS: N_("Ça marche"),
    FactVerdict.GONE: N_("Ne répond plus"),
    FactVerdict.CHANGED: N_("A changé"),
}
SPOKEN = N_("On y parle : %(said)s")
ANOTHER_LANGUAGE = N_("une autre langue")
ALL_FRANCE, SOME_PLACES = N_("Dans toute la France"), N_("Dans certaines communes : demandez si la vôtre en est")
HOURS_A_WEEK, WEEKS = N_("%(number)s heures par semaine"), N_("%(number)s semaines")


def lines_of(fact: EntryFact, said: Words) -> Iterator[str]:
    """Yield what a fact says in codes and figures, a line for each value, in the words of a language.

    What is shown in a form of its own is not among them: telephone, mail, addresses of the web.
    """
    town = " ".join(filter(None, map(fact.value, ("code_postal", "commune"))))
    address = filter(None, (fact.value("adresse"), fact.value("complement_adresse"), town))
    yield from filter(None, [", ".join(address)])
    for name, (line, words) in CODES.items():
        codes = [said.gettext(words[code]) for code in fact.values.get(name, ()) if code in words]
        if codes:
            told = said.gettext(line, said=", ".join(codes))
            yield told[:1].upper() + told[1:]
    if spoken := fact.values.get("langues"):
        names = Locale.parse(said.language).languages
        told_in = dict.fromkeys(names.get(code) or said.gettext(ANOTHER_LANGUAGE) for code in spoken)
        yield said.gettext(SPOKEN, said=", ".join(told_in))
    if zones := fact.values.get("zone_eligibilite"):
        where = ALL_FRANCE if "france" in zones else SOME_PLACES
        yield said.gettext(where)
    yield from fact.values.get("horaires_accueil", ())
    for name, line in (("volume_horaire_hebdomadaire", HOURS_A_WEEK), ("nombre_semaines", WEEKS)):
        yield from (said.gettext(line, number=value) for value in fact.values.get(name, ()))
