"""A picture written anew: decoded, turned upright, made smaller, without a byte of what came with it.

To be run in a process with limits: decoders have faults (https://owasp.org/www-community/vulnerabilities/Unrestricted_File_Upload).
"""

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from content.errors import N_, BrokenText, refused
from content.pictures.picture_file import LARGEST, LONGEST_SIDE, MediaType, PictureFile, format_of, hash_of

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_SENT = 2_000_000
"""Bytes, as a form may send."""
MOST_PIXELS = 50_000_000
"""Of a picture as it comes: those of today's telephones."""
SECONDS = 30.0
"""That it may take; the largest that comes in takes two."""
QUALITIES = (85, 75, 60)
SHRINKS = 0.75

EMPTY = N_("Aucune image n'est arrivée : choisissez-en une.")
NO_PICTURE = N_("Ce fichier n'est pas une image PNG, JPEG ou WebP : enregistrez-la ainsi, puis apportez-la de nouveau.")
SENT_TOO_LARGE = N_("Cette image pèse plus de %(most)s Mo : réduisez-la, puis apportez-la de nouveau.")
BOMB = N_("Cette image annonce %(width)s × %(height)s pixels, ce qui est trop : réduisez-la avant de l'apporter.")
MOVING = N_("Cette image bouge : choisissez une image fixe.")
DAMAGED = N_("Cette image est abîmée, ou coupée : enregistrez-la de nouveau.")


def rewrite(data: bytes, file: str) -> PictureFile:
    """Return a picture as it is to be kept: PNG or JPEG, upright, its longest side LONGEST_SIDE, its bytes LARGEST at
    most; raises BrokenText with one sentence that says why not."""
    if not data:
        raise refused(file, EMPTY)
    if len(data) > LARGEST_SENT:
        raise refused(file, SENT_TOO_LARGE, most=LARGEST_SENT // 1_000_000)
    if (sign := format_of(data)) is None:
        raise refused(file, NO_PICTURE)
    try:
        with warnings.catch_warnings(action="ignore"):
            return _written(_decoded(data, file, sign), sign)
    except BrokenText:
        raise
    # A decoder raises whatever it stumbles over: OSError, SyntaxError, struct.error, ValueError, KeyError, MemoryError…
    except Exception as error:
        raise refused(file, DAMAGED) from error


def _decoded(data: bytes, file: str, sign: str) -> "Image":
    from PIL import Image, ImageOps

    # Its own guard only warns at first; the number of pixels is looked at here, before any of them is decoded.
    Image.MAX_IMAGE_PIXELS = None
    opened = Image.open(BytesIO(data), formats=(sign,))
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise refused(file, BOMB, width=width, height=height)
    # What a camera writes as JPEG has its previews as further frames (CIPA DC-007): only its first is the picture.
    if sign != "JPEG" and getattr(opened, "n_frames", 1) > 1:
        raise refused(file, MOVING)
    # The decoder of JPEG makes a picture smaller while it reads, to not less than what is asked for.
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    # Sixteen bits of grey: the eight that matter, where convert() would cut off all that is bright.
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda grey: grey / 256)
    plain = upright.convert(
        "RGBA" if upright.has_transparency_data else "L" if upright.mode in {"1", "L", "I"} else "RGB"
    )
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Another picture of the same pixels: what the file said besides (EXIF, ICC, XMP, texts) stays behind.
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _written(image: "Image", sign: str) -> PictureFile:
    # The ways in which it can be written, the best first.
    ways: list[tuple[MediaType, dict[str, object]]] = []
    if sign != "JPEG":
        ways.append((MediaType.PNG, {"optimize": True}))
    if image.mode != "RGBA":
        ways += [(MediaType.JPEG, {"quality": one}) for one in QUALITIES]
    while True:
        for media_type, how in ways:
            saved = BytesIO()
            image.save(saved, media_type.name, **how)
            written = saved.getvalue()
            if len(written) <= LARGEST:
                return PictureFile(hash_of(written), media_type, *image.size, written)
        image = image.resize([max(1, round(side * SHRINKS)) for side in image.size])
