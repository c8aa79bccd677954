"""The fields that only entries have, and what must not be said in them where an address is confidential."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from content.directory import fact_values
from content.directory.entry import MOST_SOUGHT
from content.errors import N_
from content.schema.fields import MISSING, Columns, Field, Line, Row
from content.schema.posted_form import UNREAD, MalformedForm, NotInForm
from content.schema.schema import SpokenField, WordsField
from content.schema.yaml_fields import Fields, literal, scalar
from content.schema.yaml_tree import Said
from content.strings.late_patterns import LatePattern

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
    # Compiled at first use: that takes longer than the rest of this file, and most processes never need it.
    return *map(re.compile, (_ADDRESS, _POSTCODE, _COORDINATES)), re.compile(_MAPS, re.IGNORECASE)


def gives_away(text: str) -> bool:
    """Return whether a text tells where somebody can be found; the path of a web address is read too."""
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


# ------------------------------------------------------------------- the fields that only entries of the directory have


PLACED = N_("Aucune coordonnée n'est gardée : retirez « %(field)s » ; la commune suffit.")
GIVEN_AWAY = N_(
    "L'adresse est confidentielle, et « %(field)s » la donne (rue, code postal, coordonnées ou plan) : réécrivez-le."
)


class ValueFields(NamedTuple):
    """A value of a fact, by the name that data.inclusion gives it; of several, commas stand between them."""

    name: str = ""
    words: str = ""


def known_values(kind: str) -> Mapping[str, fact_values.ValueShape]:
    """Return the values that a fact of a kind may have; none of a kind that is unknown."""
    # A code is its own word.
    return fact_values.VALUES.get(kind, {})  # type: ignore[call-overload,no-any-return]


def values_of(fact: Row) -> tuple[ValueFields, ...]:
    """Return the values that a fact of its kind may have, and those that it has."""
    said = {one.name: one.words for one in fact.values}
    return tuple(ValueFields(name, said.get(name, "")) for name in dict.fromkeys([*known_values(fact.kind), *said]))


class ValuesField(Field):
    """The values of a fact, each under its own name."""

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the names that a fact of its kind may have."""
        return known_values(fields.word("kind"))

    def value(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        """Return the values by name; notes which are written otherwise than they are to be."""
        found = {}
        for name, shape in known_values(fields.word("kind")).items():
            if name in fields:
                values = fields.texts(name) if shape.several else (fields.verbatim(name),)
                if values and (fault := fact_values.fault_of(name, values)):
                    fields.note(name, fault[0], **fault[1])
                if not values:
                    fields.note(name, MISSING)
                found[name] = values
        return found

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {name: [*values] if fact_values.SHAPES[name].several else values[0] for name, values in value.items()}

    @cached_property
    def columns(self) -> Columns:
        """A row for each value."""
        return {self.column: (tuple[ValueFields, ...], ())}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the values; raises NotInForm where one is a list and is to be none, or no list and to be one."""
        found = []
        for name in [name for name in fact_values.SHAPES if name in said]:
            shape, value = fact_values.SHAPES[name], said.pop(name)
            one_by_one = value if isinstance(value, list) else [value]
            if value and isinstance(value, list) != shape.several:
                raise NotInForm(UNREAD)
            if not all(isinstance(one, str) and not (shape.several and "," in one) for one in one_by_one):
                raise NotInForm(UNREAD)
            if words := ", ".join(one_by_one):
                found.append(ValueFields(name, words))
        return {self.column: tuple(found)}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield a line for each value, those of its kind first; raises MalformedForm for a name that there is not."""
        said = {name: words for name, words in getattr(row, self.column) if words}
        if strange := said.keys() - fact_values.SHAPES.keys():
            raise MalformedForm(*strange)
        for name in dict.fromkeys([*known_values(row.kind), *fact_values.SHAPES]):
            if name in said and fact_values.SHAPES[name].several:
                several = filter(None, map(str.strip, said[name].split(",")))
                yield self.column, f"{name}: [{', '.join(map(scalar, several))}]"
            elif name in said and scalar(said[name]) == said[name]:
                yield self.column, f"{name}: {said[name]}"
            elif name in said:
                yield from ((self.column, line) for line in literal(name, said[name]))


class PlacesField(Field):
    """Coordinates, which no entry may hold."""

    holds = False

    def known(self, fields: Fields) -> Iterable[str]:
        """Return the names under which others hold it."""
        return fact_values.PLACES

    def value(self, fields: Fields) -> None:
        """Note each of them that is there."""
        for place in fact_values.PLACES:
            if place in fields:
                fields.note(place, PLACED)

    @cached_property
    def columns(self) -> Columns:
        """No field of a form."""
        return {}

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Take nothing: no form shows it."""
        return {}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield nothing."""
        return iter(())


class SoughtField(WordsField):
    """The words by which people look for an entry, by language, separated by commas."""

    def value(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        """Return the expressions; notes too many of them, and one that is there twice."""
        if (said := fields.single(self.name)) is None:
            return {}
        said.expect(*self.languages)
        there = [language for language in self.languages if language in said]
        found = {language: tuple(filter(None, map(str.strip, said.text(language).split(",")))) for language in there}
        for language, expressions in found.items():
            if len(expressions) > MOST_SOUGHT or len({*expressions}) < len(expressions):
                said.note(language, "« %(field)s » a %(most)s expressions au plus, chacune une fois.", most=MOST_SOUGHT)
        return {language: expressions for language, expressions in found.items() if expressions}

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return super().said({language: ", ".join(expressions) for language, expressions in value.items()})


class DiscreetField(WordsField):
    """What stands in the place of an address that is confidential, in one language or in both."""

    def value(self, fields: Fields) -> dict[str, str]:
        """Return the words; notes where they are not there, or give the address away."""
        if not self.known(fields):
            return {}
        if (said := fields.single(self.name)) is None:
            fields.note(self.name, "L'adresse est confidentielle : il faut « %(field)s », sans rien qui y mène.")
            return {}
        said.expect(*self.languages)
        found: dict[str, str] = SpokenField.value(self, said)
        if not found:
            fields.note(self.name, MISSING)
        if any(map(gives_away, found.values())):
            fields.note(self.name, GIVEN_AWAY)
        return found
