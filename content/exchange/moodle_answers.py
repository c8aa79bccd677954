"""The texts of Moodle XML as Markdown, with the files that lie beside them, and the answers of its question types."""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from decimal import Decimal
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import escape

from content.errors import N_, Refused
from content.exchange.archive import shown
from content.exchange.losses import CASE_LOST, Told
from content.exchange.marked_answers import (
    NO_ANSWER,
    TRUE_FALSE,
    MarkedAnswers,
    Weighed,
    choice,
    decimal,
    numbers,
    ordering,
    pairs,
    words,
)
from content.exchange.prose_from_outside import from_html, from_plain, with_blank
from content.exchange.question_drafts import one_line
from content.marking import ANYTHING_ELSE
from content.module import Option, QuestionKind
from content.pictures.picture_file import SCHEME, format_of, hash_of
from content.schema.yaml_fields import INVISIBLE

PLACE = "@@PLUGINFILE@@"
"""What stands in a text for wherever Moodle keeps its files."""
HTML, AUTO = "html", "moodle_auto_format"
"""What a text has that names no format, and what it had before it could."""
UNMARKED = frozenset({"markdown", "plain_text"})
"""The formats in which an entity is but its signs."""


class MoodleTexts:
    """Reads the texts of one question; `lost` and `files` name what of them does not come along."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self.pictures = pictures
        self.lost: dict[str, None] = {}
        self.files: dict[str, None] = {}
        self.format = AUTO

    def stem(self, element: Element | None) -> str:
        """Return the text that asks; its format is that of all the others that name none. Raises Refused."""
        if element is not None:
            self.format = element.get("format", HTML)
        return self.markdown(element)

    def markdown(self, element: Element | None) -> str:
        """Return the text of an element; empty where there is none. Raises Refused."""
        if element is None:
            return ""
        places = dict(self._places(element))
        return self.formatted(said(element), element.get("format", self.format), places)

    def formatted(self, text: str, form: str, places: dict[str, str]) -> str:
        """Return a text of a format, with its pictures by their addresses there. Raises Refused."""
        match form.strip():
            case "markdown":
                for there, here in sorted(places.items(), reverse=True):
                    text = text.replace(f"({there})", f"({here})")
                return INVISIBLE.sub(" ", text)
            case "plain_text":
                prose = from_plain(text)
            case "moodle_auto_format":
                prose = from_html(text.replace("\n", "<br>"), places)
            case _:
                prose = from_html(text, places)
        self.lost |= dict.fromkeys(prose.lost)
        return with_blank(prose.text)

    def picture(self, name: str, data: str) -> str:
        """Return the line that shows a picture, written as text; empty where it is none."""
        address = self._kept(name, data)
        return f"![]({address})" if address else ""

    def _places(self, element: Element) -> Iterator[tuple[str, str]]:
        """Yield the addresses of the pictures beside a text, each with the one that it gets."""
        for file in element.findall("file"):
            name = file.get("name", "")
            address = self._kept(name, "".join(file.itertext()))
            for spelt in {name, quote(name)} if address else ():
                yield f"{PLACE}{file.get('path', '/')}{spelt}", address

    def _kept(self, name: str, encoded: str) -> str:
        """Keep a picture, and return its address here; empty for a file that is none, which is noted."""
        data = _decoded(encoded)
        if not format_of(data):
            self.files[name] = None
            return ""
        known = hash_of(data)
        self.pictures[known] = data
        return f"{SCHEME}{known}"


def said(element: Element | None) -> str:
    """Return what the text of an element says, as it stands; some tools write its HTML as elements."""
    text = None if element is None else element.find("text")
    if text is None:
        return ""
    inner = [tostring(each, "unicode", method="html") for each in text]
    return ((escape(text.text or "") if inner else text.text or "") + "".join(inner)).strip()


def words_of(element: Element | None) -> str:
    """Return what the text of an element says, without any signs of HTML."""
    text = None if element is None else element.find("text")
    return "" if text is None else " ".join("".join(text.itertext()).split())


def _decoded(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except (Error, ValueError):
        return b""


# -------------------------------------------------------------------------------------------------------------- answers

UNKNOWN_TYPE = N_("Moodle nomme cette question « %(type)s » : Boussole ne sait pas la poser, elle n'est pas reprise.")
NO_TEXT = N_("Une réponse est vide : cette question n'est pas reprise.")


def read_answers(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    """Return the answers of a question; raises Refused, also for a type that is none of our kinds."""
    reader = _READERS.get(question.get("type", ""))
    if reader is None:
        raise Refused(UNKNOWN_TYPE, type=shown(question.get("type", "")))
    answers = reader(question, texts, language)
    if not answers.options:
        raise Refused(NO_ANSWER)
    return answers


def _choice(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    single = question.findtext("single", "true").strip() not in {"false", "0", ""}
    return choice([*_weighed(question, texts, texts.markdown)], single)


def _several(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    """Read what plugins ask without weights: all that is right, and nothing else."""
    found = ((100.0 * (weight > 0), one) for weight, one in _weighed(question, texts, texts.markdown))
    return choice([*found], single=False)


def _true_false(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    """Old exports spell both answers in their language, true first (import_truefalse)."""
    lines = []
    for place, answer in enumerate(question.findall("answer")):
        text = said(answer)
        is_true = text == "true" if text in {"true", "false"} else place == 0
        line = TRUE_FALSE[language][0 if is_true else 1]
        lines.append(Option("", line, _weight(answer) == 100, texts.markdown(answer.find("feedback"))))
    if len({one.text for one in lines}) != 2:
        raise Refused(NO_ANSWER)
    return MarkedAnswers(QuestionKind.ONE, tuple(sorted(lines, key=lambda one: one.text != TRUE_FALSE[language][0])))


def _words(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    answers = words([*_weighed(question, texts, said)])
    case: list[Told] = [(CASE_LOST, {})] if question.findtext("usecase", "0").strip() == "1" else []
    return answers._replace(losses=(*answers.losses, *case))


def _numbers(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    return numbers([
        (_weight(one), *value(said(one) or (one.text or ""), one.findtext("tolerance", "0"), texts.markdown(told)))
        for one in question.findall("answer")
        for told in [one.find("feedback")]
    ])  # fmt: skip


def value(text: str, tolerance: str, feedback: str) -> tuple[Option, Decimal]:
    """Return a number, spelled with a point, and its tolerance; raises Refused."""
    if text.strip() == ANYTHING_ELSE:
        return Option("", ANYTHING_ELSE, False, feedback), Decimal(0)
    spelt = f"{decimal(text.replace(',', '.')):f}"
    return Option("", spelt, False, feedback), abs(decimal(tolerance.strip() or "0"))


def _pairs(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    found = []
    for pair in question.findall("subquestion"):
        answer = pair.find("answer")
        # Plain in Moodle's own type; the plugin « ddmatch » names a format.
        is_plain = answer is None or answer.get("format") is None
        match = one_line(said(answer) if is_plain else texts.markdown(answer))
        text = one_line(texts.markdown(pair))
        feedback = texts.markdown(pair.find("feedback")) if text and match else ""
        found.append(Option("", text, True, feedback, match))
    return pairs(found)


def _ordered(question: Element, texts: MoodleTexts, language: str) -> MarkedAnswers:
    lines = [
        Option("", _filled(texts.markdown(one)), True, texts.markdown(one.find("feedback")))
        for one in question.findall("answer")
    ]
    is_drawn = question.findtext("selecttype", "").strip() not in {"", "0", "ALL"}
    return ordering(lines, question.findtext("selectcount", "").strip() if is_drawn else "")


_READERS: dict[str, Callable[[Element, MoodleTexts, str], MarkedAnswers]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _words,
    "numerical": _numbers,
    "match": _pairs,
    "matching": _pairs,
    "ddmatch": _pairs,
    "oumultiresponse": _several,
    "multichoiceset": _several,
    "ordering": _ordered,
}


def _weighed(question: Element, texts: MoodleTexts, text_of: Callable[[Element], str]) -> Iterator[Weighed]:
    for one in question.findall("answer"):
        text = _filled(text_of(one))
        yield _weight(one), Option("", text, False, texts.markdown(one.find("feedback")))


def _weight(answer: Element) -> float:
    """Return the percentage of an answer: an attribute, in old files an element with a part of one."""
    try:
        if (old := answer.findtext("fraction")) is not None:
            return 100 * float(old)
        return float(answer.get("fraction", "0"))
    except ValueError as error:
        raise Refused(N_("Une réponse n'a pas de points lisibles : cette question n'est pas reprise.")) from error


def _filled(text: str) -> str:
    if not (line := one_line(text)):
        raise Refused(NO_TEXT)
    return line
