"""XML from anywhere becomes a small tree of local names, or is refused with a sentence."""

import pytest

from content.exchange.qti.markup import DEEPEST, MOST_ELEMENTS, read_xml
from tests.content.exchange.hostile import said_of

DOCTYPE = "Ce fichier XML contient un DOCTYPE, qui peut nuire : retirez-le."
UTF8 = "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."
TOO_MUCH = "Ce fichier XML est trop grand ou trop imbriqué : partagez-le en plusieurs."
LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">{LAUGHS}]><a>&j;</a>', DOCTYPE),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', DOCTYPE),
        ('<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]><a/>', DOCTYPE),
        ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', DOCTYPE),
        ("<a>&x;</a>", "Ce fichier XML ne se lit pas (colonne 4) : exportez-le de nouveau."),
        ("<a><b></a>", "Ce fichier XML ne se lit pas (colonne 9) : exportez-le de nouveau."),
        ("", "Ce fichier XML ne se lit pas (colonne 1) : exportez-le de nouveau."),
        ("<a>" * (DEEPEST + 1), TOO_MUCH),
        (f"<a>{'<b/>' * MOST_ELEMENTS}</a>", TOO_MUCH),
        ('<?xml version="1.0" encoding="utf-7"?><a/>', UTF8),
    ],
    ids=["laughs", "file", "parameter", "address", "entity", "open", "empty", "deep", "many", "utf-7"],
)
def test_what_may_harm_or_cannot_be_read_is_refused(xml: str, said: str) -> None:
    assert said_of(lambda: read_xml(xml.encode(), "a.xml")) == [said]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_doctype_hides_in_no_encoding(encoding: str) -> None:
    with pytest.raises(Exception, match="DOCTYPE|UTF-8|ne se lit pas"):
        read_xml('<!DOCTYPE é [<!ENTITY x "y">]><é>&x;</é>'.encode(encoding), "a.xml")


@pytest.mark.parametrize(
    "data",
    [
        "<a>é</a>".encode(),
        "\ufeff<a>é</a>".encode(),
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"),
    ],
)
def test_the_usual_encodings_are_read(data: bytes) -> None:
    assert read_xml(data, "a.xml").text == "é"


def test_bytes_that_are_not_what_they_say_are_refused() -> None:
    assert said_of(lambda: read_xml("<a>é</a>".encode("latin-1"), "a.xml")) == [UTF8]


def test_names_lose_their_namespace_and_those_of_qti_3_are_those_of_qti_2() -> None:
    root = read_xml(b'<q:qti-simple-choice xmlns:q="x" q:show-hide="show" template-identifier="t"/>', "a.xml")
    assert (root.tag, root.attrib) == ("simpleChoice", {"showHide": "show", "templateIdentifier": "t"})
