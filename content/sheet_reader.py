"""A reader of what was typed of a sheet, by its labels and arrows; the grammar is in content.sheet_text."""

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from content.fields import INVISIBLE
from content.folding import fold
from content.patterns import LatePattern
from content.problems import N_, Problem
from content.sheet_words import LABELS, LANGUAGE_OF, WORDS, SheetWords

MOST_CHARACTERS = 6000
"""Of a text that is read at all; the longest sheet has about half of it."""

_STEERING = LatePattern("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What turns or hides the writing around it."""
_SPACES = LatePattern(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_PLACE = LatePattern(r"([0-9]{1,2})[.)] ?(.*)")
WAY = LatePattern(r"[-*•–](.*)(?:→|->)(.*)")
ARROW = LatePattern(r"(?:→|->)(.*)")
_HEAD = ("sheet", "behind", "review", "rules", "entries", "exact")
OF_DECISION = ("answers", "by")
OF_STEP = ("day", "symbol", "own")


class SheetBlock(NamedTuple):
    """What stands under one number: its line, what is behind the number, the lines under it."""

    line: int
    number: int
    heading: str
    lines: list[tuple[int, str]]


class TypedArrow(NamedTuple):
    """Where something leads, as it was typed; None where nothing was. `words` are those before it, of a question."""

    line: int
    goal: str | None
    words: str = ""


class TypedPlace(NamedTuple):
    """A place as it was typed: what stands behind its number, its values by label with their lines, its arrows."""

    line: int
    decides: bool
    who: str
    what: str
    said: dict[str, tuple[int, str]]
    arrows: list[TypedArrow]


class SheetReader:
    """Reads one text; what it cannot hold is noted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.language = "fr"

    @property
    def words(self) -> SheetWords:
        return WORDS[self.language]

    def note(self, line: int, sentence: str, **values: object) -> None:
        self.problems.append(Problem(self.file, line, sentence, values))

    def _lines(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the lines that hold something, with their numbers, their spaces and apostrophes made plain."""
        if len(text) > MOST_CHARACTERS:
            self.note(1, "Ce texte dépasse %(most)s caractères : une feuille est plus courte.", most=MOST_CHARACTERS)
            text = ""
        for number, raw in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
            line = _SPACES.sub(" ", normalize("NFC", raw)).strip(" ").replace("’", "'")
            if INVISIBLE.search(line) or _STEERING.search(line):
                self.note(number, "Cette ligne contient un caractère invisible : réécrivez-la.")
            elif line:
                yield number, line

    def parts(self, text: str) -> tuple[dict[str, tuple[int, str]], list[SheetBlock]]:
        """Part the head, by label, from the places; the first word of the text tells its language.

        A first line that has no label is the title.
        """
        head: dict[str, tuple[int, str]] = {}
        blocks: list[SheetBlock] = []
        for number, line in self._lines(text):
            if found := _PLACE.fullmatch(line):
                blocks.append(SheetBlock(number, int(found[1]), found[2], []))
            elif blocks:
                blocks[-1].lines.append((number, line))
            elif not head and ":" not in line:
                head["sheet"] = number, line
            else:
                self.take(head, _HEAD, number, line)
        if "sheet" not in head:
            self.note(1, "Commencez par « Feuille : … », « Blad: … » ou « Sheet: … ».")
        return head, blocks

    def place(self, block: SheetBlock) -> TypedPlace:
        """Return what was typed of a place; what it cannot hold is noted."""
        word, colon, what = (part.strip() for part in block.heading.partition(":"))
        decides = bool(colon) and LABELS.get(fold(word)) == "decide"
        arrow, known = (WAY, OF_DECISION) if decides else (ARROW, OF_STEP)
        said: dict[str, tuple[int, str]] = {}
        arrows = []
        for line, typed in block.lines:
            if found := arrow.fullmatch(typed):
                *words, goal = (part.strip() for part in found.groups())
                arrows.append(TypedArrow(line, goal, *words))
            else:
                self.take(said, known, line, typed)
        for one in [] if decides else arrows[1:]:
            self.note(one.line, "D'un pas part une seule flèche : pour plusieurs suites, posez une question.")
        if said.get("own", (0, ""))[1] in ("…", "..."):
            said["own"] = said["own"][0], ""
        return TypedPlace(
            block.line, decides, word if colon and not decides else "", what if colon else word, said, arrows
        )

    def take(self, fields: dict[str, tuple[int, str]], known: tuple[str, ...], number: int, line: str) -> None:
        """Put what stands behind a label where it belongs; note what has no label, or has it twice."""
        word, colon, value = (part.strip() for part in line.partition(":"))
        label = LABELS.get(fold(word)) if colon else None
        if label not in known:
            words = self.words._asdict()
            sentence = N_("« %(typed)s » ne se comprend pas ici : on attend %(known)s.")
            self.note(number, sentence, typed=line[:40], known=", ".join(f"« {words[name]} : »" for name in known))
        elif label in fields:
            self.note(number, "« %(label)s » figure deux fois : gardez-en un.", label=word)
        else:
            fields[label] = number, value
            self.language = LANGUAGE_OF.get(fold(word), self.language)
