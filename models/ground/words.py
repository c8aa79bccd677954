"""The words that people read: French in the code, Dutch and English in the catalogues, typography by language."""

from datetime import date, timedelta
from functools import cache, lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from content.schema.yaml_fields import LANGUAGES
from content.strings.late_patterns import LatePattern

LOCALE = Path(__file__).parent / "locale"

NARROW, NO_BREAK = "\u202f", "\u00a0"

# « %( » begins a value to fill in, and is no per cent; « ![ » begins a picture of Markdown.
_BEFORE_HIGH_MARK = LatePattern(r"(?<=\S)[ \u00a0\u202f]+(?=[;?»]|!(?!\[)|%(?!\())")
_BEFORE_COLON = LatePattern(r"(?<=\S)[ \u00a0\u202f]+(?=:(?:\s|$))")
_AFTER_GUILLEMET = LatePattern(r"«[ \u00a0\u202f]*")
_AFTER_SECTION = LatePattern(r"§ (?=\d)")
# What follows may begin in Markdown's bold or italics.
_APOSTROPHE = LatePattern(r"(?<=\w)'(?=[*_]{0,3}\w)")


def french(text: str) -> str:
    """Set French typography: no-break spaces at guillemets, high marks and section signs, curly apostrophes.

    Lexique des règles typographiques en usage à l'Imprimerie nationale.
    """
    text = _AFTER_GUILLEMET.sub(f"«{NARROW}", _BEFORE_HIGH_MARK.sub(NARROW, text))
    text = _AFTER_SECTION.sub(f"§{NO_BREAK}", _BEFORE_COLON.sub(NO_BREAK, text))
    return _APOSTROPHE.sub("’", text)


def typographic(text: str, language: str | None) -> str:
    """Return a text as its language sets it; other languages than French are left as they are."""
    return french(text) if language == "fr" else text


def date_in_words(day: date, language: str) -> str:
    """Return a day with its year: « 1er janvier 2027 »."""
    return day_as(day, f"d{NO_BREAK}MMMM{NO_BREAK}y", language)


def day_in_words(day: date, language: str) -> str:
    """Return a day with its weekday: « mardi 1er décembre »."""
    return day_as(day, f"EEEE d{NO_BREAK}MMMM", language)


def day_as(day: date, pattern: str, language: str) -> str:
    """Return a day in a CLDR pattern; the first of a month is « 1er » in French."""
    from babel.dates import format_date

    first = language == "fr" and day.day == 1
    # CLDR writes « 1 janvier »; French typography asks for « 1er ».
    return format_date(day, pattern.replace("d", "d'er'") if first else pattern, locale=language)


class Words:
    """The interface in one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "fr"
        self._catalogue = _catalogue(self.language)
        # The sentences of the catalogue alone: they stand on every page, and are set once.
        self._plain = cache(lambda message: typographic(self._catalogue.gettext(message), self.language))

    def gettext(self, message: str, **values: object) -> str:
        """Return a sentence, with the values that fill it."""
        if not values:
            return self._plain(message)
        # Never kept: what fills a sentence may be a name, or what somebody typed.
        return typographic(self._catalogue.gettext(message) % values, self.language)

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a sentence about a number of things, which it may name `%(num)s`."""
        text = self._catalogue.ngettext(one, many, number)
        return typographic(text % {"num": number, **values}, self.language)

    def days(self, lasting: timedelta) -> str:
        """Return a number of days."""
        return self.ngettext("%(num)s jour", "%(num)s jours", lasting.days)


@lru_cache
def words(language: str) -> Words:
    """Return the words of a language; French for one that we do not speak."""
    return Words(language)


def _catalogue(language: str) -> NullTranslations:
    if language == "fr":
        return _French()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    source, compiled = LOCALE / language / "LC_MESSAGES" / "messages.po", BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class _French(NullTranslations):
    """The messages are French already; zero is singular there."""

    def ngettext(self, one: str, many: str, number: int) -> str:
        # French takes the singular for 0 and 1.5 too: https://cldr.unicode.org/index/cldr-spec/plural-rules
        return one if number < 2 else many
