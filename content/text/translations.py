"""A module in another language: it must ask the same things; and two languages beside each other, block by block."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from content.errors import N_, Problem
from content.marking import Response, number
from content.module import Module, Question, QuestionKind
from content.skills import line_of
from content.text.grammar import EXERCISE_HEADING, NAMES_A_LANGUAGE, name_and_title, part_of

SHARED = ("minutes", "skills", "sensitive", "cites", "valid_from", "valid_until")
"""The fields of a module that say the same in every language."""


def translation_id(module_id: str, language: str) -> str:
    """Return how a module is called in another language: the name of its document, and of its file in a pack."""
    return f"{module_id}.{language}"


def language_named(name: str) -> str | None:
    """Return the language in which a name says that it is the translation of another; None for an original."""
    found = NAMES_A_LANGUAGE.search(name)
    return found[1] if found else None


def check_translation(
    original: Module, translation: Module, text: str, file: str, language: str, corrected: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield where a translation says otherwise than its original, or repeats it, with its line.

    Free are words, sources, the day to read it again, and what else somebody may type; the right answers of the
    questions that are `corrected` in the translation first.
    """
    yield from _check_header(original, translation, text, file, language)
    yield from _check_parts(original, translation, text, file)
    yield from _check_translated(original, translation, text, file)
    asked = {question.id: question for question in translation.questions}
    for question in original.questions:
        if (other := asked.pop(question.id, None)) is None:
            sentence = N_("Il manque la question %(id)s de l'original : ajoutez-la, traduite.")
            yield Problem(file, 1, sentence, {"id": question.id})
            continue
        line = line_of(text, question.id)
        for sentence in _differences(question, other, right=question.id not in corrected):
            yield Problem(file, line, sentence, {"id": question.id})
    for name in asked:
        sentence = N_("La question %(id)s n'est pas dans l'original : ajoutez-la d'abord là, ou retirez-la ici.")
        yield Problem(file, line_of(text, name), sentence, {"id": name})


def drifted(original: Module, translation: Module) -> frozenset[str]:
    """Return the questions of a translation that no longer ask what its original asks: all, when the modules differ."""
    if _frame(original) != _frame(translation):
        return frozenset(question.id for question in translation.questions)
    asked = {question.id: question for question in original.questions}
    return frozenset(
        one.id
        for one in translation.questions
        if one.id not in asked or any(_differences(asked[one.id], one, right=True))
    )


def moved_on(before: Module, now: Module) -> frozenset[str]:
    """Return the questions to translate anew after a change of meaning: all of them when the cards have changed."""
    old = {question.id: question for question in before.questions}
    changed = [one.id for one in now.questions if one != old.pop(one.id, None)]
    if _read_by_all(before) != _read_by_all(now):
        changed = [question.id for question in now.questions]
    return frozenset([*changed, *old])


def is_marked_alike(question: Question, other: Question) -> bool:
    """Return whether the same responses are right to a question in two languages."""
    return (question.kind, _right(question)) == (other.kind, _right(other))


def said_in(question: Question, other: Question, response: Response) -> Response:
    """Return a response as it would be given in another language; what cannot be said there stays as it is."""
    if question.kind is not QuestionKind.MATCHING:
        return response
    lines = zip(question.options, other.options, strict=False)
    numbers = {str(question.choices.index(one.match) + 1): other.choices.index(same.match) + 1 for one, same in lines}
    pairs = dict(pair.partition("=")[::2] for pair in response)
    return tuple(f"{line}={numbers.get(choice, choice)}" for line, choice in pairs.items())


# ---------------------------------------------------------------------------------------------------------- differences


def _frame(module: Module) -> tuple[object, ...]:
    dialogues = tuple(dialogue.id for dialogue in module.dialogues)
    parts = len(module.cards), bool(module.to_try), bool(module.exercise), dialogues, _beside(module)
    return (module.id, *parts, *(getattr(module, field) for field in SHARED))


def _beside(module: Module) -> tuple[object, ...]:
    """Return which written questions and vignettes stand beside what is asked, and what of them no language changes."""
    right = [(one.id, tuple(choice.right for choice in one.choices)) for one in module.vignettes]
    return tuple((one.id, one.skill) for one in module.written), tuple(right)


def _read_by_all(module: Module) -> tuple[object, ...]:
    """Return what everybody reads of a module, whatever is asked."""
    beside = module.dialogues, module.written, module.vignettes
    return (module.cards, module.to_try, module.exercise, *beside, _frame(module))


def _check_header(original: Module, translation: Module, text: str, file: str, language: str) -> Iterator[Problem]:
    if translation.id != original.id:
        sentence = N_("Un module garde son identifiant dans toutes les langues : écrivez « id: %(id)s ».")
        yield Problem(file, line_of(text, "id:"), sentence, {"id": original.id})
    if language == original.language:
        sentence = N_("L'original est déjà dans cette langue (%(language)s).")
        yield Problem(file, line_of(text, "language:"), sentence, {"language": language})
    elif translation.language != language:
        sentence = N_("Ce texte est à écrire dans une autre langue : mettez « language: %(language)s ».")
        yield Problem(file, line_of(text, "language:"), sentence, {"language": language})
    for field in SHARED:
        if getattr(translation, field) != getattr(original, field):
            sentence = N_("« %(field)s » n'est pas comme dans l'original : recopiez cette ligne.")
            yield Problem(file, line_of(text, f"{field}:"), sentence, {"field": field})


def _check_parts(original: Module, translation: Module, text: str, file: str) -> Iterator[Problem]:
    if len(translation.cards) != len(original.cards):
        sentence = N_("L'original a %(number)s cartes : donnez-en autant, dans le même ordre.")
        yield Problem(file, 1, sentence, {"number": len(original.cards)})
    elif [card.crisis for card in translation.cards] != [card.crisis for card in original.cards]:
        yield Problem(file, 1, N_("« use: crisis » n'est pas sous la même carte que dans l'original : accordez-les."))
    if bool(translation.to_try) != bool(original.to_try):
        yield Problem(file, 1, N_("Ce qu'il y a à essayer figure dans une langue et pas dans l'autre : accordez-les."))
    if [dialogue.id for dialogue in translation.dialogues] != [dialogue.id for dialogue in original.dialogues]:
        yield Problem(file, 1, N_("Les dialogues ne sont pas ceux de l'original, dans le même ordre : accordez-les."))
    if _beside(translation) != _beside(original):
        sentence = N_("Les questions à écrire et les vignettes ne sont pas celles de l'original : accordez-les.")
        yield Problem(file, 1, sentence)
    if bool(translation.exercise) != bool(original.exercise):
        sentence = N_("La feuille à essayer figure dans une langue et pas dans l'autre : accordez-les.")
        yield Problem(file, line_of(text, f"## {EXERCISE_HEADING[translation.language]}"), sentence)


def _check_translated(original: Module, translation: Module, text: str, file: str) -> Iterator[Problem]:
    bodies = {card.body for card in original.cards}
    for card in translation.cards:
        if card.body in bodies:
            sentence = N_("La carte « %(title)s » est encore celle de l'original : traduisez-la.")
            yield Problem(file, line_of(text, f"## {card.title}"), sentence, {"title": card.title})
    if original.exercise and translation.exercise and {*original.exercise} & {*translation.exercise}:
        sentence = N_("La feuille à essayer est encore, en tout ou en partie, celle de l'original : traduisez-la.")
        yield Problem(file, line_of(text, f"## {EXERCISE_HEADING[translation.language]}"), sentence)
    told = {*_told(original)}
    for name, words in _told(translation):
        if (name, words) in told:
            sentence = N_("« %(id)s » est encore comme dans l'original : traduisez-le.")
            yield Problem(file, line_of(text, name), sentence, {"id": name})
    stems = {question.id: question.stem for question in original.questions}
    for question in translation.questions:
        if question.stem == stems.get(question.id):
            sentence = N_("L'énoncé de la question %(id)s est encore celui de l'original : traduisez la question.")
            yield Problem(file, line_of(text, question.id), sentence, {"id": question.id})


def _told(module: Module) -> Iterator[tuple[str, str]]:
    """Yield what is told before anything is asked: of dialogues, written questions and vignettes, by their ids."""
    yield from ((one.id, one.scene) for one in module.dialogues)
    yield from ((one.id, one.stem) for one in module.written)
    yield from ((one.id, one.case) for one in module.vignettes)


def _differences(original: Question, translation: Question, *, right: bool) -> Iterator[str]:
    if translation.skill != original.skill:
        yield N_("La question %(id)s porte sur une autre compétence que dans l'original : recopiez son titre.")
    if (translation.kind, translation.use, translation.nature) != (original.kind, original.use, original.nature):
        yield N_("« kind », « use » et « nature » de la question %(id)s ne sont pas ceux de l'original.")
    elif translation.handing_back != original.handing_back:
        yield N_("« handing_back » n'est pas comme dans l'original pour la question %(id)s : recopiez cette ligne.")
    elif len(translation.options) != len(original.options):
        yield N_("La question %(id)s n'a pas autant d'options que dans l'original.")
    elif right and not is_marked_alike(original, translation):
        yield N_("La question %(id)s n'a pas les mêmes réponses justes, dans le même ordre, que dans l'original.")
    # As many as both have: that one has more of them is said above.
    ways = zip(translation.options, original.options, strict=False)
    if translation.dialogue != original.dialogue or any(one.leads_to != other.leads_to for one, other in ways):
        yield N_("Les réponses de %(id)s ne mènent pas aux mêmes tours que dans l'original : recopiez les flèches.")
    if translation.cites != original.cites:
        yield N_("La question %(id)s ne cite pas les mêmes règles (« cites ») que l'original.")


def _right(question: Question) -> tuple[object, ...]:
    """Return what of the options of a question is the same in all languages."""
    right = tuple(option.right for option in question.options)
    match question.kind:
        case QuestionKind.MATCHING:
            matches = [option.match for option in question.options]
            return right, tuple(map(matches.index, matches))
        case QuestionKind.NUMBER:
            return right, question.tolerance, tuple(number(option.text) for option in question.options[:-1])
        case _:
            return (right,)


# ---------------------------------------------------------- two languages of a module beside each other, block by block


HEADER, TO_TRY, EXERCISE = "header", "to-try", "exercise"

_HEADINGS = re.compile(r"^(?=## +\S)", re.MULTILINE)


class Pair(NamedTuple):
    """One block of the original and the same in another language; empty where there is none."""

    name: str
    """header, card-1, to-try, exercise, or the id of a question"""
    original: str
    translation: str
    translated: bool
    """Whether it says anything else than what a translation begins from."""


def blocks_beside(original: tuple[str, str], translation: tuple[str, str], untranslated: str) -> list[Pair]:
    """Return the blocks of two texts, each with its language, in the original's order; extra ones come last.

    A block that the translation lacks stands there as in `untranslated`, the text from which its translation begins.
    """
    hers, its = blocks(*original), blocks(*translation)
    begun = blocks(untranslated, translation[1])
    return [
        Pair(name, hers.get(name, ""), text := its.get(name, begun.get(name, "")), text != begun.get(name))
        for name in [*hers, *(name for name in its if name not in hers)]
    ]


def blocks(text: str, language: str) -> dict[str, str]:
    """Return the blocks of a text, readable or not, by name; those of the same name stand together."""
    found: dict[str, str] = {}
    cards = 0
    for part in _HEADINGS.split(text):
        name = _name(part, language)
        if not name:
            cards += 1
            name = f"card-{cards}"
        found[name] = f"{found[name]}\n\n{part.strip()}" if name in found else part.strip()
    return found


def block_at(text: str, language: str, line: int) -> str:
    """Return the name of the block in which a line, from 1, of a text stands."""
    return [*blocks("\n".join(text.split("\n")[:line]), language)][-1]


def whole_header(parts: Iterable[str]) -> str:
    """Return the text that blocks make; those that were emptied are left out."""
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _name(part: str, language: str) -> str:
    """Return the name of a block; nothing for a card."""
    if not part.startswith("## "):
        return HEADER
    heading = part.splitlines()[0][2:].strip()
    match part_of(heading, language):
        case "questions":
            return name_and_title(heading)[0]
        case "to_try":
            return TO_TRY
        case "exercise":
            return EXERCISE
    return ""
