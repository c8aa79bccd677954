"""Which sentences of a text may be shown without their neighbours, and which only together."""

from content.strings.sentences import sentences
from models.language.standalone import units

OPENS = "Le Forem rembourse le permis de conduire aux demandeurs d'emploi."
NAMES = "La ministre Nour Van Acker présentera le texte au Parlement en juin."


def shown(text: str, language: str = "fr") -> list[tuple[int, ...]]:
    return units(text, sentences(text, language), language)


def test_sentences_that_stand_alone_are_units_and_others_are_none() -> None:
    items = "Les ateliers Dumont de la ville de Charleroi.\n- la société Ferroméca, fondée en 1950."
    listed = f"{OPENS} Voici les entreprises présentes :\n{items}\n{NAMES}"
    interview = (
        f"{OPENS} Il parle. Je commence par écouter. Les gens arrivent avec une histoire et des papiers. {NAMES}"
    )
    assert shown(f"{OPENS} Il en parle peu. {NAMES}") == [(0,), (2,)]
    assert shown(f"{OPENS} Mais la ministre préfère le train. {NAMES}") == [(0,), (2,)]
    assert shown(f"{OPENS} Sauf dans trois cas :\n- les indépendants\n\n{NAMES}") == [(3,)]
    assert shown(interview) == shown(listed) == [(0,), (4,)]
    assert shown(f"{OPENS}\n{NAMES}\n{OPENS}") == [(0,), (1,)]


def test_what_narrows_a_sentence_comes_with_it() -> None:
    for narrower in [
        *("À condition d'avoir signé un contrat de six mois.", "Sauf pour les indépendants à titre principal."),
        *("Mais seulement si le contrat dure six mois.", "Toutefois, la mesure est suspendue jusqu'au printemps."),
        *("Cette aide ne concerne pas les indépendants.", "Il n'en est rien, répond la caisse de paiement."),
    ]:
        assert shown(f"{OPENS} {narrower} {NAMES}") == [(0, 1), (2,)]


def test_a_quotation_of_several_sentences_comes_whole_with_its_speaker_or_not_at_all() -> None:
    quoted = "« Le texte est prêt. Le gouvernement doit encore trancher. On verra »"
    assert shown(f"{OPENS} {quoted}, dit Karim Lambrecht. {NAMES}") == [(0,), (1, 2, 3), (4,)]
    assert shown(f"{OPENS} {quoted}, dit-il. {NAMES}") == [(0,), (4,)]


def test_a_pronoun_after_a_first_clause_without_a_name_leans_too() -> None:
    for language, sentence in [
        ("fr", "Interrogé lundi, il a refusé de répondre aux questions."),
        ("fr", "En 2026, cette mesure a coûté trois millions d'euros."),
        ("fr", "Deux jours plus tard, le Forem a fermé le guichet."),
        ("nl", "Vandaag opent hij een nieuw kantoor in de stad Aalst."),
        ("en", "On Thursday, they agreed to a higher minimum wage."),
    ]:
        assert shown(sentence, language) == []


def test_an_impersonal_il_or_a_pronoun_after_its_name_does_not() -> None:
    for sentence in [
        "En 2026, il faudra une carte d'identité pour entrer au guichet.",
        "Si Claire Mathonet accepte, elle dirigera la maison de l'emploi.",
        "Les demandeurs d'emploi absents, ils le savent, risquent une sanction.",
    ]:
        assert shown(sentence) == [(0,)]
