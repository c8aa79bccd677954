"""What a visit may come to: a code that is kept, and a sentence for whoever has to do something about it."""

from enum import StrEnum

from models.words import N_


class Result(StrEnum):
    """How a visit ended; those of the network and of the parsers are the codes of their exceptions."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    MOVED = "moved"
    IS_A_PAGE = "is_a_page"
    NOT_A_FEED = "not_a_feed"
    NOTHING_TO_READ = "nothing_to_read"
    PARSING_TOO_SLOW = "parsing_too_slow"
    PARSING_CRASHED = "parsing_crashed"
    BAD_ADDRESS = "bad_address"
    REFUSED_ADDRESS = "refused_address"
    REFUSED_BY_ROBOTS = "refused_by_robots"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREACHABLE = "unreachable"
    UNREADABLE_ENCODING = "unreadable_encoding"
    ANSWERED = "answered"
    NO_ADDRESS = "no_address"
    GAVE_UP = "gave_up"
    SELECTOR_LOST = "selector_lost"
    BAD_SELECTOR = "bad_selector"
    WALL = "wall"
    NOT_A_SITEMAP = "not_a_sitemap"
    MINING_REFUSED = "mining_refused"
    TOO_OLD = "too_old"
    OFF_TOPIC = "off_topic"

    @property
    def good(self) -> bool:
        """Whether the source answered as a source should."""
        return self in SUCCESSES


SUCCESSES = frozenset({Result.OK, Result.UNCHANGED, Result.EMPTY, Result.MOVED})

IN_WORDS = {
    Result.OK: N_("La visite s'est bien passée."),
    Result.UNCHANGED: N_("Rien de neuf depuis la dernière visite."),
    Result.EMPTY: N_("Le flux répond, mais il est vide."),
    Result.MOVED: N_("La visite s'est bien passée ; le site annonce une nouvelle adresse : remplacez l'ancienne."),
    Result.IS_A_PAGE: N_("Cette adresse mène à une page, pas à un flux : suivez-la comme page, ou un de ses flux."),
    Result.NOT_A_FEED: N_("Ce qui se trouve à cette adresse n'est pas un flux lisible : vérifiez l'adresse."),
    Result.NOTHING_TO_READ: N_("La page ne contient pas d'article lisible (connexion, consentement ou page vide)."),
    Result.PARSING_TOO_SLOW: N_("La lecture prenait trop de temps : elle a été arrêtée."),
    Result.PARSING_CRASHED: N_("La lecture a échoué sur un contenu que Boussole ne sait pas lire."),
    Result.BAD_ADDRESS: N_("Ce n'est pas une adresse web : corrigez-la."),
    Result.REFUSED_ADDRESS: N_("Cette adresse mène hors de l'internet public : Boussole ne la visite pas."),
    Result.REFUSED_BY_ROBOTS: N_("Le site demande aux robots de ne pas visiter cette adresse : Boussole le respecte."),
    Result.ROBOTS_UNAVAILABLE: N_(
        "Le site ne répond pas, ou ne donne pas robots.txt, qui dit s'il accepte les visites : Boussole réessaiera."
    ),
    Result.TOO_LARGE: N_("La réponse est trop volumineuse : elle n'a pas été lue."),
    Result.TOO_SLOW: N_("Le site répond trop lentement : Boussole réessaiera."),
    Result.TOO_MANY_REDIRECTS: N_("L'adresse renvoie sans fin vers d'autres adresses : vérifiez-la."),
    Result.UNREACHABLE: N_("Personne ne répond à cette adresse : Boussole réessaiera."),
    Result.UNREADABLE_ENCODING: N_("La réponse est compressée d'une manière que Boussole ne sait pas lire."),
    Result.ANSWERED: N_("Le site a répondu par une erreur : Boussole réessaiera."),
    Result.NO_ADDRESS: N_("L'entrée ne donne pas d'adresse où lire la suite."),
    Result.GAVE_UP: N_("La lecture a échoué trop souvent : Boussole a renoncé."),
    Result.SELECTOR_LOST: N_(
        "La partie suivie de la page n'y est plus, ou est vide, ce qui n'est pas pris pour un changement : "
        "corrigez le sélecteur."
    ),
    Result.BAD_SELECTOR: N_("Ce sélecteur ne se lit pas : corrigez son écriture, CSS ou XPath."),
    Result.WALL: N_(
        "La page demande une connexion, un consentement ou de prouver qu'on est humain : Boussole ne passe pas outre."
    ),
    Result.NOT_A_SITEMAP: N_(
        "Ce qui se trouve à cette adresse n'est pas un plan de site lisible : vérifiez l'adresse."
    ),
    Result.MINING_REFUSED: N_(
        "Le site réserve ses textes (fouille de textes refusée) : seuls le titre et le lien sont pris."
    ),
    Result.TOO_OLD: N_("Trop ancien pour cette source : laissé de côté."),
    Result.OFF_TOPIC: N_("Ne touche pas au métier : laissé de côté."),
}
TRIED_ONCE = IN_WORDS | {
    Result.ROBOTS_UNAVAILABLE: N_(
        "Le site ne répond pas, ou ne donne pas robots.txt, qui dit s'il accepte les visites : réessayez plus tard."
    ),
    Result.TOO_SLOW: N_("Le site répond trop lentement : réessayez plus tard."),
    Result.UNREACHABLE: N_("Personne ne répond à cette adresse : vérifiez-la, ou réessayez plus tard."),
    Result.ANSWERED: N_("Le site a répondu par une erreur : vérifiez l'adresse, ou réessayez plus tard."),
}
"""The same of an address that is only tried: Boussole does not come back to it by itself."""
