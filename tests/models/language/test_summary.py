import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.strings.sentences import sentences
from models.language.context_words import takes_for_known
from models.language.encoder import Encoder
from models.language.summary import summarise
from models.language.vectors import unit

TITLE = "Trois cents places de formation pour les soudeurs à Charleroi"
ARTICLE = """Le Forem ouvre à Charleroi trois cents places de formation pour les soudeurs. Les cours commencent en mars.
Il s'agit d'une première dans la région.
Les candidats soudeurs peuvent s'inscrire dans chaque maison de l'emploi jusqu'à la fin de janvier.
Mais combien trouveront un emploi ?
La ministre de la Formation a visité le centre de compétence lundi matin avec les partenaires sociaux de la métallurgie.
Abonnez-vous à notre lettre pour ne rien manquer."""
DUTCH = """De VDAB opent in Gent driehonderd plaatsen voor een opleiding tot lasser. Hij start in maart.
Kandidaten kunnen zich tot eind januari inschrijven in alle werkwinkels van de provincie Oost-Vlaanderen.
De minister van Werk bezocht maandag het opleidingscentrum samen met de sociale partners van de metaalsector."""
ENGLISH = """The employment service opens three hundred training places for welders in Ghent. It starts in March.
Candidates may register at every job centre of the province until the end of January.
The minister of Employment visited the training centre on Monday with the social partners of the metal industry."""


def shared_words(texts: Sequence[str]) -> list[list[float]]:
    """An encoder without a model: one place for each word of all the texts."""
    words = [set(re.findall(r"\w{4,}", text.lower())) for text in texts]
    vocabulary = sorted(set().union(*words))
    return [unit([float(word in some) for word in vocabulary]) for some in words]


def summary(text: str, title: str = TITLE, language: str | None = "fr") -> list[str]:
    return [text[span.start : span.end] for span in summarise(text, title, language, shared_words)]


def test_a_summary_says_what_the_title_announces_in_sentences_that_stand_alone() -> None:
    assert summary(ARTICLE) == [
        "Le Forem ouvre à Charleroi trois cents places de formation pour les soudeurs.",
        "Les candidats soudeurs peuvent s'inscrire dans chaque maison de l'emploi jusqu'à la fin de janvier.",
    ]


@pytest.mark.nightly
@pytest.mark.parametrize(("language", "text"), [("fr", ARTICLE), ("nl", DUTCH), ("en", ENGLISH)])
def test_every_sentence_is_one_of_the_text_at_its_place(encoder: Encoder, language: str, text: str) -> None:
    spans = summarise(text, TITLE, language, encoder.encode)
    assert 1 <= len(spans) <= 3
    assert set(spans) <= set(sentences(text, language))
    assert list(spans) == sorted(spans)
    assert 28 <= sum(len(text[span.start : span.end].split()) for span in spans) <= 60


@given(st.lists(st.sampled_from(ARTICLE.split("\n") + DUTCH.split("\n")), max_size=12), st.text(max_size=40))
def test_no_text_makes_a_summary_longer_than_sixty_words_or_three_sentences(lines: list[str], title: str) -> None:
    found = summary("\n".join(lines), title)
    assert len(found) <= 3
    assert len(" ".join(found).split()) <= 60


def test_in_french_no_vector_is_asked_for() -> None:
    def no_encoder(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        raise AssertionError(texts)

    assert summarise(ARTICLE, TITLE, "fr", no_encoder)


def test_a_paragraph_that_a_page_shows_twice_is_told_once() -> None:
    lead = ARTICLE.partition(" Les cours")[0]
    found = summary(f"{lead}\n{ARTICLE}")
    assert found.count(lead) == 1
    assert len(found) == 2


def test_too_few_sentences_that_stand_alone_or_another_language_give_no_summary() -> None:
    for text, language in [
        ("", "fr"),
        ("Le Forem ouvre à Charleroi trois cents places de formation pour les soudeurs. Il recrute.", "fr"),
        ("Der Arbeitsmarkt in Ostbelgien wächst langsam. Viele Stellen im Handwerk bleiben lange unbesetzt.", "de"),
        (ARTICLE, None),
    ]:
        assert summary(text, language=language) == []


RELAY = """Que fait un conseiller de Molenbeek quand la personne doit passer d'un service à l'autre ?
Le conseiller appelle le service d'accueil avec la personne, fixe le premier rendez-vous et rappelle une semaine après.
Trois communes bruxelloises testent ce relais entre leurs services d'insertion jusqu'en juin 2027.
Un premier bilan du relais entre services est attendu pour la fin de septembre 2027."""


def test_no_sentence_comes_that_takes_for_known_what_only_a_sentence_before_it_has_named() -> None:
    title = "Un relais entre services testé dans trois communes"
    _, in_the_middle, *others = RELAY.split("\n")
    assert summary(RELAY, title) == others
    assert in_the_middle in summary(RELAY, "Ce que fait un conseiller d'un relais entre services")


def test_a_noun_is_taken_for_known_where_neither_its_sentence_nor_the_title_says_which() -> None:
    for sentence, known in [
        ("Le conseiller appelle le service d'accueil avec la personne.", True),
        ("L'employeur signe alors la convention avec la commune.", True),
        ("Le conseiller d'Actiris appelle le service d'accueil.", False),
        ("Le conseiller appelle le service d'accueil de Molenbeek.", False),
        ("La prime passe à 500 euros pour tout le monde.", False),
        ("Le relais commence lundi dans les communes.", False),
        ("Un conseiller appelle le service d'accueil avec la personne.", False),
    ]:
        assert takes_for_known(sentence, "Un relais entre services", "fr") is known
