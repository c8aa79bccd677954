"""`python -m benchmarks.sheet`: what the sheet promises of its layout, its code, and what is broken, against its goals.

Ten thousand layouts of made-up sheets are searched for what lies on what; the codes of the reference sheet and of a
thousand made-up ones of nine places are counted, with a public address of thirty characters; a hundred thousand codes
and texts, broken in many ways, are read. The words of made-up sheets follow each other so in the packs' own modules, of
which the dictionary of codes knows nothing. Times are of the processor.
"""

import argparse
import gc
from collections import Counter
from collections.abc import Callable
from random import Random
from time import process_time
from typing import NamedTuple

import segno
from segno import consts

from benchmarks.progress import tell
from content.sheet import MOST_PLACES, Sheet
from content.sheet_code import BadCode, from_code, to_code
from content.sheet_text import read_sheet, sketch_sheet, write_sheet
from content.signs import SIGNS
from portal.charts.sheet import ROOM, height_of, sheet_chart
from tests.content.made_up_sheets import REFERENCE, made_up_sheet
from tests.portal.geometry import flaws

ADDRESS = "https://feuille.example.brussel"[:30] + "/f#"
KEY = b"a key of the benchmark"
ODD_SIGNS = "→-.:;\n 1Àéa\u202e漢"
ALONE = 680.0
"""What one A4 leaves to the picture where no code is printed."""


class SheetGoal(NamedTuple):
    """What was measured, in words, and whether it is what was to be reached."""

    told: str
    is_met: bool


def main() -> int:
    """Measure all three; return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheet", description=__doc__)
    parser.add_argument("--layouts", type=int, default=10_000)
    parser.add_argument("--codes", type=int, default=1_000)
    parser.add_argument("--broken", type=int, default=100_000)
    parser.add_argument("--seed", default="sheet")
    asked = parser.parse_args()
    made_up_sheet(Random(asked.seed))
    gc.freeze()  # or one picture in ten thousand pays for going through all that tests and packs have brought
    goals = [
        *layouts(asked.layouts, asked.seed),
        *codes(asked.codes, asked.seed),
        *broken(asked.broken, asked.seed),
    ]
    for goal in goals:
        print("met   " if goal.is_met else "MISSED", goal.told)
    return 0 if all(goal.is_met for goal in goals) else 1


def layouts(number: int, seed: str) -> list[SheetGoal]:
    """Draw made-up sheets of one to nine places, half of them of nine."""
    found: Counter[str] = Counter()
    seconds: list[float] = []
    heights: list[float] = []
    for each in range(number):
        sheet = made_up_sheet(Random(f"{seed} layout {each}"), MOST_PLACES if each % 2 else None)
        begun = process_time()
        sheet_chart(sheet)
        seconds.append(process_time() - begun)
        found.update(flaws(sheet))
        if each % 2:
            heights.append(height_of(sheet))
        _tell("layouts", each, number)
    beside, alone = (sum(height <= room for height in heights) / len(heights) for room in (ROOM, ALONE))
    mean, late, worst = (1000 * second for second in (sum(seconds) / number, _share(seconds, 0.99), max(seconds)))
    print(f"of nine places, {beside:.1%} leave room for a code on one A4, {alone:.1%} fit where there is none")
    return [
        SheetGoal(f"{number} layouts: {found.total()} things on another or outside", not found),
        SheetGoal(f"drawn in {mean:.1f} ms, {late:.1f} at p99, {worst:.1f} at most", worst <= 20),
    ]


def codes(number: int, seed: str) -> list[SheetGoal]:
    """Count the characters of addresses with codes, and the QR codes that they need at level M."""
    reference = read_sheet(REFERENCE)
    whole, lengths, versions, same = _length(reference), [], Counter[str](), 0
    for each in range(number):
        sheet = made_up_sheet(Random(f"{seed} code {each}"), MOST_PLACES)
        lengths.append(_length(sheet))
        versions[_designator(sheet)] += 1
        same += from_code(to_code(sheet, KEY), [KEY]) == (write_sheet(sheet), True)
    fitting = sum(length <= 911 for length in lengths) / number
    print("QR codes of the made-up sheets:", dict(sorted(versions.items(), key=lambda pair: (len(pair[0]), pair[0]))))
    told = ", ".join(f"{_share(lengths, share)} at {share:.1%}" for share in (0.5, 0.995, 1.0))
    return [
        SheetGoal(f"reference: {len(REFERENCE)} characters as {whole}, QR {_designator(reference)}", whole <= 624),
        SheetGoal(f"{fitting:.1%} of {number} within 911: {told}", fitting >= 0.995),
        SheetGoal(f"{same} of {number} the same text again, and ours", same == number),
    ]


def broken(number: int, seed: str) -> list[SheetGoal]:
    """Read codes and texts that were cut, altered, shuffled, multiplied or made of nothing."""
    random, outcomes, slowest = Random(f"{seed} broken"), Counter[str](), 0.0
    whole = [write_sheet(made_up_sheet(Random(f"{seed} whole {each}"))) for each in range(50)]
    sealed = [to_code(read_sheet(text), KEY) for text in whole]
    for each in range(number):
        is_code = each % 2 == 0
        hostile = _hostile(
            random, random.choice(sealed if is_code else whole), SIGNS if is_code else "→-.:;\n 1Àéa\u202e漢"
        )
        begun = process_time()
        outcomes[_read(hostile, is_code)] += 1
        slowest = max(slowest, process_time() - begun)
        _tell("broken", each, number)
    print("what came of them:", dict(outcomes))
    unnamed = {name: count for name, count in outcomes.items() if name.startswith("unnamed")}
    return [
        SheetGoal(f"{number} broken codes and texts: {sum(unnamed.values())} errors without a name", not unnamed),
        SheetGoal(f"the slowest read in {slowest * 1000:.1f} ms", slowest <= 0.05),
    ]


def _read(hostile: str, is_code: bool) -> str:
    """Read a code or a text as the portal would, and draw it; return what came of it."""
    try:
        opened = from_code(hostile, [KEY, b"another"]) if is_code else None
        _, problems = sketch_sheet(opened.text if opened else hostile)
    except BadCode as error:
        return type(error).__name__
    except Exception as error:
        return f"unnamed {type(error).__name__}"
    seal = "" if opened is None else " sealed" if opened.is_ours else " forged"
    return ("code" if is_code else "text") + seal + (" with problems" if problems else " read")


def _hostile(random: Random, sound: str, signs: str) -> str:
    start, end = sorted(random.choices(range(len(sound) + 1), k=2))
    ways: list[Callable[[], str]] = [
        lambda: sound[:start],
        lambda: sound[:start] + sound[end:],
        lambda: sound[:start] + random.choice(signs) + sound[start + 1 :],
        lambda: sound[:start] + "".join(random.choices(signs, k=random.randint(1, 60))) + sound[start:],
        lambda: "".join(random.choices(signs, k=random.randint(0, 3000))),
        lambda: (sound[start:end] or sound) * random.randint(1, 40),
        lambda: "".join(random.sample(sound.splitlines(True), len(sound.splitlines()))),
        lambda: "".join(map(chr, random.choices(range(0x3000), k=random.randint(0, 400)))),
    ]
    return random.choice(ways)()


def _tell(what: str, each: int, number: int) -> None:
    if each % 100 == 0:
        tell(what, each, number)


def _length(sheet: Sheet) -> int:
    return len(ADDRESS) + len(to_code(sheet, KEY))


def _designator(sheet: Sheet) -> str:
    parts = [(ADDRESS, consts.MODE_BYTE), (to_code(sheet, KEY), consts.MODE_ALPHANUMERIC)]
    return segno.make_qr(parts, error="m", boost_error=False).designator  # type: ignore[arg-type]  # takes segments too


def _share(numbers: list[float] | list[int], share: float) -> float:
    return sorted(numbers)[int(share * (len(numbers) - 1))]


if __name__ == "__main__":
    raise SystemExit(main())
