"""GIFT: its signs, blocks and parts as Moodle's parser takes them apart, and questions written in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from content.errors import N_, Refused
from content.exchange.losses import Exchanged, Loss
from content.exchange.marked_answers import FEWEST_PAIRS, gathered, share, trimmed, typed
from content.exchange.prose_from_outside import BLANK, from_html, with_blank
from content.exchange.question_drafts import left_in, lettered, spelled, without_pictures
from content.marking import ANYTHING_ELSE, number
from content.module import Module, Option, Question, QuestionKind, QuestionNature, Use

CATEGORY = "$CATEGORY:"
GENERAL = "####"
FORMATS = ("html", "moodle", "plain", "markdown")
DEFAULT_FORMAT = "moodle"
PLACE_OF_ESCAPED = 0xDC00
"""An escaped sign is kept out of the way as half a character, which no text that is read can hold."""

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_TAG = re.compile(r'<[a-zA-Z][^<>{}"]*="[^<>{}]*>')
"""A tag of HTML with an attribute: the signs in it are its own, also where nobody has escaped them."""
_SPECIAL = re.compile(r"[\\:#={}~]")
_RESTORED = {PLACE_OF_ESCAPED + ord(sign): sign for sign in ":#={}~\n"}
_WITHIN_TAGS = {ord(sign): chr(PLACE_OF_ESCAPED + ord(sign)) for sign in ":#=~"}
_WEIGHT = re.compile(r"%(-*)([0-9]{1,2}\.?[0-9]*)%")
_BETWEEN_NAMES, _PLACE_OF_CATEGORY = re.compile(r"(?<!/)/(?!/)"), re.compile(r"\$\w+\$")
_COMMENT = re.compile(r"// *(id|skill|use|nature|cites|kind|unit|handing_back|feedback): *(.*)")
_ID_AND_SKILL = re.compile(r"(\S+) +skill: *(\S+)")
_MOODLE_ID = re.compile(r"\[id:([^\[\]\n]+)\]")
_MOODLE_TAG = re.compile(r"\[tag:([^\[\]\n]+)\]")
SKILL_TAG = "skill:"
"""What our tag of a skill begins with: ids and tags are all that Moodle keeps of a comment."""
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")


# ---------------------------------------------------------------------------------------------------------------- signs


def protect(text: str) -> str:
    """Replace escaped signs by stand-ins, and those within tags, so that the signs that are left have a meaning."""
    escaped = _ESCAPED.sub(lambda found: _kept(found[1]), text)
    return _TAG.sub(lambda found: found[0].translate(_WITHIN_TAGS), escaped)


def _kept(sign: str) -> str:
    return sign if sign == "\\" else chr(PLACE_OF_ESCAPED + ord("\n" if sign == "n" else sign))


def restore(text: str) -> str:
    """Put escaped signs back as what they mean."""
    return text.translate(_RESTORED).strip()


def escape(text: str) -> str:
    """Return a text that GIFT takes as it stands."""
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def category_name(path: str) -> str:
    """Return a path of Moodle's categories as people say it: « $course$ » and « top » are names of none."""
    names = [name.replace("//", "/").strip() for name in _BETWEEN_NAMES.split(path.strip())]
    return " / ".join(name for name in names if name not in {"", "top"} and not _PLACE_OF_CATEGORY.fullmatch(name))


class Texts:
    """The texts of a question as Markdown; `lost` names the elements of HTML that it has no sign for."""

    def __init__(self) -> None:
        self.format = DEFAULT_FORMAT
        self.lost: dict[str, None] = {}

    def stem(self, text: str) -> str:
        """Return the stem, whose format is that of all the others that name none; raises Refused."""
        self.format, _ = self._prefixed(text)
        return self.markdown(text)

    def markdown(self, text: str) -> str:
        """Return a text with its prefix, such as [html]; raises Refused."""
        name, rest = self._prefixed(text)
        plain = restore(rest)
        if name == "html" or (name == "moodle" and _HTML.search(plain)):
            try:
                prose = from_html(plain if name == "html" else plain.replace("\n", "<br>"))
            except Refused as error:
                raise Refused(N_("Un texte de cette question est trop long : partagez-le.")) from error
            self.lost |= dict.fromkeys(prose.lost)
            return with_blank(prose.text)
        return plain

    def typed(self, text: str) -> str:
        """Return what somebody may type, which has no format, without its prefix."""
        return restore(self._prefixed(text)[1])

    def _prefixed(self, text: str) -> tuple[str, str]:
        text = text.strip()
        name, closed, rest = text.removeprefix("[").partition("]")
        return (name, rest) if text.startswith("[") and closed and name in FORMATS else (self.format, text)


def weighed(answer: str) -> tuple[float | None, str]:
    """Return the percentage that an answer begins with, None without one; and the answer."""
    if not (found := _WEIGHT.match(answer)):
        return None, answer
    minus, number = found.groups()
    return float(number) * (-1 if minus else 1), answer[found.end() :]


# --------------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class GiftBlock:
    """Lines between empty lines: the first that is no comment, the text without comments, what our comments say."""

    line: int
    text: str
    attributes: Mapping[str, str]
    feedback: tuple[str, ...]


def blocks(text: str) -> Iterator[GiftBlock]:
    """Yield the blocks that hold more than comments, their escaped signs replaced."""
    numbered = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    for filled, group in groupby(numbered, key=lambda one: bool(one[1])):
        lines = list(group) if filled else []
        comments = [line for _, line in lines if line.startswith("//")]
        kept = "\n".join("" if line.startswith("//") else line for _, line in lines).strip()
        if kept:
            first = next(number for number, line in lines if not line.startswith("//"))
            # What comments say for Moodle in [id:…] and [tag:…], or for us.
            said = _said_for_moodle("\n".join(comments))
            found = [one.groups() for comment in comments if (one := _COMMENT.fullmatch(comment))]
            said |= {name: value.strip() for name, value in found if name != "feedback"}
            if both := _ID_AND_SKILL.fullmatch(said.get("id", "")):
                said["id"], said["skill"] = both.groups()
            feedback = tuple(restore(protect(value)) for name, value in found if name == "feedback")
            yield GiftBlock(first, protect(kept), said, feedback)


def _said_for_moodle(comments: str) -> dict[str, str]:
    tags = _MOODLE_TAG.findall(comments)
    said = {
        "id": next(iter(_MOODLE_ID.findall(comments)), ""),
        "skill": next((tag.removeprefix(SKILL_TAG) for tag in tags if tag.startswith(SKILL_TAG)), ""),
        "tags": ", ".join(tag for tag in tags if not tag.startswith(SKILL_TAG)),
    }
    return {name: value.strip() for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class GiftParts:
    """What stands in a block; `answers` is None in a description, empty in an essay."""

    title: str
    stem: str
    texts: Texts
    answers: str | None
    general: str
    more_braces: bool
    """Whether the stem goes on after its answers with another brace: most often an empty line is missing."""


def parts(block: GiftBlock) -> GiftParts:
    """Take a block apart; raises Refused."""
    title, closed, rest = block.text.removeprefix("::").partition("::")
    is_titled = block.text.startswith("::") and closed
    title, text = (restore(title), rest.strip()) if is_titled else ("", block.text.removeprefix("::"))
    texts = Texts()
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return GiftParts(title, texts.stem(text), texts, None, "", more_braces=False)
    if start < 0 or end < start:
        sentence = N_(
            "Il manque une accolade : les réponses se mettent entre { et }, sans ligne vide ; une accolade du texte "
            "s'écrit \\{ ou \\}."
        )
        raise Refused(sentence)
    within = text[start + 1 : end].strip()
    answers, parted, general = within.rpartition(GENERAL)
    if not parted:
        answers, general = within, ""
    rest = text[end + 1 :]
    stem = texts.stem(text[:start] + (rest and BLANK + rest))
    more_braces = "{" in rest or "}" in rest
    return GiftParts(title, stem, texts, answers.strip(), texts.markdown(general), more_braces)


# -------------------------------------------------------------------------- questions written as GIFT that Moodle takes


ARROW, OTHER_ARROW = "->", "→"
_STAR_ITSELF = re.compile(r"(?<!\\)\\++\*")
"""What stands in Moodle for a star that is typed, and here for anything like every star."""

ARROW_CHANGED = N_("GIFT ne permet pas d'écrire « -> » à cet endroit : la flèche devient « → ».")
ORDERING_CHANGED = N_(
    "Une question à mettre en ordre devient dans Moodle une question à relier : chaque place, sa ligne."
)
UNIT_HIDDEN = N_("Moodle ne montrera pas l'unité (%(unit)s) : dites-la dans l'énoncé.")


def write_gift(module: Module) -> Exchanged[str]:
    """Return the questions of a module as GIFT, in a category of its title; what is read back is `carried`.

    Moodle gives part of the points where several answers are right, which we do not.
    """
    losses = [loss for question in module.pool for loss in _losses(question)]
    category = f"{CATEGORY} {module.title.replace('/', '//')}"
    blocks = (_block(carried(question, module.language)) for question in module.pool)
    return Exchanged(
        "\n\n".join([category, *blocks]) + "\n", (*left_in(module), *without_pictures(module.pool), *losses)
    )


def carried(question: Question, language: str) -> Question:
    """Return the question as it is read back from GIFT.

    Indents at the beginning of a text go; a number is spelled as its language does; neighbouring spellings with the
    same feedback are one option; an arrow in what is typed, or in a line to match, becomes « → ». Sources stay with the
    module, and so does the number of one.
    """
    options = [option._replace(feedback=trimmed(option.feedback)) for option in question.options]
    match question.kind:
        case QuestionKind.TEXT:
            lines = typed(spellings(options))
            options = list(
                lettered(one._replace(text=_arrows(one.text), feedback=_arrows(one.feedback)) for one in lines)
            )
        case QuestionKind.NUMBER:
            options = [option._replace(text=in_words(option.text, language)) for option in options]
        case QuestionKind.MATCHING:
            options = [option._replace(text=_arrows(option.text)) for option in options]
    return question._replace(stem=trimmed(question.stem), options=tuple(options), source=0)


def _arrows(text: str) -> str:
    return text.replace(ARROW, OTHER_ARROW)


def spellings(options: Iterable[Option]) -> Iterator[Option]:
    """Yield each way to type an option as an answer of its own, as Moodle has it."""
    for option in options:
        for spelling in option.spellings:
            yield option._replace(text=_STAR_ITSELF.sub("*", spelling))


def in_words(text: str, language: str) -> str:
    """Return a number, or the star for anything else, as people of that language write it."""
    return text if text == ANYTHING_ELSE else spelled(number(text), language)


def _losses(question: Question) -> Iterator[Loss]:
    if question.kind is QuestionKind.ORDERING:
        yield Loss(question.id, ORDERING_CHANGED)
    if question.unit:
        yield Loss(question.id, UNIT_HIDDEN, {"unit": question.unit})
    # Where GIFT would read an arrow as a sign of matching.
    is_typed = question.kind is QuestionKind.TEXT
    if (is_typed or question.kind is QuestionKind.MATCHING) and any(
        ARROW in option.text or (is_typed and ARROW in option.feedback) for option in question.options
    ):
        yield Loss(question.id, ARROW_CHANGED)


# --------------------------------------------------------------------------------------------------------------- blocks


def _block(question: Question) -> str:
    answers = [f"\t{answer}" for answer in _answers(question)]
    if question.kind in (QuestionKind.ORDERING, QuestionKind.MATCHING):
        # Shown nowhere: a match that is there already, and no line to it.
        first = question.options[0]
        again = f"\t= -> {escape(first.match or first.text)}"
        answers += [again] * (FEWEST_PAIRS - len(question.options))
    if general := gathered(question.kind, question.options):
        answers.append(f"\t{GENERAL}{_text(general)}")
    sign = "#" if question.kind is QuestionKind.NUMBER else ""
    opening = f"::{escape(question.id)}::[markdown]{escape(question.stem)}{{{sign}"
    return "\n".join([*_comments(question), opening, *answers, "}"])


def _comments(question: Question) -> Iterator[str]:
    yield f"// id: {question.id} skill: {question.skill}"
    yield f"// [id:{question.id}] [tag:{SKILL_TAG}{question.skill}]"
    said = {
        "use": "" if question.use is Use.LEARN else question.use,
        "nature": "" if question.nature is QuestionNature.METHOD else question.nature,
        "handing_back": question.handing_back,
        "cites": ", ".join(question.cites),
        "kind": question.kind if question.kind is QuestionKind.ORDERING else "",
        "unit": question.unit,
    }
    yield from (f"// {name}: {value}" for name, value in said.items() if value)
    if question.kind in (QuestionKind.ORDERING, QuestionKind.MATCHING):
        yield from (f"// feedback: {escape(option.feedback)}" for option in question.options)


def _answers(question: Question) -> Iterator[str]:
    right = sum(option.right for option in question.options)
    for place, option in enumerate(question.options, 1):
        said = f"#{_text(option.feedback)}" if option.feedback else ""
        match question.kind:
            case QuestionKind.ONE:
                # A weight protects a text that looks like a weight.
                wrong = "~" if weighed(option.text)[0] is None else "~%0%"
                yield f"{'=' if option.right else wrong}{_text(option.text)}{said}"
            case QuestionKind.SEVERAL:
                yield f"~%{share(right) if option.right else -100}%{_text(option.text)}{said}"
            case QuestionKind.ORDERING:
                yield f"={place} -> {escape(option.text)}"
            case QuestionKind.MATCHING:
                yield f"={_text(option.text)} -> {escape(option.match)}"
            case QuestionKind.TEXT:
                yield from (f"=%{100 * option.right}%{_text(spelling)}{said}" for spelling in option.spellings)
            case _ if option.text == ANYTHING_ELSE:
                yield f"~{said}"
            case _:
                tolerance = f":{question.tolerance:f}" if question.tolerance else ""
                yield f"=%{100 * option.right}%{number(option.text):f}{tolerance}{said}"


def _text(text: str) -> str:
    """Escape a text, and name its format where it begins like one."""
    return f"[markdown]{escape(text)}" if text.startswith("[") else escape(text)
