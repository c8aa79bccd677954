"""Tables from elsewhere: read as text, bounded in every way, and nothing in them is calculated or fetched."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.directory.incoming_file import read_tables
from content.errors import BrokenText
from content.strings import tables_sent
from content.strings.tables_sent import TextTable, read_csv
from tests.content.directory import workbooks
from tests.content.directory.workbooks import MAIN, OF, PACKAGE, rows


def refused(data: bytes) -> str:
    with pytest.raises(BrokenText) as broken:
        read_tables(data, "t.xlsx")
    (problem,) = broken.value.problems
    return problem.told


def cells(sheet: str, **parts: str) -> list[tuple[str, ...]]:
    (table,) = read_tables(workbooks.workbook({"Une feuille": sheet}, **parts), "t.xlsx")
    return [table.header, *(row for _, row in table.rows)]


def test_a_csv_is_parted_by_the_sign_that_parts_it_and_keeps_its_line_numbers() -> None:
    for sign in ";,\t":
        table = read_csv(f'nom{sign}tel\n\nUne{sign}1\n\n"a\nb"{sign}2\n', "t.csv")
        assert table == TextTable("t.csv", ("nom", "tel"), ((3, ("Une", "1")), (5, ("a\nb", "2"))))


def test_a_csv_as_windows_writes_it_is_read() -> None:
    (table,) = read_tables("nom;tel\nÉcoute;1".encode("cp1252"), "t.csv")
    assert table.rows == ((2, ("Écoute", "1")),)


def test_of_two_columns_of_a_name_the_first_is_heard_and_empty_cells_are_left_out() -> None:
    table = read_csv("a;b;a;c\n1;2;3\n", "t.csv")
    assert list(table.records()) == [(2, {"a": "1", "b": "2"})]


def test_a_cell_that_would_be_calculated_stays_text() -> None:
    assert read_csv("a\n=1+1\n'=1+1\n@x\n", "t.csv").rows == ((2, ("=1+1",)), (3, ("=1+1",)), (4, ("@x",)))
    assert cells(rows(["a"], ["=cmd|'/c calc'!A1"])) == [("a",), ("=cmd|'/c calc'!A1",)]


def test_a_workbook_gives_texts_numbers_and_days_as_people_see_them() -> None:
    sheet = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' t='str'><v>total</v></c></row>"
        "<row r='4'><c r='A4' s='1'><v>46076.0</v></c><c r='B4'><v>6.0487647750499E13</v></c>"
        "<c r='C4'><f>1+1</f><v>2</v></c><c r='D4' t='b'><v>1</v></c><c r='E4' t='e'><v>#REF!</v></c>"
        "<c r='F4'><v>10.5</v></c></row>"
    )
    (table,) = read_tables(workbooks.workbook({"Une": sheet}, ["jour"]), "t.xlsx")
    assert table.header == ("jour", "", "total")
    assert table.rows == ((4, ("2026-02-23", "60487647750499", "2", "1", "", "10.5")),)


def test_a_formula_is_not_calculated_and_without_a_kept_value_says_nothing() -> None:
    assert cells("<row><c t='str'><v>a</v></c></row><row><c><f>HYPERLINK(\"https://example.org\")</f></c></row>") == [
        ("a",)
    ]


def test_every_sheet_is_read_by_its_name() -> None:
    data = workbooks.workbook({"Structures": rows(["id"], ["1"]), "Services": rows(["nom"], ["Une"])})
    assert [(table.name, table.header) for table in read_tables(data, "t")] == [
        ("Structures", ("id",)),
        ("Services", ("nom",)),
    ]


@pytest.mark.parametrize("said", [f'<!DOCTYPE sst [<!ENTITY a "ha">]><sst {MAIN}><si><t>&a;</t></si></sst>', ""])
def test_xml_that_grows_or_is_missing_is_refused(said: str) -> None:
    assert refused(workbooks.workbook({"Une": rows(["a"])}, sharedStrings=said)).startswith("Ce classeur ne peut pas")


def test_xml_that_reaches_out_brings_nothing_of_what_it_reaches_for(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("<sst><si><t>un secret</t></si></sst>")
    said = f'<!DOCTYPE sst SYSTEM "file://{tmp_path}/secret"><sst {MAIN}/>'
    assert cells(rows(["a"]), sharedStrings=said) == [("a",)]
    said = f'<!DOCTYPE sst [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]><sst {MAIN}><si><t>&a;</t></si></sst>'
    assert refused(workbooks.workbook({"Une": rows(["a"])}, sharedStrings=said)).startswith("Ce classeur ne peut pas")


def test_a_sheet_that_lies_elsewhere_is_not_fetched() -> None:
    links = f"<Relationship Id='r0' Type='{OF}/worksheet' Target='https://example.org/x' TargetMode='External'/>"
    data = workbooks.workbook({"Une": rows(["a"])})
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            told = f"<Relationships {PACKAGE}>{links}</Relationships>"
            new.writestr(name, told if name == "xl/_rels/workbook.xml.rels" else old.read(name))
    assert refused(written.getvalue()).startswith("Ce classeur ne peut pas")


def test_a_bomb_is_stopped_before_it_unpacks() -> None:
    bomb = workbooks.workbook({"Une": rows(["a"])}, sharedStrings=f"<sst {MAIN}><si><t>" + "0" * 5_000_000)
    assert len(bomb) < 20_000
    assert "grandit démesurément" in refused(bomb)


def test_a_bomb_that_says_it_is_small_is_stopped_where_it_said_it_would_end() -> None:
    text = f"<sst {MAIN}>" + "<si><t>0</t></si>" * 100_000 + "</sst>"
    bomb = workbooks.workbook({"Une": rows(["a"])}, sharedStrings=text)
    small = bomb.replace(len(text).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert small != bomb
    assert "ne peut pas être ouvert" in refused(small)


def test_what_cells_do_not_need_is_never_unpacked() -> None:
    written = BytesIO(workbooks.workbook({"Une": rows(["a"])}))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(5_000_000))
        archive.writestr("xl/embeddings/other.xlsx", workbooks.workbook({"Une": rows(["b"])}))
    (table,) = read_tables(written.getvalue(), "t.xlsx")
    assert table.header == ("a",)


def test_one_long_text_said_often_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_sent, "MOST_CHARACTERS", 1_000_000)
    line = "<row>" + "<c t='s'><v>0</v></c>" * 50 + "</row>"
    assert "dépasse 1 Mo" in refused(workbooks.workbook({"Une": line * 10}, ["x" * 30_000]))


def test_rows_columns_cells_and_signs_have_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "dépasse 50000 lignes" in refused(("a" + ";" * 300).encode())
    assert "dépasse 50000 lignes" in refused(b"a\n" * 50_003)
    assert "plus de 32767 caractères" in refused(b"a\n" + b"x" * 40_000)
    assert "dépasse 20 Mo" in refused(b"x" * 20_000_001)
    wide = "".join(f"<c t='str'><v>{number}</v></c>" for number in range(301))
    assert "dépasse 50000 lignes" in refused(workbooks.workbook({"Une": f"<row>{wide}</row>"}))
    far = "<row r='1048576'><c r='T1048576' t='str'><v>x</v></c></row>"
    assert "dépasse 50000 lignes" in refused(workbooks.workbook({"Une": rows(["a"]) + far}))
    monkeypatch.setattr(tables_sent, "MOST_CELLS", 100)
    assert "dépasse 50000 lignes" in refused(workbooks.workbook({"Une": rows(*[["a"] * 10] * 11)}))


def test_a_row_keeps_the_number_that_people_see() -> None:
    far = workbooks.workbook({"Une": rows(["a"]) + "<row r='90000'><c t='str'><v>b</v></c></row>"})
    assert [table.rows for table in read_tables(far, "t")] == [((90_000, ("b",)),)]


@given(st.binary(max_size=200) | st.binary(max_size=200).map(b"PK\x03\x04".__add__))
def test_any_bytes_give_tables_or_a_named_refusal(data: bytes) -> None:
    try:
        assert all(isinstance(table, TextTable) for table in read_tables(data, "t"))
    except BrokenText as broken:
        assert broken.problems[0].told


def test_a_workbook_with_any_byte_changed_gives_tables_or_a_named_refusal() -> None:
    sound = workbooks.workbook({"Une": rows(["nom", "tel"], ["Une écoute", "02"]), "Deux": rows(["a"])}, ["x"])
    chance = random.Random(1)
    read = 0
    for _ in range(1500):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read += bool(read_tables(bytes(data), "t"))
        except BrokenText as broken:
            assert broken.problems[0].told
    assert 0 < read < 1500
