"""An entry as a page or a paper shows it: its facts in the order in which they are read, in the words of a language."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint

from content.directory.entry import EntryBlank, EntryFact, EntryFactKind
from content.directory.fact_values import EVERYBODY
from content.errors import N_
from content.readings import ReadingManner
from content.skills import Names
from content.strings.late_patterns import LatePattern
from content.strings.words import fold
from models.directory.entries import EntryReading, StatedFact
from models.directory.entry_wording import CODES, ENTRY_KINDS, HEADINGS, LINKS, TYPES, lines_of
from models.directory.fact_belief import FactState
from models.freshness import Freshness
from models.ground.words import Words, typographic, words
from portal.pages import page_words, short_day

blueprint = Blueprint("directory", __name__, url_prefix="/directory")


# ------------------------------------------------------------------------------- an entry as a page or a paper shows it


_TELEPHONE = LatePattern(r"\+?[\d\s./()-]{3,25}")
_FEWEST_FIGURES, _MOST_FIGURES = 3, 15
"""Of a telephone number (ITU-T E.164; emergency numbers have three)."""
_SHORT = 90
"""Letters by which a fact is named."""


class SaidIn(NamedTuple):
    """A text, and the language that it is in."""

    text: str
    language: str


class ShownFact(NamedTuple):
    """A fact: its words, what it says in codes and figures, how one rings, writes or goes on from it."""

    fact: EntryFact
    state: FactState | None
    own: bool
    said: SaidIn | None
    lines: Sequence[str]
    telephone: str = ""
    number: str = ""
    """What a telephone dials; empty where the text is no single number."""
    mail: str = ""
    links: Sequence[tuple[str, str]] = ()
    """What each is called, and its address."""
    traced: bool = True
    """Whether the page that it was read on may be named."""
    anchor: str = ""
    """Where it stands on its page; of several that say the same, the first alone has one."""
    word: str = ""
    """How far it can be trusted; empty of a blank, and where the head of the page says it for all."""

    @property
    def name(self) -> str:
        """What it is called where one is asked about it."""
        said = self.telephone or (self.links[0][0] if self.links else "") or (self.said.text if self.said else "")
        text = said or next(iter(self.lines), "")
        return text if len(text) <= _SHORT else f"{text[: _SHORT - 1].rstrip()}…"

    @property
    def is_doubted(self) -> bool:
        """Whether its own word casts doubt on it."""
        return bool(self.state and self.word and self.state.word is not Freshness.RECENT)

    @property
    def is_for_house(self) -> bool:
        """Whether the house writes it by hand."""
        return self.fact.blank is EntryBlank.HOUSE

    @property
    def is_unread(self) -> bool:
        """Whether it was looked for and not found."""
        return self.fact.blank is EntryBlank.UNREAD


class FactGroup(NamedTuple):
    """Facts of one kind, under one heading."""

    kind: EntryFactKind
    heading: str
    facts: Sequence[ShownFact]

    @property
    def read_together(self) -> Sequence[ShownFact]:
        """Those of several facts that all bear one word, where that casts no doubt on any: it then stands for all."""
        stated = [fact for fact in self.facts if fact.state]
        alike = len(stated) > 1 and len({fact.word for fact in stated}) == 1
        return stated if alike and not stated[0].is_doubted else ()


class EntryAsShown(NamedTuple):
    """An entry in the words of a language."""

    reading: EntryReading
    language: str
    title: SaidIn
    kind: str
    """What it is, and of a service of which type."""
    organisation: SaidIn | None
    line: SaidIn | None
    """Of a confidential one, what everybody may know of how it is reached."""
    plain: SaidIn | None
    """What it says to the person herself."""
    groups: Sequence[FactGroup]
    undated: bool
    """Whether most of it was read on copies that nobody knows the day of: its head says so, once."""

    @property
    def facts(self) -> Sequence[ShownFact]:
        """All that is shown, in order."""
        return [fact for group in self.groups for fact in group.facts]

    @property
    def telephone(self) -> ShownFact | None:
        """The first fact that can be rung."""
        return next((fact for fact in self.facts if fact.telephone), None)

    def answers(self, state: FactState | None) -> ShownFact | None:
        """Return the fact that is in that state."""
        return next((fact for fact in self.facts if state and fact.state == state), None)


def said_in(names: Names, language: str) -> SaidIn | None:
    """Return a text in a language, or in the first other that it has."""
    found = language if language in names else next(iter(names), None)
    return SaidIn(typographic(names[found], found), found) if found else None


def shown(reading: EntryReading, language: str) -> EntryAsShown:
    """Return an entry as it is shown in a language; of a confidential one nothing that leads there."""
    entry, said = reading.entry, words(language)
    order = list(HEADINGS)
    stated = [one for one in reading.facts if _is_shown(reading, one)]
    stated.sort(key=lambda one: (order.index(one.fact.kind), not one.own))
    copies = [one.state.reading.is_undated for one in stated if one.state]
    undated = 2 * sum(copies) > len(copies)
    facts, anchors = [], set[str]()
    for one in stated:
        name = one.state.fingerprint if one.state else ""
        anchor = f"fact-{name}" if name and name not in anchors else ""
        facts.append(shown_fact(one, language, entry.confidential, undated)._replace(anchor=anchor))
        anchors.add(name)
    groups = groupby(facts, lambda one: one.fact.kind)
    names = reading.listed.organisation
    kind = [said.gettext(ENTRY_KINDS[entry.kind]), *([said.gettext(TYPES[entry.type])] if entry.type in TYPES else [])]
    return EntryAsShown(
        reading,
        language,
        said_in(entry.name, language) or SaidIn(entry.id, ""),
        "\u00a0· ".join(kind),
        said_in(names, language),
        said_in(entry.discretion.line, language) if entry.discretion else None,
        said_in(entry.plain, language),
        [FactGroup(kind, said.gettext(HEADINGS[kind]), list(some)) for kind, some in groups],
        undated,
    )


def _is_shown(reading: EntryReading, one: StatedFact) -> bool:
    """Return whether a fact is shown: of a confidential entry, neither names nor what tells whose it is."""
    if not reading.entry.confidential:
        return True
    told = one.fact.kind in {EntryFactKind.NAME, EntryFactKind.LINK}
    return not told and (one.own or one.fact.kind is EntryFactKind.REACH)


def shown_fact(one: StatedFact, language: str, confidential: bool, told: bool = False) -> ShownFact:
    """Return a fact as it is shown in a language; of a confidential entry, without any address of the web.

    `told`: whether the head of its page says that it rests on undated copies.
    """
    fact, said = one.fact, words(language)
    telephone = fact.value("telephone")
    links = (
        [] if confidential else [(said.gettext(LINKS[name]), fact.value(name)) for name in LINKS if fact.value(name)]
    )
    number = re.sub(r"[^\d+]", "", telephone) if _TELEPHONE.fullmatch(telephone) else ""
    return ShownFact(
        fact,
        one.state,
        one.own,
        said_in(fact.words, language),
        [line for line in lines_of(fact, said) if not _is_said(line, fact, said)],
        telephone,
        number if _FEWEST_FIGURES <= len(number) <= _MOST_FIGURES + 1 else "",
        fact.value("courriel"),
        links,
        traced=not confidential,
        word=believed(one.state, said, told) if one.state else "",
    )


def _is_said(line: str, fact: EntryFact, said: Words) -> bool:
    """Return whether the words of a fact say already what a code says."""
    in_words = fact.words.get(said.language, "")
    everybody = said.gettext(CODES["publics"][1][EVERYBODY]).casefold()
    return fold(line) in fold(in_words) or (bool(fact.words) and line.casefold() == everybody)


# ---------------------------------------------------------------------------------------- how far a fact can be trusted


DOUBTS: Mapping[Freshness, tuple[str, str, str]] = {
    Freshness.CHECK: (
        N_("à vérifier avant"),
        N_("page de %(year)s : à vérifier avant"),
        N_("copie du %(day)s : à vérifier avant"),
    ),
    Freshness.OLD: (
        N_("ancien : appelez d'abord"),
        N_("page de %(year)s : appelez d'abord"),
        N_("copie du %(day)s : appelez d'abord"),
    ),
}
"""By itself, of a page that bears a year, of a copy."""
OF_PAGE = N_("page de %(year)s")
RECENT = N_("relu récemment (%(day)s)")
RECENT_BY: Mapping[ReadingManner | None, str] = {
    ReadingManner.TELEPHONE: N_("confirmé au téléphone (%(day)s)"),
    ReadingManner.COPY: N_("copie du %(day)s"),
    ReadingManner.MACHINE: N_("relu par une machine (%(day)s)"),
}


@blueprint.app_template_global("believed")
def in_a_list(state: FactState) -> str:
    """Say it of a fact that stands by itself, in the language of the page."""
    return believed(state, page_words())


def believed(state: FactState, said: Words, told: bool = False) -> str:
    """Say how far a fact can be trusted; where its page has `told` at its head of undated copies, only what differs."""
    read = state.reading
    if state.word is Freshness.RECENT:
        return said.gettext(RECENT_BY.get(read.manner, RECENT), day=short_day(read.counts_from, said.language))
    by_itself, of_page, of_copy = DOUBTS[state.word]
    if read.copied:
        return said.gettext(of_copy, day=short_day(read.copied, said.language))
    heard = state.reported or state.page_changed
    silent = told and read.is_undated and state.word is Freshness.CHECK and not heard
    if read.is_undated and read.page:
        return said.gettext(OF_PAGE if silent else of_page, year=read.page[:4])
    return "" if silent else said.gettext(by_itself)
