"""An entry on one A4, for the person who goes there: plain words, what to say on the telephone, lines to write on."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from flask import render_template, request
from markupsafe import Markup

from content.directory.entry import WRITTEN_IN, EntryFactKind
from content.errors import N_
from content.strings.late_patterns import LatePattern
from models.catalogue import house_texts
from models.catalogue.house_texts import HouseWays
from models.community.topics import RuleToday
from models.directory import entries, tool_tests, use_and_answers
from models.freshness import Freshness
from models.ground.words import Words, date_in_words, typographic
from models.ground.words import words as words_in
from portal.access import learner_key, signed_in, today
from portal.charts.lettering import broken, words_of
from portal.community import qr_codes
from portal.directory.entry_pages import rule_read, rules_of, told
from portal.directory.entry_shown import EntryAsShown, ShownFact, blueprint, shown
from portal.pages import page_language
from portal.request import house_day, reading

SIZE, LEADING, GAP = 11.0, 14.6, 4.0
"""Points: of letters, from line to line, between two lines of the list (style.css)."""
HEIGHT, BREADTH, BESIDE = 762.0, 515.0, 378.0
"""Points: an A4 less its margins; the breadth of its text; that of what stands beside a heading."""
TITLE, TITLE_LEADING = 18.0, 22.0
NUMBER = 26.0
CODE = 92.0
"""Height of the code to scan with its line."""
BLANK = 24.0
"""Height of a line to write on."""
NOTES = 2
"""Lines to write on that each paper has."""
LONGEST_ADDRESS = 90
"""Letters of an address that somebody would type."""
CUTS = (60, 20, 10, 6, 4, 3, 2)
"""Lines of one fact, the most first: none is shortened unless the page asks for it."""
LEFT_OFF = frozenset({EntryFactKind.NAME, EntryFactKind.LAW, EntryFactKind.LINK})
"""Kinds that a person who goes there has no use for, or that stand elsewhere on the page."""
HARMFUL = frozenset({EntryFactKind.HOURS, EntryFactKind.AMOUNT, EntryFactKind.COST})
"""What costs a way for nothing, or more, where it is no longer so; a telephone does too."""
DISCREET = frozenset({EntryFactKind.HOURS})
"""What is printed beside its telephone where the address is confidential: who finds the paper learns no more."""
ON_TELEPHONE, TO_NOTE = N_("Que dire au téléphone ?"), N_("À noter :")
CODE_LEADS = N_("Le code mène à la page du service.")
IN_SHORT = N_("(…)")
_SENTENCE = LatePattern(r"(?<=[.!?…])\s+")


class PaperLine(NamedTuple):
    """One line of the list: what stands before it, its words and their language."""

    heading: str
    words: str
    language: str
    blank: bool = False

    @property
    def height(self) -> float:
        """How high it is at most, in points."""
        beside = lines_of(self.words, SIZE, BESIDE)
        return LEADING * max(lines_of(self.heading, SIZE, BREADTH - BESIDE - 12, bold=True), beside) + GAP


class EntryPaper(NamedTuple):
    """An entry as it is printed."""

    entry: EntryAsShown
    telephone: str
    """The first that can be rung, with the word of a doubt."""
    lines: Sequence[PaperLine]
    blanks: Sequence[str]
    """What stands before each line to write on."""
    notes: int
    """How many lines are left to write on."""
    shortened: bool
    to_note: str
    """What stands before the first of them."""
    until: str
    address: str
    """Of the web, where it is short enough to be typed; else where the code leads, in words."""
    code: Markup | None
    ways: HouseWays | None


@blueprint.get("/entry/<entry_id>/paper")
@signed_in
def paper(entry_id: str) -> str:
    """Show an entry as one A4, in French or in Dutch."""
    asked = request.args.get("language", "") or page_language()
    spoken = asked if asked in WRITTEN_IN else WRITTEN_IN[0]
    with reading() as db:
        found = shown(entries.reading(db, entry_id, today()), spoken)
        tool_tests.expect_recommendable(db, found.reading.listed, today())
        rules = rules_of(db, found.reading.entry, today()) if found.reading.entry.kind == "measure" else []
        said = use_and_answers.hers_this_week(db, learner_key(), house_day())
        printed = on_paper(found, rules, house_texts.ways(db, spoken), today())
    printing = "printing" in request.args
    return render_template("directory/paper.html", printed=printed, printing=printing, written=WRITTEN_IN, **told(said))


def on_paper(entry: EntryAsShown, rules: Sequence[RuleToday], ways: HouseWays | None, day: date) -> EntryPaper:
    """Return an entry as it fits on one side: shortened where it says more, the end of the list first.

    Its words for the person stand in the place of its description.
    """
    address = _address(entry)
    blanks = [fact.said.text if fact.said else "" for fact in entry.facts if fact.is_for_house]
    image = qr_codes.image_of_link(address) if address else None
    said = words_in(entry.language)
    plain = [PaperLine(said.gettext("En mots simples"), entry.plain.text, entry.plain.language)] if entry.plain else []
    every = [*plain, *_rules(rules, said), *_list(entry, said)]
    room = HEIGHT - _head(entry) - _foot(entry, ways, image is not None) - BLANK * len(blanks) - LEADING
    lines = _fitting(every, room)
    left = room - sum(line.height for line in lines)
    return EntryPaper(
        entry,
        f"{ringing.telephone}{_doubt(entry, ringing, said)}" if (ringing := entry.telephone) else "",
        lines,
        blanks,
        min(NOTES, int(max(0.0, left) // BLANK)),
        lines != every,
        said.gettext(TO_NOTE),
        _until(entry, rules, day, said),
        address if len(address) <= LONGEST_ADDRESS else said.gettext(CODE_LEADS) if address else "",
        image,
        ways,
    )


def _doubt(entry: EntryAsShown, fact: ShownFact, words: Words) -> str:
    """Return the word of a doubt: of what harms always, of all else where the foot does not say it of the whole."""
    silent = fact.state is not None and not fact.word
    word = words.gettext("à vérifier avant") if silent else fact.word if fact.is_doubted else ""
    harms = fact.telephone or fact.fact.kind in HARMFUL
    return f" ({word})" if word and (harms or not entry.undated) else ""


def _list(entry: EntryAsShown, words: Words) -> Iterator[PaperLine]:
    for group in entry.groups:
        heading = group.heading
        for fact in group.facts if _is_printed(entry, group.kind) else ():
            if fact.is_for_house:
                continue
            for text, language in _said(entry, fact, words):
                # With what an entry's words for the telephone begin, as they are typeset.
                call = text.removeprefix(typographic(words_in(language).gettext(ON_TELEPHONE), language))
                yield PaperLine(heading if call == text else words.gettext(ON_TELEPHONE), call.strip(), language)
                heading = heading if call != text else ""


def _is_printed(entry: EntryAsShown, kind: EntryFactKind) -> bool:
    if entry.plain and kind is EntryFactKind.DESCRIPTION:
        return False
    return kind in DISCREET if entry.reading.entry.confidential else kind not in LEFT_OFF


def _said(entry: EntryAsShown, fact: ShownFact, words: Words) -> Iterator[tuple[str, str]]:
    first = entry.telephone
    # Of the first number it stands beside that.
    doubt = _doubt(entry, fact, words) if fact is not first else ""
    if fact.said:
        asked = words.gettext("à demander") if fact.is_unread else ""
        yield " ".join(filter(None, (fact.said.text, asked))) + doubt, fact.said.language
        doubt = ""
    telephone = [fact.telephone] if fact is not first and fact.telephone else []
    mail = [fact.mail] if fact.mail and not entry.reading.entry.confidential else []
    if said := " · ".join((*telephone, *mail, *fact.lines)):
        yield said + doubt, entry.language


def _rules(rules: Sequence[RuleToday], words: Words) -> Iterator[PaperLine]:
    for one in rules:
        rule, coming = one.rule, one.coming.change.holds_from if one.coming else None
        dates = [
            _on(words, N_("depuis le %(day)s"), rule.valid_from),
            _on(words, N_("jusqu'au %(day)s inclus"), rule.valid_until),
            _on(words, N_("change le %(day)s"), coming),
        ]
        text = ", ".join(filter(None, (rule.name[words.language], *dates, rule.authority, rule_read(one, words))))
        yield PaperLine(words.gettext("La règle"), text, words.language)


def _on(words: Words, sentence: str, day: date | None) -> str:
    return words.gettext(sentence, day=date_in_words(day, words.language)) if day else ""


def _fitting(lines: Sequence[PaperLine], room: float) -> list[PaperLine]:
    """Return lines that fit: all of them as they are, else each shortened to fewer and fewer, else the first."""
    for most in CUTS:
        cut = [_shortened(line, most) for line in lines]
        if sum(line.height for line in cut) <= room:
            return cut
    return first_that_fit(cut, room)


def first_that_fit(lines: Sequence[PaperLine], room: float) -> list[PaperLine]:
    """Return the first lines that fit one under the other into so much room, in points."""
    kept: list[PaperLine] = []
    for line in lines:
        if sum(one.height for one in (*kept, line)) > room:
            break
        kept.append(line)
    return kept


def _shortened(line: PaperLine, most: int) -> PaperLine:
    """Return a line of that many lines at most: whole sentences where one fits, else whole words."""
    if lines_of(line.words, SIZE, BESIDE) <= most:
        return line
    for parts in (_SENTENCE.split(line.words), line.words.split()):
        low, high = 0, len(parts)
        while low < high:
            middle = (low + high + 1) // 2
            fits = lines_of(f"{' '.join(parts[:middle])} {IN_SHORT}", SIZE, BESIDE) <= most
            low, high = (middle, high) if fits else (low, middle - 1)
        if kept := " ".join(parts[:low]):
            return line._replace(words=f"{kept} {IN_SHORT}")
    return line._replace(words=IN_SHORT)


def lines_of(text: str, size: float, breadth: float, bold: bool = False) -> int:
    """Return on how many lines of a breadth a text stands, in letters of a size; both in points."""
    return sum(len(broken(words_of(part, bold), size, breadth)) for part in text.split("\n")) if text else 0


def _head(entry: EntryAsShown) -> float:
    line = entry.line.text if entry.line else ""
    small = [entry.kind + (entry.organisation.text if entry.organisation else ""), line]
    number = f"{entry.telephone.telephone} {'m' * 24}" if entry.telephone else ""  # as long as any word of a doubt
    return (
        TITLE_LEADING * lines_of(entry.title.text, TITLE, BREADTH, bold=True)
        + sum(LEADING * lines_of(one, SIZE, BREADTH) for one in small)
        + NUMBER * 1.4 * lines_of(number, NUMBER * 0.75, BREADTH, bold=True)
        + 5 * 6
    )


def _foot(entry: EntryAsShown, ways: HouseWays | None, has_code: bool) -> float:
    beside = BREADTH - (CODE + 14 if has_code else 0)
    ours = [ways.heading, *(f"{name} {said}" for name, said in ways.lines)] if ways else []
    height = (
        LEADING * (3 + sum(lines_of(line, SIZE, beside) for line in (*ours, _address(entry)[:LONGEST_ADDRESS]))) + 12
    )
    return max(height, CODE if has_code else 0.0)


def _address(entry: EntryAsShown) -> str:
    """Return where the entry's own link leads; a confidential one has none."""
    return next((address for fact in reversed(entry.facts) for _, address in fact.links if fact.own), "")


def _until(entry: EntryAsShown, rules: Sequence[RuleToday], day: date, words: Words) -> str:
    """Say on which day all of it was right, and after which it is to be checked again."""
    states = [fact.state for fact in entry.facts if fact.state and fact.fact.kind not in LEFT_OFF]
    read = [*(state.reading for state in states), *(one.rule.reading for one in rules if one.rule.reading)]
    if not read:
        return ""
    review = [one.rule.review_by for one in rules if one.rule.review_by]
    check = min([*(state.when.check_on for state in states), *review], default=day)
    undated = any(one.is_undated for one in read)
    doubted = undated or check <= day or any(state.word is not Freshness.RECENT for state in states)
    after = words.gettext("Cela peut avoir changé : appelez d'abord.")
    if not doubted:
        after = _on(words, N_("À revérifier après le %(day)s."), check)
    when = words.gettext("Lu en tout ou en partie sur des copies sans date.")
    if not undated:
        when = _on(words, N_("Exact au %(day)s."), min(one.counts_from for one in read))
    return f"{when} {after}"
