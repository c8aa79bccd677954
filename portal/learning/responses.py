"""Responses to questions: read from a form, put in order line by line, and explained in the feedback."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from babel.numbers import format_decimal
from werkzeug.datastructures import MultiDict

from content.errors import N_
from content.marking import (
    ANYTHING_ELSE,
    DONT_KNOW,
    LONGEST,
    AskAgain,
    Incomplete,
    Mark,
    NotANumber,
    Response,
    TooLong,
    TwoReadings,
    fits,
    mark,
    number,
)
from content.module import TYPED, Option, Question, QuestionKind
from models.ground.words import NO_BREAK
from models.learning.answering import HOW_TO_ANSWER, NoSuchPresentation
from models.tables.answers import Confidence
from portal.pages import page_language, say


class LineMoved(AskAgain):
    """A line was moved by its arrow: nothing is answered yet. Its arguments are its text, and a LinesMoved."""


class LinesMoved(NamedTuple):
    """Lines after one of them was moved: their numbers, in the order in which they were first shown, and its place."""

    lines: Sequence[int]
    place: int

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a form in which they stand so."""
        return {f"place-{line}": str(place) for place, line in enumerate(self.lines, 1)}


class LineToPlace(NamedTuple):
    """A line as it stands on the page: its number in the order first shown, its key, the place chosen for it."""

    number: int
    key: str
    place: str


def read_order(form: MultiDict[str, str], order: Sequence[str]) -> Response:
    """Return the lines in the places that were chosen for them; raises Incomplete."""
    at = {form.get(f"place-{line}"): key for line, key in enumerate(order, 1)}
    places = [str(place) for place in range(1, len(order) + 1)]
    if at.keys() != set(places):
        raise Incomplete
    return tuple(at[place] for place in places)


def move(form: MultiDict[str, str], question: Question, order: Sequence[str]) -> None:
    """Move the line that an arrow names one place, if there is one; raises LineMoved, and Incomplete for no arrow."""
    direction, _, named = form["move"].partition("-")
    lines = _standing(form, len(order))
    if direction not in {"up", "down"} or named not in map(str, lines):
        raise Incomplete
    line = int(named)
    at = lines.index(line)
    lines.insert(max(0, at + (-1 if direction == "up" else 1)), lines.pop(at))
    text = next(option.text for option in question.options if option.key == order[line - 1])
    raise LineMoved(text, LinesMoved(lines, 1 + lines.index(line)))


def lines_to_place(order: Sequence[str], fields: Mapping[str, str]) -> list[LineToPlace]:
    """Return the lines as they stand on the page: as first shown, or in the places that the fields of a form give."""
    lines = _standing(fields, len(order))
    return [LineToPlace(line, order[line - 1], fields.get(f"place-{line}", "")) for line in lines]


def _standing(fields: Mapping[str, str], many: int) -> list[int]:
    """Return the numbers of the lines in their places; as first shown unless each has a place of its own."""
    shown = range(1, many + 1)
    chosen = {line: fields.get(f"place-{line}", "") for line in shown}
    if set(chosen.values()) != set(map(str, shown)):
        return list(shown)
    return sorted(shown, key=lambda line: int(chosen[line]))


# ------------------------------------------------------------------------------------------------------------ responses


INCOMPLETE = {
    QuestionKind.ONE: N_("Cochez une réponse, ou dites « Je ne sais pas ». Rien n'est encore noté."),
    QuestionKind.SEVERAL: N_("Cochez une réponse, ou dites « Je ne sais pas ». Rien n'est encore noté."),
    QuestionKind.ORDERING: N_(
        "Donnez à chaque ligne une place à elle, ou dites « Je ne sais pas ». Rien n'est encore noté."
    ),
    QuestionKind.MATCHING: N_("Complétez chaque ligne, ou dites « Je ne sais pas ». Rien n'est encore noté."),
    QuestionKind.TEXT: N_("Écrivez une réponse, ou dites « Je ne sais pas ». Rien n'est encore noté."),
    QuestionKind.NUMBER: N_("Écrivez un nombre, ou dites « Je ne sais pas ». Rien n'est encore noté."),
}


def how_to_answer(question: Question) -> str:
    """Say how a question is answered; nothing where ticking one option says it all."""
    sentence = HOW_TO_ANSWER[question.kind]
    return say(sentence) if sentence else ""


# ---------------------------------------------------------------------------------------------------------- from a form


def presentation_id(form: MultiDict[str, str]) -> UUID:
    """Return the id of the presentation that a form answers; raises NoSuchPresentation."""
    try:
        return UUID(form.get("presentation", ""))
    except ValueError:
        raise NoSuchPresentation from None


def read(form: MultiDict[str, str], question: Question, order: Sequence[str]) -> Response:
    """Read the response in a form that showed the options in that order; raises Incomplete, ordering.LineMoved."""
    if "move" in form and question.kind is QuestionKind.ORDERING:
        move(form, question, order)
    if "dont_know" in form:
        return DONT_KNOW
    match question.kind:
        case QuestionKind.ONE | QuestionKind.SEVERAL:
            response = tuple(form.getlist("option"))
        case QuestionKind.ORDERING:
            response = read_order(form, order)
        case QuestionKind.MATCHING:
            chosen = {option.key: form.get(f"match-{option.key}") for option in question.options}
            response = tuple(f"{key}={choice}" for key, choice in chosen.items() if choice)
        case _:
            response = (form.get("typed", ""),)
    if not response:
        raise Incomplete
    return response


def confidence(form: MultiDict[str, str]) -> Confidence | None:
    """Return how sure the learner says she is; None where she does not say, or does not know."""
    # What she had said before the question came back is sent too, and first: the button that she presses now is last.
    said = [one for one in form.getlist("confidence") if one in list(Confidence)]
    return Confidence(said[-1]) if said and "dont_know" not in form else None


class QuestionAgain(NamedTuple):
    """A question asked again: why, what its form held, how sure she was, and the arrow that she pressed, if any."""

    sentence: str
    fields: Mapping[str, str]
    confidence: Confidence | None = None
    moved: str = ""


def again(error: AskAgain, question: Question, form: MultiDict[str, str]) -> QuestionAgain:
    """Say why a response could not be marked; nothing that was typed or chosen is lost."""
    fields, moved = form.to_dict(), ""
    if isinstance(error, LineMoved):
        fields, moved = {**fields, **error.args[1].fields}, form["move"]
    return QuestionAgain(_why(error, question.kind), fields, confidence(form), moved)


def _why(error: AskAgain, kind: QuestionKind) -> str:
    match error:
        case NotANumber(args=(typed,)):
            sentence = N_(
                "« %(typed)s » n'est pas un nombre : écrivez-le en chiffres, comme 24 ou 12,5. Rien n'est encore noté."
            )
            return say(sentence, typed=typed)
        case TwoReadings(args=(typed, one, other)):
            sentence = N_("« %(typed)s » se lit de deux façons : écrivez %(one)s ou %(other)s. Rien n'est encore noté.")
            return say(sentence, typed=typed, one=one, other=other)
        case LineMoved(args=(text, now)):
            return say("%(line)s : place %(place)s sur %(all)s", line=text, place=now.place, all=len(now.lines))
        case TooLong():
            return say("Répondez en %(most)s caractères au plus. Rien n'est encore noté.", most=LONGEST)
        case _:
            return say(INCOMPLETE[kind])


# ------------------------------------------------------------------------------------------------ to what is said of it


class FeedbackLine(NamedTuple):
    """One line of a feedback: `state` is « right », « mine » for what was answered and is not, or nothing."""

    text: str
    state: str
    sign: str
    note: str
    feedback: str


class Explained(NamedTuple):
    """What is said of an answer: one's own and the best first; the options that are neither."""

    first: Sequence[FeedbackLine]
    others: Sequence[FeedbackLine] = ()


SIGNS = {"right": "✓", "mine": "•", "": "–"}


def explained(question: Question, order: Sequence[str], response: Sequence[str]) -> Explained:
    """Explain an answer line by line: of options what was ticked, then what is right, then the others as shown."""
    marked = mark(question, tuple(response))
    match question.kind:
        case QuestionKind.ONE | QuestionKind.SEVERAL:
            options = _in_order(question, order)
            mine = [option for option in options if option in marked.chosen]
            best = [option for option in options if option.right and option not in mine]
            others = [option for option in options if option not in mine and option not in best]
            first, rest = ([_ticked(question, one, marked) for one in some] for some in ([*mine, *best], others))
            return Explained(first, rest)
        case QuestionKind.ORDERING:
            return Explained([_placed(place, option, marked) for place, option in enumerate(question.options, 1)])
        case QuestionKind.MATCHING:
            return Explained([_matched(question, option, marked) for option in _in_order(question, order)])
        case _:
            return Explained(list(_typed(question, marked)))


def expected(question: Question) -> list[FeedbackLine]:
    """Explain every line of a question, whatever is answered; the right ones are told."""
    lines = []
    for place, option in enumerate(question.options, 1):
        state = "right" if option.right and question.kind not in {QuestionKind.ORDERING, QuestionKind.MATCHING} else ""
        sign = str(place) if question.kind is QuestionKind.ORDERING else SIGNS[state]
        lines.append(FeedbackLine(_written(question, option), state, sign, "", option.feedback))
    return lines


def _written(question: Question, option: Option) -> str:
    if question.kind is QuestionKind.MATCHING:
        return f"{option.text} → {option.match}"
    if question.kind not in TYPED:
        return option.text
    if option.text == ANYTHING_ELSE:
        return say("Toute autre réponse")
    otherwise = say("ou")
    return f" {otherwise} ".join(_with_unit(question, spelling) for spelling in option.spellings)


def _in_order(question: Question, order: Sequence[str]) -> list[Option]:
    by_key = {option.key: option for option in question.options}
    return [by_key[key] for key in order]


def _ticked(question: Question, option: Option, marked: Mark) -> FeedbackLine:
    ticked = option in marked.chosen
    state, note = "mine" if ticked else "", say("Votre réponse") if ticked else ""
    if option.right:
        state, note = "right", say("La plus juste ici") if question.kind is QuestionKind.ONE else say("Juste aussi")
        note = say("Votre réponse, juste") if ticked else note
    return FeedbackLine(option.text, state, SIGNS[state], note, option.feedback)


def _placed(place: int, option: Option, marked: Mark) -> FeedbackLine:
    state = note = ""
    if option in marked.chosen:
        state, note = "right", say("À sa place")
    elif marked.response:
        state, note = "mine", say("Votre réponse : place %(place)s", place=marked.response.index(option.key) + 1)
    return FeedbackLine(option.text, state, str(place), note, option.feedback)


def _matched(question: Question, option: Option, marked: Mark) -> FeedbackLine:
    state = note = ""
    if option in marked.chosen:
        state, note = "right", say("Votre réponse, juste")
    elif marked.response:
        choice = dict(pair.split("=") for pair in marked.response)[option.key]
        state, note = "mine", say("Votre réponse : %(choice)s", choice=question.choices[int(choice) - 1])
    return FeedbackLine(f"{option.text} → {option.match}", state, SIGNS[state], note, option.feedback)


def _typed(question: Question, marked: Mark) -> Iterator[FeedbackLine]:
    """Return the text that was typed, then the expected one unless that was it."""
    wanted = _with_unit(question, question.key[0])
    for typed, option in zip(marked.response, marked.chosen, strict=False):
        given = _with_unit(question, typed)
        state, note = "mine", say("Votre réponse")
        if marked.correct:
            state, note = "right", say("Votre réponse, juste")
            if not fits(wanted, given):
                note = say("Votre réponse, juste ; celle que l'on attendait : %(wanted)s", wanted=wanted)
        yield FeedbackLine(given, state, SIGNS[state], note, option.feedback)
    if not marked.correct:
        expected = next(option for option in question.options if option.right)
        yield FeedbackLine(wanted, "right", SIGNS["right"], _what_was_expected(question), expected.feedback)


def _what_was_expected(question: Question) -> str:
    if not question.tolerance:
        return say("La réponse attendue")
    value = number(question.key[0])
    least, most = (
        format_decimal(limit, locale=page_language())
        for limit in (value - question.tolerance, value + question.tolerance)
    )
    return say("La réponse attendue, acceptée de %(least)s à %(most)s", least=least, most=most)


def _with_unit(question: Question, text: str) -> str:
    written = text.casefold().endswith(question.unit.casefold())
    return text if written else f"{text}{NO_BREAK}{question.unit}"
