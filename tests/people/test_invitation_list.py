"""A list of people to invite: whoever is meant by each row, and all that is wrong with it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BrokenText
from models.people import invitation_list
from models.people.invitation_list import LARGEST_LIST, MOST_ROWS, read_list, with_accounts

ROWS = "nom;courriel;rôle;langue\n"


def people(text: str | bytes) -> list[tuple[str, str, bool, bool, str]]:
    """Those who can be invited."""
    right = read_list(text).right
    return [(one.name, one.email, one.trainer, one.administrator, one.language_code) for one in right]


def wrong(text: str | bytes) -> list[list[str]]:
    """What is wrong, row by row."""
    return [[problem.told for problem in one.problems] for one in read_list(text).people]


def refused(text: str | bytes) -> str:
    """Why nothing of a list can be read."""
    with pytest.raises(BrokenText) as refusal:
        read_list(text)
    return refusal.value.problems[0].told


def test_each_row_is_somebody_with_a_role_and_a_language() -> None:
    text = ROWS + (
        "Nadia Bennani;Nadia@Example.org;formatrice;fr\n"
        "  Jan   Peeters ; jan@example.org ;beheerder;Nederlands\n"
        "Ada L.;ada@example.org;formateur et administrateur;English\n"
        "Zoé;zoe@example.org;;\n"
    )
    assert people(text) == [
        ("Nadia Bennani", "nadia@example.org", True, False, "fr"),
        ("Jan Peeters", "jan@example.org", False, True, "nl"),
        ("Ada L.", "ada@example.org", True, True, "en"),
        ("Zoé", "zoe@example.org", False, False, "fr"),
    ]


def test_columns_are_named_in_three_languages_parted_as_spreadsheets_do_and_come_in_any_order() -> None:
    for header in [
        "Nom;Courriel",
        "Prénom et nom;Adresse e-mail",
        '"NOM";"E-mail"',
        "Naam,E-mailadres",
        "Name,Email address",
        "Voornaam en naam\tAdres",
        "nom,courriel,,",
    ]:
        sign = next(sign for sign in ";\t," if sign in header)
        assert people(f"{header}\nZoé{sign}zoe@example.org\n") == [("Zoé", "zoe@example.org", False, False, "fr")]
    assert people("langue;courriel;nom\nnl;zoe@example.org;Zoé") == [("Zoé", "zoe@example.org", False, False, "nl")]


def test_every_encoding_and_line_end_of_an_office_is_read_also_within_quotes() -> None:
    for encoding in ["utf-8", "utf-8-sig", "cp1252"]:
        for end in ["\n", "\r\n", "\r"]:
            text = f"Prénom et nom;Courriel{end}Anaïs Çelik;anais@example.org{end}{end}"
            assert people(text.encode(encoding)) == [("Anaïs Çelik", "anais@example.org", False, False, "fr")]
    text = 'nom,courriel\n"Bennani, Nadia\nMarie",nadia@example.org\n\nZoé,zoe\n'
    listed = read_list(text)
    assert [(one.line, one.name) for one in listed.people] == [(2, "Bennani, Nadia Marie"), (5, "Zoé")]
    assert [name for name, *_ in people("nom;courriel\n't Hart;hart@example.org\n")] == ["'t Hart"]


def test_all_that_is_wrong_with_a_row_stands_beside_it() -> None:
    for row, said in [
        (";zoe@example.org;;", ["Le nom manque."]),
        (f"{'a' * 121};zoe@example.org;;", ["Ce nom a plus de cent vingt caractères."]),
        ("Zoé;;;", ["L'adresse manque."]),
        ("Zoé;zoe;;", ["Ce n'est pas une adresse de courriel."]),
        ("Zoé;zoe@example;;", ["Ce n'est pas une adresse de courriel."]),
        ("Zoé;zoe@exam ple.org;;", ["Ce n'est pas une adresse de courriel."]),
        (f"Zoé;{'z' * 250}@example.org;;", ["Ce n'est pas une adresse de courriel."]),
        ("Zoé;zoe@example.org;chef;", ["Ce rôle n'existe pas : « formation », « administration » ou rien."]),
        ("Zoé;zoe@example.org;;de", ["Cette langue n'est pas proposée : « fr », « nl », « en » ou rien."]),
        ("Zoé;zoe@example.org;;fr;x", ["Cette ligne a plus de cellules qu'il n'y a de colonnes."]),
        (";;chef;de", 4),
        ("Zoé;zoe@example.org", []),
    ]:
        (found,) = wrong(ROWS + row)
        assert (len(found) if isinstance(said, int) else found) == said
    text = "nom;courriel\nZoé;zoe@example.org\nAutre;ZOE@example.org\nSans;\nAussi;\n"
    assert wrong(text) == [[], ["Cette adresse est déjà à la ligne 2."], ["L'adresse manque."], ["L'adresse manque."]]
    listed = read_list("nom;courriel\nZoé;zoe@example.org\nJan;jan@example.org\nAda;ada@example.org\n")
    seen = with_accounts(listed, {"zoe@example.org": False, "jan@example.org": True})
    said = [[problem.told for problem in one.problems] for one in seen.people]
    open_one, closed = ["Cette adresse a déjà un compte."], ["Cette adresse a un compte fermé : il peut rouvrir."]
    assert said == [open_one, closed, []]
    listed = read_list('nom,courriel,rôle\n"Bennani, ""Nadia""",nadia@example.org,chef\nZoé,zoe@example.org\n')
    again = read_list(listed.text)
    assert [one.cells for one in again.people] == [one.cells for one in listed.people]


def test_what_cannot_be_read_row_by_row_is_refused_with_one_sentence() -> None:
    for text, said in [
        ("", "La première ligne nomme les colonnes"),
        ("Zoé;zoe@example.org\n", "La première ligne nomme les colonnes"),
        ("nom;rôle\nZoé;", "il y faut au moins"),
        ("nom;naam;courriel\nZoé;Zoé;z@example.org", "gardez-en une"),
        ("nom;courriel;salaire\nZoé;zoe@example.org;1", "« salaire » n'en est pas une"),
        ("nom;courriel\n\n;\n", "ne nomme personne"),
        ('nom;courriel\n"Zoé"é;zoe@example.org', "guillemets"),
        ('nom;courriel\n"Zoé;zoe@example.org', "guillemets"),
        (b"nom;courriel\nZo\0;zoe@example.org", "caractère invisible"),
        ("nom;courriel\nZoé;zoe@example.org".encode("utf-16"), "caractère invisible"),
        (b"PK\x03\x04\x14\x00\x06\x00", "caractère invisible"),
    ]:
        assert said in refused(text)


def test_what_a_spreadsheet_would_calculate_is_nobody() -> None:
    for row in [
        '"=HYPERLINK(""https://x.example"")";zoe@example.org',
        "+32;zoe@example.org",
        "-1;z@x.be",
        "@x;z@x.be",
    ] + ["Zoé;=zoe@example.org", "Zoé; +zoe@example.org", "Zoé;zoe@example.org;;;=1"]:
        assert people(ROWS + row) == []
        assert "Un tableur calculerait cette ligne" in wrong(ROWS + row)[0][0]


def test_a_list_of_so_many_is_read_and_one_more_is_not() -> None:
    rows = [f"N{number};n{number}@example.org" for number in range(MOST_ROWS + 1)]
    assert len(people("\n".join(["nom;courriel", *rows[:-1]]))) == MOST_ROWS
    assert "trop grande" in refused("\n".join(["nom;courriel", *rows]))


def test_a_hundred_thousand_rows_are_refused_at_once() -> None:
    for row in ("a;a@example.org\n", "a;b\n", "\n", '"\n'):
        data = (ROWS + row * 100_000).encode()
        begun = process_time()
        assert len(refused(data)) > 0
        assert process_time() - begun < 1
    assert "trop grande" in refused("x" * (LARGEST_LIST + 1))


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400), st.text(alphabet='nom;,"\n=@.courriel\t', max_size=200))
)
def test_whatever_comes_is_a_list_or_refused(data: str | bytes) -> None:
    for text in (data, ROWS.encode() + data if isinstance(data, bytes) else ROWS + data):
        try:
            listed = invitation_list.read_list(text)
        except BrokenText:
            continue
        assert 0 < len(listed.people) <= MOST_ROWS
        assert all(one.name and one.email and not one.problems for one in listed.right)
