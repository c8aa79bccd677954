import pytest

from models.language.detect import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le chômage baisse à Bruxelles pour le troisième mois de suite", "fr"),
        ("De werkloosheid daalt in Brussel voor de derde maand op rij", "nl"),
        ("Unemployment falls in Brussels for the third month in a row", "en"),
        ("Die Arbeitslosigkeit in Ostbelgien sinkt den dritten Monat in Folge", "de"),
    ],
)
def test_the_language_of_a_headline_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Actiris", "12 000 postes en 2026 !", "Emploi : 3.000 €"])
def test_a_text_too_short_to_tell_has_no_language(text: str) -> None:
    assert language_of(text) is None
