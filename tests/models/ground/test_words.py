"""Words in three languages, and French as it is set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fields import LANGUAGES
from models.ground.words import (
    NARROW,
    NO_BREAK,
    Words,
    date_in_words,
    day_as,
    day_in_words,
    french,
    typographic,
    words,
)

MISSING = "Cette phrase n'est dans aucun catalogue : %(reason)s."


@pytest.mark.parametrize(
    ("typed", "as_set"),
    [
        ("Qui ?", "Qui_?"),
        ("Qui ? Quoi !", "Qui_? Quoi_!"),
        ("Oui ; non", "Oui_; non"),
        ("« Oui »", "«_Oui_»"),
        ("« Oui ? », dit-elle", "«_Oui_?_», dit-elle"),
        ("«Oui»", "«_Oui»"),
        ("Une chose : celle-ci", "Une chose~: celle-ci"),
        ("Deux choses :", "Deux choses~:"),
        ("Deux choses :\n- une", "Deux choses~:\n- une"),
        ("L'heure d'aujourd'hui", "L’heure d’aujourd’hui"),
        ("On parle d'**emploi d'insertion**", "On parle d’**emploi d’insertion**"),
        ("Quoi ?!", "Quoi_?!"),
        ("Article 60 § 7", "Article 60 §~7"),
        ("déjà \u00a0?", "déjà_?"),
    ],
)
def test_french_is_set_as_the_imprimerie_nationale_does(typed: str, as_set: str) -> None:
    assert french(typed) == as_set.replace("_", NARROW).replace("~", NO_BREAK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "À 10:30, salle 4:2",
        "https://site.example/?a=b;c=d!",
        "[lien](https://site.example/a?b)",
        "« » seuls"[4:],
        "! au début",
        "un visage :-)",
        "'entre apostrophes'",
        "- [ ] une case\n- [x] une autre",
    ],
)
def test_what_is_not_a_sentence_of_french_is_left_as_it_is(text: str) -> None:
    assert french(text) == text


@given(st.text(alphabet=" «»;:!?'aé\n\u00a0\u202f"))
def test_setting_twice_is_setting_once(text: str) -> None:
    assert french(french(text)) == french(text)


@given(st.text(alphabet=" «»;:!?'aé\n"))
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    def bare(one: str) -> str:
        return "".join(letter for letter in one.replace("’", "'") if letter not in {" ", NARROW, NO_BREAK})

    assert bare(french(text)) == bare(text)


@pytest.mark.parametrize("language", ["nl", "en", None, "de"])
def test_other_languages_are_left_as_they_are(language: str | None) -> None:
    assert typographic("Wat ? L'heure", language) == "Wat ? L'heure"


# ---------------------------------------------------------------------------------------------------- three languages


def test_french_needs_no_catalogue() -> None:
    assert words("fr").gettext("L'heure : %(hour)s ?", hour="10 h") == f"L’heure{NO_BREAK}: 10 h{NARROW}?"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_translated_sentence_is_said_in_its_language(language: str) -> None:
    said = words(language).gettext("Se déconnecter")
    assert said
    assert said != "Se déconnecter"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_not_translated_is_said_in_french(language: str) -> None:
    said = words(language).gettext(MISSING, reason="essai")
    assert said == "Cette phrase n'est dans aucun catalogue : essai."
    one, many = "%(num)s chose de plus", "%(num)s choses de plus"
    assert [words(language).ngettext(one, many, number) for number in (1, 2)] == ["1 chose de plus", "2 choses de plus"]


@pytest.mark.parametrize("language", ["de", "", "fr-BE", "../nl"])
def test_a_language_that_we_do_not_speak_is_french(language: str) -> None:
    assert words(language).language == "fr"


@pytest.mark.parametrize(("number", "said"), [(0, "0 minute"), (1, "1 minute"), (1.5, "1.5 minute"), (2, "2 minutes")])
def test_in_french_zero_is_singular(number: int, said: str) -> None:
    assert words("fr").ngettext("%(num)s minute", "%(num)s minutes", number) == said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_in_dutch_and_english_zero_is_plural(language: str) -> None:
    zero, one, two = (words(language).ngettext("%(num)s minute", "%(num)s minutes", number) for number in (0, 1, 2))
    assert zero.replace("0", "2") == two
    assert one.replace("1", "2") != two


def test_a_value_is_set_with_its_sentence() -> None:
    assert words("fr").gettext("pour « %(skill)s »", skill="L'écoute") == f"pour «{NARROW}L’écoute{NARROW}»"


def test_a_percent_sign_without_values_stays_one() -> None:
    assert words("fr").gettext("100 %") == "100\u202f%"


def test_a_catalogue_is_read_once() -> None:
    assert words("nl") is words("nl")
    assert {Words(language).language for language in LANGUAGES} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("day", "language", "of_week", "of_year"),
    [
        (date(2026, 12, 1), "fr", "mardi 1er~décembre", "1er~décembre~2026"),
        (date(2026, 12, 2), "fr", "mercredi 2~décembre", "2~décembre~2026"),
        (date(2026, 12, 1), "nl", "dinsdag 1~december", "1~december~2026"),
        (date(2026, 12, 1), "en", "Tuesday 1~December", "1~December~2026"),
    ],
)
def test_a_day_is_written_as_one_writes_it(day: date, language: str, of_week: str, of_year: str) -> None:
    said = day_in_words(day, language), date_in_words(day, language)
    assert tuple(one.replace(NO_BREAK, "~") for one in said) == (of_week, of_year)


def test_the_first_of_a_month_is_said_as_such_in_any_pattern() -> None:
    assert day_as(date(2027, 1, 1), "EEEE d", "fr") == "vendredi 1er"


def test_what_fills_a_sentence_is_set_and_not_kept() -> None:
    said = Words("fr")
    assert said.gettext("Bonjour !") == said.gettext("Bonjour !") == f"Bonjour{NARROW}!"
    kept = said._plain.cache_info().currsize
    assert said.gettext("« %(typed)s »", typed="l'ami") == f"«{NARROW}l’ami{NARROW}»"
    assert said._plain.cache_info().currsize == kept


def test_one_day_is_one_day() -> None:
    assert words("fr").days(timedelta(days=1)) == "1 jour"
    assert words("nl").days(timedelta(days=7)) == "7 dagen"
