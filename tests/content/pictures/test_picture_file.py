"""What the bytes of a picture say of themselves, before anybody decodes them."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from content.errors import BrokenText
from content.pictures.picture_file import LONGEST_SIDE, MediaType, hash_of, look_at
from tests.content.pictures.test_rewriting import DESCRIPTION, noisy
from tests.drawings import drawn

_EXIF = Image.Exif()
_EXIF[DESCRIPTION] = "Rue de la Loi"
DESCRIBED = _EXIF.tobytes()


def chunk(name: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))


def with_chunk(name: bytes, said: bytes) -> bytes:
    """A PNG with a chunk behind its pixels."""
    return drawn()[:-12] + chunk(name, said) + drawn()[-12:]


def unfolding_to(size: int) -> bytes:
    """A PNG whose pixels are so many bytes."""
    return drawn()[:33] + chunk(b"IDAT", zlib.compress(bytes(size))) + drawn()[-12:]


def with_segment(marker: int, said: bytes) -> bytes:
    """A JPEG with a segment behind its first."""
    data = drawn(form="JPEG")
    return data[:20] + bytes((0xFF, marker)) + struct.pack(">H", len(said) + 2) + said + data[20:]


def with_preview() -> bytes:
    """A JPEG whose first segment says to hold a picture of one pixel."""
    data = drawn(form="JPEG")
    return data[:4] + struct.pack(">H", 19) + data[6:18] + b"\x01\x01Loi" + data[20:]


@given(st.integers(1, LONGEST_SIDE), st.integers(1, 60), st.sampled_from(["PNG", "JPEG"]))
def test_a_picture_is_known_by_its_bytes(width: int, height: int, form: str) -> None:
    data = drawn(width, height, form=form)
    found = look_at(data)
    assert found[:4] == (hash_of(data), MediaType(f"image/{form.lower()}"), width, height)
    assert found.name == f"{found.hash}.{'png' if form == 'PNG' else 'jpg'}"
    assert len(found.hash) == 32


def test_what_we_would_not_keep_is_refused_with_a_sentence() -> None:
    for data, said in [
        (b"", "ni un PNG ni un JPEG entier"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ni un PNG ni un JPEG entier"),
        *((drawn(form="GIF"), "ni un PNG ni un JPEG entier"), (drawn()[:-5], "ni un PNG ni un JPEG entier")),
        (drawn(form="JPEG")[:-1], "ni un PNG ni un JPEG entier"),
        (drawn(form="JPEG")[:6], "ni un PNG ni un JPEG entier"),
        *((drawn(LONGEST_SIDE + 1, 1), f"plus de {LONGEST_SIDE} pixels"), (noisy(620, 620, "RGB"), "plus de 1000 Ko")),
        (drawn() + b"PK", "dit autre chose que des pixels"),
        (drawn(form="JPEG") + b"PK\xff\xd9", "dit autre chose que des pixels"),
        (drawn(form="JPEG", comment=b"Rue de la Loi"), "dit autre chose que des pixels"),
        (drawn(form="JPEG", exif=DESCRIBED), "dit autre chose que des pixels"),
        (drawn(exif=DESCRIBED), "dit autre chose que des pixels"),
        (drawn().replace(b"IDAT", b"IDAX"), "dit autre chose que des pixels"),
        (with_chunk(b"IDAT", b"Rue de la Loi"), "dit autre chose que des pixels"),
        (with_chunk(b"tRNS", b"Rue de la Loi"), "dit autre chose que des pixels"),
        (with_chunk(b"PLTE", b"Rue de la Loi  "), "dit autre chose que des pixels"),
        (unfolding_to(40 * 30 * 3), "dit autre chose que des pixels"),
        (unfolding_to(41 * 30 * 3), "dit autre chose que des pixels"),
        (with_segment(0xE0, b"Rue de la Loi"), "dit autre chose que des pixels"),
        (with_segment(0xE1, b"Rue de la Loi"), "dit autre chose que des pixels"),
        (with_preview(), "dit autre chose que des pixels"),
        (drawn(form="JPEG", progressive=True), "dit autre chose que des pixels"),
        (drawn(form="JPEG")[:-2] + b"\xff\xfe\0\x06Rue!\xff\xd9", "dit autre chose que des pixels"),
    ]:
        with pytest.raises(BrokenText, match=said):
            look_at(data, "image")


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_whatever_bytes_there_are_they_are_read_or_refused(rest: bytes, start: bytes) -> None:
    try:
        assert look_at(start + rest).width > 0
    except BrokenText as broken:
        assert broken.problems
