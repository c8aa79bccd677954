"""What can be said of a source, in codes, and what each code is called."""

from collections.abc import Mapping
from enum import StrEnum

from models.words import N_


class Watching(StrEnum):
    """How an address is watched: as a feed, as a sitemap whose new pages are read, as a page whose text changes."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class Change(StrEnum):
    """What can be asked of a source."""

    PAUSE = "pause"
    RESUME = "resume"
    VISIT = "visit"
    LEAVE = "leave"


class Nature(StrEnum):
    """What a source is, and so how its words are to be taken."""

    AUTHORITY = "authority"
    PUBLIC_SERVICE = "public_service"
    PRESS = "press"
    ADVOCACY = "advocacy"
    RESEARCH = "research"


class Jurisdiction(StrEnum):
    """Where what a source says holds: a region, the country, Europe."""

    BRUSSELS = "brussels"
    WALLONIA = "wallonia"
    FLANDERS = "flanders"
    BELGIUM = "belgium"
    EUROPE = "europe"


class Right(StrEnum):
    """How much of the texts of a source may be shown: the title and the way to it, sentences, the whole text."""

    TITLE = "title"
    EXCERPT = "excerpt"
    TEXT = "text"


WATCHING: Mapping[str, str] = {
    Watching.FEED: N_("flux d'actualités"),
    Watching.SITEMAP: N_("plan du site"),
    Watching.PAGE: N_("page suivie"),
}
NATURES: Mapping[str, str] = {
    Nature.AUTHORITY: N_("autorité"),
    Nature.PUBLIC_SERVICE: N_("service public"),
    Nature.PRESS: N_("presse"),
    Nature.ADVOCACY: N_("plaidoyer"),
    Nature.RESEARCH: N_("recherche"),
}
JURISDICTIONS: Mapping[str, str] = {
    Jurisdiction.BRUSSELS: N_("Bruxelles"),
    Jurisdiction.WALLONIA: N_("Wallonie"),
    Jurisdiction.FLANDERS: N_("Flandre"),
    Jurisdiction.BELGIUM: N_("Belgique"),
    Jurisdiction.EUROPE: N_("Europe"),
}
RIGHTS: Mapping[str, str] = {
    Right.TITLE: N_("titre et lien"),
    Right.EXCERPT: N_("extrait"),
    Right.TEXT: N_("texte"),
}
"""Code → what it is called, to be translated."""
