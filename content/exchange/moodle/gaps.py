"""Questions of Moodle whose answers stand within the text: each gap becomes a question of its own.

Embedded answers (« cloze »), missing words to select or to drag (question/type/gapselect, ddwtos), and the plugin
« gapfill » (marcusgreen/moodle-qtype_gapfill).
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from content.exchange.drafts import MOST_ANSWERS, one_line
from content.exchange.gift.answers import TOO_MANY, GiftAnswers, GiftOption
from content.exchange.losses import Unreadable
from content.exchange.moodle.answers import chosen, words
from content.exchange.moodle.cloze import GAP, read_gap
from content.exchange.moodle.texts import MoodleTexts, said
from content.exchange.prose import BLANK, OPEN
from content.problems import N_

MOST_GAPS = 20
"""Of one text: each is asked beside all of it."""
SPLIT = N_("Un texte à %(count)s trous devient autant de questions, un trou chacune : relisez leurs énoncés.")
TOO_MANY_GAPS = N_("Une question à %(count)s trous n'est pas reprise : faites-en une question par trou.")
NO_GAP = N_("Cette question est un texte à trous, et aucun trou ne s'y lit : elle n'est pas reprise.")
_NO_WORD = N_("Le trou %(gap)s ne nomme aucun des mots donnés : il n'est pas repris.")
_WORD_BOXES = {"gapselect": "selectoption", "ddwtos": "dragbox"}
_NUMBERED = re.compile(r"\[\[([0-9]{1,3})\]\]")
WITH_GAPS = frozenset({"multianswer", "cloze", "gapfill", *_WORD_BOXES})
"""The types of such questions."""


class MoodleGap(NamedTuple):
    """A gap of a text: its place there, and what reads its answers; that raises Unreadable."""

    start: int
    end: int
    answers: Callable[[MoodleTexts], GiftAnswers]


def gaps_of(question: Element) -> list[MoodleGap]:
    """Return the gaps of a question; raises Unreadable where it has none, or more than MOST_GAPS."""
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
        raise Unreadable(NO_GAP)
    if len(found) > MOST_GAPS:
        raise Unreadable(TOO_MANY_GAPS, count=len(found))
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


def _one_of(right: Element | None, boxes: list[Element], gap: str, texts: MoodleTexts) -> GiftAnswers:
    if right is None:
        raise Unreadable(_NO_WORD, gap=gap)
    group = right.findtext("group", "")
    offered = dict.fromkeys(_word(one, texts) for one in boxes if one.findtext("group", "") == group)
    return _choice(_word(right, texts), list(offered))


def _word(box: Element, texts: MoodleTexts) -> str:
    return one_line(texts.formatted(said(box), "html", {}))


def _between_signs(text: str, question: Element) -> Iterator[MoodleGap]:
    """Yield gaps whose answer stands between two signs, square brackets mostly."""
    signs = question.findtext("delimitchars", "").strip() or "[]"
    offered = [said(one) for one in question.findall("answer")]
    typed = question.findtext("answerdisplay", "").strip() not in {"dragdrop", "dropdown"}
    for found in re.finditer(f"{re.escape(signs[0])}([^{re.escape(signs)}]+){re.escape(signs[-1])}", text):
        yield MoodleGap(*found.span(), partial(_typed if typed else _dragged, found[1], offered))


def _typed(answer: str, offered: list[str], texts: MoodleTexts) -> GiftAnswers:
    spellings = [one for one in (_plain(each, texts) for each in answer.split("|")) if one]
    return words([100.0] * len(spellings), [GiftOption(one, False) for one in spellings])


def _dragged(answer: str, offered: list[str], texts: MoodleTexts) -> GiftAnswers:
    return _choice(_plain(answer, texts), [*dict.fromkeys(_plain(each, texts) for each in (answer, *offered))])


def _plain(text: str, texts: MoodleTexts) -> str:
    return one_line(texts.formatted(text, "html", {}))


def _choice(right: str, offered: list[str]) -> GiftAnswers:
    offered = [one for one in offered if one]
    if len(offered) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    return chosen([100.0 * (one == right) for one in offered], [GiftOption(one, False) for one in offered], single=True)
