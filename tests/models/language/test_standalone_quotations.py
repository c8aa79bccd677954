import pytest

from content.strings.sentences import sentences
from models.language.standalone import begun_before, speaks_for_nobody


def test_words_without_their_speaker_speak_for_nobody() -> None:
    for language, sentence in [
        ("fr", "« Le chômage baisse dans toute la Région depuis un an. »"),
        ("fr", "Nous avons reçu trois cents demandes en une seule semaine."),
        ("fr", "« La réforme sera prête avant la fin de cette année », selon lui."),
        ("fr", "« Je ne promets jamais un emploi. »"),
        ("nl", "“De werkloosheid daalt nu al een heel jaar in Limburg.”"),
        ("nl", "Wij kregen driehonderd aanvragen in een enkele week."),
        ("en", "“Unemployment has been falling for a whole year in Ghent.”"),
        ("en", "We received three hundred applications in a single week."),
    ]:
        assert speaks_for_nobody(sentence, language)


def test_a_quotation_with_its_speaker_or_a_name_in_marks_does_not() -> None:
    for language, sentence in [
        ("fr", "« Nous attendons la concertation avant de trancher », a déclaré Karim Lambrecht."),
        ("fr", "Le projet « Territoires zéro chômeur » démarre à Seraing."),
        ("fr", "La directrice estime que « le programme était trop court pour ce public »."),
        ("fr", "Le syndicat résume : « Personne ne nous a consultés avant la décision. »"),
        ("fr", "Le chantier de Notre-Dame et maître Collard, Me Collard pour ses pairs, occupent la presse."),
        ("nl", "“We willen sneller vooruit met de hervorming”, zegt woordvoerder Els Vermander."),
        ("en", "“We were two euros apart and nobody moved”, said union negotiator Tom Willems."),
    ]:
        assert not speaks_for_nobody(sentence, language)


@pytest.mark.parametrize(("opening", "closing"), [("« ", " »"), ("“", "”"), ('"', '"')])
def test_the_sentences_inside_a_longer_quotation_are_known(opening: str, closing: str) -> None:
    said = f"{opening}Rien ne change. Le texte attend. On verra{closing}"
    text = f"La ministre parle. {said}, dit la ministre. Le Forem lit."
    assert begun_before(text, sentences(text, "fr")) == [False, False, True, True, False]


def test_a_mark_that_is_never_closed_lasts_no_longer_than_its_line() -> None:
    text = "Un écran de 24 pouces.\nElle dit : « Rien ne change.\nLe Forem ouvre un guichet."
    assert begun_before(text, sentences(text, "fr")) == [False, False, False]
