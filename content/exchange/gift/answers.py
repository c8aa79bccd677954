"""The answers of a GIFT question, by kind, told apart in the order of Moodle's parser."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from content.exchange.drafts import MOST_ANSWERS, one_line
from content.exchange.gift.grammar import Texts, restore, weighed
from content.exchange.losses import Told, Unreadable
from content.marking import ANYTHING_ELSE
from content.module import QuestionKind
from content.problems import N_

TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
TRUE_FALSE = {"fr": ("Vrai", "Faux"), "nl": ("Juist", "Fout"), "en": ("True", "False")}

MOST_SPELLINGS = 1_000
"""Answers as they are written, some of which may be spellings of one."""

TOO_MANY = N_("Cette question a plus de %(most)s réponses : partagez-la.")
ALL_NEEDED = N_("Chacune des bonnes réponses suffisait ; ici il faut les cocher toutes : relisez la question.")
PART_OF_POINTS = N_("Les points partiels (%(weights)s) ne sont pas repris : une réponse est juste ou fausse.")
NO_LINE = N_("« %(match)s » ne va avec aucune ligne : cette réponse en trop n'est pas reprise.")
NO_MATCH = N_("« %(text)s » ne va avec aucune réponse : cette ligne n'est pas reprise.")
NO_ANSWER = N_("Cette question n'a pas de réponse : elle n'est pas reprise.")
NO_KEY = N_("Le fichier ne dit pas quelle option est juste : cochez-la.")
OTHER_TOLERANCE = N_("Il n'y a qu'une marge par question : celle de %(values)s n'est pas reprise.")

FEWER_LINES = N_("Là-bas, %(count)s lignes étaient montrées à la fois ; ici, toutes sont à mettre en ordre.")
_SETTING = (
    r"(?:ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?|HORI(?:ZONTAL)?|H|VERT(?:ICAL)?|V|[01]|ALL_OR_NOTHING|"
    r"ABS(?:OLUTE(?:_POSITION)?)?|RELATIVE\w*|LONGEST\w*|SHOW|HIDE|TRUE|FALSE|YES|NO|none|NONE|abc|ABCD|123|iii|IIII)"
)
_SETTINGS = re.compile(rf"([0-9]{{0,3}})(?:\s*\b{_SETTING}\b)*")
"""How many lines of an ordering are shown, then how it is laid out and marked, as the plugin « ordering » writes it."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,100}\.?[0-9]{0,100}|\.[0-9]{1,100})(?:[eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class GiftOption:
    """One option as it is read: its text, whether it is right, its feedback, what it matches, how far a number fits."""

    text: str
    right: bool
    feedback: str = ""
    match: str = ""
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GiftAnswers:
    """The kind of a question, its options, and what could not be carried over."""

    kind: QuestionKind
    lines: tuple[GiftOption, ...]
    losses: tuple[Told, ...] = ()


def read_answers(text: str, texts: Texts, language: str) -> GiftAnswers:
    """Read what stands between the braces of a question with answers; raises Unreadable."""
    if text.startswith("#"):
        answers = _numbers(text[1:], texts)
    elif text.startswith(">"):
        answers = _ordered(text[1:], texts)
    elif "~" in text:
        answers = _choice(text, texts)
    elif "=" in text and "->" in text:
        answers = _pairs(text, texts)
    elif text.partition("#")[0].strip() in TRUE + FALSE:
        answers = _true_false(text, texts, language)
    else:
        answers = _words(text, texts)
    if len(answers.lines) > MOST_ANSWERS:
        raise Unreadable(TOO_MANY, most=MOST_ANSWERS)
    return answers


def _split(text: str, sign: str, least: int) -> list[str]:
    """Split answers at their signs; text before the first sign is an answer too, unless it is empty."""
    first, *others = (answer.strip() for answer in text.split(sign))
    answers = [first, *others] if first else others
    if len(answers) < least:
        raise Unreadable(N_("Il faut ici au moins %(least)s réponse(s), chacune après = ou ~."), least=least)
    if len(answers) > MOST_SPELLINGS:
        raise Unreadable(TOO_MANY, most=MOST_SPELLINGS)
    return answers


def _filled(text: str) -> str:
    if not text:
        raise Unreadable(N_("Une réponse est vide : complétez-la ou retirez son signe (= ou ~)."))
    return text


# ------------------------------------------------------------------------------------------------------------ choice


def _choice(written: str, texts: Texts) -> GiftAnswers:
    """Return one answer if and only if an equals sign is there; otherwise all those of a positive weight."""
    single = "=" in written
    weights, lines = [], []
    for answer in _split(written.replace("=", "~="), "~", least=2):
        weight, rest = (100.0, answer[1:]) if answer.startswith("=") else weighed(answer)
        weights.append(weight or 0.0)
        shown, _, feedback = rest.partition("#")
        text, feedback = _filled(one_line(texts.markdown(shown))), texts.markdown(feedback)
        lines.append(GiftOption(text, weights[-1] >= 100 if single else weights[-1] > 0, feedback))
    several_right = sum(line.right for line in lines) > 1
    kind = QuestionKind.ONE if single and not several_right else QuestionKind.SEVERAL
    losses: list[Told] = [(ALL_NEEDED, {})] if single and several_right else []
    told = partial(weights) if single else uneven(weights)
    return GiftAnswers(kind, tuple(lines), (*losses, *told, *keyless(lines)))


def partial(weights: Iterable[float]) -> list[Told]:
    """Return the loss of partial credit where only full weight is right."""
    return _told(weight for weight in weights if weight not in (0.0, 100.0))


def uneven(weights: Iterable[float]) -> list[Told]:
    """Return the loss of partial credit where any positive weight is right: none when all right, and wrong, ones weigh
    the same."""
    # Thirds are written 33, 33.333 or 33.33333, at times beside 33.34 so that they add up.
    weighing = set(weights)
    right, wrong = ({round(weight) for weight in weighing if (weight > 0) is side} for side in (True, False))
    return _told(weighing - {0.0}) if len(right) > 1 or len(wrong) > 1 else []


def keyless(lines: Iterable[GiftOption]) -> list[Told]:
    """Return the note that no option is right, where none is."""
    return [] if any(line.right for line in lines) else [(NO_KEY, {})]


def _told(weights: Iterable[float]) -> list[Told]:
    shown = ", ".join(f"{weight:g} %" for weight in sorted(set(weights)))
    return [(PART_OF_POINTS, {"weights": shown})] if shown else []


def _true_false(text: str, texts: Texts, language: str) -> GiftAnswers:
    """Read a true-false question, whose first feedback is for the wrong and second for the right answer."""
    said, wrong, right = (*text.split("#", 2), "", "")[:3]
    true = said.strip() in TRUE
    feedback = {True: texts.markdown(right), False: texts.markdown(wrong)}
    yes, no = TRUE_FALSE[language]
    return GiftAnswers(
        QuestionKind.ONE, (GiftOption(yes, true, feedback[true]), GiftOption(no, not true, feedback[not true]))
    )


# ---------------------------------------------------------------------------------------------------------- matching


def _pairs(text: str, texts: Texts) -> GiftAnswers:
    lines: list[GiftOption] = []
    left: list[str] = []
    losses: list[Told] = []
    for answer in _split(text, "=", least=2):
        asked, arrow, match = answer.partition("->")
        if not arrow:
            raise Unreadable(N_("Chaque paire s'écrit = ligne -> réponse, et celle-ci n'a pas de flèche."))
        line = GiftOption(one_line(texts.markdown(asked)), right=True, match=one_line(restore(match)))
        if line.text and line.match:
            lines.append(line)
        elif line.match:
            left.append(line.match)
        elif line.text:
            losses.append((NO_MATCH, {"text": line.text}))
    return GiftAnswers(QuestionKind.MATCHING, tuple(lines), (*idle(left, lines), *losses))


def idle(left: Iterable[str], lines: Iterable[GiftOption]) -> list[Told]:
    """Return the loss of each match that goes with no line; one that is repeated for Moodle's sake is none."""
    matched = {line.match for line in lines}
    return [(NO_LINE, {"match": match}) for match in dict.fromkeys(left) if match not in matched]


def fewer_lines(count: str, lines: int) -> list[Told]:
    """Return the loss of an ordering that shows some of its lines only."""
    return [(FEWER_LINES, {"count": count})] if count in map(str, range(2, lines)) else []


def _ordered(written: str, texts: Texts) -> GiftAnswers:
    """Read the lines of an ordering below its settings (gbateson/moodle-qtype_ordering, questiontype.php)."""
    first, _, rest = written.partition("\n")
    settings = _SETTINGS.fullmatch(first.strip())
    named = [line.strip().removeprefix("=") for line in (rest if settings else written).split("\n")]
    filled = [one_line(texts.markdown(line)) for line in named if line.strip()]
    if len(filled) < 2:
        raise Unreadable(N_("Il faut ici au moins deux lignes à mettre en ordre, chacune sur la sienne."))
    lines = tuple(GiftOption(line, right=True) for line in filled)
    return GiftAnswers(QuestionKind.ORDERING, lines, tuple(fewer_lines((settings and settings[1]) or "", len(lines))))


# ------------------------------------------------------------------------------------------------------ what is typed


def _words(written: str, texts: Texts) -> GiftAnswers:
    weights, lines = [], []
    for answer in _split(written, "=", least=1):
        weight, rest = weighed(answer)
        weights.append(100.0 if weight is None else weight)
        text, feedback = _typed_answer(rest, texts)
        lines.append(GiftOption(text, weights[-1] >= 100, feedback))
    return GiftAnswers(QuestionKind.TEXT, typed([spelt(line) for line in lines]), tuple(partial(weights)))


def _typed_answer(answer: str, texts: Texts) -> tuple[str, str]:
    text, _, feedback = answer.partition("#")
    return _filled(one_line(texts.typed(text))), texts.markdown(feedback)


def spelt(line: GiftOption) -> GiftOption:
    """Return a spelling without `|` and escaped `*`, which this module's grammar cannot take and typing forgives."""
    text = line.text.replace("|", " ").replace("\\*", " ").strip()
    return GiftOption(_filled(text), line.right, line.feedback)


def typed(lines: Iterable[GiftOption]) -> tuple[GiftOption, ...]:
    """Merge neighbours with the same answer into spellings of one option; anything else comes last."""

    def same(line: GiftOption) -> tuple[bool, bool, str]:
        return line.text == ANYTHING_ELSE, line.right, line.feedback

    together = ([*group] for _, group in groupby(lines, key=same))
    return ending(replace(group[0], text=" | ".join(line.text for line in group)) for group in together)


def ending(lines: Iterable[GiftOption]) -> tuple[GiftOption, ...]:
    """Return options with the feedback for anything else at the end, even if it is empty; raises Unreadable."""

    def is_anything_else(line: GiftOption) -> bool:
        return line.text == ANYTHING_ELSE and not line.right

    ordered = sorted(lines, key=is_anything_else)
    if not ordered:
        raise Unreadable(NO_ANSWER)
    return tuple(ordered if is_anything_else(ordered[-1]) else [*ordered, GiftOption(ANYTHING_ELSE, right=False)])


def _numbers(text: str, texts: Texts) -> GiftAnswers:
    """Read values with their tolerance, or intervals; after a tilde, the feedback for any other value."""
    expected, others, wrong = text.partition("~")
    weights, lines = [], []
    for answer in _split(expected, "=", least=1):
        weight, rest = weighed(answer)
        weights.append(100.0 if weight is None else weight)
        value, feedback = _typed_answer(rest, texts)
        shown, tolerance = _fitting(value)
        lines.append(GiftOption(shown, weights[-1] >= 100, feedback, tolerance=tolerance))
    if others:
        lines.append(GiftOption(ANYTHING_ELSE, right=False, feedback=texts.markdown(wrong.partition("#")[2])))
    return GiftAnswers(QuestionKind.NUMBER, ending(lines), (*partial(weights), *tolerances(lines)))


def _fitting(value: str) -> tuple[str, Decimal]:
    """Return a value as GIFT writes it, and how far from it a number still fits."""
    if value == ANYTHING_ELSE:
        return value, Decimal(0)
    low, interval, high = value.partition("..")
    if interval:
        ends = sorted((decimal(low), decimal(high)))
        return f"{(ends[0] + ends[1]) / 2:f}", (ends[1] - ends[0]) / 2
    middle, _, tolerance = value.partition(":")
    return f"{decimal(middle):f}", abs(decimal(tolerance or "0"))


def decimal(text: str) -> Decimal:
    """Return a number as Moodle writes it, with a point; raises Unreadable."""
    if not _NUMBER.fullmatch(text.strip()):
        sentence = N_("« %(text)s » n'est pas un nombre : il s'écrit avec un point, comme 12.5.")
        raise Unreadable(sentence, text=text.strip())
    return Decimal(text.strip())


def tolerance_of(lines: Iterable[GiftOption]) -> Decimal:
    """Return the tolerance of the first right value, which is the one shown; else of the first."""
    values = [line for line in lines if line.text != ANYTHING_ELSE]
    return next((line.tolerance for line in values if line.right), values[0].tolerance if values else Decimal(0))


def tolerances(lines: list[GiftOption]) -> Iterator[Told]:
    """Yield the loss of the tolerances that differ from the one that is kept."""
    kept = tolerance_of(lines)
    if others := [line.text for line in lines if line.text != ANYTHING_ELSE and line.tolerance != kept]:
        yield OTHER_TOLERANCE, {"values": ", ".join(others)}
