"""How broad words are in our typeface, so that a picture made on the server can break its lines; and its frame.

The advances are those of Atkinson Hyperlegible Next 5.3.0, in thousandths of its size, as a browser measured them. What
is not among them counts as broader than it is: no word is drawn past where it may end. Nothing is remembered: what is
measured may be a person's own words.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import normalize

from markupsafe import Markup

from content.strings.late_patterns import LatePattern

_REGULAR = (
    "280 286 301 651 592 919 731 160 299 299 485 606 210 362 210 387 648 407 548 576 614 588 598 510 615 595 210 "
    "210 553 628 553 480 778 626 613 645 669 569 552 694 694 392 512 631 541 824 693 714 592 724 614 592 558 690 "
    "593 856 623 575 607 317 387 344 552 372 243 525 566 485 564 538 314 558 550 252 245 492 262 845 550 548 566 "
    "574 349 471 326 540 461 684 481 449 460 344 237 344 555 "
)
_BOLD = (
    "313 303 390 765 610 969 725 210 335 335 485 595 271 373 272 440 659 440 579 600 624 608 626 537 624 571 272 "
    "272 569 612 569 547 781 678 643 658 689 597 566 718 701 425 561 664 552 858 717 747 629 757 650 610 607 686 "
    "644 886 685 650 618 340 440 344 582 400 288 552 596 510 596 563 365 593 571 300 259 555 318 882 571 576 596 "
    "599 376 508 376 567 530 740 540 521 506 381 254 381 537 "
)
_ADVANCES = {
    bold: dict(zip(map(chr, range(32, 127)), map(int, advances.split()), strict=True))
    for bold, advances in ((False, _REGULAR), (True, _BOLD))
}
_ACCENTED, _LATIN, _OTHER = 1.07, 1050, 1400
"""An accented letter against its bare one; any other of our letters; one of another writing, drawn by another face."""

_SET_APART = LatePattern(" ([?!:;»])")


class Word(NamedTuple):
    """What is not broken unless it is broader than the whole line."""

    text: str
    bold: bool = False


def breadth(text: str, size: float, bold: bool = False) -> float:
    """Return how broad a text is at most, in the units of `size`."""
    return sum(_advance(sign, _ADVANCES[bold]) for sign in text) * size / 1000


def _advance(sign: str, advances: dict[str, int]) -> float:
    if known := advances.get(sign):
        return known
    parts = normalize("NFKD", sign)
    if len(parts) > 1 and parts[0] in advances and ord(sign) < 0x250:
        return advances[parts[0]] * _ACCENTED + 60
    return (_LATIN if ord(sign) < 0x250 or "\u2010" <= sign <= "\u2026" else _OTHER) * len(parts)


def words_of(text: str, bold: bool = False) -> list[Word]:
    """Return the words of a text as they are set; a sign that French sets apart stays with its word."""
    return [Word(word, bold) for word in _SET_APART.sub("\u00a0\\1", text.replace("'", "’")).split(" ") if word]


def word_at(place: float, line: float, word: str, width: float) -> Markup:
    """Write a word at a place of a picture so broad: from there on its left side, up to there on its right."""
    anchor = "start" if place < width * 0.4 else "end" if place > width * 0.6 else "middle"
    return Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(place, line, anchor, word)


def picture(look: str, size: tuple[int, int], sentence: str, parts: Iterable[Markup], name: str = "") -> Markup:
    """Return a picture of its parts, so broad and high; its sentence tells it to those who do not see it.

    `name` tells pictures of one look apart where a page has several.
    """
    return Markup(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{name}-sentence">'
        '<desc id="{name}-sentence">{}</desc>{}</svg>'
    ).format(look, *size, sentence, Markup("").join(parts), name=name or look)


def broken(words: Iterable[Word], size: float, within: float) -> list[list[Word]]:
    """Break words into lines of that breadth at most; a word too long for one is broken too."""
    lines: list[list[Word]] = [[]]
    left = within
    for word in (part for whole in words for part in _parts(whole, size, within)):
        broad = breadth(word.text, size, word.bold)
        space = breadth(" ", size, True) if lines[-1] else 0.0
        if broad + space > left and lines[-1]:
            lines.append([])
            left, space = within, 0.0
        lines[-1].append(word)
        left -= broad + space
    return lines


def line_breadth(line: Sequence[Word], size: float) -> float:
    """Return how broad a line is at most."""
    spaces = breadth(" ", size, True) * max(0, len(line) - 1)
    return spaces + sum(breadth(word.text, size, word.bold) for word in line)


def _parts(word: Word, size: float, within: float) -> Iterable[Word]:
    if breadth(word.text, size, word.bold) <= within:
        return [word]
    parts = [""]
    for sign in word.text:
        if parts[-1] and breadth(parts[-1] + sign, size, word.bold) > within:
            parts.append("")
        parts[-1] += sign
    return [Word(part, word.bold) for part in parts]
