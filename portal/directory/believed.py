"""The words beside a fact: how far it can be trusted today, and on which reading it rests where that matters."""

from collections.abc import Mapping
from typing import NamedTuple

from content.problems import N_
from content.readings import ReadingManner
from models.directory.belief import FactState
from models.freshness import Freshness
from models.ground.words import Words
from portal.directory.blueprint import blueprint
from portal.pages import page_words, short_day


class _DoubtWords(NamedTuple):
    by_itself: str
    of_page: str
    of_copy: str


DOUBTS: Mapping[Freshness, _DoubtWords] = {
    Freshness.CHECK: _DoubtWords(
        N_("à vérifier avant"), N_("page de %(year)s : à vérifier avant"), N_("copie du %(day)s : à vérifier avant")
    ),
    Freshness.OLD: _DoubtWords(
        N_("ancien : appelez d'abord"),
        N_("page de %(year)s : appelez d'abord"),
        N_("copie du %(day)s : appelez d'abord"),
    ),
}
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
    doubt = DOUBTS[state.word]
    if read.copied:
        return said.gettext(doubt.of_copy, day=short_day(read.copied, said.language))
    heard = state.reported or state.page_changed
    silent = told and read.is_undated and state.word is Freshness.CHECK and not heard
    if read.is_undated and read.page:
        return said.gettext(OF_PAGE if silent else doubt.of_page, year=read.page[:4])
    return "" if silent else said.gettext(doubt.by_itself)
