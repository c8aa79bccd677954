from models.language.detect import language_of


def test_the_language_of_a_headline_is_told() -> None:
    for text, language in [
        ("Le chômage baisse à Bruxelles pour le troisième mois de suite", "fr"),
        ("De werkloosheid daalt in Brussel voor de derde maand op rij", "nl"),
        ("Unemployment falls in Brussels for the third month in a row", "en"),
        ("Die Arbeitslosigkeit in Ostbelgien sinkt den dritten Monat in Folge", "de"),
    ]:
        assert language_of(text) == language


def test_a_text_too_short_to_tell_has_no_language() -> None:
    for text in ["", "Actiris", "12 000 postes en 2026 !", "Emploi : 3.000 €"]:
        assert language_of(text) is None
