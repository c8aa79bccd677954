"""A sheet's text as a code for the fragment of an address, short enough to print; decided in docs/decisions/0033.

Eight bytes of seal, and the text deflated (RFC 1951) with a dictionary known beforehand, are written in signs
(content/signs.py); a last sign tells the version.
"""

import hmac
import zlib
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from content.sheet import Sheet
from content.sheet_dictionary import DICTIONARIES
from content.sheet_text import write_sheet
from content.signs import SIGNS, in_bytes, in_signs

VERSION = 1
"""What is written; every version that was printed is read. Below 36: a figure or letter ends what becomes a link."""
MOST_SIGNS = 2048
"""Of a code that is read at all."""
MOST_BYTES = 8192
"""Of a text: what deflates a thousandfold is cut here."""
SEAL_BYTES = 8


class BadCode(ValueError):
    """What was scanned gives no text: signs are missing, or others than were printed; or a later Boussole made it."""

    def __init__(self, later: bool = False) -> None:
        super().__init__()
        self.later = later


class LongText(Exception):
    """A sheet says more than a code can hold: it is printed without one."""


class OpenedCode(NamedTuple):
    """The text of a code, and whether one of the keys sealed it: what anybody else made is read too, and said so."""

    text: str
    is_ours: bool


def to_code(sheet: Sheet, key: bytes) -> str:
    """Return the code of a sheet's text, sealed with a key of 64 bytes at most; raises LongText where no code holds it.

    Nine places full of ordinary words have a third of that; of words in other letters each may take three bytes.
    """
    dictionary = DICTIONARIES[VERSION]
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=dictionary.words)
    body = squeezer.compress(dictionary.shortened(write_sheet(sheet))) + squeezer.flush()
    code = in_signs(_seal(VERSION, body, key) + body) + SIGNS[VERSION]
    if len(code) > MOST_SIGNS:
        raise LongText
    return code


def from_code(code: str, keys: Iterable[bytes]) -> OpenedCode:
    """Return what a code holds; raises BadCode. Any of the keys may have sealed it."""
    if not 1 < len(code) <= MOST_SIGNS or code[-1] not in SIGNS:
        raise BadCode
    try:
        content, version = in_bytes(code[:-1]), SIGNS.index(code[-1])
    except ValueError as error:
        raise BadCode from error
    if version not in DICTIONARIES:
        raise BadCode(later=version > VERSION)
    seal, body = content[:SEAL_BYTES], content[SEAL_BYTES:]
    ours = [hmac.compare_digest(seal, _seal(version, body, key)) for key in keys]
    dictionary = DICTIONARIES[version]
    opener = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary.words)
    try:
        short = opener.decompress(body, MOST_BYTES)
        if not opener.eof or opener.unused_data:
            raise BadCode
        return OpenedCode(dictionary.restored(short), any(ours))
    except (zlib.error, UnicodeDecodeError) as error:
        raise BadCode from error


def _seal(version: int, body: bytes, key: bytes) -> bytes:
    return blake2b(bytes([version]) + body, key=key, digest_size=SEAL_BYTES, person=b"sheet").digest()
