"""`python -m benchmarks.exchange_given FOLDER`: what the readers make of files that others have written.

Prints for each file the format that it shows, each question that it gives with its kind, key and number of options, and
every loss in words, or why it is refused. Exits with 1 when a file gives no question.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from content.exchange.bringing import questions_in
from content.exchange.formats import Received
from content.problems import BrokenText


def main() -> int:
    """Read all files of a folder and print what each gives; return 1 when one gives nothing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange_given", description=__doc__)
    parser.add_argument("folder", type=Path)
    files = sorted(file for file in parser.parse_args().folder.rglob("*") if file.is_file())
    empty = 0
    for file in files:
        said = list(told(file))
        empty += not any(line.startswith("  gives") for line in said)
        print("\n".join([file.name, *said]))
    print(f"{len(files)} files, {len(files) - empty} of them give questions")
    return 1 if empty else 0


def told(file: Path) -> Iterator[str]:
    """Yield what a file gives, a line for each question and each loss."""
    try:
        incoming, read = questions_in(Received(file.read_bytes(), file.name, "a.skill", "fr"), "")
    except BrokenText as broken:
        yield from (f"  refused: {problem.told}" for problem in broken.problems)
        return
    for one in read.value:
        key = ", ".join(one.key) if one.key else "—"
        yield f"  gives ({incoming}) {one.id}: {one.kind}, {len(one.options)} options, key {key}"
    yield from (f"  says: {loss.sentence % dict(loss.values)}" for loss in read.losses)


if __name__ == "__main__":
    sys.exit(main())
