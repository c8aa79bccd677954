"""docs/security.md: every requirement of ASVS 5.0, levels 1 and 2, once, with a verdict that can be checked."""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.laws.test_environment import ROOT

PAGE = ROOT / "docs/security.md"
VERDICTS = {"met", "not met", "not applicable"}
# OWASP ASVS 5.0.0: section, then the level of each of its requirements in their order.
LEVELS = """
1.1 22 · 1.2 1111122223 · 1.3 112222222223 · 1.4 222 · 1.5 123 · 2.1 122 · 2.2 112 · 2.3 12223 · 2.4 23
3.1 3 · 3.2 113 · 3.3 12223 · 3.4 11222233 · 3.5 11122333 · 3.6 3 · 3.7 22333
4.1 12233 · 4.2 23333 · 4.3 22 · 4.4 1222 · 5.1 2 · 5.2 112333 · 5.3 113 · 5.4 222
6.1 122 · 6.2 111111112222 · 6.3 11223333 · 6.4 112233 · 6.5 22222333 · 6.6 2223 · 6.7 33 · 6.8 2222
7.1 222 · 7.2 1111 · 7.3 22 · 7.4 11222 · 7.5 223 · 7.6 22
8.1 1233 · 8.2 1123 · 8.3 133 · 8.4 23 · 9.1 111 · 9.2 1222
10.1 22 · 10.2 223 · 10.3 22223 · 10.4 1111122222233333 · 10.5 22222 · 10.6 22 · 10.7 222
11.1 2233 · 11.2 22233 · 11.3 11233 · 11.4 1222 · 11.5 23 · 11.6 23 · 11.7 33
12.1 12233 · 12.2 11 · 12.3 22223 · 13.1 2333 · 13.2 222223 · 13.3 2233 · 13.4 1222233
14.1 22 · 14.2 12223333 · 14.3 122 · 15.1 12233 · 15.2 12233 · 15.3 1222222 · 15.4 3333
16.1 2 · 16.2 22222 · 16.3 2222 · 16.4 222 · 16.5 2223 · 17.1 23 · 17.2 22223333 · 17.3 22
"""
SECTION = re.compile(r"(\d+\.\d+) ([123]+)")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
READ = re.compile(r"read in `([\w/.]+)`|\]\(#([\w-]+)\)")


class Row(NamedTuple):
    """One requirement, what we say of it, and what shows that."""

    number: str
    about: str
    verdict: str
    shown: str


def levels() -> dict[str, int]:
    """The level of each requirement of the standard."""
    return {
        f"{section}.{place}": int(level)
        for section, those in SECTION.findall(LEVELS)
        for place, level in enumerate(those, start=1)
    }


def rows(page: str) -> list[Row]:
    """One for each requirement: those that share a row say the same."""
    return [Row(number, *said) for numbers, *said in ROW.findall(page) for number in numbers.split(", ")]


def untrue(row: Row, page: str) -> list[str]:
    """What cannot be right in a row: its verdict, a test or a place that is not there, or nothing that shows it."""
    tests, places = TEST.findall(row.shown), READ.findall(row.shown)
    missing = [f"{file}::{name}" for file, name in tests if not defines(ROOT / file, name)]
    missing += [file for file, _ in places if file and not (ROOT / file).is_file()]
    missing += [f"#{anchor}" for _, anchor in places if anchor and anchor not in headings(page)]
    if row.verdict not in VERDICTS:
        missing.append(row.verdict)
    if row.verdict == "met" and not (tests or places):
        missing.append("shown by nothing")
    return missing


def defines(file: Path, name: str) -> bool:
    return file.is_file() and f"def {name}(" in file.read_text()


def headings(page: str) -> set[str]:
    """The places of a page that a link can lead to."""
    return {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", page, re.MULTILINE)}


def test_the_standard_is_the_one_of_345_requirements() -> None:
    assert Counter(levels().values()) == {1: 70, 2: 183, 3: 92}


def test_every_requirement_of_levels_1_and_2_stands_there_once_and_no_other() -> None:
    named = Counter(row.number for row in rows(PAGE.read_text()))
    assert named == Counter(number for number, level in levels().items() if level < 3)


def test_every_verdict_is_one_of_three_and_what_shows_it_is_there() -> None:
    page = PAGE.read_text()
    assert {row.number: found for row in rows(page) if (found := untrue(row, page))} == {}


def test_the_summary_counts_what_the_tables_say() -> None:
    page = PAGE.read_text()
    counted = Counter(row.verdict for row in rows(page))
    told = re.findall(r"^\| \*\*all\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \|$", page, re.MULTILINE)
    assert told == [tuple(str(counted[verdict]) for verdict in ("met", "not met", "not applicable"))]


def test_a_row_that_is_not_true_is_named() -> None:
    page = "## Keys\n"
    shown = "`tests/laws/test_security_table.py::test_a_row_that_is_not_true_is_named`, [Keys](#keys)"
    assert untrue(Row("1.1.1", "x", "met", shown), page) == []
    assert untrue(Row("1.1.1", "x", "met", "see above"), page) == ["shown by nothing"]
    assert untrue(Row("1.1.1", "x", "nearly", "`tests/no.py::test_x`, read in `no.py`, [Logs](#logs)"), page) == [
        "tests/no.py::test_x",
        "no.py",
        "#logs",
        "nearly",
    ]
