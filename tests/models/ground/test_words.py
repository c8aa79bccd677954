"""Words in three languages, and French as it is set."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.schema.yaml_fields import LANGUAGES
from models.ground.words import NARROW, NO_BREAK, Words, date_in_words, day_as, day_in_words, french, typographic, words

MISSING = "Cette phrase n'est dans aucun catalogue : %(reason)s."


def test_french_is_set_as_the_imprimerie_nationale_does_and_nothing_else() -> None:
    for typed, as_set in [
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
    ]:
        assert french(typed) == as_set.replace("_", NARROW).replace("~", NO_BREAK)
    for text in [
        "",
        "À 10:30, salle 4:2",
        "https://site.example/?a=b;c=d!",
        "[lien](https://site.example/a?b)",
        "« » seuls"[4:],
        "! au début",
        "un visage :-)",
        "'entre apostrophes'",
        "- [ ] une case\n- [x] une autre",
    ]:
        assert french(text) == text
    for language in ["nl", "en", None, "de"]:
        assert typographic("Wat ? L'heure", language) == "Wat ? L'heure"


@given(st.text(alphabet=" «»;:!?'aé\n\u00a0\u202f"))
def test_setting_twice_is_setting_once(text: str) -> None:
    assert french(french(text)) == french(text)


@given(st.text(alphabet=" «»;:!?'aé\n"))
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    def bare(one: str) -> str:
        return "".join(letter for letter in one.replace("’", "'") if letter not in {" ", NARROW, NO_BREAK})

    assert bare(french(text)) == bare(text)


def test_french_needs_no_catalogue_and_a_value_is_set_with_its_sentence() -> None:
    assert words("fr").gettext("L'heure : %(hour)s ?", hour="10 h") == f"L’heure{NO_BREAK}: 10 h{NARROW}?"
    assert words("fr").gettext("pour « %(skill)s »", skill="L'écoute") == f"pour «{NARROW}L’écoute{NARROW}»"
    assert words("fr").gettext("100 %") == "100\u202f%"
    said = Words("fr")
    assert said.gettext("Bonjour !") == said.gettext("Bonjour !") == f"Bonjour{NARROW}!"
    kept = said._plain.cache_info().currsize
    assert said.gettext("« %(typed)s »", typed="l'ami") == f"«{NARROW}l’ami{NARROW}»"
    assert said._plain.cache_info().currsize == kept


def test_a_sentence_is_said_in_its_language_else_in_french() -> None:
    for language in ["nl", "en"]:
        said = words(language).gettext("Se déconnecter")
        assert said
        assert said != "Se déconnecter"
    for language in ["nl", "en"]:
        said = words(language).gettext(MISSING, reason="essai")
        assert said == "Cette phrase n'est dans aucun catalogue : essai."
        one, many = "%(num)s chose de plus", "%(num)s choses de plus"
        assert [words(language).ngettext(one, many, number) for number in (1, 2)] == [
            "1 chose de plus",
            "2 choses de plus",
        ]
    for language in ["de", "", "fr-BE", "../nl"]:
        assert words(language).language == "fr"
    assert words("nl") is words("nl")
    assert {Words(language).language for language in LANGUAGES} == set(LANGUAGES)


def test_zero_is_singular_in_french_and_plural_in_dutch_and_english() -> None:
    for number, said in [(0, "0 minute"), (1, "1 minute"), (1.5, "1.5 minute"), (2, "2 minutes")]:
        assert words("fr").ngettext("%(num)s minute", "%(num)s minutes", number) == said
    for language in ["nl", "en"]:
        zero, one, two = (words(language).ngettext("%(num)s minute", "%(num)s minutes", number) for number in (0, 1, 2))
        assert zero.replace("0", "2") == two
        assert one.replace("1", "2") != two
    assert words("fr").days(timedelta(days=1)) == "1 jour"
    assert words("nl").days(timedelta(days=7)) == "7 dagen"


def test_a_day_is_written_as_one_writes_it() -> None:
    for day, language, of_week, of_year in [
        (date(2026, 12, 1), "fr", "mardi 1er~décembre", "1er~décembre~2026"),
        (date(2026, 12, 2), "fr", "mercredi 2~décembre", "2~décembre~2026"),
        (date(2026, 12, 1), "nl", "dinsdag 1~december", "1~december~2026"),
        (date(2026, 12, 1), "en", "Tuesday 1~December", "1~December~2026"),
    ]:
        said = day_in_words(day, language), date_in_words(day, language)
        assert tuple(one.replace(NO_BREAK, "~") for one in said) == (of_week, of_year)
    assert day_as(date(2027, 1, 1), "EEEE d", "fr") == "vendredi 1er"
