"""The gaps of Moodle's questions with answers within the text (« cloze »).

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import html
import re
from dataclasses import replace

from content.exchange.drafts import one_line
from content.exchange.gift.answers import GiftAnswers, GiftOption
from content.exchange.losses import Unreadable
from content.exchange.moodle.answers import CASE_LOST, chosen, numbers, value, words
from content.exchange.moodle.texts import UNMARKED, MoodleTexts
from content.problems import N_

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


def read_gap(kind: str, answers: str, texts: MoodleTexts) -> GiftAnswers:
    """Return the answers of a gap of a kind; raises Unreadable."""
    weights, lines = [], []
    for answer in re.split(r"(?<!\\)~", answers):
        weighed = _WEIGHT.match(answer)
        assert weighed is not None  # every part of it may be missing
        weight = 100.0 if weighed[2] else float(weighed[1] or 0)
        text, feedback, *_ = *_FEEDBACK.split(answer[weighed.end() :], maxsplit=1), ""
        text, feedback = _ESCAPED.sub(r"\1", text).strip(), _ESCAPED.sub(r"\1", feedback).strip()
        weights.append(weight)
        if kind in _NUMBERS:
            number, _, tolerance = text.partition(":")
            lines.append(value(number, tolerance, feedback))
        else:
            if kind not in _WORDS:
                line = one_line(texts.formatted(text, texts.format, {}))
            else:
                line = one_line(text if texts.format.strip() in UNMARKED else html.unescape(text))
            if not line:
                raise Unreadable(N_("Une réponse est vide : cette question n'est pas reprise."))
            lines.append(GiftOption(line, False, texts.formatted(feedback, texts.format, {})))
    if kind in _NUMBERS:
        return numbers(weights, lines)
    if kind in _WORDS:
        found = words(weights, lines)
        return replace(found, losses=(*found.losses, (CASE_LOST, {}))) if kind in _EXACT else found
    if (single := _ONE.fullmatch(kind)) or _SEVERAL.fullmatch(kind):
        return chosen(weights, lines, single=bool(single))
    sentence = N_("Le trou « %(kind)s » n'est pas d'un genre connu ici : cette question n'est pas reprise.")
    raise Unreadable(sentence, kind=kind)
