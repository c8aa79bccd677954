"""What Moodle demands of the questions of an XML file, ported from its source: what it would refuse, or stop at.

Written after `import_headers` and the `import_*` functions of question/format/xml/format.php, `importprocess` of
question/format.php, and `save_question_options` of the question types (moodle/moodle): a fraction that is none of the
grade options is refused, a single choice without a full mark and several that do not add up to one are noted, and at
any note Moodle stops, so that all that follows is not read.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

GRADES = (
    *(1, 0.9, 5 / 6, 0.8, 0.75, 0.7, 2 / 3, 0.6, 0.5, 0.4, 1 / 3, 0.3, 0.25, 0.2, 1 / 6, 1 / 7, 0.125, 1 / 9, 0.1),
    *(0.05, 0),
)
"""question_bank::fraction_options_full, those above zero; each may be taken off as well."""
NEAREST = 0.00001
"""How far a fraction may be from a grade option (match_grade_options)."""
FORMATS = frozenset({"moodle_auto_format", "html", "plain_text", "wiki_like", "markdown"})
CHOICES, WORDS = frozenset({"multichoice"}), frozenset({"shortanswer", "numerical"})
FEWEST_PAIRS, FEWEST_LINES, FEWEST_ANSWERS = 3, 2, 2


def faults_of(quiz: Element) -> list[str]:
    """Return what Moodle would say of each question of a file."""
    return [fault for question in quiz.findall("question") for fault in _faults(question)]


def _faults(question: Element) -> Iterator[str]:
    kind = question.get("type", "")
    if kind == "category":
        return
    name = question.findtext("name/text", "")
    if not name.strip():
        yield "xmlimportnoname"
    yield from (f"{name}: unknown format" for each in question.iter() if each.get("format", "html") not in FORMATS)
    yield from (f"{name}: {fault}" for fault in _of_kind(question, kind, question.findall("answer")))


def _of_kind(question: Element, kind: str, answers: list[Element]) -> Iterator[str]:
    if kind in CHOICES | WORDS:
        yield from _graded(question, kind, answers)
    if kind in CHOICES and sum(bool(each.findtext("text", "").strip()) for each in answers) < FEWEST_ANSWERS:
        yield "notenoughanswers"
    if kind == "numerical":
        yield from ("notanumber" for each in answers if not _is_numerical(each))
    if kind == "match":
        yield from _paired(question)
    if kind == "ordering" and sum(bool(each.findtext("text", "").strip()) for each in answers) < FEWEST_LINES:
        yield "notenoughanswers"


def _paired(question: Element) -> Iterator[str]:
    pairs = question.findall("subquestion")
    told = [(each.findtext("text", "").strip(), each.findtext("answer/text", "").strip()) for each in pairs]
    if any(text and not match for text, match in told):
        yield "nomatchinganswer"
    if sum(bool(text or match) for text, match in told) < FEWEST_PAIRS:
        yield "notenoughanswers"


def _graded(question: Element, kind: str, answers: list[Element]) -> Iterator[str]:
    fractions = [float(each.get("fraction", "0")) / 100 for each in answers]
    if any(all(abs(abs(one) - grade) > NEAREST for grade in GRADES) for one in fractions):
        yield "invalidgrade"
    single = kind in WORDS or question.findtext("single", "true") != "false"
    if single and abs(max(fractions, default=-1) - 1) > NEAREST:
        yield "fractionsnomax"
    if not single and round(sum(one for one in fractions if one > 0), 2) != 1:
        yield "fractionsaddwrong"


def _is_numerical(answer: Element) -> bool:
    try:
        float(answer.findtext("tolerance", "0"))
        return answer.findtext("text", "") == "*" or float(answer.findtext("text", "")) is not None
    except ValueError:
        return False


def mark_of(question: Element, chosen: set[int]) -> float:
    """Return the part of the points that ticking these answers of a choice, by their places, brings."""
    fractions = [float(each.get("fraction", "0")) / 100 for each in question.findall("answer")]
    return min(max(sum(fractions[place] for place in chosen), 0.0), 1.0)
