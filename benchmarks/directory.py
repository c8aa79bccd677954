"""`python -m benchmarks.directory [FOLDER]`: broken inputs for every reader of the directory, and real files.

A hundred thousand inputs: sound examples of each format cut, repeated, mixed and sprinkled with signs. A reader must
give entries or refuse with a named error of ours: exits with 1 when it does anything else, and shows the first such
inputs. The same seed gives the same inputs.

FOLDER holds a `211.csv.gz` (a table, read by a mapping) and a `datainclusion-faulty.xlsx` (schema v1 with planted
faults): how long they take, what is lost, what a second import would change, and every fault.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter

from content.directory.column_mapping import ColumnMapping, DayOrder, entries_by_mapping
from content.directory.entry_text import read_entry, write_entry
from content.directory.exchange_results import Arrival, EntriesRead, compared
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_reader import read_inclusion, read_inclusion_tables
from content.directory.inclusion_writer import Publishing
from content.directory.incoming_file import read_tables
from content.errors import BrokenText
from content.exchange.archive import is_zip, packed, unpacked
from content.strings.tables_sent import TextTable
from tests.content.directory.written_files import write_hsds, write_hsds_tables, write_inclusion

SHOWN, MOST_EDITS = 5, 4
ARRIVAL = Arrival("https://example.org/", "Service emploi", date(2026, 11, 29), "fr", "fichier")
OURS = Publishing("boussole")
SIGNS = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\n",
    b"- ",
    b";",
    b"=1+1",
    b"&a",
    b"*a",
    b"\x00",
    b"\xff",
    b"<!",
    b"null",
]

SECRET = "Adresse confidentielle : téléphonez."
SERVICE: Mapping[str, object] = {
    "source": "dora",
    "structure_id": "s1",
    "id": "a1",
    "nom": "Une écoute",
    "description": "Une écoute après la perte d'un emploi.",
    "date_maj": "2026-11-02",
    "publics": ["jeunes", "familles"],
    "frais": "gratuit",
    "telephone": "02 000 00 00",
    "commune": "Saint-Gilles",
    "modes_mobilisation": ["telephoner"],
    "lien_source": "https://example.org/a",
}
STRUCTURE = {"source": "dora", "id": "s1", "nom": "Une maison", "date_maj": "2026-11-01"}
SECRET_SERVICE = {**SERVICE, "id": "a2", "complement_adresse": SECRET}
V1 = json.dumps({"structures": [STRUCTURE], "services": [SERVICE, SECRET_SERVICE]}, ensure_ascii=False).encode()
TABLE = (
    "N°;Nom;Tél.;Rue;Public;Lu le;Quoi\n1;Une écoute;02 000;Rue Inventée 1;jeunes;24/11/2026;Écouter.\n"
    f"2;Un accueil;0800;{SECRET};femmes;23/11/2026;Accueillir.\n"
).encode()
TARGETS = ("id", "nom", "telephone", "adresse", "publics", "read_on", "description")
OF_211 = {
    "ResourceAgencyNum": "id",
    "PublicName": "nom",
    "ParentAgencyNum": "organisation.id",
    "ParentAgency": "organisation.nom",
    "AgencyDescription": "description",
    "PhysicalAddress1": "adresse",
    "PhysicalAddress2": "complement_adresse",
    "PhysicalCity": "commune",
    "PhysicalPostalCode": "code_postal",
    "Phone1Number": "telephone",
    "EmailAddressMain": "courriel",
    "WebsiteAddress": "site_web",
    "HoursOfOperation": "hours",
    "Eligibility": "publics_precisions",
    "FeeStructureSource": "frais_precisions",
    "ApplicationProcess": "mobilisation_precisions",
    "DocumentsRequired": "documents",
    "LastVerifiedOn": "read_on",
}


def main() -> int:
    """Run the broken inputs, then the real files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directory", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    astray = broken(asked.inputs, Random(asked.seed))
    if asked.folder:
        by_mapping(asked.folder / "211.csv.gz")
        faulty(asked.folder / "datainclusion-faulty.xlsx")
    return 1 if astray else 0


# -------------------------------------------------------------------------------------------------------- broken inputs

Reader = Callable[[bytes], object]


def readers() -> dict[str, tuple[list[bytes], Reader]]:
    """Every reader, with sound examples of what it reads."""
    entries = read_inclusion(V1, ARRIVAL).entries
    texts = [write_entry(entry).encode() for entry in entries]
    books = [write_hsds_tables(entries, OURS).value]
    return {
        "text": (texts, lambda data: read_entry(data.decode("utf-8", "replace"))),
        "v1 JSON": ([V1], lambda data: checked(read_inclusion(data, ARRIVAL))),
        "HSDS JSON": ([write_hsds(entries, OURS).value.encode()], lambda data: checked(read_hsds(data, ARRIVAL))),
        "HSDS zip": (books, lambda data: checked(read_hsds(data, ARRIVAL))),
        "table": ([TABLE], table),
        "workbook": ([*_workbooks()], table),
    }


def _workbooks() -> list[bytes]:
    from tests.content.directory.workbooks import rows, workbook

    return [workbook({"Une": rows(*(line.split(";") for line in TABLE.decode().splitlines()))}, ["x"])]


def table(data: bytes) -> object:
    """Read a table by a mapping that takes its columns in their order."""
    for one in read_tables(data, ARRIVAL.file):
        columns = dict(zip([name for name in one.header if name], TARGETS, strict=False))
        checked(entries_by_mapping(one, ColumnMapping(columns), ARRIVAL))
    return None


def checked(found: EntriesRead) -> EntriesRead:
    """Return what was read, once each entry has come back from its text and no confidential one holds an address."""
    for entry in found.entries:
        if read_entry(write_entry(entry)) != entry:
            raise AssertionError(entry.id)
    return found


def broken(inputs: int, chance: Random) -> int:
    """Give broken inputs to each reader in turn; return how often one did what it must not."""
    every = readers()
    outcomes: Counter[tuple[str, str]] = Counter()
    astray: list[tuple[str, bytes, BaseException]] = []
    slowest, began = 0.0, perf_counter()
    for number in range(inputs):
        name = [*every][number % len(every)]
        examples, reader = every[name]
        data = spoiled(chance.choice(examples), chance)
        at = perf_counter()
        try:
            reader(data)
            outcomes[name, "read"] += 1
        except BrokenText:
            outcomes[name, "refused by name"] += 1
        except Exception as astray_error:
            astray.append((name, data, astray_error))
        slowest = max(slowest, perf_counter() - at)
    for (name, outcome), times in sorted(outcomes.items()):
        print(f"{name:10} {outcome:16} {times:7,}")
    print(f"without a name: {len(astray)}; slowest {slowest * 1000:.0f} ms; {perf_counter() - began:.0f} s")
    for name, data, error in astray[:SHOWN]:
        print(f"{name}: {error!r}\n{data[:400]!r}")
    return len(astray)


def spoiled(data: bytes, chance: Random) -> bytes:
    """Cut, repeat, mix and sprinkle."""
    if is_zip(data) and chance.random() < 0.7:
        members = unpacked(data, "")
        name = chance.choice(sorted(members))
        return packed({**members, name: spoiled(members[name], chance)})
    found = bytearray(data)
    for _ in range(chance.randint(1, MOST_EDITS)):
        start = chance.randrange(len(found) + 1)
        end = min(len(found), start + chance.choice([1, 1, 2, 8, 60]))
        match chance.randrange(5):
            case 0:
                del found[start:end]
            case 1:
                found[start:start] = found[start:end] * chance.choice([1, 2, 50])
            case 2:
                found[start:start] = chance.choice(SIGNS) * chance.choice([1, 1, 1, 300])
            case 3:
                found[start:end] = bytes(chance.randrange(256) for _ in range(end - start))
            case _:
                other = chance.randrange(len(found) + 1)
                found[start:start] = found[other : other + 40]
    return bytes(found)


# ----------------------------------------------------------------------------------------------------------- real files


def by_mapping(path: Path) -> None:
    """Read a table by its mapping, twice."""
    data, began = gzip.decompress(path.read_bytes()), perf_counter()
    (one,) = read_tables(data, "211.csv")
    mapping = ColumnMapping(OF_211, DayOrder.MONTH_FIRST)
    found = entries_by_mapping(one, mapping, ARRIVAL)
    took = perf_counter() - began
    again = entries_by_mapping(one, mapping, ARRIVAL)
    changes = Counter(str(each.change) for each in compared(found.entries, again.entries))
    refused = [fault for fault in found.faults if fault.severity == "error"]
    print(f"\n{path.name}: {len(one.rows):,} rows of {len(one.header)} columns in {took:.1f} s")
    print(f"entries {len(found.entries):,}; rows kept out {len({fault.line for fault in refused})}")
    print(f"values left out and named {len(found.faults) - len(refused)}; a second import: {dict(changes)}")
    for fault in refused:
        print(f"  {fault}")
    print(f"losses {len(found.losses)}:")
    for loss in found.losses:
        print(f"  {loss.told}")
    began = perf_counter()
    came_back = sum(read_entry(write_entry(entry)) == entry for entry in found.entries)
    print(f"back from their text unchanged: {came_back:,} of {len(found.entries):,}, {perf_counter() - began:.1f} s")
    written, hsds = write_inclusion(found.entries, OURS), write_hsds(found.entries, OURS)
    back = read_inclusion(written.value.encode(), ARRIVAL)
    same = write_inclusion(back.entries, OURS).value == written.value
    print(f"v1: {len(written.losses):,} lose something, {len(back.entries):,} read again, the same text again {same}")
    print(f"  {Counter(loss.told for loss in written.losses).most_common(4)}")
    print(f"HSDS: {len(read_hsds(hsds.value.encode(), ARRIVAL).entries):,} read again")


def faulty(path: Path) -> None:
    """Read a workbook of schema v1 and say every fault."""
    began = perf_counter()
    sheets: dict[str, TextTable] = {one.name: one for one in read_tables(path.read_bytes(), path.name)}
    arrival = replace(ARRIVAL, file=path.name)
    found = read_inclusion_tables(sheets["Structures"], sheets["Services"], arrival)
    print(f"\n{path.name}: {len(found.faults)} faults in {perf_counter() - began:.2f} s, {len(found.entries)} entries")
    for fault in found.faults:
        print(f"  {fault.severity} {fault}")
    for loss in found.losses:
        print(f"  {loss.of} {loss.told}")


if __name__ == "__main__":
    sys.exit(main())
