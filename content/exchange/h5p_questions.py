"""The content types of H5P that are questions of ours (each library's semantics.json), their texts and pictures."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from content.errors import N_, Refused
from content.exchange.losses import CASE_LOST, HINT_LOST, SPLIT, UNDESCRIBED, UNPLACED, Told, left_out
from content.exchange.marked_answers import MarkedAnswers, Weighed, true_false, words
from content.exchange.moodle_gaps import MOST_GAPS, NO_GAP, TOO_MANY_GAPS
from content.exchange.prose_from_outside import BLANK, OPEN, from_html, with_blank
from content.exchange.question_drafts import one_line
from content.module import Option, Question, QuestionKind
from content.pictures.picture_file import SCHEME, hash_of

Reader = Callable[[], Question]
"""Reads one question of an element; raises Refused."""
Params = dict[str, Any]
"""What an element holds."""

_NO_PICTURE = N_("Ce qui accompagne l'énoncé n'est pas une image : ce n'est pas repris.")
_INCOMPLETE = N_("Cette question n'a pas d'énoncé, ou moins de deux réponses : elle n'est pas reprise.")


class H5PTexts:
    """Reads the texts of a package, and notes what of the question at hand does not come along."""

    def __init__(self, members: Mapping[str, bytes], language: str) -> None:
        self.members, self.language = members, language
        self.pictures: dict[str, bytes] = {}
        self._notes: list[Told] = []

    def notes(self) -> list[Told]:
        """Return what is lost of the question that was read last."""
        noted, self._notes = self._notes, []
        return noted

    def lose(self, sentence: str, **values: object) -> None:
        """Note something that is lost."""
        self._notes.append((sentence, values))

    def lose_text(self, sentence: str, given: object) -> None:
        """Note a text that is lost, where there is one."""
        if text := one_line(self.prose(given)):
            self.lose(sentence, text=text)

    def prose(self, given: object) -> str:
        """Return a text as Markdown; empty where there is none. Raises Refused."""
        prose = from_html(given if isinstance(given, str) else "")
        self._notes += left_out(prose.lost)
        return prose.text

    def together(self, params: dict[str, Any], name: str) -> str:
        """Return the picture of a question with the text of that name below it."""
        return "\n\n".join(filter(None, [self.picture(params.get("media")), self.prose(params.get(name))]))

    def picture(self, media: object) -> str:
        """Return the line that shows the picture of a question; empty where it has none."""
        kind = at(media, "type") or media
        if not (params := at(kind, "params")):
            return ""
        if not str(at(kind, "library") or "").startswith("H5P.Image"):
            self.lose(_NO_PICTURE)
            return ""
        return self.file(at(params, "file"), at(params, "alt"))

    def file(self, file: object, alt: object = "") -> str:
        """Return the line that shows a picture of the package, by where it lies; empty where there is none."""
        if not (path := at(file, "path")):
            return ""
        if not (data := self.members.get(f"content/{path}", b"")):
            self.lose(_NO_PICTURE)
            return ""
        known = hash_of(data)
        self.pictures[known] = data
        words = one_line(self.prose(alt))
        if not words:
            self.lose(UNDESCRIBED)
        return f"![{words}]({SCHEME}{known})"


def at(value: object, *path: str) -> Any:
    """Return what lies at a path of objects; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; none where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


# -------------------------------------------------------------------------------------- readers of single content types


def _draft(asked: str, lines: list[Option], kind: QuestionKind) -> Question:
    if not asked.strip() or len(lines) < 2 or not all(one_line(one.text) for one in lines):
        raise Refused(_INCOMPLETE)
    return MarkedAnswers(kind, tuple(lines)).question(asked)


def _several(params: Params, texts: H5PTexts) -> Question:
    lines = []
    for one in objects(params.get("answers")):
        said = at(one, "tipsAndFeedback") or one
        text, feedback = texts.prose(one.get("text")), texts.prose(at(said, "chosenFeedback"))
        lines.append(Option("", text, one.get("correct") is True, feedback))
        texts.lose_text(HINT_LOST, at(said, "tip"))
        texts.lose_text(UNPLACED, at(said, "notChosenFeedback"))
    multiple = at(params, "behaviour", "type") == "multi" or sum(one.right for one in lines) != 1
    kind = QuestionKind.SEVERAL if multiple else QuestionKind.ONE
    return _draft(texts.together(params, "question"), lines, kind)


def _true_false(params: Params, texts: H5PTexts) -> Question:
    told = {
        right: texts.prose(at(params, "behaviour", name))
        for right, name in ((True, "feedbackOnCorrect"), (False, "feedbackOnWrong"))
    }
    answers = true_false(params.get("correct") in ("true", True), told, texts.language)
    return _draft(texts.together(params, "question"), [*answers.options], answers.kind)


def _sorted(params: Params, texts: H5PTexts) -> Question:
    given = params.get("paragraphs")
    lines = [Option("", texts.prose(one), True, "") for one in (given if isinstance(given, list) else [])]
    return _draft(texts.together(params, "taskDescription"), lines, QuestionKind.ORDERING)


def _first_is_right(choice: Params, texts: H5PTexts) -> Question:
    given = at(choice, "answers")
    answers = [texts.prose(one) for one in (given if isinstance(given, list) else [])]
    lines = [Option("", text, place == 0, "") for place, text in enumerate(answers)]
    return _draft(texts.prose(choice.get("question")), lines, QuestionKind.ONE)


def _statements(params: Params, summary: Params, texts: H5PTexts) -> Question:
    texts.lose_text(HINT_LOST, at(summary, "tip"))
    return _first_is_right({"question": params.get("intro"), "answers": summary.get("summary")}, texts)


def _card(params: Params, card: Params, texts: H5PTexts) -> Question:
    told = [texts.prose(params.get("description")), texts.file(card.get("image")), texts.prose(card.get("text"))]
    texts.lose_text(HINT_LOST, at(card, "tip"))
    spellings = _spellings(str(card.get("answer") or ""))
    if not spellings or not any(told):
        raise Refused(_INCOMPLETE)
    return words(spellings).question("\n\n".join(filter(None, told)))


# ---------------------------------------------------------------------------------------- texts with gaps between stars

_GAP = re.compile(r"\*([^*]{1,1000})\*")
_PARTED = re.compile(r"(?<!\\)/")
_TAG = re.compile(r"<[^<>]*>")


class _H5PGap(NamedTuple):
    """What stands between two stars: answers, a tip, and what is said of a right and of a wrong word."""

    answer: str
    tip: str
    right: str
    wrong: str


def _blanks(params: Params, texts: H5PTexts) -> Iterator[Reader]:
    """Yield a reader for each gap of each text to fill in."""
    given = at(params, "questions")
    for text in given if isinstance(given, list) else []:
        yield from (partial(_typed, params, text, place, texts) for place in range(max(1, len(_gaps(text)))))


def _dragged(params: Params, texts: H5PTexts) -> Iterator[Reader]:
    """Yield a reader for each gap into which a word is dragged."""
    text = str(params.get("textField") or "").replace("\n", "<br>")
    return (partial(_chosen, params, text, place, texts) for place in range(max(1, len(_gaps(text)))))


def _gaps(text: object) -> list[re.Match[str]]:
    found = list(_GAP.finditer(text)) if isinstance(text, str) else []
    # Too many are one question that is refused: each would be asked beside all of the text.
    return found if len(found) <= MOST_GAPS else []


def _typed(params: Params, text: str, place: int, texts: H5PTexts) -> Question:
    gap = _gap(text, place)
    answers = words(_spellings(gap.answer))
    question = answers.question(_around(params, "text", text, place, texts))
    _lose(gap, text, texts)
    if at(params, "behaviour", "caseSensitive") is True:
        texts.lose(CASE_LOST)
    return question


def _chosen(params: Params, text: str, place: int, texts: H5PTexts) -> Question:
    gap = _gap(text, place)
    others = [*_GAP.finditer(text), *_GAP.finditer(str(params.get("distractors") or ""))]
    offered = dict.fromkeys(one_line(texts.prose(_parted(one).answer)) for one in others)
    asked = _around(params, "taskDescription", text, place, texts)
    _lose(gap, text, texts)
    texts.lose_text(UNPLACED, gap.wrong)
    right, said = one_line(texts.prose(gap.answer)), texts.prose(gap.right)
    lines = tuple(Option("", one, one == right, said if one == right else "") for one in offered)
    return MarkedAnswers(QuestionKind.ONE, lines).question(asked)


def _gap(text: str, place: int) -> _H5PGap:
    if gaps := _gaps(text):
        return _parted(gaps[place])
    count = len(_GAP.findall(text)) if isinstance(text, str) else 0
    raise Refused(TOO_MANY_GAPS, count=count) if count else Refused(NO_GAP)


def _parted(found: re.Match[str]) -> _H5PGap:
    """Take apart « answer:tip\\+right\\-wrong » (h5p-drag-text, parse-text.js; h5p-blanks, blanks.js)."""
    rest, _, wrong = found[1].partition("\\-")
    rest, _, right = rest.partition("\\+")
    answer, _, tip = rest.partition(":")
    return _H5PGap(answer.strip(), tip.strip(), right.strip(), wrong.strip())


def _around(params: Params, task: str, text: str, place: int, texts: H5PTexts) -> str:
    """Return the task and the text, one gap of which is asked and the others left open."""
    number = iter(range(MOST_GAPS))
    around = _GAP.sub(lambda found: BLANK if next(number) == place else OPEN, text)
    return with_blank("\n\n".join(filter(None, [texts.together(params, task), texts.prose(around)])))


def _lose(gap: _H5PGap, text: str, texts: H5PTexts) -> None:
    if (count := len(_gaps(text))) > 1:
        texts.lose(SPLIT, count=count)
    if gap.tip:
        texts.lose(HINT_LOST, text=one_line(texts.prose(gap.tip)))


def _spellings(answer: str) -> list[Weighed]:
    """Return the ways to type an answer, which a stroke parts; `\\/` is a stroke that is typed."""
    plain = (html.unescape(_TAG.sub("", each.replace("\\/", "/"))) for each in _PARTED.split(answer))
    return [(100.0, Option("", one, False, "")) for one in map(one_line, plain) if one]


# -------------------------------------------------------------------------------------------------------------- by type


def _summaries(params: Params, texts: H5PTexts) -> Iterator[Reader]:
    # The editor leaves an empty one at the end of every video.
    filled = (one for one in objects(params.get("summaries")) if one.get("summary"))
    return (partial(_statements, params, one, texts) for one in filled)


READERS: dict[str, Callable[[Params, H5PTexts], Iterator[Reader]]] = {
    "H5P.TrueFalse": lambda params, texts: iter([partial(_true_false, params, texts)]),
    "H5P.MultiChoice": lambda params, texts: iter([partial(_several, params, texts)]),
    "H5P.SortParagraphs": lambda params, texts: iter([partial(_sorted, params, texts)]),
    "H5P.SingleChoiceSet": lambda params, texts: (
        partial(_first_is_right, one, texts) for one in objects(params.get("choices"))
    ),
    "H5P.Flashcards": lambda params, texts: (
        partial(_card, params, one, texts) for one in objects(params.get("cards"))
    ),
    "H5P.Summary": _summaries,
    "H5P.Blanks": _blanks,
    "H5P.DragText": _dragged,
}
"""By library, what yields a reader for each question of an element."""
