"""`python -m benchmarks.broken_pictures`: 100,000 broken pictures, thrown at what writes pictures anew.

Sound pictures of each format are cut, repeated, mixed, damaged in places and made to say that they are larger; some
inputs are nothing but signs. Each gives a picture that we would keep, or a named error of ours, within the limits of
the process that the worker reads pictures in: exits with 1 when it does anything else, and shows the first such
inputs. The same seed gives the same inputs.
"""

import argparse
import os
import platform
import struct
import zlib
from collections import Counter
from io import BytesIO
from random import Random
from time import perf_counter

from content.pictures import rewriting
from content.pictures.file import look_at
from content.problems import BrokenText
from watchers.child import Child, ParsingCrashed, ParsingTooSlow

SHOWN = 5
MOST_EDITS = 6
SIGNS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    b"IHDR",
    b"IEND",
    b"\xff\xda",
    b"\0",
)


def main() -> int:
    """Throw broken pictures at the reader; return 1 when one of them was neither read nor refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broken_pictures", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}")
    begun = perf_counter()
    outcomes, faults, slowest = thrown(asked.inputs, asked.seed)
    print(f"{asked.inputs} inputs in {perf_counter() - begun:.0f} s, the slowest {slowest:.2f} s")
    for outcome, times in outcomes.most_common():
        print(f"  {times:6}  {outcome}")
    for fault in faults:
        print(f"FAULT {fault}")
    return 1 if faults else 0


def thrown(inputs: int, seed: int) -> tuple[Counter[str], list[str], float]:
    """Throw so many inputs; return how often each outcome came, the first faults, and the slowest input's seconds."""
    random, sound, outcomes, slowest = Random(seed), sound_pictures(), Counter[str](), 0.0
    faults: list[str] = []
    with Child() as child:
        for _ in range(inputs):
            data, begun = broken(random, sound), perf_counter()
            outcome, is_fault = _outcome(child, data)
            slowest = max(slowest, perf_counter() - begun)
            outcomes[outcome] += 1
            if is_fault and len(faults) < SHOWN:
                faults.append(f"{outcome}: {data[:200].hex()}… ({len(data)} bytes)")
    return outcomes, faults, slowest


def _outcome(child: Child, data: bytes) -> tuple[str, bool]:
    try:
        written = child.run(rewriting.rewrite, data, "image", seconds=rewriting.SECONDS)
        # What is kept must be what a pack would take too.
        return f"read, written as {written.media_type}", look_at(written.data) != written
    except BrokenText as refused:
        return f"refused: {refused.problems[0].sentence}", len(refused.problems) != 1
    # Named, and kept as such with the file; what decodes hardly ever takes so long, or so much.
    except ParsingTooSlow:
        return "refused: too slow", False
    except ParsingCrashed as crashed:
        return f"crashed: {crashed}"[:300], True


def broken(random: Random, sound: list[bytes]) -> bytes:
    """Return a picture that is broken in some way, or hardly one at all."""
    if random.random() < 0.05:
        return random.choice(SIGNS) + random.randbytes(random.randrange(300))
    data = bytearray(random.choice(sound))
    for _ in range(random.randint(1, MOST_EDITS)):
        _edit(random, data, sound)
    return bytes(data)


def _edit(random: Random, data: bytearray, sound: list[bytes]) -> None:
    place, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    match random.randrange(7):
        case 0:
            del data[place:]
        case 1:
            del data[place:end]
        case 2:
            data[place:place] = data[place:end]
        case 3:
            data[place:place] = random.choice(SIGNS)
        case 4:
            data[place:end] = random.choice(sound)[place:end]
        case 5 if data[12:16] == b"IHDR":
            _boast(random, data)
        case _:
            for at in range(place, min(end, place + 8)):
                data[at] = random.randrange(256)


def _boast(random: Random, data: bytearray) -> None:
    """Have a PNG say that it is larger than it is, with the right sum over what it says."""
    data[16:24] = struct.pack(">II", *(random.choice((1, 1600, 7000, 30_000, 2**31 - 1)) for _ in range(2)))
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))


def sound_pictures() -> list[bytes]:
    """Return small pictures of each format and kind of colours."""
    from PIL import Image

    pictures = []
    for form, modes in {
        "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
        "JPEG": ("L", "RGB", "CMYK"),
        "WEBP": ("RGB", "RGBA"),
    }.items():
        for mode in modes:
            written = BytesIO()
            Image.new(mode, (32, 24)).save(written, form)
            pictures.append(written.getvalue())
    return pictures


if __name__ == "__main__":
    raise SystemExit(main())
