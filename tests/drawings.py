"""Small pictures to be brought, shown and packed."""

from io import BytesIO

from PIL import Image

from content.pictures.file import PictureFile
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
