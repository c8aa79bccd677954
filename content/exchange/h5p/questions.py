"""The content types of H5P that are questions of ours (each library's semantics.json)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from content.exchange.drafts import MOST_ANSWERS, lettered, one_line, stem
from content.exchange.gift.answers import TOO_MANY, TRUE_FALSE
from content.exchange.gift.grammar import Unreadable
from content.exchange.moodle.reading import HINT_LOST, UNDESCRIBED, UNPLACED
from content.exchange.prose import HtmlTooMuch, from_html
from content.exchange.unkept import left_out
from content.module import Option, QuestionKind
from content.pictures.file import hash_of
from content.pictures.naming import SCHEME
from content.problems import N_

Note = tuple[str, dict[str, object]]
Answer = tuple[str, bool, str, str]
"""Text, whether it is right, feedback, and no match."""

_INCOMPLETE = N_("Cette question n'a pas d'énoncé, ou moins de deux réponses : elle n'est pas reprise.")
_NO_PICTURE = N_("Ce qui accompagne l'énoncé n'est pas une image : ce n'est pas repris.")


class H5PDraft(NamedTuple):
    """A question before it has an id."""

    stem: str
    options: tuple[Option, ...]
    kind: QuestionKind


class H5PTexts:
    """Reads the texts of a package, and notes what of the question at hand does not come along."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self.members = members
        self.pictures: dict[str, bytes] = {}
        self._notes: list[Note] = []

    def notes(self) -> list[Note]:
        """Return what is lost of the question that was read last."""
        noted, self._notes = self._notes, []
        return noted

    def lose(self, sentence: str, **values: object) -> None:
        """Note something that is lost."""
        self._notes.append((sentence, values))

    def prose(self, html: object) -> str:
        """Return a text as Markdown; empty where there is none. Raises Unreadable."""
        try:
            prose = from_html(html if isinstance(html, str) else "")
        except HtmlTooMuch as error:
            raise Unreadable(N_("Un texte de cette question est trop long : elle n'est pas reprise.")) from error
        self._notes += left_out(prose.lost)
        return prose.text

    def picture(self, media: object) -> str:
        """Return the line that shows the picture of a question; empty where it has none."""
        kind = at(media, "type") or media
        if not (params := at(kind, "params")):
            return ""
        path = at(params, "file", "path")
        data = self.members.get(f"content/{path}", b"")
        if not str(at(kind, "library") or "").startswith("H5P.Image") or not data:
            self.lose(_NO_PICTURE)
            return ""
        known = hash_of(data)
        self.pictures[known] = data
        words = one_line(self.prose(at(params, "alt")))
        if not words:
            self.lose(UNDESCRIBED)
        return f"![{words}]({SCHEME}{known})"


def drafts_of(
    kind: str, params: dict[str, Any], texts: H5PTexts, language: str
) -> "Iterator[Callable[[], H5PDraft]] | None":
    """Return a reader for each question of an element, None for a kind that is none of ours; each raises Unreadable."""
    match kind:
        case "H5P.SingleChoiceSet":
            return (partial(_first_is_right, one, texts) for one in objects(at(params, "choices")))
        case "H5P.MultiChoice":
            return iter([partial(_several, params, texts)])
        case "H5P.TrueFalse":
            return iter([partial(_true_false, params, texts, language)])
        case _:
            return None


def at(value: object, *path: str) -> Any:
    """Return what lies at a path of objects; None where there is nothing."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; none where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first_is_right(choice: dict[str, Any], texts: H5PTexts) -> H5PDraft:
    given = at(choice, "answers")
    answers = [texts.prose(one) for one in (given if isinstance(given, list) else [])]
    lines = [(text, place == 0, "", "") for place, text in enumerate(answers)]
    return _draft(texts.prose(choice.get("question")), lines, QuestionKind.ONE)


def _several(params: dict[str, Any], texts: H5PTexts) -> H5PDraft:
    found = objects(params.get("answers"))
    lines: list[Answer] = []
    for one in found:
        said = at(one, "tipsAndFeedback") or one
        lines.append(
            (texts.prose(one.get("text")), one.get("correct") is True, _said(said, "chosenFeedback", texts), "")
        )
        if tip := _said(said, "tip", texts):
            texts.lose(HINT_LOST, text=tip)
        if unplaced := _said(said, "notChosenFeedback", texts):
            texts.lose(UNPLACED, text=unplaced)
    multiple = at(params, "behaviour", "type") == "multi" or sum(right for _, right, *_ in lines) != 1
    asked = "\n\n".join(filter(None, [texts.picture(params.get("media")), texts.prose(params.get("question"))]))
    return _draft(asked, lines, QuestionKind.SEVERAL if multiple else QuestionKind.ONE)


def _true_false(params: dict[str, Any], texts: H5PTexts, language: str) -> H5PDraft:
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


def _draft(asked: str, lines: list[Answer], kind: QuestionKind) -> H5PDraft:
    if len(lines) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    if not asked.strip() or len(lines) < 2 or not all(one_line(text) for text, *_ in lines):
        raise Unreadable(_INCOMPLETE)
    return H5PDraft(stem(asked, kind), lettered(lines), kind)
