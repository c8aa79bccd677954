"""The results of a visit: a code that is kept, and a sentence for whoever has to do something about it."""

from content.errors import N_
from models.tables.sources import VisitResult

IN_WORDS = {
    VisitResult.OK: N_("La visite s'est bien passée."),
    VisitResult.UNCHANGED: N_("Rien de neuf depuis la dernière visite."),
    VisitResult.EMPTY: N_("Le flux répond, mais il est vide."),
    VisitResult.MOVED: N_("La visite s'est bien passée ; le site annonce une nouvelle adresse : remplacez l'ancienne."),
    VisitResult.IS_A_PAGE: N_(
        "Cette adresse mène à une page, pas à un flux : suivez-la comme page, ou un de ses flux."
    ),
    VisitResult.NOT_A_FEED: N_("Ce qui se trouve à cette adresse n'est pas un flux lisible : vérifiez l'adresse."),
    VisitResult.NOTHING_TO_READ: N_(
        "La page ne contient pas d'article lisible (connexion, consentement ou page vide)."
    ),
    VisitResult.PARSING_TOO_SLOW: N_("La lecture prenait trop de temps : elle a été arrêtée."),
    VisitResult.PARSING_CRASHED: N_("La lecture a échoué sur un contenu que Boussole ne sait pas lire."),
    VisitResult.BAD_ADDRESS: N_("Ce n'est pas une adresse web : corrigez-la."),
    VisitResult.REFUSED_ADDRESS: N_("Cette adresse mène hors de l'internet public : Boussole ne la visite pas."),
    VisitResult.REFUSED_BY_ROBOTS: N_(
        "Le site demande aux robots de ne pas visiter cette adresse : Boussole le respecte."
    ),
    VisitResult.ROBOTS_UNAVAILABLE: N_(
        "Le site ne répond pas, ou ne donne pas robots.txt, qui dit s'il accepte les visites : Boussole réessaiera."
    ),
    VisitResult.TOO_LARGE: N_("La réponse est trop volumineuse : elle n'a pas été lue."),
    VisitResult.TOO_SLOW: N_("Le site répond trop lentement : Boussole réessaiera."),
    VisitResult.TOO_MANY_REDIRECTS: N_("L'adresse renvoie sans fin vers d'autres adresses : vérifiez-la."),
    VisitResult.UNREACHABLE: N_("Personne ne répond à cette adresse : Boussole réessaiera."),
    VisitResult.UNREADABLE_ENCODING: N_("La réponse est compressée d'une manière que Boussole ne sait pas lire."),
    VisitResult.ANSWERED: N_("Le site a répondu par une erreur : Boussole réessaiera."),
    VisitResult.NO_ADDRESS: N_("L'entrée ne donne pas d'adresse où lire la suite."),
    VisitResult.GAVE_UP: N_("La lecture a échoué trop souvent : Boussole a renoncé."),
    VisitResult.SELECTOR_LOST: N_(
        "La partie suivie de la page n'y est plus, ou est vide, ce qui n'est pas pris pour un changement : "
        "corrigez le sélecteur."
    ),
    VisitResult.BAD_SELECTOR: N_("Ce sélecteur ne se lit pas : corrigez son écriture, CSS ou XPath."),
    VisitResult.WALL: N_(
        "La page demande une connexion, un consentement ou de prouver qu'on est humain : Boussole ne passe pas outre."
    ),
    VisitResult.NOT_A_SITEMAP: N_(
        "Ce qui se trouve à cette adresse n'est pas un plan de site lisible : vérifiez l'adresse."
    ),
    VisitResult.MINING_REFUSED: N_(
        "Le site réserve ses textes (fouille de textes refusée) : seuls le titre et le lien sont pris."
    ),
    VisitResult.TOO_OLD: N_("Trop ancien pour cette source : laissé de côté."),
    VisitResult.OFF_TOPIC: N_("Ne touche pas au métier : laissé de côté."),
}
TRIED_ONCE = IN_WORDS | {
    VisitResult.ROBOTS_UNAVAILABLE: N_(
        "Le site ne répond pas, ou ne donne pas robots.txt, qui dit s'il accepte les visites : réessayez plus tard."
    ),
    VisitResult.TOO_SLOW: N_("Le site répond trop lentement : réessayez plus tard."),
    VisitResult.UNREACHABLE: N_("Personne ne répond à cette adresse : vérifiez-la, ou réessayez plus tard."),
    VisitResult.ANSWERED: N_("Le site a répondu par une erreur : vérifiez l'adresse, ou réessayez plus tard."),
}
"""The same of an address that is only tried: Boussole does not come back to it by itself."""
