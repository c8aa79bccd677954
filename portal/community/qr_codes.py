"""The codes that are printed and scanned: a pathway's text, sealed in an address, and any link as an image."""

import segno
from markupsafe import Markup
from segno import QRCode, consts

from content.pathway.pathway import Pathway
from content.pathway.pathway_code import OpenedCode, from_code, to_code
from models.ground.signing import key_of
from portal.request import settings

PURPOSE = "sheet"
"""Of the keys that seal: what is printed with a former key of the house is still its own."""
MOST_PRINTED = 1_300
"""Signs that a code of 50 mm can hold and be read, blurred and stained: of version 29 at level Q."""


def address_of(pathway: Pathway) -> str:
    """Return the address at which any telephone opens a pathway; raises LongText where no code can hold it."""
    return f"{settings().public_url}/f#{to_code(pathway, key_of(settings().secret_key, PURPOSE))}"


def opened(code: str) -> OpenedCode:
    """Return what a code holds, and whether this house made it; raises BadCode."""
    return from_code(code, [key_of(key, PURPOSE) for key in settings().secret_keys])


def image_of(address: str, error: str = "q") -> Markup:
    """Return an address as a code to scan, in which a quarter may be covered: papers are folded, and carried about.

    `error`: the level of ISO/IEC 18004 for papers that are not; a code at level m is smaller, and bears 15 %.
    """
    front, _, code = address.partition("#")
    # The code is of figures, capitals and a few signs, which take half the room of letters (ISO/IEC 18004, 7.4.4).
    parts = [(f"{front}#", consts.MODE_BYTE), (code, consts.MODE_ALPHANUMERIC)]
    # The types of segno know no code in parts; what it says of `make` does.
    scanned = segno.make_qr(parts, error=error, boost_error=False)  # type: ignore[arg-type]
    return _drawn(scanned)


def image_of_link(address: str) -> Markup:
    """Return an address of the web as a code to scan."""
    return _drawn(segno.make_qr(address, error="m"))


def _drawn(scanned: QRCode) -> Markup:
    # The paper is white around it: what a reader needs (ISO/IEC 18004, 5.3.8) stands in the style sheet.
    drawing = scanned.svg_inline(dark="#000", light="#fff", border=1, omitsize=True, svgclass=None, lineclass=None)
    # Markup is safe here: the drawing holds numbers alone. What it is, the page says.
    return Markup(drawing.replace("<svg", '<svg aria-hidden="true"', 1))
