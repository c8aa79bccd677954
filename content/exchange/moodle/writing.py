"""Questions written as Moodle XML, with their pictures."""

from base64 import b64encode
from collections.abc import Iterator
from xml.etree.ElementTree import Element, indent

from content.exchange.answers import FEWEST_PAIRS, gathered, share
from content.exchange.drafts import left_in, pictures_in, tags_of
from content.exchange.losses import NO_PICTURES, Exchanged, Loss, Pictures
from content.exchange.markup import document, element
from content.exchange.moodle.answers import PLACE
from content.fields import INVISIBLE
from content.marking import ANYTHING_ELSE
from content.module import Module, Option, Question, QuestionKind
from content.pictures.naming import ADDRESS, NAMED, SCHEME, named_in
from content.problems import N_
from content.typed import number

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
