"""`python -m benchmarks.scanned`: are printed sheets opened from paper that was turned, blurred and stained?

Made-up sheets of nine places are printed by the portal's own page, by the Chromium that CHROMIUM names, and turned into
pictures of 300 dots an inch. Each picture is turned by up to five degrees and blurred, and a tenth of its code, outside
the three finder patterns, is covered by a black or a white block. A reader of codes (zxing-cpp: zbar and OpenCV need
packages of the system, or read less) has to give the text that was printed.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from playwright.sync_api import Page, sync_playwright
from pypdfium2 import PdfDocument
from scipy.ndimage import gaussian_filter, rotate

from benchmarks.progress import tell
from content.pack import PACKS, read_pack
from content.sheet import MOST_PLACES, Sheet
from content.sheet_code import BadCode, from_code
from content.sheet_text import read_sheet, write_sheet
from tests import builders
from tests.browser.devices import served_house
from tests.content.made_up_sheets import made_up_sheet
from tests.databases import sqlite_databases

DPI, INCH = 300, 25.4
BLUR = 1.5
"""Standard deviation in dots: three times what a telephone in focus shows."""
MOST_TURNED = 5.0
COVERED = 0.1
FINDER = 8
"""Modules of a finder pattern and the light line around it, at three corners of a code (ISO/IEC 18004, 6.3.3)."""
GOAL = 0.99
ADDRESS = "https://feuille.example.brussel"[:30]
POST = """(text) => {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: "/sheet" });
  for (const [name, value] of Object.entries({ text, typed: "list", do: "paper", code: "1" })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""

Picture = NDArray[np.uint8]


class Printed(NamedTuple):
    """A printed sheet as a picture, cut out around its code, and where in it the code's corners are."""

    picture: Picture
    left: int
    top: int
    side: int
    modules: int


def main() -> int:
    """Print, spoil and read; return 1 when the goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scanned", description=__doc__)
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--seed", default="scanned")
    asked = parser.parse_args()
    read = wide = 0
    unread: list[int] = []
    with printing() as page:
        for each in range(asked.sheets):
            tell("sheets", each, asked.sheets)
            sheet = made_up_sheet(Random(f"{asked.seed} {each}"), MOST_PLACES)
            printed = cut_out(printed_page(page, sheet))
            wide += printed.side / DPI * INCH >= 50
            found = gives(spoiled(printed, Random(f"{asked.seed} spoiled {each}")), sheet)
            read += found
            unread += [] if found else [printed.modules]
    share = read / asked.sheets
    print(f"{read} of {asked.sheets} read as the text that was printed ({share:.1%}); modules of the others: {unread}")
    print(f"{wide} of {asked.sheets} codes at least 50 mm wide")
    return 0 if share >= GOAL and wide == asked.sheets else 1


@contextmanager
def printing() -> Iterator[Page]:
    """Yield a page of a browser at a portal that has a public address of thirty characters."""
    with (
        TemporaryDirectory() as folder,
        sqlite_databases() as fresh,
        fresh() as url,
        served_house(url, Path(folder)) as house,
        sync_playwright() as playwright,
    ):
        builders.set_up(house.store, read_pack(PACKS / "conseil-emploi"))
        house.app.extensions["settings"] = replace(house.settings, public_url=ADDRESS)
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"])
        yield browser.new_page(base_url=house.settings.base_url, bypass_csp=True, locale="fr-BE")
        browser.close()


def printed_page(page: Page, sheet: Sheet) -> Picture:
    """Return the side of the paper on which the code stands, as grey dots."""
    page.goto("/sheet")
    with page.expect_navigation():
        page.evaluate(POST, write_sheet(sheet))
    document = PdfDocument(page.pdf(prefer_css_page_size=True))
    side = document[len(document) - 1]
    picture: Picture = side.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze()
    return picture


def cut_out(picture: Picture) -> Printed:
    """Return the part of a page around its code, found on the page as it was printed."""
    (found,) = zxingcpp.read_barcodes(picture)
    corner, side = found.position.top_left, found.position.top_right.x - found.position.top_left.x
    around = side // 4
    top, left = max(0, corner.y - around), max(0, corner.x - around)
    part = picture[top : corner.y + side + around, left : corner.x + side + around]
    return Printed(part, corner.x - left, corner.y - top, side, modules_of(part, corner.x - left, corner.y - top, side))


def modules_of(part: Picture, left: int, top: int, side: int) -> int:
    """Return how many modules a code has along a side: its first finder pattern is seven dark ones wide."""
    row = part[top + 3, left : left + side] < 128
    begins = int(np.argmax(row))
    return round(side / int(np.argmin(row[begins:])) * 7)


def spoiled(printed: Printed, random: Random) -> Picture:
    """Return a picture with a block over a tenth of its code, turned and blurred."""
    picture = printed.picture.copy()
    top, left, high, broad = block(printed, random)
    picture[top : top + high, left : left + broad] = random.choice((0, 255))
    turned = rotate(picture, random.uniform(-MOST_TURNED, MOST_TURNED), reshape=True, cval=255, order=1)
    blurred: Picture = np.clip(gaussian_filter(turned.astype(float), BLUR), 0, 255).astype(np.uint8)
    return blurred


def block(printed: Printed, random: Random) -> tuple[int, int, int, int]:
    """Return top, left, height and breadth of a block of a tenth of the code, on none of its finder patterns."""
    keep = int(FINDER * printed.side / printed.modules) + 1
    corners = ((0, 0), (0, printed.side - keep), (printed.side - keep, 0))
    while True:
        broad = int(printed.side * random.uniform(0.2, 0.5))
        high = int(COVERED * printed.side**2 / broad)
        top, left = (random.randint(0, printed.side - size) for size in (high, broad))
        if not any(top < y + keep and y < top + high and left < x + keep and x < left + broad for y, x in corners):
            return printed.top + top, printed.left + left, high, broad


def gives(picture: Picture, sheet: Sheet) -> bool:
    """Return whether a picture gives the sheet that was printed."""
    for found in zxingcpp.read_barcodes(np.ascontiguousarray(picture)):
        try:
            text = from_code(found.text.partition("#")[2], []).text
        except BadCode:
            continue
        if read_sheet(text)._replace(exact_at=None) == sheet._replace(exact_at=None):
            return True
    return False


if __name__ == "__main__":
    raise SystemExit(main())
