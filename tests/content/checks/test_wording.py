"""What the wording of a question gives away, or leaves out."""

from content.checks.checked_text import CheckedText
from content.checks.cues import check_all_or_none, check_stems, check_wording
from content.errors import Severity
from content.module import Module, Question
from content.text.module_writer import write_module
from tests.content.checks.made_up_texts import asking, choice, said


def sound(*questions: Question, language: str = "fr") -> bool:
    checked = asking(*questions, language=language)
    return not said(check_wording, checked) and not said(check_all_or_none, checked)


def test_an_option_about_the_others_is_an_error() -> None:
    for language, option in [
        *(("fr", "Toutes les réponses sont justes"), ("fr", "Aucune de ces réponses."), ("fr", "A et B")),
        *(("nl", "Alle antwoorden"), ("nl", "Geen van de bovenstaande"), ("en", "All of the above")),
        ("en", "None of these"),
    ]:
        checked = asking(choice("Demander", "Proposer", option), language=language)
        (line,) = said(check_all_or_none, checked)
        assert option in line
    assert sound(choice("Noter toutes les réponses de l'employeur", "Toutes les réponses de Samir sont notées"))


def test_absolutes_in_wrong_options_only_are_told_with_their_line() -> None:
    (line,) = said(check_wording, asking(choice("Demander d'abord", "Ne jamais relancer", "Attendre un peu")))
    assert line.startswith("25: Seules des options fausses sont absolues (ici « jamais »)")
    assert sound(choice("Ne jamais promettre", "Toujours promettre", "Attendre un peu"))
    assert sound(choice("Demander d'abord", "Répondre tout de suite", "Attendre un peu"))
    for language, word in [("nl", "Altijd bellen"), ("en", "Always call")]:
        assert sound(choice("Luisteren", word), language="fr")
        assert not sound(choice("Luisteren", word), language=language)


def test_two_distractors_that_say_the_same_are_told() -> None:
    same = choice("Écouter", "Proposer un rendez-vous au service", "Proposez-lui un rendez-vous dans le service")
    (line,) = said(check_wording, asking(same))
    assert line.startswith("27: Cette option dit presque la même chose que « Proposer un rendez-vous au service »")
    for one, other in [
        ("Le CPAS décide et paie le salaire", "L'ONEM décide et paie le salaire"),
        ("Relancer après deux semaines", "Relancer après trois semaines"),
        ("Relancer après 2 semaines", "Relancer après 3 semaines"),
        ("Appeler avec la personne", "Appeler sans la personne"),
    ]:
        assert sound(choice("Écouter", one, other))


def test_a_stem_that_leans_on_something_else_is_told() -> None:
    for language, stem in [
        ("fr", "Comme dans la question précédente, que faites-vous ?"),
        ("fr", "Selon l'article, que faut-il faire ?"),
        ("fr", "Deux chiffres de la même page diffèrent. Pourquoi ?"),
        ("nl", "Wat staat er volgens het artikel?"),
        ("en", "What does the previous question show?"),
    ]:
        assert len(said(check_wording, asking(choice("Écouter", "Relire", stem=stem), language=language))) == 1
    assert sound(choice("Le CPAS", "Actiris", stem="Selon l'article 60 § 7, qui engage Samir ?"))


def test_a_feedback_that_gives_no_reason_is_told() -> None:
    question = choice("Écouter", "Relire")
    bare = question._replace(options=(question.options[0], question.options[1]._replace(feedback="Non, faux.")))
    assert said(check_wording, asking(bare)) == [
        "25: L'explication de « Relire » ne dit pas pourquoi : ajoutez la raison et quoi faire."
    ]


def test_only_an_option_about_the_others_keeps_from_publishing() -> None:
    checked = asking(choice("Demander", "Ne jamais relancer", "Toutes les réponses"))
    draft = CheckedText(checked, write_module(checked), "m.md")
    assert [problem.severity for problem in check_all_or_none(draft)] == [Severity.ERROR]
    assert [problem.severity for problem in check_wording(draft)] == [Severity.ADVICE] * 2


# ------------------------------------------------------------------------------------------------ stems that come twice


def told(checked: Module, *others: Module) -> list[str]:
    return said(lambda draft: check_stems(draft, others), checked)


FIRST = choice("Écouter", "Relire", stem="Léa hésite. Que faites-vous ?", question_id="q-1")
AGAIN = choice("Noter", "Appeler", stem="Lea hésite : que faites-vous ?", question_id="q-2")
OTHER = choice("Noter", "Appeler", stem="Igor hésite. Que faites-vous ?", question_id="q-3")


def test_a_stem_that_comes_twice_in_a_module_is_told_once() -> None:
    assert told(asking(FIRST, AGAIN, OTHER)) == ["28: Cet énoncé est aussi celui de q-1 : réécrivez l'un des deux."]


def test_a_stem_of_another_module_is_told() -> None:
    assert told(asking(AGAIN), asking(FIRST)) == ["19: Cet énoncé est aussi celui de q-1 : réécrivez l'un des deux."]


def test_different_stems_are_sound() -> None:
    assert told(asking(FIRST, OTHER), asking(choice("Oui", "Non", stem="Que dire à Sam ?"))) == []
