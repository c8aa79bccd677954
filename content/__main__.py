"""The commands `python -m content check [PACK…]` (findings) and `sources [PACK…]` (pages that were read, and when)."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from content.checks.cards_and_facts import check_entry_readings, check_rule_readings
from content.checks.our_packs import check_our_pack
from content.checks.report import report
from content.directory.entry import DirectoryEntry, EntryBlank
from content.errors import BrokenText
from content.pack import PACKS, RULES, PackTexts, read_parts
from content.readings import Reading, ReadingManner

MANNERS = {
    ReadingManner.LIVE: "la page du jour",
    ReadingManner.TELEPHONE: "au téléphone",
    ReadingManner.COPY: "une copie",
    ReadingManner.MACHINE: "par une machine",
}


def sources(parts: PackTexts) -> Iterator[str]:
    """Yield the lines of the page, in Markdown."""
    yield "# Ce qui a été lu, et quand"
    rules = (
        (f"`{one.id}`", one.authority, f"<{one.address}>", _told_reading(one.reading) if one.reading else "non lu")
        for one in parts.rules.values()
    )
    yield from _table("Règles", ("règle", "autorité", "page", "lu"), rules)
    modules = [module for module, _, _ in (*parts.modules, *parts.translated)]
    rests = (
        (
            f"`{one.id}` ({one.language})",
            source.title,
            f"<{source.url}>" if source.url else "–",
            source.read_on.isoformat() if source.read_on else "–",
        )
        for one in modules
        for source in one.sources
    )
    yield from _table("Modules", ("module", "source", "page", "lu"), rests)
    entries = [row for entry, _, _ in parts.directory for row in _of_entry(entry)]
    yield from _table("Répertoire", ("entrée", "faits", "page", "lu"), entries)


def _table(title: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", _row(columns), _row("---" for _ in columns))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _of_entry(entry: DirectoryEntry) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each page and each way in which it was read, with the facts that it carries."""
    rests: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fact in entry.all_facts:
        if fact.source:
            unread = " (cherché, non trouvé)" if fact.blank is EntryBlank.UNREAD else ""
            rests[f"<{fact.source.address}>", _told_reading(fact.source.reading)].append(f"{fact.kind}{unread}")
    for (address, read), facts in rests.items():
        yield f"`{entry.id}`", ", ".join(dict.fromkeys(facts)), address, read


def _told_reading(reading: Reading) -> str:
    """Say how something was read: day, manner, day of the copy, date that the page bears."""
    said = [reading.on.isoformat()]
    if reading.manner:
        said.append(MANNERS[reading.manner] + (" sans date" if reading.is_undated else ""))
    if reading.copied:
        said.append(f"du {reading.copied.isoformat()}")
    if reading.page:
        said.append(f"page de {reading.page}")
    return ", ".join(said)


# --------------------------------------------------------------------------------------------------------- command line


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
