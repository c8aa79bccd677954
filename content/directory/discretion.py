"""What gives an address away: a street with its number, a postcode with its place, coordinates, a link to a map.

An entry whose address is confidential holds none of it, in whatever field: its reader, every import and a test look. It
is a net: « en face de la gare » passes, and whoever writes such an entry still reads it with that in mind.
"""

import re
from functools import cache
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from content.patterns import LatePattern

_ROADS = r"(?i:rue|avenue|av\.|boulevard|bd\.?|bld\.?|chauss[ée]e|all[ée]e|impasse|dr[èe]ve|sentier|venelle|ruelle)"
_SHORT = r"(?-i:r\.)|av|bd|pl\.?|sq\.?|ch\.|imp\.|all\."
_PLACES = rf"(?i:place|square|quai|chemin|clos|cours|route|faubourg|passage|esplanade|voie|galerie|{_SHORT})"
"""Words that say other things too: a street where a name with a capital follows."""
_ALWAYS_PLACES = rf"(?i:place|square|quai|chemin|clos|r\.|{_SHORT})"
"""Those of them of which a street may be made without a capital."""
_STRAAT = r"(?:straat|laan|steenweg|plein|kaai|dreef|lei|baan|markt|plaats)"
_OF = r"(?:(?:[Dd]e la|[Dd]e l['’]|[Dd]es|[Dd]u|[Dd]e|[Ll]a|[Ll]es?|[Dd]['’]|[Aa]ux?)\s?)?"
_OF_THE = r"(?i:de la\s|de l['’]|des\s|du\s|de\s|d['’]|à la\s|à l['’]|aux?\s)"
_IN_WORDS = (
    r"(?i:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante"
    r"|cinquante|soixante|septante|nonante|cent)\b"
)
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z]|\s?(?:bis|ter))?\b"
_ADDRESS = (
    rf"\b{_ROADS}\s[^\d\n]{{2,60}}?[\s,]*(?:n[°o]\.?\s*)?{_NUMBER}"  # rue de la paix, n° 12
    rf"|\b{_ROADS}\s{_OF}[A-ZÉÈÀÎ]\w"  # rue de la Paix
    rf"|\b{_ROADS}\s{_OF_THE}[^\d\n.,;:]{{2,40}}?\b{_IN_WORDS}"  # rue de la paix douze
    rf"|\b{_ALWAYS_PLACES}\s{_OF_THE}\w[\w'’-]{{0,30}},?\s(?:n[°o]\.?\s?)?\d"  # quai au foin 12
    rf"|\b{_PLACES}\s{_OF}[A-ZÉÈÀÎ][\w'’-]+(?:\s[\w'’-]+){{0,4}}?[\s,]*(?:n[°o]\.?\s*)?\d"  # place de la Paix 12
    rf"|\b{_NUMBER},?\s+(?:{_ROADS}\s\S|{_PLACES}\s{_OF}[A-ZÉÈÀÎ])"  # 12, rue de la Paix
    rf"|\b[A-Z]\w+{_STRAAT}\b|\b\w+{_STRAAT}\s+(?:nr\.?\s*)?\d"  # Vredestraat, vredestraat 12
    rf"|\b{_NUMBER}\s+[A-Z]\w+ (?i:street|road|lane|avenue|drive|court|square)\b"  # 12 Peace Street
)
_POSTCODE = (
    r"\b[BF][-‑ ]\s?\d{4,5}\b|\b(?!(?:19|20)\d\d\b)[1-9]\d{3}\s+(?!EUR\b)(?:[A-ZÉÈ][a-zà-ÿ]{2,}|[A-ZÉÈ]{4,})"
    r"|\b\d{5}\s+[A-ZÉÈ]\w{2,}|\b(?:code postal|postcode)\D{0,5}\d{4,5}"
)
_COORDINATES = (
    r"\d{1,3}[.,]\d{3,12}[\s°NS]{0,4}[,;/\s]\s{0,3}-?\d{1,3}[.,]\d{3}"  # runs of blanks are bounded, or time is not
    r"|\b(?i:[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3})\b"  # plus codes: https://maps.google.com/pluscodes/
    r"|\d{1,2}°\s?\d{1,2}['′]|\b(?i:lat|latitude|lon|lng|longitude)\b\W{0,3}\d"
)
_MAPS = (
    r"\b(?:maps\.google|google\.\w+/maps|goo\.gl/maps|maps\.app\.goo\.gl|openstreetmap\.org|osm\.org|waze\.com|"
    r"plus\.codes|what3words\.com|bing\.com/maps|maps\.apple)|/{3}\w+\.\w+\.\w+|\bgeo:-?\d"
)
_SAID = (
    r"\badresses?\s+(?:\w+\s+)?(?:confidentiel|secr[èe]te|non\s+(?:communiqu|divulgu))|\b(?:geheim|vertrouwelijk)e?\s+(?:adres|locatie)"
    r"|\badres\s+(?:is\s+)?(?:geheim|vertrouwelijk)|\b(?:confidential|undisclosed)\s+(?:address|location)"
    r"|^\W*(?:confidentiel(?:le)?|confidential|vertrouwelijk|geheim|undisclosed)\W*$"
)
_UNSEEN = LatePattern("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Letters that nobody sees, and that would part a word in two."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    # Compiled where first looked for: that takes longer than all else of this file, and most processes never ask.
    return *map(re.compile, (_ADDRESS, _POSTCODE, _COORDINATES)), re.compile(_MAPS, re.IGNORECASE)


def gives_away(text: str) -> bool:
    """Return whether a text tells where somebody could be found; of an address of the web, its path is read too."""
    text = normalize("NFC", _UNSEEN.sub("", text))
    looked_at = (text, _spelled(text)) if "://" in text else (text,)
    return any(pattern.search(one) for one in looked_at for pattern in _patterns())


def says_confidential(text: str) -> bool:
    """Return whether a text says of itself that an address is kept secret."""
    return re.search(_SAID, text, re.IGNORECASE) is not None


def _spelled(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return re.sub(r"[-_+/=&?.]+", " ", unquote(f"{parts.path} {parts.query} {parts.fragment}"))
