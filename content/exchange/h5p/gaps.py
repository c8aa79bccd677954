"""Texts of H5P with gaps between stars, to fill in (H5P.Blanks) or to drag words into (H5P.DragText)."""

import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from content.exchange.drafts import MOST_ANSWERS, lettered, one_line, stem
from content.exchange.gift.answers import TOO_MANY, GiftOption
from content.exchange.h5p.texts import H5PTexts, at
from content.exchange.losses import Unreadable
from content.exchange.moodle.answers import CASE_LOST, words
from content.exchange.moodle.gaps import MOST_GAPS, NO_GAP, SPLIT, TOO_MANY_GAPS
from content.exchange.moodle.reading import HINT_LOST, UNPLACED
from content.exchange.prose import BLANK, OPEN
from content.module import Question, QuestionKind

_GAP = re.compile(r"\*([^*]{1,1000})\*")
_PARTED = re.compile(r"(?<!\\)/")
_TAG = re.compile(r"<[^<>]*>")


class _H5PGap(NamedTuple):
    """What stands between two stars: answers, a tip, and what is said of a right and of a wrong word."""

    answer: str
    tip: str
    right: str
    wrong: str


def blanks(params: dict[str, Any], texts: H5PTexts) -> Iterator[Callable[[], Question]]:
    """Yield a reader for each gap of each text to fill in."""
    given = at(params, "questions")
    for text in given if isinstance(given, list) else []:
        gaps = _gaps(text)
        yield from (partial(_typed, params, text, place, texts) for place in range(max(1, len(gaps))))


def dragged(params: dict[str, Any], texts: H5PTexts) -> Iterator[Callable[[], Question]]:
    """Yield a reader for each gap into which a word is dragged."""
    text = str(params.get("textField") or "").replace("\n", "<br>")
    return (partial(_chosen, params, text, place, texts) for place in range(max(1, len(_gaps(text)))))


def _gaps(text: object) -> list[re.Match[str]]:
    found = list(_GAP.finditer(text)) if isinstance(text, str) else []
    # Too many are one question that is refused: each would be asked beside all of the text.
    return found if len(found) <= MOST_GAPS else []


def _typed(params: dict[str, Any], text: str, place: int, texts: H5PTexts) -> Question:
    gap = _parted(_gap(text, place))
    spellings = typed_words(gap.answer)
    answers = words([100.0] * len(spellings), [GiftOption(one, False) for one in spellings])
    asked = _asked(params, "text", text, place, texts)
    _lose(gap, text, texts)
    if at(params, "behaviour", "caseSensitive") is True:
        texts.lose(CASE_LOST)
    options = lettered((one.text, one.right, one.feedback, "") for one in answers.lines)
    return Question("", "", stem(asked, QuestionKind.TEXT), options, QuestionKind.TEXT)


def _chosen(params: dict[str, Any], text: str, place: int, texts: H5PTexts) -> Question:
    gap = _parted(_gap(text, place))
    others = [*_GAP.finditer(text), *_GAP.finditer(str(params.get("distractors") or ""))]
    offered = dict.fromkeys(one_line(texts.prose(_parted(one).answer)) for one in others)
    if len(offered) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    asked = _asked(params, "taskDescription", text, place, texts)
    _lose(gap, text, texts)
    if gap.wrong:
        texts.lose(UNPLACED, text=one_line(texts.prose(gap.wrong)))
    right, said = one_line(texts.prose(gap.answer)), texts.prose(gap.right)
    options = lettered((one, one == right, said if one == right else "", "") for one in offered)
    return Question("", "", stem(asked, QuestionKind.ONE), options, QuestionKind.ONE)


def _gap(text: str, place: int) -> re.Match[str]:
    if gaps := _gaps(text):
        return gaps[place]
    count = len(_GAP.findall(text)) if isinstance(text, str) else 0
    raise Unreadable(TOO_MANY_GAPS, count=count) if count else Unreadable(NO_GAP)


def _parted(found: re.Match[str]) -> _H5PGap:
    """Take apart « answer:tip\\+right\\-wrong » (h5p-drag-text, parse-text.js; h5p-blanks, blanks.js)."""
    rest, _, wrong = found[1].partition("\\-")
    rest, _, right = rest.partition("\\+")
    answer, _, tip = rest.partition(":")
    return _H5PGap(answer.strip(), tip.strip(), right.strip(), wrong.strip())


def _asked(params: dict[str, Any], task: str, text: str, place: int, texts: H5PTexts) -> str:
    """Return the task and the text, one gap of which is asked and the others left open."""
    number = iter(range(MOST_GAPS))
    around = _GAP.sub(lambda found: BLANK if next(number) == place else OPEN, text)
    told = [texts.picture(params.get("media")), texts.prose(params.get(task)), texts.prose(around)]
    return "\n\n".join(filter(None, told)).replace("\\_" * len(BLANK), BLANK)


def _lose(gap: _H5PGap, text: str, texts: H5PTexts) -> None:
    if (count := len(_gaps(text))) > 1:
        texts.lose(SPLIT, count=count)
    if gap.tip:
        texts.lose(HINT_LOST, text=one_line(texts.prose(gap.tip)))


def typed_words(answer: str) -> list[str]:
    """Return the ways to type an answer, which a stroke parts; `\\/` is a stroke that is typed."""
    plain = (html.unescape(_TAG.sub("", each.replace("\\/", "/"))) for each in _PARTED.split(answer))
    return [one for one in map(one_line, plain) if one]
