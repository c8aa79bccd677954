"""XML from anywhere becomes a small tree of local names, or is refused with a sentence."""

from time import process_time

import pytest

from content.errors import BrokenText
from content.exchange.xml_markup import DEEPEST, MOST_ELEMENTS, read_xml
from tests.content.exchange.hostile import said_of

DOCTYPE = "Ce fichier XML contient un DOCTYPE, qui peut nuire : retirez-le."
UTF8 = "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."
TOO_MUCH = "Ce fichier XML est trop grand ou trop imbriqué : partagez-le en plusieurs."
COLUMN_4 = "Ce fichier XML ne se lit pas (colonne 4) : exportez-le de nouveau."
LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def test_what_may_harm_or_cannot_be_read_is_refused() -> None:
    for xml, said in [
        (f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">{LAUGHS}]><a>&j;</a>', DOCTYPE),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', DOCTYPE),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]><a/>', DOCTYPE),
        ('<!DOCTYPE a SYSTEM "a.dtd" [<!ENTITY x "y">]><a/>', DOCTYPE),
        ('<!DOCTYPE a [<!ELEMENT a ANY> <!ENTITY x "y">]><a/>', DOCTYPE),
        ('<!DOCTYPE a [<!ATTLIST a b CDATA "]>"> <!ENTITY x "y">]><a/>', DOCTYPE),
        *(('<!DOCTYPE a [<!-- ]> --> <!ENTITY x "y">]><a/>', DOCTYPE), ("<!DOCTYPE a><!DOCTYPE a><a/>", DOCTYPE)),
        *(("<a><!DOCTYPE a></a>", DOCTYPE), ("<!DOCTYPE a SYSTEM><a/>", DOCTYPE), ("<!--<!DOCTYPE a>--><a/>", DOCTYPE)),
        *(('<!DOCTYPE a SYSTEM "http://example.org/a.dtd">\n<a>&x;</a>', COLUMN_4), ("<a>&x;</a>", COLUMN_4)),
        ("<a><b></a>", "Ce fichier XML ne se lit pas (colonne 9) : exportez-le de nouveau."),
        ("", "Ce fichier XML ne se lit pas (colonne 1) : exportez-le de nouveau."),
        *(("<a>" * (DEEPEST + 1), TOO_MUCH), (f"<a>{'<b/>' * MOST_ELEMENTS}</a>", TOO_MUCH)),
        ('<?xml version="1.0" encoding="utf-7"?><a/>', UTF8),
    ]:
        assert said_of(read_xml, xml.encode(), "a.xml") == [said]


def test_a_doctype_that_declares_no_entity_is_left_out_unread() -> None:
    for doctype in [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "<!DOCTYPE a PUBLIC '-//IMS//DTD QTI 1.2//EN' \"a>.dtd\" >",
        "<!DOCTYPE a SYSTEM \"a.dtd\" [\n<!-- 100 % [ ENTITY ]> -->\n<!ELEMENT a (b+)>\n<!ATTLIST a c (d|e) 'd'>\n]>",
    ]:
        for before in ["", '<?xml version="1.0"?>\n', "<!-- a -->\n<?a b?> "]:
            root = read_xml(f"{before}{doctype}\n<!-- b --><a>c</a>".encode(), "a.xml")
            assert (root.tag, root.attrib, root.text) == ("a", {}, "c")


def test_lines_are_counted_with_those_of_a_doctype() -> None:
    with pytest.raises(BrokenText) as broken:
        read_xml(b"<!DOCTYPE a [\n<!ELEMENT a ANY>\n]>\n<a>", "a.xml")
    assert [problem.line for problem in broken.value.problems] == [4]


def test_a_doctype_made_to_take_long_does_not() -> None:
    for piece in ["<!--", "<?a", " ", "<!DOCTYPE a ", "<!-- -->", "<!DOCTYPE a [<!ELEMENT a '"]:
        start = process_time()
        for xml in (piece * 100_000, f"<!DOCTYPE a [{piece * 100_000}"):
            said_of(read_xml, xml.encode(), "a.xml")
        assert process_time() - start < 1


def test_a_doctype_hides_in_no_encoding() -> None:
    for encoding in ["utf-16", "utf-16-le", "latin-1"]:
        with pytest.raises(Exception, match="DOCTYPE|UTF-8|ne se lit pas"):
            read_xml('<!DOCTYPE é [<!ENTITY x "y">]><é>&x;</é>'.encode(encoding), "a.xml")


def test_the_usual_encodings_are_read() -> None:
    for data in [
        "<a>é</a>".encode(),
        "\ufeff<a>é</a>".encode(),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"),
    ]:
        assert read_xml(data, "a.xml").text == "é"


def test_bytes_that_are_not_what_they_say_are_refused() -> None:
    assert said_of(read_xml, "<a>é</a>".encode("latin-1"), "a.xml") == [UTF8]


def test_names_lose_their_namespace_and_those_of_qti_3_are_those_of_qti_2() -> None:
    root = read_xml(b'<q:qti-simple-choice xmlns:q="x" q:show-hide="show" template-identifier="t"/>', "a.xml")
    assert (root.tag, root.attrib) == ("simpleChoice", {"showHide": "show", "templateIdentifier": "t"})
