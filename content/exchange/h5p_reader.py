"""H5P packages read as drafts of questions, with their pictures, their authors and their licence.

https://h5p.org/specification
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from content.errors import N_, BrokenText, Problem, Refused, refused
from content.exchange.archive import shown, unpacked
from content.exchange.h5p_questions import READERS, H5PTexts, Reader, at, objects
from content.exchange.losses import COMBINED_LOST, DESCRIPTION_LOST, ESSAY_LOST, Exchanged, Loss
from content.exchange.question_drafts import TakenQuestion, named, one_line, refuse_too_many
from content.module import Question

ABOUT, CONTENT = "h5p.json", "content/content.json"
MOST_NESTED = 6
"""Elements within each other: a set in a column of a chapter of a book."""
_NOT_H5P = N_("Ce paquet H5P n'a pas de %(member)s lisible : exportez-le de nouveau.")
_NO_QUESTION = N_("Ce paquet H5P (%(kind)s) n'a aucune question que Boussole sait poser.")
_EMPTY = N_(
    "Il est d'un type que Boussole lit, mais ne contient aucun énoncé : complétez-le dans H5P, puis exportez-le."
)
_UNKNOWN = N_("Un élément « %(kind)s » n'est pas une question que Boussole sait poser : il n'est pas repris.")
_ASKS_NOTHING = {
    "H5P.Essay": (ESSAY_LOST, "taskDescription"),
    **dict.fromkeys(("H5P.AdvancedText", "H5P.Text", "H5P.Table"), (DESCRIPTION_LOST, "text")),
}
"""What is said of an element that is read here, but asks nothing that is marked, and where its text lies."""
_LICENCES = {"U": "", "PD": "Public Domain", "C": "©"}
"""What the codes of H5P mean that do not speak for themselves."""


def read_h5p(
    data: bytes, skill: str, language: str = "fr", file: str = "questions.h5p"
) -> Exchanged[tuple[Question, ...]]:
    """Return the questions of an H5P package, all on one skill; « vrai » and « faux » are of `language`.

    Its libraries are never opened. Raises BrokenText for what is no such package, or holds no question of ours.
    """
    members = unpacked(data, file, within=(ABOUT, "content/"))
    about, content = _object(members, ABOUT, file), _object(members, CONTENT, file)
    kind = _text(about.get("mainLibrary"))
    reader = _H5PReader(H5PTexts(members, language), skill)
    reader.read(kind, content, _text(about.get("title")))
    refuse_too_many(reader.taken, file)
    if not reader.taken:
        why = [Problem(file, 1, loss.sentence, loss.values) for loss in reader.losses] or [Problem(file, 1, _EMPTY)]
        raise BrokenText((Problem(file, 1, _NO_QUESTION, {"kind": shown(kind)}), *why))
    authors = [_text(one.get("name")) for one in objects(about.get("authors"))]
    licence = _text(about.get("license"))
    licence = " ".join(filter(None, [_LICENCES.get(licence, licence), _text(about.get("licenseVersion"))]))
    told = [_text(about.get("title")), ", ".join(filter(None, authors)), licence, _text(about.get("source"))]
    credit = " · ".join(" ".join(shown(one).split()) for one in told if one.strip()) if any(told[1:]) else ""
    read = named(reader.taken)
    return Exchanged(read.questions, (*read.losses, *reader.losses, *read.doubles), reader.texts.pictures, credit)


class _H5PReader:
    """Takes one element after the other, also those of sets."""

    def __init__(self, texts: H5PTexts, skill: str) -> None:
        self.texts, self.skill = texts, skill
        self.taken: list[TakenQuestion] = []
        self.losses: list[Loss] = []

    def read(self, library: str, params: dict[str, Any], title: str, depth: int = 0) -> None:
        """Read an element of a library; of one that holds others, those that are questions, and what is beside them."""
        kind = library.split(" ")[0]
        if kind in READERS:
            return self._take(READERS[kind](params, self.texts), params, title)
        inner = [*elements_of(params)] if depth < MOST_NESTED else []
        if kind == "H5P.QuestionSet" or any(_asks(one, depth) for one in inner):
            self.texts.lose_text(DESCRIPTION_LOST, at(params, "introPage", "introduction"))
            self._lose_feedback(at(params, "endGame"))
            self.losses += [Loss(shown(title), *note) for note in self.texts.notes()]
            for one in inner:
                self.read(one.library, one.params, one.title or title, depth + 1)
            return None
        sentence, name = _ASKS_NOTHING.get(kind, (_UNKNOWN, ""))
        told = {"text": one_line(self.texts.prose(params.get(name)))} if name else {"kind": shown(kind)}
        self.losses.append(Loss(shown(title), sentence, told))
        return None

    def _take(self, found: Iterator[Reader], params: dict[str, Any], title: str) -> None:
        for read in found:
            try:
                question = read()
            except Refused as error:
                self.texts.notes()
                self.losses.append(Loss(shown(title), error.sentence, error.values))
            else:
                self._lose_feedback(params)
                self.taken.append(TakenQuestion(question._replace(skill=self.skill), self.texts.notes()))

    def _lose_feedback(self, params: object) -> None:
        """Note what is said of a score."""
        said = [one_line(self.texts.prose(one.get("feedback"))) for one in objects(at(params, "overallFeedback"))]
        if any(said):
            self.texts.lose(COMBINED_LOST, texts=" · ".join(filter(None, said)))


class _H5PElement(NamedTuple):
    """An element within another: its library with its version, what it holds, its title."""

    library: str
    params: dict[str, Any]
    title: str


def elements_of(params: object) -> Iterator[_H5PElement]:
    """Yield the elements that lie in what another holds, in their order, none of them within each other."""
    waiting = [params]
    while waiting:
        found = waiting.pop()
        library, inner = at(found, "library"), at(found, "params")
        if isinstance(library, str) and isinstance(inner, dict):
            yield _H5PElement(library, inner, _text(at(found, "metadata", "title")))
        elif isinstance(found, dict | list):
            waiting += reversed([*found.values()] if isinstance(found, dict) else found)


def _asks(element: _H5PElement, depth: int) -> bool:
    """Return whether an element is a question of ours, or holds one."""
    kind = element.library.split(" ")[0]
    if kind in READERS or kind == "H5P.QuestionSet":
        return True
    return depth < MOST_NESTED and any(_asks(one, depth + 1) for one in elements_of(element.params))


def _object(members: dict[str, bytes], name: str, file: str) -> dict[str, Any]:
    try:
        read = json.loads(members[name])
    # Deep nesting ends the parser with a RecursionError, a number of five thousand figures with a ValueError.
    except (KeyError, ValueError, RecursionError) as error:
        raise refused(file, _NOT_H5P, member=name) from error
    if not isinstance(read, dict):
        raise refused(file, _NOT_H5P, member=name)
    found: dict[str, Any] = read
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
