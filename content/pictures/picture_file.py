"""The bytes of a picture, the hash that names them, and how a text shows a picture by that name."""

import hashlib
import re
import struct
import zlib
from enum import StrEnum
from typing import NamedTuple

from content.errors import N_, BrokenText, Problem
from content.strings.late_patterns import LatePattern

LARGEST = 1_000_000
"""Bytes of a picture that is kept."""
LONGEST_SIDE = 1600
"""Pixels: what a card shows on the widest screen, twice over."""
_MOST_ROWS = LONGEST_SIDE * (1 + LONGEST_SIDE * 4)
"""Bytes of the largest PNG, unfolded."""
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_WEBP = b"RIFF", b"WEBP"
"""Between them stands the length (https://developers.google.com/speed/webp/docs/riff_container)."""
_CHANNELS = {0: 1, 2: 3, 6: 4}
"""By the kind of colours of a PNG: grey, colours, colours that let light through."""
_FRAMES, _SCAN = frozenset({0xC0, 0xC1}), 0xDA
_SEGMENTS = _FRAMES | {_SCAN, 0xC4, 0xDB, 0xDD}
"""Of a JPEG, what holds pixels and how to read them; all else says something besides, as where one was."""
_JFIF = re.compile(rb"\xff\xd8\xff\xe0\0\x10JFIF\0.{7}\0\0", re.DOTALL)
"""How a JPEG begins, without a preview (https://www.w3.org/Graphics/JPEG/jfif3.pdf)."""
_MARKER = re.compile(rb"\xff[^\0\xd0-\xd7]", re.DOTALL)
"""What ends a scan."""

NOT_OURS = N_(
    "Cette image n'est ni un PNG ni un JPEG entier, ou dit autre chose que des pixels : apportez-la par l'atelier."
)
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


def format_of(data: bytes) -> str | None:
    """Return the format that bytes begin as, PNG, JPEG or WEBP; None for what is no picture that can be brought."""
    if (data[:4], data[8:12]) == _WEBP:
        return "WEBP"
    return next((name for sign, name in {PNG: "PNG", JPEG: "JPEG"}.items() if data.startswith(sign)), None)


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
    # https://www.w3.org/TR/png-3/#5DataRep: length, name, content and the sum over the two; IHDR first, IEND last.
    place, chunks = len(PNG), list[tuple[bytes, bytes]]()
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        if end > len(data) or zlib.crc32(data[place + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            return None
        chunks.append((data[place + 4 : place + 8], data[place + 8 : end - 4]))
        place = end
    if place != len(data) or len(chunks) < 3 or chunks[-1] != (b"IEND", b""):
        return None
    (first, head), pixels = chunks[0], chunks[1:-1]
    if first != b"IHDR" or len(head) != 13 or any(name != b"IDAT" for name, _ in pixels):
        return None
    width, height, bits, colours, *ways = struct.unpack(">IIBBBBB", head)
    if not width or not height or bits != 8 or colours not in _CHANNELS or any(ways):
        return None
    # A row is its filter and its pixels (https://www.w3.org/TR/png-3/#7Scanline).
    rows = height * (1 + width * _CHANNELS[colours])
    return (MediaType.PNG, width, height) if _unfolds_to(b"".join(part for _, part in pixels), rows) else None


def _unfolds_to(folded: bytes, size: int) -> bool:
    """Return whether bytes are one whole stream of that size, with nothing behind it."""
    if size > _MOST_ROWS:
        # It is refused for its sides, and not unfolded.
        return True
    stream = zlib.decompressobj()
    try:
        unfolded = stream.decompress(folded, size + 1)
    except zlib.error:
        return False
    return len(unfolded) == size and stream.eof and not stream.unused_data


def _jpeg(data: bytes) -> tuple[MediaType, int, int] | None:
    # https://www.w3.org/TR/jpeg1/ annex B: segments up to the scan, in which FF D9 can only be the end.
    if not _JFIF.match(data):
        return None
    size, place = None, 20
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] in _SEGMENTS:
        marker, (length,) = data[place + 1], struct.unpack_from(">H", data, place + 2)
        if marker in _FRAMES:
            if size or length < 8 or place + 9 > len(data):
                return None
            size = struct.unpack_from(">HH", data, place + 5)
        if marker == _SCAN:
            ended = _MARKER.search(data, place + 2 + length)
            whole = size is not None and all(size) and ended is not None and data[ended.start() :] == b"\xff\xd9"
            return (MediaType.JPEG, size[1], size[0]) if size and whole else None
        place += 2 + length
    return None


# ------------------------------------------------------------------------------------------- how a text names a picture


SCHEME = "picture:"

HASH = LatePattern("[0-9a-f]{32}")
ADDRESS = LatePattern(rf"{SCHEME}(?P<hash>[0-9a-f]{{32}})")
NAMED = LatePattern(rf"\]\(<?{SCHEME}([0-9a-f]{{32}})(?![0-9a-f])")
"""The one way in which a text names a picture; a text that shows one in another is not published."""


# What shows no picture of ours is passed over once, not sought again from each of its signs.
_SHOWN = LatePattern(rf"!\[((?:\\.|[^\]\\])*+)(?:\]\(<?{SCHEME}([0-9a-f]{{32}})>?\))?")
_ESCAPED = LatePattern(r"\\([\\\[\]])")


def picture_line(picture_hash: str, description: str) -> str:
    """Return the Markdown that shows a picture."""
    # What would end the description is written as Markdown wants it (https://spec.commonmark.org/0.31.2/#backslash-escapes).
    escaped = "".join(f"\\{sign}" if sign in "\\[]" else sign for sign in " ".join(description.split()))
    return f"![{escaped}]({SCHEME}{picture_hash})"


def without_pictures(text: str) -> str:
    """Return what of a text is read as words by who sees its pictures."""
    return _SHOWN.sub(lambda found: "" if found[2] else found[0], text) if SCHEME in text else text


def named_in(text: str) -> tuple[str, ...]:
    """Return the hashes of the pictures that a text shows, each once, in their order."""
    return tuple(dict.fromkeys(NAMED.findall(text))) if SCHEME in text else ()


def described_in(text: str) -> dict[str, str]:
    """Return the first description of each picture that a text shows, by its hash."""
    found = _SHOWN.finditer(text) if SCHEME in text else ()
    said = [(one[2], _ESCAPED.sub(r"\1", one[1]).strip()) for one in found if one[2]]
    return {name: description for name, description in reversed(said) if description}
