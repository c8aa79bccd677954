"""A list of people to invite, as spreadsheets write it (CSV): who each row is, and all that is wrong with it. Pure."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from io import StringIO
from itertools import islice
from typing import NamedTuple

from content.errors import N_, Problem, refused
from content.exchange.question_drafts import received
from content.schema.yaml_fields import LANGUAGES
from content.strings.tables_sent import DELIMITERS, delimiter_of, rows_of
from content.strings.words import fold
from models.ground.limits import is_of_somebody

MOST_ROWS = 500
LARGEST_LIST = 200_000
"""Bytes or characters."""
LONGEST_NAME = 120


class ListColumn(StrEnum):
    """A column of a list; the first two must be there."""

    NAME = "name"
    ADDRESS = "address"
    ROLE = "role"
    LANGUAGE = "language"


# As `fold` writes them: without capitals, accents and hyphens; French, Dutch, English.
COLUMN_NAMES = {
    ListColumn.NAME: ("nom", "prenom et nom", "nom et prenom", "naam", "voornaam en naam", "name", "full name"),
    ListColumn.ADDRESS: (
        *("courriel", "adresse", "adresse de courriel", "email", "mail", "adresse email"),
        *("adres", "emailadres", "address", "email address"),
    ),
    ListColumn.ROLE: ("role", "rol"),
    ListColumn.LANGUAGE: ("langue", "taal", "language"),
}
TRAINER = ("formateur", "formatrice", "formation", "opleider", "opleiding", "trainer", "training")
ADMINISTRATOR = ("administrateur", "administratrice", "administration", "beheerder", "beheer", "administrator")
LANGUAGE_NAMES = {
    "fr": ("fr", "francais", "frans", "french"),
    "nl": ("nl", "neerlandais", "nederlands", "dutch"),
    "en": ("en", "anglais", "engels", "english"),
}

_BETWEEN_ROLES = re.compile(r"[\s,;/+&|]+")
_COLUMNS = {name: column for column, names in COLUMN_NAMES.items() for name in names}
_LANGUAGES = {name: language for language, names in LANGUAGE_NAMES.items() for name in names}

NO_SUCH_COLUMN = N_(
    "La première ligne nomme les colonnes : nom, courriel et, si vous voulez, rôle et langue. « %(column)s » n'en est "
    "pas une."
)
MISSING_COLUMN = N_("La première ligne nomme les colonnes : il y faut au moins « nom » et « courriel ».")
DOUBLE_COLUMN = N_("Deux colonnes disent la même chose : gardez-en une.")
TOO_LARGE = N_(
    "Cette liste est trop grande : cinq cents personnes et deux cents kilo-octets au plus, en plusieurs fois."
)
NO_ROW = N_("Cette liste ne nomme personne : sous la ligne des colonnes, une ligne pour chaque personne.")

NO_NAME, LONG_NAME = N_("Le nom manque."), N_("Ce nom a plus de cent vingt caractères.")
NO_ADDRESS, BAD_ADDRESS = N_("L'adresse manque."), N_("Ce n'est pas une adresse de courriel.")
TWICE = N_("Cette adresse est déjà à la ligne %(line)s.")
HAS_ACCOUNT = N_("Cette adresse a déjà un compte.")
HAS_CLOSED_ACCOUNT = N_("Cette adresse a un compte fermé : il peut rouvrir.")
UNKNOWN_ROLE = N_("Ce rôle n'existe pas : « formation », « administration » ou rien.")
UNKNOWN_LANGUAGE = N_("Cette langue n'est pas proposée : « fr », « nl », « en » ou rien.")
FORMULA = N_("Un tableur calculerait cette ligne : une cellule y commence par « = », « + », « - » ou « @ ».")
TOO_MANY_CELLS = N_("Cette ligne a plus de cellules qu'il n'y a de colonnes.")


class ListedPerson(NamedTuple):
    """One row: who is meant, and the sentences that say what is wrong with it; `cells` are as they were written."""

    line: int
    cells: tuple[str, ...]
    name: str
    email: str
    role: str
    language: str
    problems: tuple[Problem, ...] = ()

    @property
    def trainer(self) -> bool:
        """Whether she is to write modules."""
        return any(word in TRAINER for word in _words(self.role))

    @property
    def administrator(self) -> bool:
        """Whether she is to administer the portal."""
        return any(word in ADMINISTRATOR for word in _words(self.role))

    @property
    def language_code(self) -> str:
        """The language in which she is written to; French when none is named."""
        return _LANGUAGES.get(fold(self.language), LANGUAGES[0])


class InvitationList(NamedTuple):
    """A list that has been read: its first line, and a person for each row that is not empty."""

    header: tuple[str, ...]
    people: tuple[ListedPerson, ...]

    @property
    def right(self) -> Sequence[ListedPerson]:
        """Those who can be invited as they stand."""
        return [one for one in self.people if not one.problems]

    @property
    def faulty(self) -> Sequence[ListedPerson]:
        """Those whose row is to be mended."""
        return [one for one in self.people if one.problems]

    @property
    def text(self) -> str:
        """The list in the words in which it was written."""
        sheet = StringIO(newline="")
        rows = csv.writer(sheet, delimiter=DELIMITERS[0], lineterminator="\n")
        rows.writerow(self.header)
        rows.writerows(one.cells for one in self.people)
        return sheet.getvalue()


def read_list(data: str | bytes) -> InvitationList:
    """Read a list, in UTF-8 or Windows-1252; what is wrong with a row stands beside it.

    Raises BrokenText for what cannot be read row by row: too large, no CSV, columns that nobody knows.
    """
    if len(data) > LARGEST_LIST:
        raise refused("", TOO_LARGE)
    text = received(_decoded(data), "")
    rows = rows_of(text, delimiter_of(text, lambda cell: fold(cell).strip() in _COLUMNS), "")
    _, header = next(rows, (1, []))
    columns = _columns(header)
    filled = ((line, cells) for line, cells in rows if any(map(str.strip, cells)))
    # One more than may be: a list of any length is refused as soon as it is seen to be too long.
    taken = list(islice(filled, MOST_ROWS + 1))
    if len(taken) > MOST_ROWS:
        raise refused("", TOO_LARGE)
    if not taken:
        raise refused("", NO_ROW)
    people = [_person(line, cells, columns) for line, cells in taken]
    return InvitationList(tuple(header), tuple(_told_apart(people)))


def with_accounts(listed: InvitationList, closed: Mapping[str, bool]) -> InvitationList:
    """Say of whom there is an account already; `closed` tells, by address, whether it is."""

    def seen(one: ListedPerson) -> ListedPerson:
        if one.email not in closed:
            return one
        return _with(one, HAS_CLOSED_ACCOUNT if closed[one.email] else HAS_ACCOUNT)

    return listed._replace(people=tuple(map(seen, listed.people)))


# -------------------------------------------------------------------------------------------------------------- reading


def _decoded(data: str | bytes) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes as « CSV » on Windows; its five bytes without a meaning stay to be seen.
        return data.decode("cp1252", "replace")


def _columns(header: Sequence[str]) -> list[ListColumn]:
    names = [cell.strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if unknown := [name for name in names if fold(name) not in _COLUMNS]:
        raise refused("", NO_SUCH_COLUMN, column=unknown[0][:40])
    columns = [_COLUMNS[fold(name)] for name in names]
    if not {ListColumn.NAME, ListColumn.ADDRESS} <= set(columns):
        raise refused("", MISSING_COLUMN)
    if max(Counter(columns).values()) > 1:
        raise refused("", DOUBLE_COLUMN)
    return columns


def _person(line: int, cells: Sequence[str], columns: Sequence[ListColumn]) -> ListedPerson:
    said = dict.fromkeys(ListColumn, "") | dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=False))
    name, email = said[ListColumn.NAME], said[ListColumn.ADDRESS].lower()
    one = ListedPerson(line, tuple(cells), name, email, said[ListColumn.ROLE], said[ListColumn.LANGUAGE])
    too_many = any(cell.strip() for cell in cells[len(columns) :])
    return _with(one, *_wrong(one), *[TOO_MANY_CELLS] * too_many)


def _wrong(one: ListedPerson) -> Iterable[str]:
    """Yield what is wrong with a row by itself."""
    if not one.name or len(one.name) > LONGEST_NAME:
        yield LONG_NAME if one.name else NO_NAME
    if not one.email:
        yield NO_ADDRESS
    elif not is_of_somebody(one.email):
        yield BAD_ADDRESS
    # What is kept here is taken along to a spreadsheet some day (CWE-1236).
    if any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in one.cells):
        yield FORMULA
    if any(word not in (*TRAINER, *ADMINISTRATOR) for word in _words(one.role)):
        yield UNKNOWN_ROLE
    if one.language and fold(one.language) not in _LANGUAGES:
        yield UNKNOWN_LANGUAGE


def _told_apart(people: Iterable[ListedPerson]) -> Iterable[ListedPerson]:
    """Yield people, of one address only the first without a word of it."""
    first: dict[str, int] = {}
    for one in people:
        line = first.setdefault(one.email, one.line) if one.email else one.line
        yield one if line == one.line else _with(one, TWICE, line=line)


def _with(one: ListedPerson, *sentences: str, **values: object) -> ListedPerson:
    return one._replace(problems=(*one.problems, *(Problem("", one.line, sentence, values) for sentence in sentences)))


def _words(role: str) -> list[str]:
    """Return the words of a role: « formateur et administrateur », « trainer, beheerder »."""
    words = (fold(word) for word in _BETWEEN_ROLES.split(role))
    return [word for word in words if word and word not in ("et", "en", "and")]
