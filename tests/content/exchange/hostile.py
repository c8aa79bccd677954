"""Packages made to do harm, and what is said of them."""

import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO

import pytest

from content.errors import BrokenText

Member = tuple[zipfile.ZipInfo | str, bytes]


def zipped(members: Iterable[Member], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of any members at all, in this order."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for member, data in members:
            archive.writestr(member, data)
    return written.getvalue()


def link(name: str, target: str) -> Member:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def encrypted(data: bytes) -> bytes:
    """The same zip, whose directory says that its first member is encrypted."""
    return _patched(data, at=8, value=1)


def of_another_size(data: bytes, size: int) -> bytes:
    """The same zip, whose directory announces another size for its first member."""
    return _patched(data, at=24, value=size, shape="<I")


def _patched(data: bytes, at: int, value: int, shape: str = "<H") -> bytes:
    directory = data.index(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into(shape, changed, directory + at, value)
    return bytes(changed)


def said_of(read: Callable[..., object], *given: object, **named: object) -> list[str]:
    """The sentences, without their places, of the BrokenText that must be raised."""
    with pytest.raises(BrokenText) as broken:
        read(*given, **named)
    return [problem.sentence % dict(problem.values) for problem in broken.value.problems]
