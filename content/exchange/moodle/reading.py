"""Moodle XML read as drafts of questions."""

from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element

from content.errors import Refused
from content.exchange.answers import MarkedAnswers
from content.exchange.archive import shown
from content.exchange.drafts import OURS, as_points, one_line, refuse_too_many, shows_undescribed, tagged
from content.exchange.gift.grammar import category_name
from content.exchange.losses import (
    CATEGORY_LOST,
    COMBINED_LOST,
    DESCRIPTION_LOST,
    ESSAY_LOST,
    HINT_LOST,
    SPLIT,
    TAGS_LOST,
    UNDESCRIBED,
    Exchanged,
    Loss,
    Told,
    left_out,
)
from content.exchange.markup import read_xml
from content.exchange.moodle.answers import MoodleTexts, read_answers, words_of
from content.exchange.moodle.gaps import WITH_GAPS, gaps_of, stem_around
from content.exchange.naming import TakenQuestion, named
from content.module import Question, QuestionKind
from content.pictures.naming import without_pictures
from content.problems import N_, refused

NO_QUESTION = N_("Ce fichier ne contient aucune question de Moodle : vérifiez son format.")
FILES_LOST = N_("Ces fichiers ne sont pas des images lisibles, ils ne sont pas repris : %(files)s.")
POINTS_LOST = N_("Les points de chaque question, et ceux que coûte un nouvel essai, ne sont pas repris.")
UNITS_LOST = N_("Il n'y a qu'une unité par question : %(units)s ne sont pas reprises.")
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle(
    data: bytes, skill: str, language: str = "fr", file: str = "questions.xml"
) -> Exchanged[tuple[Question, ...]]:
    """Read questions as Moodle does; one that names no skill gets `skill`, « vrai » and « faux » are of `language`.

    A question that cannot be read keeps no good one out: it is among the losses. Raises BrokenText for what is no XML,
    or holds no question at all.
    """
    root = read_xml(data, file)
    found = root.findall("question") if root.tag == "quiz" else []
    if not found:
        raise refused(file, NO_QUESTION)
    refuse_too_many(found, file)
    for question in found:
        question.set("type", question.get("type", "").strip())
    pictures: dict[str, bytes] = {}
    readers = (_MoodleReader(one, skill, language, pictures, gap) for one in found for gap in _gaps(one))
    taken = [reader.read() for reader in readers]
    refuse_too_many(taken, file)
    read = named(taken)
    points = (Loss("", POINTS_LOST),) if any(map(_counts_points, found)) else ()
    return Exchanged(read.questions, (*read.losses, *read.doubles, *points), pictures)


def _gaps(question: Element) -> range:
    """Return the gaps of a question, each of which is asked by itself; one for a question that is asked as a whole."""
    if question.get("type", "") not in WITH_GAPS:
        return range(1)
    with suppress(Refused):
        return range(len(gaps_of(question)))
    return range(1)


def _counts_points(question: Element) -> bool:
    grade, penalty = (
        as_points(question.findtext(tag, usual)) for tag, usual in (("defaultgrade", "1"), ("penalty", ""))
    )
    return penalty > 0 or grade not in (0, 1)


class _MoodleReader:
    """Reads one question; what is lost of it is noted."""

    def __init__(self, question: Element, skill: str, language: str, pictures: dict[str, bytes], gap: int) -> None:
        self.element, self.skill, self.language, self.gap = question, skill, language, gap
        self.texts = MoodleTexts(pictures)
        self.tags = [words_of(tag) for tag in question.findall("tags/tag")]
        self.part = ""
        """Which of several questions of one text it is."""
        self.losses: list[Told] = []

    def read(self) -> TakenQuestion:
        """Return the question as far as it can be taken."""
        question = None
        try:
            if self.element.get("type") == "category":
                if name := category_name(words_of(self.element.find("category"))):
                    self._lose(CATEGORY_LOST, category=name)
                if told := one_line(without_pictures(self.texts.markdown(self.element.find("info")))):
                    self._lose(DESCRIPTION_LOST, text=told)
            else:
                question = self._question()
        except Refused as error:
            self._lose(error.sentence, **error.values)
        if question:
            self.losses += [*left_out(self.texts.lost), *self._beside(question)]
        asked, title = self.element.findtext("idnumber", "").strip(), words_of(self.element.find("name"))
        return TakenQuestion(question, self.losses, asked and asked + self.part, title + self.part)

    def _lose(self, sentence: str, **values: object) -> None:
        self.losses.append((sentence, values))

    def _question(self) -> Question:
        """Return the question; raises Refused where there is none, or none of ours."""
        kind = self.element.get("type", "")
        if kind in WITH_GAPS:
            gaps = gaps_of(self.element)
            if gaps[1:]:
                self.part = f"-{self.gap + 1}"
                self._lose(SPLIT, count=len(gaps))
            gap = gaps[self.gap]
            asked, answers = self.texts.stem(stem_around(self.element, gaps, gap)), gap.answers(self.texts)
        else:
            asked = self.texts.stem(self.element.find("questiontext"))
            if sentence := {"description": DESCRIPTION_LOST, "essay": ESSAY_LOST}.get(kind):
                raise Refused(sentence, text=one_line(without_pictures(asked)))
            answers = read_answers(self.element, self.texts, self.language)
        # The one picture that a question of Moodle 1.9 shows stands above its text.
        name, data = (self.element.findtext(tag, "").strip() for tag in ("image", "image_base64"))
        shown_first = self.texts.picture(name, data) if name else ""
        asked = "\n\n".join(filter(None, [shown_first, asked]))
        answers = answers.explained(self.texts.markdown(self.element.find("generalfeedback")))
        question = answers.question(asked, self.skill, self.language)
        self.losses += answers.losses
        return tagged(question._replace(unit=self._unit(answers)), self.tags)

    def _unit(self, answers: MarkedAnswers) -> str:
        units = [" ".join(unit.findtext("unit_name", "").split()) for unit in self.element.findall("units/unit")]
        if answers.kind is not QuestionKind.NUMBER or not units:
            return ""
        if units[1:]:
            self._lose(UNITS_LOST, units=", ".join(units[1:]))
        return units[0]

    def _beside(self, question: Question) -> Iterator[Told]:
        """Yield what stands beside the question and does not come along."""
        if others := [tag for tag in self.tags if not tag.startswith(OURS)]:
            yield TAGS_LOST, {"tags": ", ".join(others)}
        for hint in self.element.findall("hint"):
            if text := one_line(self.texts.markdown(hint)):
                yield HINT_LOST, {"text": text}
        if combined := [text for name in _COMBINED if (text := one_line(self.texts.markdown(self.element.find(name))))]:
            yield COMBINED_LOST, {"texts": " · ".join(combined)}
        if self.texts.files:
            yield FILES_LOST, {"files": ", ".join(map(shown, self.texts.files))}
        if shows_undescribed(question):
            yield UNDESCRIBED, {}
