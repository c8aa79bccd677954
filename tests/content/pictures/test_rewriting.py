"""A picture is written anew: upright, smaller, and nothing of what came with it."""

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ImageCms import ImageCmsProfile, createProfile
from PIL.PngImagePlugin import PngInfo

from content.errors import BrokenText
from content.pictures.picture_file import LARGEST, LONGEST_SIDE, look_at
from content.pictures.rewriting import LARGEST_SENT, MOST_PIXELS, rewrite
from tests.drawings import drawn

MARK = b"Rue de la Loi 16"
SIDEWAYS, ORIENTATION, DESCRIPTION = 6, 0x0112, 0x010E
"""Of EXIF 2.32."""


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def saved(image: Image.Image, form: str, **ways: Any) -> bytes:
    written = BytesIO()
    image.save(written, form, **ways)
    return written.getvalue()


def noisy(width: int, height: int, mode: str) -> bytes:
    """A picture that nothing makes smaller."""
    pixels = random.Random(1).randbytes(width * height * len(mode))
    return saved(Image.frombytes(mode, (width, height), pixels), "PNG")


def test_nothing_that_came_with_a_picture_stays() -> None:
    for form in ["PNG", "JPEG", "WEBP"]:
        exif, texts = Image.Exif(), PngInfo()
        exif[DESCRIPTION] = MARK.decode()
        texts.add_text("Author", MARK.decode())
        profile = ImageCmsProfile(createProfile("sRGB")).tobytes()
        sent = drawn(
            form=form, exif=exif.tobytes(), icc_profile=profile, **({"pnginfo": texts} if form == "PNG" else {})
        )
        assert MARK in sent
        kept = rewrite(sent, "photo").data
        assert MARK not in kept
        assert not opened(kept).getexif()
        assert {"icc_profile", "exif", "Author", "xmp"}.isdisjoint(opened(kept).info)


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = SIDEWAYS
    kept = rewrite(drawn(40, 30, form="JPEG", exif=exif.tobytes()), "photo.jpg")
    assert (kept.width, kept.height) == (30, 40) == opened(kept.data).size


def test_every_kind_of_colours_comes_out_as_bytes_that_we_keep() -> None:
    for mode in ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"]:
        colour = (1,) * len(mode) if mode in {"LA", "RGB", "RGBA", "CMYK"} else 1
        kept = rewrite(drawn(mode=mode, colour=colour, form="JPEG" if mode == "CMYK" else "PNG"), "image")
        assert look_at(kept.data) == kept
        assert opened(kept.data).mode in {"L", "RGB", "RGBA"}


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    shades = b"".join((grey * 257).to_bytes(2, "little") for grey in range(256))
    kept = opened(rewrite(saved(Image.frombytes("I;16", (256, 1), shades), "PNG"), "scan.png").data)
    assert [kept.getpixel((place, 0)) for place in (0, 128, 255)] == [0, 128, 255]


def test_a_picture_that_is_too_wide_is_made_smaller_and_the_same_bytes_have_the_same_name() -> None:
    kept = rewrite(drawn(4000, 1000), "large.png")
    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert rewrite(drawn(), "a.png").hash == rewrite(drawn(), "b.png").hash != rewrite(drawn(41), "a.png").hash


def test_a_picture_that_stays_too_heavy_is_written_otherwise_or_smaller() -> None:
    for mode, kind in [("RGB", "image/jpeg"), ("RGBA", "image/png")]:
        sent = noisy(700, 620, mode)
        assert LARGEST < len(sent) < LARGEST_SENT
        kept = rewrite(sent, "noise.png")
        assert len(kept.data) <= LARGEST
        assert kept.media_type == kind
        assert look_at(kept.data) == kept


def bomb(side: int) -> bytes:
    """A picture that says to be far larger than its bytes."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return drawn()[:12] + head + struct.pack(">I", zlib.crc32(head)) + drawn()[33:]


def test_what_a_camera_writes_with_a_preview_is_its_first_picture() -> None:
    preview = Image.new("RGB", (8, 6), "blue")
    sent = saved(Image.new("RGB", (40, 30), "red"), "MPO", save_all=True, append_images=[preview])
    assert opened(sent).n_frames == 2
    kept = rewrite(sent, "photo.jpg")
    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 40, 30)
    assert look_at(kept.data) == kept


def moving() -> bytes:
    first, second = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
    return saved(first, "WEBP", save_all=True, append_images=[second])


def test_what_cannot_be_kept_is_refused_with_a_sentence() -> None:
    for sent, said in [
        (b"", "Aucune image n'est arrivée"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "n'est pas une image PNG, JPEG ou WebP"),
        (drawn(form="GIF"), "n'est pas une image PNG, JPEG ou WebP"),
        (b"RIFF\0\0\0\0WAVE", "n'est pas une image PNG, JPEG ou WebP"),
        *((drawn() + b"\0" * LARGEST_SENT, "pèse plus de 2 Mo"), (bomb(30_000), "30000 × 30000 pixels")),
        *((bomb(2**31 - 1), "2147483647 × 2147483647 pixels"), (moving(), "Cette image bouge")),
        *((drawn(200, 200, form="JPEG")[:-40], "abîmée"), (drawn()[:40], "abîmée")),
    ]:
        with pytest.raises(BrokenText, match=said) as refused:
            rewrite(sent, "fichier.png")
        (problem,) = refused.value.problems
        assert problem.file == "fichier.png"


def test_what_a_telephone_takes_is_not_too_large() -> None:
    assert MOST_PIXELS >= 8064 * 6048


@given(st.data())
def test_a_damaged_picture_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    sent = bytearray(drawn(form=data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))))
    for place in data.draw(st.lists(st.integers(0, len(sent) - 1), max_size=5)):
        sent[place] = data.draw(st.integers(0, 255))
    try:
        assert look_at(rewrite(bytes(sent[: data.draw(st.integers(0, len(sent)))]), "x").data)
    except BrokenText as broken:
        assert len(broken.problems) == 1
