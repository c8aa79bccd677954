"""The content types of H5P that are questions of ours (each library's semantics.json)."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from content.exchange.drafts import MOST_ANSWERS, lettered, one_line, stem
from content.exchange.gift.answers import TOO_MANY, TRUE_FALSE, GiftOption
from content.exchange.gift.reading import DESCRIPTION_LOST, ESSAY_LOST
from content.exchange.h5p.gaps import blanks, dragged, typed_words
from content.exchange.h5p.texts import H5PTexts, at, objects
from content.exchange.losses import Unreadable
from content.exchange.moodle.answers import words
from content.exchange.moodle.reading import HINT_LOST, UNPLACED
from content.module import Question, QuestionKind
from content.problems import N_

Answer = tuple[str, bool, str, str]
"""Text, whether it is right, feedback, and no match."""
Reader = Callable[[], Question]

_INCOMPLETE = N_("Cette question n'a pas d'énoncé, ou moins de deux réponses : elle n'est pas reprise.")


def drafts_of(kind: str, params: dict[str, Any], texts: H5PTexts, language: str) -> Iterator[Reader] | None:
    """Return a reader for each question of an element, None for a kind that is none of ours; each raises Unreadable."""
    if kind == "H5P.TrueFalse":
        return iter([partial(_true_false, params, texts, language)])
    return _READERS[kind](params, texts) if kind in _READERS else None


def refusal_of(kind: str, params: dict[str, Any], texts: H5PTexts) -> Unreadable | None:
    """Return what is said of an element that is read here, but asks nothing that is marked; None for any other."""
    match kind:
        case "H5P.Essay":
            return Unreadable(ESSAY_LOST, text=one_line(texts.prose(params.get("taskDescription"))))
        case "H5P.AdvancedText" | "H5P.Text" | "H5P.Table":
            return Unreadable(DESCRIPTION_LOST, text=one_line(texts.prose(params.get("text"))))
        case _:
            return None


def _statements(params: dict[str, Any], summary: dict[str, Any], texts: H5PTexts) -> Question:
    if tip := one_line(_said(summary, "tip", texts)):
        texts.lose(HINT_LOST, text=tip)
    return _first_is_right({"question": params.get("intro"), "answers": summary.get("summary")}, texts)


def _card(params: dict[str, Any], card: dict[str, Any], texts: H5PTexts) -> Question:
    told = [texts.prose(params.get("description")), texts.file(card.get("image")), texts.prose(card.get("text"))]
    if tip := one_line(_said(card, "tip", texts)):
        texts.lose(HINT_LOST, text=tip)
    spellings = typed_words(str(card.get("answer") or ""))
    if not spellings or not any(told):
        raise Unreadable(_INCOMPLETE)
    answers = words([100.0] * len(spellings), [GiftOption(one, False) for one in spellings])
    options = lettered((one.text, one.right, one.feedback, "") for one in answers.lines)
    return Question("", "", stem("\n\n".join(filter(None, told)), QuestionKind.TEXT), options, QuestionKind.TEXT)


def _sorted(params: dict[str, Any], texts: H5PTexts) -> Question:
    given = params.get("paragraphs")
    lines = [(texts.prose(one), True, "", "") for one in (given if isinstance(given, list) else [])]
    told = [texts.picture(params.get("media")), texts.prose(params.get("taskDescription"))]
    return _draft("\n\n".join(filter(None, told)), lines, QuestionKind.ORDERING)


def _first_is_right(choice: dict[str, Any], texts: H5PTexts) -> Question:
    given = at(choice, "answers")
    answers = [texts.prose(one) for one in (given if isinstance(given, list) else [])]
    lines = [(text, place == 0, "", "") for place, text in enumerate(answers)]
    return _draft(texts.prose(choice.get("question")), lines, QuestionKind.ONE)


def _several(params: dict[str, Any], texts: H5PTexts) -> Question:
    found = objects(params.get("answers"))
    lines: list[Answer] = []
    for one in found:
        said = at(one, "tipsAndFeedback") or one
        lines.append(
            (texts.prose(one.get("text")), one.get("correct") is True, _said(said, "chosenFeedback", texts), "")
        )
        if tip := one_line(_said(said, "tip", texts)):
            texts.lose(HINT_LOST, text=tip)
        if unplaced := one_line(_said(said, "notChosenFeedback", texts)):
            texts.lose(UNPLACED, text=unplaced)
    multiple = at(params, "behaviour", "type") == "multi" or sum(right for _, right, *_ in lines) != 1
    asked = "\n\n".join(filter(None, [texts.picture(params.get("media")), texts.prose(params.get("question"))]))
    return _draft(asked, lines, QuestionKind.SEVERAL if multiple else QuestionKind.ONE)


def _true_false(params: dict[str, Any], texts: H5PTexts, language: str) -> Question:
    is_true = params.get("correct") in ("true", True)
    said = {
        right: _said(at(params, "behaviour"), name, texts)
        for right, name in ((True, "feedbackOnCorrect"), (False, "feedbackOnWrong"))
    }
    lines = [
        (word, right, said[right], "") for word, right in zip(TRUE_FALSE[language], (is_true, not is_true), strict=True)
    ]
    asked = "\n\n".join(filter(None, [texts.picture(params.get("media")), texts.prose(params.get("question"))]))
    return _draft(asked, lines, QuestionKind.ONE)


def _said(where: object, name: str, texts: H5PTexts) -> str:
    return texts.prose(at(where, name))


def _draft(asked: str, lines: list[Answer], kind: QuestionKind) -> Question:
    if len(lines) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    if not asked.strip() or len(lines) < 2 or not all(one_line(text) for text, *_ in lines):
        raise Unreadable(_INCOMPLETE)
    return Question("", "", stem(asked, kind), lettered(lines), kind)


def _summaries(params: dict[str, Any], texts: H5PTexts) -> Iterator[Reader]:
    # The editor leaves an empty one at the end of every video.
    filled = (one for one in objects(params.get("summaries")) if one.get("summary"))
    return (partial(_statements, params, one, texts) for one in filled)


_READERS: dict[str, Callable[[dict[str, Any], H5PTexts], Iterator[Reader]]] = {
    "H5P.SingleChoiceSet": lambda params, texts: (
        partial(_first_is_right, one, texts) for one in objects(params.get("choices"))
    ),
    "H5P.Summary": _summaries,
    "H5P.Flashcards": lambda params, texts: (
        partial(_card, params, one, texts) for one in objects(params.get("cards"))
    ),
    "H5P.Blanks": blanks,
    "H5P.DragText": dragged,
    "H5P.MultiChoice": lambda params, texts: iter([partial(_several, params, texts)]),
    "H5P.SortParagraphs": lambda params, texts: iter([partial(_sorted, params, texts)]),
}
OURS = frozenset({"H5P.TrueFalse", *_READERS})
"""The libraries that `drafts_of` reads."""
