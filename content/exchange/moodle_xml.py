"""Moodle XML read as drafts of questions, and questions written as Moodle XML, with their pictures."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element, indent

from content.errors import N_, Refused, refused
from content.exchange.archive import shown
from content.exchange.gift_writer import category_name
from content.exchange.losses import (
    CATEGORY_LOST,
    COMBINED_LOST,
    DESCRIPTION_LOST,
    ESSAY_LOST,
    HINT_LOST,
    NO_PICTURES,
    SPLIT,
    TAGS_LOST,
    UNDESCRIBED,
    Exchanged,
    Loss,
    Pictures,
    Told,
    left_out,
)
from content.exchange.marked_answers import FEWEST_PAIRS, MarkedAnswers, gathered, share
from content.exchange.moodle_answers import PLACE, MoodleTexts, read_answers, words_of
from content.exchange.moodle_gaps import WITH_GAPS, gaps_of, stem_around
from content.exchange.question_drafts import (
    OURS,
    TakenQuestion,
    as_points,
    left_in,
    named,
    one_line,
    pictures_in,
    refuse_too_many,
    shows_undescribed,
    tagged,
    tags_of,
)
from content.exchange.xml_markup import document, element, read_xml
from content.marking import ANYTHING_ELSE, number
from content.module import Module, Option, Question, QuestionKind
from content.pictures.picture_file import ADDRESS, NAMED, SCHEME, named_in, without_pictures
from content.schema.yaml_fields import INVISIBLE

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


# ----------------------------------------------------------------- questions written as Moodle XML, with their pictures


ORDERING_NEEDS = N_("Moodle ne sait poser cette question à mettre en ordre que depuis sa version 4.4.")
EXPLANATIONS_TOGETHER = N_("Moodle montre les explications de chaque ligne ensemble, après la réponse.")
ACCENTS_COUNT = N_("Dans Moodle, une réponse tapée sans ses accents est fausse.")
NO_PICTURE = N_("Une image de cette question n'est plus ici : elle ne part pas.")
_TYPES = {
    QuestionKind.ONE: "multichoice",
    QuestionKind.SEVERAL: "multichoice",
    QuestionKind.ORDERING: "ordering",
    QuestionKind.MATCHING: "match",
    QuestionKind.TEXT: "shortanswer",
    QuestionKind.NUMBER: "numerical",
}


def write_moodle(module: Module, pictures: Pictures = NO_PICTURES) -> Exchanged[bytes]:
    """Return the questions of a module as Moodle XML, in a category of its title."""
    path = f"$course$/top/{INVISIBLE.sub(' ', module.title).replace('/', '//')}"
    category = element("question", element("category", element("text", path)), type="category")
    quiz = element("quiz", category, *(_Writer(one, pictures).written() for one in module.pool))
    indent(quiz)
    losses = (loss for question in module.pool for loss in _losses(question, pictures))
    return Exchanged(document(quiz), (*left_in(module), *losses))


def _losses(question: Question, pictures: Pictures) -> Iterator[Loss]:
    if question.kind is QuestionKind.ORDERING:
        yield Loss(question.id, ORDERING_NEEDS)
    if question.kind is QuestionKind.MATCHING and any(option.feedback for option in question.options):
        yield Loss(question.id, EXPLANATIONS_TOGETHER)
    if question.kind is QuestionKind.TEXT:
        yield Loss(question.id, ACCENTS_COUNT)
    if pictures_in(question) - pictures.keys():
        yield Loss(question.id, NO_PICTURE)


class _Writer:
    """Writes one question."""

    def __init__(self, question: Question, pictures: Pictures) -> None:
        self.question, self.pictures = question, pictures

    def written(self) -> Element:
        """Return the element of the question, in the order in which Moodle writes it."""
        asked = self.question
        return element(
            "question",
            element("name", element("text", asked.id)),
            self._text("questiontext", asked.stem),
            self._text("generalfeedback", gathered(asked.kind, asked.options)),
            element("defaultgrade", "1"),
            element("penalty", "0"),
            element("hidden", "0"),
            element("idnumber", asked.id),
            *self._of_kind(),
            element("tags", *(element("tag", element("text", tag)) for tag in tags_of(asked))),
            type=_TYPES[asked.kind],
        )

    def _of_kind(self) -> Iterator[Element]:
        kind, options = self.question.kind, self.question.options
        if kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
            yield element("single", str(kind is QuestionKind.ONE).lower())
            yield element("shuffleanswers", "true")
            yield element("answernumbering", "none")
            right = sum(option.right for option in options)
            worth, worthless = ("100", "0") if kind is QuestionKind.ONE else (share(right), "-100")
            yield from (self._answer(option, worth if option.right else worthless) for option in options)
        elif kind is QuestionKind.ORDERING:
            # Right or wrong as a whole, and all its lines are shown.
            yield element("layouttype", "VERTICAL")
            yield element("selecttype", "ALL")
            yield element("selectcount", str(len(options)))
            yield element("gradingtype", "ALL_OR_NOTHING")
            yield element("showgrading", "SHOW")
            yield element("numberingstyle", "none")
            yield from (self._answer(option, str(place)) for place, option in enumerate(options, 1))
        elif kind is QuestionKind.MATCHING:
            yield element("shuffleanswers", "true")
            yield from self._pairs()
        else:
            yield from self._typed()

    def _answer(self, option: Option, worth: str) -> Element:
        answer = self._text("answer", option.text)
        answer.append(self._text("feedback", option.feedback))
        answer.set("fraction", worth)
        return answer

    def _pairs(self) -> Iterator[Element]:
        for option in self.question.options:
            pair = self._text("subquestion", option.text)
            pair.append(element("answer", element("text", _plain(option.match))))
            pair.append(self._text("feedback", option.feedback))
            yield pair
        for option in self.question.options[: FEWEST_PAIRS - len(self.question.options)]:
            again = element("answer", element("text", _plain(option.match)))
            yield element("subquestion", element("text"), again, format="markdown")

    def _typed(self) -> Iterator[Element]:
        asked = self.question
        if asked.kind is QuestionKind.TEXT:
            yield element("usecase", "0")
        for option in asked.options:
            for spelling in option.spellings if asked.kind is QuestionKind.TEXT else (_value(option),):
                answer = element("answer", element("text", _plain(spelling)), format="plain_text")
                answer.append(self._text("feedback", option.feedback))
                answer.set("fraction", "100" if option.right else "0")
                if asked.kind is QuestionKind.NUMBER:
                    answer.append(element("tolerance", f"{asked.tolerance:f}"))
                yield answer
        if asked.unit:
            unit = element("unit", element("multiplier", "1"), element("unit_name", _plain(asked.unit)))
            yield from (element("units", unit), element("unitgradingtype", "0"), element("showunits", "0"))

    def _text(self, tag: str, text: str) -> Element:
        """Return an element with a text as Moodle's Markdown, and the pictures that it shows."""
        names = [name for name in named_in(text) if name in self.pictures]
        places = {f"{SCHEME}{name}": f"{PLACE}/{self.pictures[name].name}" for name in names}
        text = NAMED.sub(lambda found: ADDRESS.sub(lambda one: places.get(one[0], one[0]), found[0]), text)
        files = (
            element("file", b64encode(data).decode(), name=file, path="/", encoding="base64")
            for file, data in (self.pictures[name] for name in names)
        )
        return element(tag, element("text", _plain(text)), *files, format="markdown")


def _value(option: Option) -> str:
    return ANYTHING_ELSE if option.text == ANYTHING_ELSE else f"{number(option.text):f}"


def _plain(text: str) -> str:
    return INVISIBLE.sub(" ", text)
