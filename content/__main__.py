"""Read packs.

`python -m content check [PACK…]` says what is to be mended,
`python -m content sources [PACK…]` what was read, and when.
"""

import argparse
import sys
from pathlib import Path

from content.checks.ours import check_our_pack
from content.checks.readings import check_entry_readings, check_rule_readings
from content.checks.report import report
from content.pack import PACKS, RULES, read_parts
from content.problems import BrokenText
from content.sources import sources


def main() -> int:
    """Read every pack named, or all of ours; 1 when one has an error."""
    parser = argparse.ArgumentParser(prog="python -m content", description=__doc__)
    parser.add_argument("verb", choices=["check", "sources"])
    parser.add_argument("pack", nargs="*", type=Path, default=sorted(PACKS.iterdir()))
    asked = parser.parse_args()
    sound = [_told(folder, asked.verb) for folder in asked.pack]
    return 0 if all(sound) else 1


def _told(folder: Path, verb: str) -> bool:
    try:
        parts = read_parts(folder)
        if verb == "check":
            problems = [*check_rule_readings(parts.rules.values(), parts.rules_text, RULES)]
            for one in parts.directory:
                problems += check_entry_readings(*one)
            if folder.resolve().parent == PACKS:
                problems += check_our_pack(parts)
            if problems:
                raise BrokenText(tuple(problems))
    except BrokenText as broken:
        print(f"{folder.name} : {len(broken.problems)} à corriger\n{broken}", file=sys.stderr)
        return False
    print(*([folder.name, *report(parts)] if verb == "check" else sources(parts)), sep="\n")
    return True


if __name__ == "__main__":
    sys.exit(main())
