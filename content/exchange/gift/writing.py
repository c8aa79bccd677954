"""Questions written as GIFT that Moodle takes."""

import re
from collections.abc import Iterable, Iterator

from content.exchange.answers import FEWEST_PAIRS, gathered, share, trimmed, typed
from content.exchange.drafts import left_in, lettered, spelled, without_pictures
from content.exchange.gift.grammar import CATEGORY, GENERAL, SKILL_TAG, escape, weighed
from content.exchange.losses import Exchanged, Loss
from content.marking import ANYTHING_ELSE
from content.module import Module, Option, Question, QuestionKind, QuestionNature, Use
from content.problems import N_
from content.typed import number

ARROW, OTHER_ARROW = "->", "→"
_STAR_ITSELF = re.compile(r"(?<!\\)\\++\*")
"""What stands in Moodle for a star that is typed, and here for anything like every star."""

ARROW_CHANGED = N_("GIFT ne permet pas d'écrire « -> » à cet endroit : la flèche devient « → ».")
ORDERING_CHANGED = N_(
    "Une question à mettre en ordre devient dans Moodle une question à relier : chaque place, sa ligne."
)
UNIT_HIDDEN = N_("Moodle ne montrera pas l'unité (%(unit)s) : dites-la dans l'énoncé.")


def write_gift(module: Module) -> Exchanged[str]:
    """Return the questions of a module as GIFT, in a category of its title; what is read back is `carried`.

    Moodle gives part of the points where several answers are right, which we do not.
    """
    losses = [loss for question in module.pool for loss in _losses(question)]
    category = f"{CATEGORY} {module.title.replace('/', '//')}"
    blocks = (_block(carried(question, module.language)) for question in module.pool)
    return Exchanged(
        "\n\n".join([category, *blocks]) + "\n", (*left_in(module), *without_pictures(module.pool), *losses)
    )


def carried(question: Question, language: str) -> Question:
    """Return the question as it is read back from GIFT.

    Indents at the beginning of a text go; a number is spelled as its language does; neighbouring spellings with the
    same feedback are one option; an arrow in what is typed, or in a line to match, becomes « → ». Sources stay with the
    module, and so does the number of one.
    """
    options = [option._replace(feedback=trimmed(option.feedback)) for option in question.options]
    match question.kind:
        case QuestionKind.TEXT:
            lines = typed(spellings(options))
            options = list(
                lettered(one._replace(text=_arrows(one.text), feedback=_arrows(one.feedback)) for one in lines)
            )
        case QuestionKind.NUMBER:
            options = [option._replace(text=in_words(option.text, language)) for option in options]
        case QuestionKind.MATCHING:
            options = [option._replace(text=_arrows(option.text)) for option in options]
    return question._replace(stem=trimmed(question.stem), options=tuple(options), source=0)


def _arrows(text: str) -> str:
    return text.replace(ARROW, OTHER_ARROW)


def spellings(options: Iterable[Option]) -> Iterator[Option]:
    """Yield each way to type an option as an answer of its own, as Moodle has it."""
    for option in options:
        for spelling in option.spellings:
            yield option._replace(text=_STAR_ITSELF.sub("*", spelling))


def in_words(text: str, language: str) -> str:
    """Return a number, or the star for anything else, as people of that language write it."""
    return text if text == ANYTHING_ELSE else spelled(number(text), language)


def _losses(question: Question) -> Iterator[Loss]:
    if question.kind is QuestionKind.ORDERING:
        yield Loss(question.id, ORDERING_CHANGED)
    if question.unit:
        yield Loss(question.id, UNIT_HIDDEN, {"unit": question.unit})
    # Where GIFT would read an arrow as a sign of matching.
    is_typed = question.kind is QuestionKind.TEXT
    if (is_typed or question.kind is QuestionKind.MATCHING) and any(
        ARROW in option.text or (is_typed and ARROW in option.feedback) for option in question.options
    ):
        yield Loss(question.id, ARROW_CHANGED)


# ------------------------------------------------------------------------------------------------------------- blocks


def _block(question: Question) -> str:
    answers = [f"\t{answer}" for answer in _answers(question)]
    if question.kind in (QuestionKind.ORDERING, QuestionKind.MATCHING):
        # Shown nowhere: a match that is there already, and no line to it.
        first = question.options[0]
        again = f"\t= -> {escape(first.match or first.text)}"
        answers += [again] * (FEWEST_PAIRS - len(question.options))
    if general := gathered(question.kind, question.options):
        answers.append(f"\t{GENERAL}{_text(general)}")
    sign = "#" if question.kind is QuestionKind.NUMBER else ""
    opening = f"::{escape(question.id)}::[markdown]{escape(question.stem)}{{{sign}"
    return "\n".join([*_comments(question), opening, *answers, "}"])


def _comments(question: Question) -> Iterator[str]:
    yield f"// id: {question.id} skill: {question.skill}"
    yield f"// [id:{question.id}] [tag:{SKILL_TAG}{question.skill}]"
    said = {
        "use": "" if question.use is Use.LEARN else question.use,
        "nature": "" if question.nature is QuestionNature.METHOD else question.nature,
        "handing_back": question.handing_back,
        "cites": ", ".join(question.cites),
        "kind": question.kind if question.kind is QuestionKind.ORDERING else "",
        "unit": question.unit,
    }
    yield from (f"// {name}: {value}" for name, value in said.items() if value)
    if question.kind in (QuestionKind.ORDERING, QuestionKind.MATCHING):
        yield from (f"// feedback: {escape(option.feedback)}" for option in question.options)


def _answers(question: Question) -> Iterator[str]:
    right = sum(option.right for option in question.options)
    for place, option in enumerate(question.options, 1):
        said = f"#{_text(option.feedback)}" if option.feedback else ""
        match question.kind:
            case QuestionKind.ONE:
                # A weight protects a text that looks like a weight.
                wrong = "~" if weighed(option.text)[0] is None else "~%0%"
                yield f"{'=' if option.right else wrong}{_text(option.text)}{said}"
            case QuestionKind.SEVERAL:
                yield f"~%{share(right) if option.right else -100}%{_text(option.text)}{said}"
            case QuestionKind.ORDERING:
                yield f"={place} -> {escape(option.text)}"
            case QuestionKind.MATCHING:
                yield f"={_text(option.text)} -> {escape(option.match)}"
            case QuestionKind.TEXT:
                yield from (f"=%{100 * option.right}%{_text(spelling)}{said}" for spelling in option.spellings)
            case _ if option.text == ANYTHING_ELSE:
                yield f"~{said}"
            case _:
                tolerance = f":{question.tolerance:f}" if question.tolerance else ""
                yield f"=%{100 * option.right}%{number(option.text):f}{tolerance}{said}"


def _text(text: str) -> str:
    """Escape a text, and name its format where it begins like one."""
    return f"[markdown]{escape(text)}" if text.startswith("[") else escape(text)
