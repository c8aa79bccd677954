"""The signs of GIFT (escapes, formats, weights), its blocks and their parts, as Moodle's parser takes them apart."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from content.errors import Refused
from content.exchange.prose import BLANK, from_html, with_blank
from content.problems import N_

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


# ------------------------------------------------------------------------------------------------------------- signs


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


# ------------------------------------------------------------------------------------------------------------ blocks


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
