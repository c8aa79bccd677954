"""XML: out of files from anywhere, as a small tree of local names or a refusal; and into files."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, tostring

from content.errors import N_, refused

DEEPEST = 100
"""Elements within each other; QTI has no use for twenty."""
MOST_ELEMENTS = 100_000
"""Of a file, and of all files of a package; a thousand questions have half of it."""
TOO_MUCH = N_("Ce fichier XML est trop grand ou trop imbriqué : partagez-le en plusieurs.")

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_QUOTED = r"""(?:"[^"]*"|'[^']*')"""
_SUBSET = rf"(?:\s++|<!--.*?-->|<!(?:ELEMENT|ATTLIST|NOTATION)\s(?:[^\"'<>%]|{_QUOTED})*+>)*+"
_DOCTYPE = re.compile(
    rf"((?:\s++|<\?.*?\?>|<!--.*?-->)*+)"
    rf"<!DOCTYPE\s+[^\s\[\]<>\"']++\s*(?:(?:SYSTEM|PUBLIC\s*{_QUOTED})\s*{_QUOTED}\s*)?(?:\[{_SUBSET}\]\s*)?>",
    re.DOTALL,
)
"""A DOCTYPE that declares no entity, with what may stand before it (XML 1.0, productions 22 and 28)."""
_ENCODINGS = frozenset({"utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})


def read_xml(data: bytes, file: str) -> Element:
    """Return the root of an XML document; its elements and attributes carry local names, without any namespace.

    A DOCTYPE never reaches the parser, so that no entity is ever defined, here or at the address that it names: one
    that declares none is left out, any other is refused. The standard library's parser does for the
    rest: it fetches nothing, and unlike lxml it is handed text, so that what was looked through is what is parsed.
    Raises BrokenText.
    """
    text = _decoded(data, file)
    if found := _DOCTYPE.match(text):
        # Empty lines where it was, so that faults keep their lines.
        text = found[1] + "\n" * found[0].count("\n", len(found[1])) + text[found.end() :]
    # No entities, hence no billion laughs and no XXE: CWE-776, CWE-611.
    if "<!DOCTYPE" in text:
        raise refused(file, N_("Ce fichier XML contient un DOCTYPE, qui peut nuire : retirez-le."))
    try:
        parser = XMLParser(target=_Builder(file))
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        sentence = N_("Ce fichier XML ne se lit pas (colonne %(column)s) : exportez-le de nouveau.")
        line, column = error.position
        raise refused(file, sentence, line, column=column + 1) from error
    return root


def _decoded(data: bytes, file: str) -> str:
    declared = _DECLARED.match(data)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if data.startswith(BOM_UTF8):
        encoding = "utf-8-sig"
    elif data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    # A parser may know encodings in which « <!DOCTYPE » looks like something else (UTF-7).
    elif encoding not in _ENCODINGS:
        raise refused(file, N_("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."))
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refused(file, N_("Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.")) from error


class _Builder(TreeBuilder):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.file, self.depth, self.elements = file, 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self.depth += 1
        self.elements += 1
        # Counted while parsing, so that a tree that is too large is never built.
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise refused(self.file, TOO_MUCH)
        return super().start(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(_local(tag))


def _local(name: str) -> str:
    """Return a name without its namespace; those of QTI 3 (qti-simple-choice) as QTI 2 writes them (simpleChoice)."""
    head, *parts = name.rpartition("}")[2].removeprefix("qti-").split("-")
    return head + "".join(part.capitalize() for part in parts)


# -------------------------------------------------------------------------------------------------------------- writing


def element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """Return an element with its text and its elements in their order."""
    made = Element(tag, attributes)
    for piece in content:
        if not isinstance(piece, str):
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            made.text = (made.text or "") + piece
    return made


def document(root: Element) -> bytes:
    """Return the file of an element."""
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written
