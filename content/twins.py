"""A module in another language, its twin: a text of its own that must ask the same things, letter for letter."""

from collections.abc import Iterator

from content.module import Kind, Module, Question
from content.problems import N_, Problem
from content.skills import line_of
from content.text import NAMES_A_LANGUAGE
from content.typed import number


def twin_id(module_id: str, language: str) -> str:
    """How a module is called in another language: the name of its document, and of its file in a pack."""
    return f"{module_id}.{language}"


def language_named(name: str) -> str | None:
    """The language in which a name says that it is the twin of another; None for an original."""
    found = NAMES_A_LANGUAGE.search(name)
    return found[1] if found else None


def check_twin(original: Module, twin: Module, text: str, file: str) -> Iterator[Problem]:
    """Where a twin says otherwise than its original, with the line of the twin's text.

    Free are words, sources, the day to read it again, and what else somebody may type.
    """
    yield from _check_module(original, twin, text, file)
    asked = {question.id: question for question in twin.questions}
    for question in original.questions:
        if (other := asked.pop(question.id, None)) is None:
            sentence = N_("Il manque la question %(id)s de l'original : ajoutez-la, traduite.")
            yield Problem(file, 1, sentence, {"id": question.id})
            continue
        line = line_of(text, question.id)
        for sentence in _differences(question, other):
            yield Problem(file, line, sentence, {"id": question.id})
    for name in asked:
        sentence = N_("La question %(id)s n'est pas dans l'original : ajoutez-la d'abord là, ou retirez-la ici.")
        yield Problem(file, line_of(text, name), sentence, {"id": name})


def _check_module(original: Module, twin: Module, text: str, file: str) -> Iterator[Problem]:
    if twin.id != original.id:
        sentence = N_("Un module garde son identifiant dans toutes les langues : écrivez « id: %(id)s ».")
        yield Problem(file, line_of(text, "id:"), sentence, {"id": original.id})
    if twin.language == original.language:
        sentence = N_("L'original est déjà dans cette langue (%(language)s) : corrigez « language ».")
        yield Problem(file, line_of(text, "language:"), sentence, {"language": twin.language})
    for field in ("minutes", "skills", "cites", "valid_from", "valid_until"):
        if getattr(twin, field) != getattr(original, field):
            sentence = N_("« %(field)s » n'est pas comme dans l'original : recopiez cette ligne.")
            yield Problem(file, line_of(text, f"{field}:"), sentence, {"field": field})
    if len(twin.cards) != len(original.cards):
        sentence = N_("L'original a %(number)s cartes : donnez-en autant, dans le même ordre.")
        yield Problem(file, 1, sentence, {"number": len(original.cards)})
    if bool(twin.to_try) != bool(original.to_try):
        yield Problem(file, 1, N_("Ce qu'il y a à essayer figure dans une langue et pas dans l'autre : accordez-les."))


def _differences(original: Question, twin: Question) -> Iterator[str]:
    if twin.skill != original.skill:
        yield N_("La question %(id)s porte sur une autre compétence que dans l'original : recopiez son titre.")
    if (twin.kind, twin.use, twin.nature) != (original.kind, original.use, original.nature):
        yield N_("« kind », « use » et « nature » de la question %(id)s ne sont pas ceux de l'original.")
    elif len(twin.options) != len(original.options):
        yield N_("La question %(id)s n'a pas autant d'options que dans l'original.")
    elif _answers(twin) != _answers(original):
        yield N_("La question %(id)s n'a pas les mêmes réponses justes, dans le même ordre, que dans l'original.")
    if twin.cites != original.cites:
        yield N_("La question %(id)s ne cite pas les mêmes règles (« cites ») que l'original.")


def _answers(question: Question) -> tuple[object, ...]:
    """What of the options of a question is the same in all languages."""
    right = tuple(option.right for option in question.options)
    match question.kind:
        case Kind.MATCHING:
            matches = [option.match for option in question.options]
            return right, tuple(map(matches.index, matches))
        case Kind.NUMBER:
            return right, question.tolerance, tuple(number(option.text) for option in question.options[:-1])
        case _:
            return (right,)
