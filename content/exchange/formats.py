"""The formats that questions go out in and come in by, recognised by name, ending or content.

Each format is loaded with the first file of its own: whoever visits pages does not wait for it.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum
from typing import NamedTuple

from content.exchange.archive import is_zip
from content.exchange.drafts import left_in
from content.exchange.losses import NO_PICTURES, Exchanged, Pictures
from content.module import Module, Question
from content.patterns import LatePattern


class Incoming(StrEnum):
    """The formats that questions are read from."""

    GIFT = "gift"
    CSV = "csv"
    AIKEN = "aiken"
    QTI = "qti"
    MOODLE = "moodle"
    H5P = "h5p"


class Outgoing(StrEnum):
    """The formats that questions are written in."""

    GIFT = "gift"
    CSV = "csv"
    MOODLE = "moodle"
    QTI_2_1 = "qti-2.1"
    QTI_3_0 = "qti-3.0"


MEDIA = {
    Outgoing.GIFT: ("txt", "text/plain; charset=utf-8"),
    Outgoing.CSV: ("csv", "text/csv; charset=utf-8"),
    Outgoing.MOODLE: ("xml", "application/xml"),
    Outgoing.QTI_2_1: ("zip", "application/zip"),
    Outgoing.QTI_3_0: ("zip", "application/zip"),
}
"""The ending of a file of that format, and its media type."""

_ENDINGS = {"csv": Incoming.CSV, "xml": Incoming.QTI, "zip": Incoming.QTI, "gift": Incoming.GIFT, "h5p": Incoming.H5P}
_XML = LatePattern(r"\s*<(?:\?xml|!DOCTYPE|!--|(?:\w+:)?(?:qti-)?assessment-?item|questestinterop)", re.IGNORECASE)
_MOODLE = LatePattern(r"(?:\s++|(?><\?.{0,200}?\?>)|(?><!--.{0,1000}?-->))*+<quiz[\s>]", re.IGNORECASE | re.DOTALL)
_AIKEN = LatePattern(r"^[ \t]*[A-Z][.)].*\n\s*ANSWER:", re.IGNORECASE | re.MULTILINE)
_H5P = b"h5p.json"
"""The name of a member that every such package has, in the clear in its directory."""
_BEGINNING = 100_000
"""Bytes of a file that are looked at to tell its format."""

Questions = Exchanged[tuple[Question, ...]]


class Received(NamedTuple):
    """A file from elsewhere, with the defaults for what its questions do not say."""

    data: bytes
    file: str
    skill: str
    language: str


def read_questions(received: Received, incoming: Incoming) -> Questions:
    """Return the questions of a file; raises BrokenText."""
    data, skill, file = received.data, received.skill, received.file
    match incoming:
        case Incoming.GIFT:
            from content.exchange.gift.reading import read_gift

            return read_gift(data, skill, received.language, file)
        case Incoming.CSV:
            from content.exchange.table import read_table

            return read_table(data, skill, file)
        case Incoming.AIKEN:
            from content.exchange.aiken import read_aiken

            return read_aiken(data, skill, file)
        case Incoming.QTI:
            from content.exchange.qti.reading import read_qti

            return read_qti(data, skill, file)
        case Incoming.MOODLE:
            from content.exchange.moodle.reading import read_moodle

            return read_moodle(data, skill, received.language, file)
        case Incoming.H5P:
            from content.exchange.h5p.reading import read_h5p

            return read_h5p(data, skill, received.language, file)


def format_of(data: bytes, file: str) -> Incoming:
    """Return the likeliest format of a file: by signs that leave no doubt, then its ending, then how it begins."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    text = data[:_BEGINNING].decode(encoding, "replace").removeprefix("\ufeff")
    if is_zip(data):
        return Incoming.H5P if _H5P in data else Incoming.QTI
    if _MOODLE.match(text):
        return Incoming.MOODLE
    if _XML.match(text):
        return Incoming.QTI
    if known := _ENDINGS.get(file.rpartition(".")[2].casefold()):
        return known
    if _AIKEN.search(text.replace("\r", "\n")):
        return Incoming.AIKEN
    from content.exchange.table import NEEDED

    header = re.split(r'[;,\t"\s]+', text.lstrip().partition("\n")[0].casefold())
    return Incoming.CSV if set(NEEDED) <= set(header) else Incoming.GIFT


def write_questions(module: Module, outgoing: Outgoing, pictures: Pictures = NO_PICTURES) -> Exchanged[bytes]:
    """Return the questions of a module as a file, with all that it cannot carry of the module.

    `pictures`: those that the module shows, by their hashes, for the formats that take them along.
    """
    match outgoing:
        case Outgoing.GIFT:
            from content.exchange.gift.writing import write_gift

            gift = write_gift(module)
            return Exchanged(gift.value.encode(), gift.losses)
        case Outgoing.CSV:
            from content.exchange.table import write_table

            table = write_table(module)
            return Exchanged(table.value.encode(), table.losses)
        case Outgoing.MOODLE:
            from content.exchange.moodle.writing import write_moodle

            return write_moodle(module, pictures)
        case _:
            from content.exchange.qti.dialect import QtiVersion
            from content.exchange.qti.writing import write_qti

            package = write_qti(module.pool, QtiVersion(outgoing.removeprefix("qti-")), module.language)
            return Exchanged(package.value, (*left_in(module), *package.losses))
