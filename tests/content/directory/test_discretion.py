"""An address that is confidential: no text of its entry holds it, and a public line stands in its place."""

from time import process_time

import pytest

from content.directory.entry import DirectoryEntry
from content.directory.entry_fields import gives_away, says_confidential
from content.directory.entry_text import read_entry
from content.errors import BrokenText
from tests.directory.invented_entries import SECRET_TEXT, TEXT


def said(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BrokenText) as broken:
        read_entry(text)
    return [(problem.line, problem.told) for problem in broken.value.problems]


def line_of(fragment: str) -> int:
    return next(number for number, line in enumerate(SECRET_TEXT.splitlines(), 1) if fragment in line)


def test_a_discreet_title_stands_for_the_name_and_no_code_may_be_printed() -> None:
    entry: DirectoryEntry = read_entry(SECRET_TEXT)
    assert entry.confidential and not read_entry(TEXT).confidential
    assert entry.name == {"fr": "Un accueil", "nl": "Een onthaal"}


def test_street_and_postcode_are_refused_at_their_line() -> None:
    for field in ["adresse", "complement_adresse", "code_postal"]:
        text = SECRET_TEXT.replace("    commune: Bruxelles\n", f"    commune: Bruxelles\n    {field}: 1000\n")
        assert said(text) == [
            (
                line_of("commune:") + 1,
                f"L'adresse est confidentielle : retirez « {field} », et dites dans « public_line » comment on joint.",
            )
        ]


def test_coordinates_are_refused_at_their_line_in_every_entry() -> None:
    for field in ["latitude", "longitude", "coordinates"]:
        for text in (TEXT, SECRET_TEXT):
            ((line, sentence),) = said(text.replace("    commune:", f"    {field}: 50.8\n    commune:"))
            assert sentence == f"Aucune coordonnée n'est gardée : retirez « {field} » ; la commune suffit."
            assert text.splitlines()[line - 1].startswith("    commune:")


def test_an_address_in_any_other_field_is_refused_too() -> None:
    for old, new in [
        ("Accueil de jour et de nuit", "Accueil, rue de la Paix 12"),
        ("Téléphonez : on vous dit où aller.", "Sonnez au 12, avenue Louise."),
        ("Een onthaal", "Onthaal Vredestraat"),
        ("commune: Bruxelles", 'commune: "1000 Bruxelles"'),
        ("https://example.org/accueil", "https://www.google.com/maps/place/x"),
        ("https://example.org/accueil", "https://example.org/accueil?q=50.8503,4.3517"),
        ('by: "Service emploi"}', 'by: "Service emploi", quote: "Place Flagey 18"}'),
        ("Une maison", "Maison, chaussée de Wavre 100"),
    ]:
        assert any("la donne (rue, code postal" in sentence for _, sentence in said(SECRET_TEXT.replace(old, new, 1)))


def test_title_and_line_are_asked_for_and_only_of_a_confidential_entry() -> None:
    without = "".join(line for line in SECRET_TEXT.splitlines(True) if not line.startswith(("discreet", "public")))
    assert [sentence for _, sentence in said(without)] == [
        "L'adresse est confidentielle : il faut « discreet_title », sans rien qui y mène.",
        "L'adresse est confidentielle : il faut « public_line », sans rien qui y mène.",
    ]
    assert len(said(SECRET_TEXT.replace("confidential: true\n", ""))) == 2


def test_what_leads_to_a_place_is_seen() -> None:
    for text in [
        *("12, rue de la Paix", "rue de la paix, n° 12b", "place de la Monnaie 3", "Antwerpsesteenweg 12"),
        *("12 Peace Street", "1060 Saint-Gilles", "B-1060 Bruxelles", "50.8333, 4.3333", "latitude 50.8"),
        *("https://example.org/Rue-de-la-Paix-12", "https://maps.app.goo.gl/abc", "12 r. de la Paix"),
        *("R. de la Paix 12", "av de la Paix 12, Bruxelles 1060", "bd Anspach 3", "sq. Ambiorix 3", "pl. Flagey 18"),
        *("quai au foin 12", "place du marché, 4", "chemin des lilas n° 4", "rue de la paix douze"),
        *("RUE DE LA PAIX DOUZE", "9F26RC22+22", "V9GR+7Q, Bruxelles", "https://plus.codes/9F26RC22%2B22"),
        *("rue\u200b de la Paix 12", "r\u00adue de la pa\u2060ix 12", "chausse\u0301e de wavre 100"),
    ]:
        assert gives_away(text)


def test_what_leads_nowhere_may_be_written() -> None:
    for text in [
        *("Appelez le 0800 30 030, 24 h sur 24.", "En 2026 Actiris paie.", "1200 EUR par mois"),
        *("Une place en 12 jours, au cours de 3 entretiens.", "https://example.org/aide?id=1234"),
        *("Des personnes à la rue depuis deux ans, ou de temps en temps.", "On ouvre à 9 h, de la place pour six."),
        "Une place du groupe, puis 12 séances ; le cours de français dure 3 heures.",
        *("Appelez le +32 2 000 00 00, ou le 1712.", "Mme R. Dupont, 2 soirs par semaine."),
        "20 + 30 euros, de 2022 à 2023.",
    ]:
        assert not gives_away(text)


def test_a_record_that_keeps_its_address_secret_says_so_in_words() -> None:
    for text in ["Adresse confidentielle", "adresse secrète", "Geheim adres", "Confidential address"]:
        assert says_confidential(text) and not says_confidential("Une adresse")


def test_a_long_text_is_looked_through_in_time_that_grows_with_it() -> None:
    for sign in [
        *(" ", "\n", "rue ", "1 ", "1.000 ", "adresse ", "place A", "a", "/", "1,", "Aa-", "N°", "rue de la a"),
        *("quai au a", "av ", "12 r. ", "2+", "2222+", "\u200b", "rue d'"),
    ]:
        text = f"1.000{sign * (10_000 // len(sign))}x"
        began = process_time()
        gives_away(text), says_confidential(text)
        assert process_time() - began < 0.5
