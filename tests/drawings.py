"""Small pictures to be brought, shown and packed."""

import random
from io import BytesIO

from PIL import Image

from content.pictures.picture_file import PictureFile
from content.pictures.rewriting import rewrite


def drawn(
    width: int = 40, height: int = 30, *, mode: str = "RGB", colour: object = 128, form: str = "PNG", **ways: object
) -> bytes:
    """A picture of one colour, as a program saves it."""
    written = BytesIO()
    Image.new(mode, (width, height), colour).save(written, form, **ways)
    return written.getvalue()


def picture(width: int = 40, height: int = 30, colour: object = 128) -> PictureFile:
    """A picture as it is kept."""
    return rewrite(drawn(width, height, colour=(colour, colour, colour)), "dessin.png")


def photographed() -> PictureFile:
    """A JPEG as it is kept, which has another hash when it is written anew."""
    written = BytesIO()
    Image.frombytes("RGB", (60, 40), random.Random(1).randbytes(60 * 40 * 3)).save(written, "JPEG")
    kept = rewrite(written.getvalue(), "photo.jpg")
    assert rewrite(kept.data, "photo.jpg").hash != kept.hash
    return kept
