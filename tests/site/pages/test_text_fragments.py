"""The way to a sentence on the page that it was taken from."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from portal.site.text_fragments import at_sentence

PAGE = "https://actiris.example/actualites/7"
LONG = "Le gouvernement a adopté jeudi l'arrêté qui porte de six à douze mois la durée du stage First."


def test_a_short_sentence_is_named_whole() -> None:
    for sentence, fragment in [
        ("La prime vaut en mars.", "La%20prime%20vaut%20en%20mars."),
        ("Titres-services, un & deux", "Titres%2Dservices%2C%20un%20%26%20deux"),
        ("Eén loket", "E%C3%A9n%20loket"),
        ("« Dix\u00a0jours », dit-elle", "%C2%AB%20Dix%20jours%20%C2%BB%2C%20dit%2Delle"),
        ("100 % : le 1/2 #3 ?", "100%20%25%20%3A%20le%201%2F2%20%233%20%3F"),
    ]:
        assert at_sentence(PAGE, sentence) == f"{PAGE}#:~:text={fragment}"


def test_a_long_one_is_named_by_its_first_and_its_last_words() -> None:
    first, last = at_sentence(PAGE, LONG).removeprefix(f"{PAGE}#:~:text=").split(",")
    assert (unquote(first), unquote(last)) == ("Le gouvernement a adopté jeudi l'arrêté", "durée du stage First.")


def test_what_the_address_says_before_stays() -> None:
    for address, expected in [
        (f"{PAGE}?a=1&b=2", f"{PAGE}?a=1&b=2#:~:text=Oui."),
        (f"{PAGE}#detail", f"{PAGE}#detail:~:text=Oui."),
        (f"{PAGE}#detail:~:text=Non.", f"{PAGE}#detail:~:text=Oui."),
        (f"{PAGE}#", f"{PAGE}#:~:text=Oui."),
    ]:
        assert at_sentence(address, "Oui.") == expected


def test_without_words_the_page_opens_at_its_beginning() -> None:
    assert at_sentence(PAGE, " \n") == PAGE


@given(st.text(min_size=1).filter(str.strip))
def test_whatever_a_sentence_holds_it_names_itself_and_nothing_more(sentence: str) -> None:
    page, directive = at_sentence(PAGE, sentence).split("#:~:text=")
    assert page == PAGE
    assert set(directive) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~%,")
    said = [unquote(end).split() for end in directive.split(",")]
    words = sentence.split()
    assert said == [words] or (said[0] == words[:6] and said[1] == words[-4:])
