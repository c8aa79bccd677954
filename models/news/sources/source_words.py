"""The codes of sources in words: their nature, the rights to show them, and the results of a visit."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from models.tables.sources import Jurisdiction, Permission, SourceNature, SourceRight, VisitResult, Watching

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


# -------------------------------------------------------------------- the codes that describe a source, and their names


class SourceRequest(StrEnum):
    """The requests that can be made about a source."""

    PAUSE = "pause"
    RESUME = "resume"
    VISIT = "visit"
    LEAVE = "leave"


WATCHING: Mapping[str, str] = {
    Watching.FEED: N_("flux d'actualités"),
    Watching.SITEMAP: N_("plan du site"),
    Watching.PAGE: N_("page suivie"),
}
NATURES: Mapping[str, str] = {
    SourceNature.AUTHORITY: N_("autorité"),
    SourceNature.PUBLIC_SERVICE: N_("service public"),
    SourceNature.PRESS: N_("presse"),
    SourceNature.ADVOCACY: N_("plaidoyer"),
    SourceNature.RESEARCH: N_("recherche"),
}
JURISDICTIONS: Mapping[str, str] = {
    Jurisdiction.BRUSSELS: N_("Bruxelles"),
    Jurisdiction.WALLONIA: N_("Wallonie"),
    Jurisdiction.FLANDERS: N_("Flandre"),
    Jurisdiction.BELGIUM: N_("Belgique"),
    Jurisdiction.EUROPE: N_("Europe"),
}
RIGHTS: Mapping[str, str] = {
    SourceRight.TITLE: N_("titre et lien"),
    SourceRight.EXCERPT: N_("extrait"),
    SourceRight.TEXT: N_("texte"),
}
"""Code → what it is called, to be translated."""


# ---------------------------------------------------------------------------------------------------- rights of sources


TITLES_ALONE = N_(
    "De la presse, seuls le titre et le lien se montrent, tant qu'une permission n'est pas notée ci-dessous."
)


class PermissionGiven(NamedTuple):
    """A permission as it is told: by whom, when, and in which words."""

    given_by: str
    given_on: date
    words: str


FIRST_RIGHTS = {
    SourceNature.AUTHORITY: SourceRight.TEXT,
    SourceNature.PUBLIC_SERVICE: SourceRight.EXCERPT,
    # The press keeps its texts (Directive (EU) 2019/790, article 15): title and link, unless it allows more.
    SourceNature.PRESS: SourceRight.TITLE,
    SourceNature.ADVOCACY: SourceRight.EXCERPT,
    SourceNature.RESEARCH: SourceRight.EXCERPT,
}

# Declared from the least to the most: the order of the enumeration is the order of rights.
EXTENT: dict[str, int] = {right: extent for extent, right in enumerate(SourceRight)}


def first_right(nature: SourceNature) -> SourceRight:
    """Return what is shown of a source of that nature unless something else is chosen."""
    return FIRST_RIGHTS[nature]


def check(nature: str, right: str, allowed: Iterable[str]) -> None:
    """Raise Refused where the press would be shown further than its titles, and than what it has allowed."""
    if nature == SourceNature.PRESS and EXTENT[right] > max(
        map(EXTENT.__getitem__, allowed), default=EXTENT[SourceRight.TITLE]
    ):
        raise Refused(TITLES_ALONE, "right_to_show")


def permissions(db: Session, source_id: int) -> Sequence[Permission]:
    """Return the permissions that are recorded for a source, the latest first."""
    of_source = select(Permission).where(Permission.source_id == source_id)
    return db.scalars(of_source.order_by(Permission.id.desc())).all()


def record(db: Session, source_id: int, right: str, given: PermissionGiven, by: UUID, at: datetime) -> None:
    """Keep a permission."""
    told = {"given_by": given.given_by.strip(), "given_on": given.given_on, "words": given.words.strip()}
    db.add(Permission(source_id=source_id, right_to_show=right, recorded_by=by, recorded_at=at, **told))
    db.flush()
