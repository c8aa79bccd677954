"""Moodle XML read as drafts of questions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from content.exchange.archive import shown
from content.exchange.drafts import lettered, refuse_too_many, spelled, stem
from content.exchange.gift.answers import GiftAnswers, GiftOption, tolerance_of
from content.exchange.gift.grammar import Unreadable
from content.exchange.gift.reading import CATEGORY_LOST, DESCRIPTION_LOST, ESSAY_LOST, GENERAL_KEPT, TAGS_LOST
from content.exchange.gift.writing import gathered
from content.exchange.losses import Exchanged, Loss
from content.exchange.moodle.answers import read_answers
from content.exchange.moodle.cloze import only_gap, read_gap
from content.exchange.moodle.texts import MoodleTexts, said
from content.exchange.naming import unique_ids
from content.exchange.qti.markup import read_xml
from content.exchange.tags import OURS, tagged
from content.exchange.unkept import left_out
from content.marking import ANYTHING_ELSE
from content.module import Option, Question, QuestionKind
from content.pictures.naming import SCHEME
from content.problems import N_, BrokenText, Problem
from content.typed import number

NO_QUESTION = N_("Ce fichier ne contient aucune question de Moodle : vérifiez son format.")
FILES_LOST = N_("Ces fichiers ne sont pas des images lisibles, ils ne sont pas repris : %(files)s.")
UNDESCRIBED = N_("Une image est venue sans description : écrivez-la entre les crochets.")
HINT_LOST = N_("Un indice n'est pas repris : « %(text)s »")
UNPLACED = N_("Un texte qui n'explique aucune option n'est pas repris : « %(text)s »")
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
        raise BrokenText((Problem(file, 1, NO_QUESTION),))
    refuse_too_many(found, file)
    pictures: dict[str, bytes] = {}
    taken = [_MoodleReader(question, skill, language, pictures).read() for question in found]
    return replace(_named(taken), pictures=pictures)


@dataclass(frozen=True, slots=True)
class _MoodleTaken:
    """A question of the file: its id and title there, what it became if it is taken, what is lost of it."""

    asked: str
    title: str
    question: Question | None
    losses: tuple[tuple[str, dict[str, object]], ...]


def _named(taken: list[_MoodleTaken]) -> Exchanged[tuple[Question, ...]]:
    asking = [one for one in taken if one.question]
    stems = [one.question.stem for one in taken if one.question]
    ids, doubles = unique_ids([one.asked for one in asking], [one.title for one in asking], stems)
    names = iter(ids)
    questions: list[Question] = []
    losses: list[Loss] = []
    for one in taken:
        name = shown(one.title)
        if one.question:
            name = next(names)
            questions.append(one.question._replace(id=name))
        losses += (Loss(name, sentence, values) for sentence, values in one.losses)
    return Exchanged(tuple(questions), (*losses, *doubles))


class _MoodleReader:
    """Reads one question; what is lost of it is noted."""

    def __init__(self, question: Element, skill: str, language: str, pictures: dict[str, bytes]) -> None:
        self.element, self.skill, self.language = question, skill, language
        self.texts = MoodleTexts(pictures)
        self.tags = [said(tag) for tag in question.findall("tags/tag")]
        self.losses: list[tuple[str, dict[str, object]]] = []

    def read(self) -> _MoodleTaken:
        """Return the question as far as it can be taken."""
        question = None
        try:
            question = self._question()
        except Unreadable as error:
            self._lose(error.sentence, **error.values)
        if question:
            self.losses += [*left_out(self.texts.lost), *self._beside(question)]
        asked, title = self.element.findtext("idnumber", "").strip(), said(self.element.find("name"))
        return _MoodleTaken(asked, title, question, tuple(self.losses))

    def _lose(self, sentence: str, **values: object) -> None:
        self.losses.append((sentence, values))

    def _question(self) -> Question:
        """Return the question; raises Unreadable where there is none, or none of ours."""
        kind = self.element.get("type", "")
        if kind == "category":
            raise Unreadable(CATEGORY_LOST, category=said(self.element.find("category")))
        if kind in {"multianswer", "cloze"}:
            asked, answers = self._cloze()
        else:
            asked = self.texts.stem(self.element.find("questiontext"))
            if sentence := {"description": DESCRIPTION_LOST, "essay": ESSAY_LOST}.get(kind):
                raise Unreadable(sentence, text=asked)
            answers = read_answers(self.element, self.texts, self.language)
        for sentence, values in answers.losses:
            self._lose(sentence, **values)
        return self._draft(asked, self._with_general(answers))

    def _cloze(self) -> tuple[str, GiftAnswers]:
        text = self.element.find("questiontext")
        gap = only_gap(said(text))
        around = Element("questiontext", {} if text is None else text.attrib)
        around.append(Element("text"))
        around[0].text = gap.stem
        around.extend([] if text is None else text.findall("file"))
        return self.texts.stem(around), read_gap(gap, self.texts)

    def _with_general(self, answers: GiftAnswers) -> GiftAnswers:
        """Add the general feedback to the first right option, unless it is what we gathered there ourselves."""
        general = self.texts.markdown(self.element.find("generalfeedback"))
        lines = list(answers.lines)
        if not general or general == gathered(answers.kind, _options(lines)):
            return answers
        self._lose(GENERAL_KEPT)
        right = next((place for place, line in enumerate(lines) if line.right), 0)
        lines[right] = replace(lines[right], feedback="\n\n".join(filter(None, [lines[right].feedback, general])))
        return replace(answers, lines=tuple(lines))

    def _draft(self, asked: str, answers: GiftAnswers) -> Question:
        lines = answers.lines
        if is_number := answers.kind is QuestionKind.NUMBER:
            lines = tuple(replace(line, text=self._number(line.text)) for line in lines)
        question = Question(
            id="",
            skill=self.skill,
            stem=stem(asked, answers.kind),
            options=_options(lines),
            kind=answers.kind,
            unit=self._unit() if is_number else "",
            tolerance=number(spelled(tolerance_of(lines), self.language)) if is_number else Decimal(0),
        )
        return tagged(question, self.tags)

    def _number(self, text: str) -> str:
        return text if text == ANYTHING_ELSE else spelled(Decimal(text), self.language)

    def _unit(self) -> str:
        units = [" ".join(unit.findtext("unit_name", "").split()) for unit in self.element.findall("units/unit")]
        if units[1:]:
            self._lose(UNITS_LOST, units=", ".join(units[1:]))
        return units[0] if units else ""

    def _beside(self, question: Question) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield what stands beside the question and does not come along."""
        if others := [tag for tag in self.tags if not tag.startswith(OURS)]:
            yield TAGS_LOST, {"tags": ", ".join(others)}
        for hint in self.element.findall("hint"):
            if text := said(hint):
                yield HINT_LOST, {"text": text}
        for name in _COMBINED:
            if text := said(self.element.find(name)):
                yield UNPLACED, {"text": text}
        if self.texts.files:
            yield FILES_LOST, {"files": ", ".join(map(shown, self.texts.files))}
        texts = (question.stem, *(text for option in question.options for text in (option.text, option.feedback)))
        if any(f"![]({SCHEME}" in text for text in texts):
            yield UNDESCRIBED, {}


def _options(lines: "list[GiftOption] | tuple[GiftOption, ...]") -> tuple[Option, ...]:
    return lettered((line.text, line.right, line.feedback, line.match) for line in lines)
