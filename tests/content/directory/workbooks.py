"""Workbooks made by hand, sound and hostile: what office programs write, with only the parts that matter."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OF = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = f'xmlns:r="{OF}"'
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
STYLES = f"<styleSheet {MAIN}><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"


def workbook(sheets: Mapping[str, str], shared: Sequence[str] = (), **parts: str) -> bytes:
    """A workbook of sheets, each given as the XML of its rows; `parts` replace or add members by their last name."""
    named = [(name, f"worksheets/sheet{number}.xml") for number, name in enumerate(sheets, 1)]
    members = {
        "_rels/.rels": f"<Relationships {PACKAGE}>"
        f"<Relationship Id='r' Type='{OF}/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        "xl/workbook.xml": f"<workbook {MAIN} {LINKS}><sheets>"
        + "".join(f"<sheet name={quoteattr(name)} r:id='r{number}'/>" for number, (name, _) in enumerate(named))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {PACKAGE}>"
        + "".join(
            f"<Relationship Id='r{number}' Type='{OF}/worksheet' Target={quoteattr(part)}/>"
            for number, (_, part) in enumerate(named)
        )
        + "</Relationships>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>"
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        + "</sst>",
        "xl/styles.xml": STYLES,
        **{
            f"xl/{part}": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
            for (_, part), rows in zip(named, sheets.values(), strict=True)
        },
    }
    members |= {next(name for name in members if name.endswith(f"/{last}.xml")): text for last, text in parts.items()}
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return written.getvalue()


def rows(*lines: Sequence[str]) -> str:
    """Rows of texts that stand in their cells."""
    return "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{escape(cell)}</t></is></c>" for cell in line) + "</row>"
        for line in lines
    )
