"""The bytes of a picture: what they say at their beginning, and the hash that names them. Nothing is decoded here."""

import hashlib
import struct
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from content.problems import N_, BrokenText, Problem

LARGEST = 1_000_000
"""Bytes of a picture that is kept."""
LONGEST_SIDE = 1600
"""Pixels: what a card shows on the widest screen, twice over."""
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# https://www.w3.org/TR/jpeg1/ table B.1: a frame begins with one of these; C4, C8 and CC are others.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})

NOT_OURS = N_("Cette image n'est ni un PNG ni un JPEG entier : apportez-la de nouveau par l'atelier.")
TOO_HEAVY = N_("Cette image pèse plus de %(most)s Ko : apportez-la par l'atelier, qui la réduit.")
TOO_LONG = N_("Cette image a plus de %(most)s pixels de côté : apportez-la par l'atelier, qui la réduit.")


class MediaType(StrEnum):
    """What a picture that is kept is written in."""

    PNG = "image/png"
    JPEG = "image/jpeg"


ENDINGS = {MediaType.PNG: "png", MediaType.JPEG: "jpg"}


class PictureFile(NamedTuple):
    """A picture as it is kept."""

    hash: str
    media_type: MediaType
    width: int
    height: int
    data: bytes

    @property
    def name(self) -> str:
        """The name of its file in a pack."""
        return f"{self.hash}.{ENDINGS[self.media_type]}"


def hash_of(data: bytes) -> str:
    """Return the name of a picture: the first half of the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()[:32]


def look_at(data: bytes, file: str = "") -> PictureFile:
    """Return a picture by what its bytes say of themselves; raises BrokenText for one that we would not keep."""
    found = _png(data) if data.startswith(PNG) else _jpeg(data) if data.startswith(JPEG) else None
    problems = [Problem(file, 1, NOT_OURS)] if found is None else []
    if len(data) > LARGEST:
        problems.append(Problem(file, 1, TOO_HEAVY, {"most": LARGEST // 1000}))
    if found and max(found[1:]) > LONGEST_SIDE:
        problems.append(Problem(file, 1, TOO_LONG, {"most": LONGEST_SIDE}))
    if problems or found is None:
        raise BrokenText(tuple(problems))
    return PictureFile(hash_of(data), *found, data)


def _png(data: bytes) -> tuple[MediaType, int, int] | None:
    # https://www.w3.org/TR/png-3/#11IHDR: the first chunk, always; the last is IEND.
    if data[12:16] != b"IHDR" or len(data) < 33 or data[-8:-4] != b"IEND":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (MediaType.PNG, width, height) if width and height else None


def _jpeg(data: bytes) -> tuple[MediaType, int, int] | None:
    for marker, place in _segments(data):
        if marker in _FRAMES and len(data) >= place + 9:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return (MediaType.JPEG, width, height) if width and height and data.endswith(b"\xff\xd9") else None
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the marker of each segment before the first scan, and the place after it less two."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        yield marker, place
        if marker == 0xDA:
            return
        place += 2 if marker in _ALONE else 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
