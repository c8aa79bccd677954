"""The codes that describe a source, and their names."""

from collections.abc import Mapping
from enum import StrEnum

from content.errors import N_
from models.tables.sources import Jurisdiction, SourceNature, SourceRight, Watching


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
