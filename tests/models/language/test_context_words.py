import pytest

from models.language.context_words import relative_dates


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le guichet ouvre demain et ferme lundi prochain.", ["demain", "lundi prochain"]),
        ("fr", "Ce mercredi, Actiris publie la liste ; hier, rien.", ["Ce mercredi", "hier"]),
        ("fr", "La prime baisse dans deux mois, puis la semaine prochaine.", ["dans deux mois", "semaine prochaine"]),
        ("fr", "L’an dernier, le Forem a aidé moins de jeunes qu’aujourd’hui.", ["L’an dernier", "aujourd’hui"]),
        ("fr", "La ministre l'a annoncé jeudi soir.", ["jeudi soir"]),
        ("nl", "Vanaf morgen opent de VDAB een kantoor, volgende maandag volgt Aalst.", ["morgen", "volgende maandag"]),
        ("nl", "De premie daalde vorige maand en verdwijnt dit jaar.", ["vorige maand", "dit jaar"]),
        ("en", "The office opens tomorrow and closes next Friday.", ["tomorrow", "next Friday"]),
        ("en", "Two years ago the scheme ended; this week it returns.", ["Two years ago", "this week"]),
    ],
)  # fmt: skip
def test_a_date_that_only_the_day_of_the_text_explains_is_found(language: str, text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in relative_dates(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La règle vaut dès le 1er janvier 2027, soit le vendredi 1er janvier."),
        ("fr", "L'allocation dure douze mois au plus pour les moins de 25 ans."),
        ("fr", "La surdemande de soudeurs reste forte, selon le Forem."),
        ("nl", "De regel geldt vanaf maandag 4 januari 2027 voor een jaar."),
        ("en", "The rule applies from Monday 4 January 2027 for one year."),
        ("de", "Das Amt öffnet morgen."),
        (None, "demain"),
    ],
)
def test_a_whole_date_or_a_length_of_time_is_not(language: str | None, text: str) -> None:
    assert relative_dates(text, language) == ()
