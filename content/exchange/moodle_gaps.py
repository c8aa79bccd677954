"""Questions of Moodle whose answers stand within the text: each gap becomes a question of its own.

Embedded answers (« cloze »), missing words to select or to drag (question/type/gapselect, ddwtos), and the plugin
« gapfill » (marcusgreen/moodle-qtype_gapfill).
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from content.errors import N_, Refused
from content.exchange.losses import CASE_LOST
from content.exchange.marked_answers import MarkedAnswers, choice, numbers, words
from content.exchange.moodle_answers import NO_TEXT, UNMARKED, MoodleTexts, said, value
from content.exchange.prose_from_outside import BLANK, OPEN
from content.exchange.question_drafts import one_line
from content.module import Option

MOST_GAPS = 20
"""Of one text: each is asked beside all of it."""
TOO_MANY_GAPS = N_("Une question à %(count)s trous n'est pas reprise : faites-en une question par trou.")
NO_GAP = N_("Cette question est un texte à trous, et aucun trou ne s'y lit : elle n'est pas reprise.")
_NO_WORD = N_("Le trou %(gap)s ne nomme aucun des mots donnés : il n'est pas repris.")
_WORD_BOXES = {"gapselect": "selectoption", "ddwtos": "dragbox"}
_NUMBERED = re.compile(r"\[\[([0-9]{1,3})\]\]")
WITH_GAPS = frozenset({"multianswer", "cloze", "gapfill", *_WORD_BOXES})
"""The types of such questions."""

GAP = re.compile(r"\{[0-9]*:(?P<kind>[A-Z_]+):(?P<answers>(?:[^\\}]|\\.){1,5000})\}")
_EXACT = frozenset({"SHORTANSWER_C", "SAC", "MWC"})
"""Kinds that tell capital letters from small ones."""
_WORDS = frozenset({"SHORTANSWER", "SA", "MW"}) | _EXACT
_NUMBERS = frozenset({"NUMERICAL", "NM"})
_ONE = re.compile(r"(?:MULTICHOICE_?|MC)[VH]?S?")
_SEVERAL = re.compile(r"(?:MULTIRESPONSE_?|MR)H?S?")
_WEIGHT = re.compile(r"(?:%(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)%|(=))?")
_FEEDBACK = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
"""Not the sign of an entity, as « &#39; », nor an escaped one (question/type/multianswer/questiontype.php)."""
_ESCAPED = re.compile(r'\\([#}~/"\\])')


class MoodleGap(NamedTuple):
    """A gap of a text: its place there, and what reads its answers; that raises Refused."""

    start: int
    end: int
    answers: Callable[[MoodleTexts], MarkedAnswers]


def gaps_of(question: Element) -> list[MoodleGap]:
    """Return the gaps of a question; raises Refused where it has none, or more than MOST_GAPS."""
    text, kind = said(question.find("questiontext")), question.get("type", "")
    if kind in _WORD_BOXES:
        # Gaps name their word by its number; the others of its group are offered beside it.
        boxes = question.findall(_WORD_BOXES[kind])
        found = []
        for one in _NUMBERED.finditer(text):
            number = int(one[1])
            right = boxes[number - 1] if 0 < number <= len(boxes) else None
            found.append(MoodleGap(*one.span(), partial(_one_of, right, boxes, one[0])))
    elif kind == "gapfill":
        found = list(_between_signs(text, question))
    else:
        found = [MoodleGap(*one.span(), partial(read_gap, one["kind"], one["answers"])) for one in GAP.finditer(text)]
    if not found:
        raise Refused(NO_GAP)
    if len(found) > MOST_GAPS:
        raise Refused(TOO_MANY_GAPS, count=len(found))
    return found


def stem_around(question: Element, gaps: list[MoodleGap], asked: MoodleGap) -> Element:
    """Return the text of a question with one gap, and what stands for the others."""
    text = question.find("questiontext")
    written, place = "", 0
    for gap in gaps:
        written += said(text)[place : gap.start] + (BLANK if gap is asked else OPEN)
        place = gap.end
    around = Element("questiontext", {} if text is None else text.attrib)
    around.append(Element("text"))
    around[0].text = written + said(text)[place:]
    around.extend([] if text is None else text.findall("file"))
    return around


def read_gap(kind: str, answers: str, texts: MoodleTexts) -> MarkedAnswers:
    """Return the answers of a gap of a kind; raises Refused.

    https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
    """
    found = [_weighed(answer) for answer in re.split(r"(?<!\\)~", answers)]
    if kind in _NUMBERS:
        parted = ((weight, text.partition(":"), feedback) for weight, text, feedback in found)
        return numbers([(weight, *value(text, fits, told)) for weight, (text, _, fits), told in parted])
    lines = []
    for weight, text, feedback in found:
        if kind not in _WORDS:
            line = one_line(texts.formatted(text, texts.format, {}))
        else:
            line = one_line(text if texts.format.strip() in UNMARKED else html.unescape(text))
        if not line:
            raise Refused(NO_TEXT)
        lines.append((weight, Option("", line, False, texts.formatted(feedback, texts.format, {}))))
    if kind in _WORDS:
        typed = words(lines)
        return typed._replace(losses=(*typed.losses, (CASE_LOST, {}))) if kind in _EXACT else typed
    if (single := _ONE.fullmatch(kind)) or _SEVERAL.fullmatch(kind):
        return choice(lines, single=bool(single))
    sentence = N_("Le trou « %(kind)s » n'est pas d'un genre connu ici : cette question n'est pas reprise.")
    raise Refused(sentence, kind=kind)


def _weighed(answer: str) -> tuple[float, str, str]:
    """Return the weight of an answer of a gap, its text, what is said of it."""
    found = _WEIGHT.match(answer)
    assert found is not None  # every part of it may be missing
    text, feedback, *_ = *_FEEDBACK.split(answer[found.end() :], maxsplit=1), ""
    text, feedback = (_ESCAPED.sub(r"\1", one).strip() for one in (text, feedback))
    return 100.0 if found[2] else float(found[1] or 0), text, feedback


def _one_of(right: Element | None, boxes: list[Element], gap: str, texts: MoodleTexts) -> MarkedAnswers:
    if right is None:
        raise Refused(_NO_WORD, gap=gap)
    group = right.findtext("group", "")
    offered = [said(one) for one in boxes if one.findtext("group", "") == group]
    return _chosen(said(right), offered, texts)


def _between_signs(text: str, question: Element) -> Iterator[MoodleGap]:
    """Yield gaps whose answer stands between two signs, square brackets mostly."""
    signs = question.findtext("delimitchars", "").strip() or "[]"
    offered = [said(one) for one in question.findall("answer")]
    typed = question.findtext("answerdisplay", "").strip() not in {"dragdrop", "dropdown"}
    for found in re.finditer(f"{re.escape(signs[0])}([^{re.escape(signs)}]+){re.escape(signs[-1])}", text):
        read = partial(_typed, found[1]) if typed else partial(_chosen, found[1], [found[1], *offered])
        yield MoodleGap(*found.span(), read)


def _typed(answer: str, texts: MoodleTexts) -> MarkedAnswers:
    spellings = (_word(each, texts) for each in answer.split("|"))
    return words([(100.0, Option("", one, False, "")) for one in spellings if one])


def _chosen(right: str, offered: list[str], texts: MoodleTexts) -> MarkedAnswers:
    wanted = _word(right, texts)
    boxes = dict.fromkeys(filter(None, (_word(one, texts) for one in offered)))
    return choice([(100.0 * (one == wanted), Option("", one, False, "")) for one in boxes], single=True)


def _word(html_of_it: str, texts: MoodleTexts) -> str:
    return one_line(texts.formatted(html_of_it, "html", {}))
