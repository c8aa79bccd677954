"""What single options show of themselves: reasons, words of the stem, the register of who hands back."""

from content.checks.cues import connectives, echoes, marks, shapes, turns
from content.module import HandingBack, Option, Question
from tests.builders import EVERY_KIND
from tests.content.checks.made_up_texts import choice


def option(text: str) -> Option:
    return Option("a", text, True, "")


def test_reasons_are_given_by_connectives() -> None:
    for language, text, found in [
        ("fr", "Continuer, puisque la décision lui revient", ["puisque"]),
        ("fr", "Retirer l'atelier, puisqu'il n'en veut pas", ["puisqu"]),
        *(("fr", "Appeler demain, pour gagner du temps", [", pour"]), ("fr", "Ce qu'il faut pour appeler", [])),
        *(("fr", "Le carnet d'adresses", []), ("nl", "Doorgaan, want de beslissing is aan hem", ["want"])),
        *(("nl", "Morgen bellen, om tijd te winnen", [", om"]), ("nl", "Vragen om morgen te bellen", [])),
        ("en", "Go on, since it is his decision", ["since"]),
    ]:
        assert connectives(option(text), language) == found


def test_a_word_of_the_stem_tells_when_one_option_alone_takes_it_up() -> None:
    stem = "Comment reconnaître l'obligation sans fermer le dossier ?"
    asked = choice("Nommer l'obligation du dossier", "Fermer le dossier", "Attendre", stem=stem)
    assert echoes(asked) == {"a": {"oblig"}, "b": {"ferme"}, "c": set()}
    asked = choice("Une autre inscription pour elles", "Rien", stem="Quelle autre voie, pour elles qui s'inscrivent ?")
    assert echoes(asked)["a"] == {"inscr"}


def test_turns_that_hand_the_initiative_back_are_counted() -> None:
    for language, text, count in [
        *(("fr", "« Que voulez-vous faire de cette heure ? »", 2), ("fr", "Chercher avec elle qui peut répondre", 1)),
        *(("fr", "Corriger la fiche", 0), ("fr", "La fiche est-elle juste ?", 0), ("nl", "Samen bekijken wat kan", 1)),
        *(("en", "Ask what she wants", 1), ("en", "Look at it together", 1)),
    ]:
        assert turns(option(text), language) == count


def test_what_authors_say_of_handing_back_is_counted() -> None:
    asked = choice("Chercher avec elle", "Corriger la fiche")
    said = asked._replace(handing_back=HandingBack.NEITHER)
    assert marks([asked, said, said]) == {None: 1, HandingBack.NEITHER: 2}


def several(right: int, of: int, stem: str = "Que notez-vous ? Plusieurs réponses sont justes.") -> Question:
    asked = choice(*map(str, range(of)), stem=stem)
    options = tuple(option._replace(right=place < right) for place, option in enumerate(asked.options))
    return asked._replace(options=options, kind=EVERY_KIND[0].kind.SEVERAL)


def test_shapes_are_counted_where_several_options_are_right_and_the_stem_does_not_say_how_many() -> None:
    assert shapes([several(2, 4), several(2, 4), several(3, 5), choice("a", "b")]) == {(2, 4): 2, (3, 5): 1}
    assert shapes([several(2, 4, "Que notez-vous ? Deux réponses sont justes.")]) == {}
    assert shapes([several(2, 4, "Twee antwoorden zijn juist.")]) == {}
    assert shapes([several(2, 4, "Deux absences. Quelles réponses sont justes ?")]) == {(2, 4): 1}
