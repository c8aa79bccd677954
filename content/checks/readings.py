"""Checks on how the facts and rules of a pack were read: each says so, and none that avows an old page bears a fresh
label (law 20 of the design)."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from content.directory.entry import PACK_SERVICE, DirectoryEntry
from content.patterns import LatePattern
from content.problems import N_, Problem, line_with
from content.readings import Reading, ReadingManner
from content.rules import Rule

NO_MANNER = N_(
    "%(count)s fois, rien ne dit comment on a lu : ajoutez « manner » (live, telephone, copy ou machine), %(ids)s."
)
AVOWED = N_(
    "« %(said)s » avoue une page ancienne, sans date ou non lue, sous « relu récemment » : dites « manner: copy »."
)
SHIPPED = N_("« %(service)s » n'a lu que des copies : dites « manner: copy », ou quel service a lu la page, %(ids)s.")
_BEFORE = 25
"""Letters by which two places that say the same are told apart."""
_AVOWALS = LatePattern(
    r"""
    \bsans\ date\b | \bzonder\ datum\b | \bcopies?\ conservée | \bbewaarde\ kopie | corona(?:virus|crisis) | \bcovid
    | \bn['’]a\ pas\ (?:pu\ être|été)\ lu | \bpas\ relue?s?\b | \b(?:kon(?:den)?|is|werd)\ niet\ gelezen
    | \banciennes?\ pages?\b | \boude\ pagina
    | \bà\ vérifier\b(?!\ auprès) | \bna\ te\ gaan\b(?!\ bij)
    | \b(?:article|page|texte|règle)\b[^.;]{0,25}\ plus\ de\ \w+\ ans | \bouder\ dan\ \w+\ jaar
    | (?:\blue?s?\ (?:en|dans|sur) | \bpage\b[^.;]{0,12}\ (?:de|du|d['’])
       | \bgelezen\ (?:in|op) | \bpagina\b[^.;]{0,12}\ van\b) [^.;]{0,60}?\b(?P<year>(?:19|20)\d\d)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def check_rule_readings(rules: Iterable[Rule], text: str, file: str) -> Iterator[Problem]:
    """Yield one finding for the rules that do not say how they were read, and one for each fresh one that avows."""
    every = [(rule.id, rule.manner, rule.reading, (rule.scope, *rule.name.values())) for rule in rules]
    yield from _check(every, text, file)


def check_entry_readings(entry: DirectoryEntry, text: str, file: str) -> Iterator[Problem]:
    """Yield the same of the facts of an entry."""
    read = [(fact, fact.source) for fact in entry.all_facts if fact.source]
    every = [
        # A blank bears no label.
        (fact.kind.value, source.manner, None if fact.blank else source.reading, (*fact.words.values(), source.quote))
        for fact, source in read
    ]
    yield from _check(every, text, file)
    # No live page can be read where the pack is written (decisions/0037): whoever reads one signs with another service.
    live = {ReadingManner.LIVE, ReadingManner.TELEPHONE}
    if fresh := [fact.kind.value for fact, one in read if one.service == PACK_SERVICE and one.manner in live]:
        yield Problem(file, 1, SHIPPED, {"service": PACK_SERVICE, "ids": ", ".join(dict.fromkeys(fresh))})


Read = tuple[str, ReadingManner | None, Reading | None, tuple[str, ...]]


def _check(every: Iterable[Read], text: str, file: str) -> Iterator[Problem]:
    unsaid: list[str] = []
    for name, manner, read, words in every:
        if manner is None:
            unsaid.append(name)
        # The first words that avow what a fresh label would hide; a page of the year of the reading is no such.
        found = chain.from_iterable(map(_AVOWALS.finditer, words)) if read else ()
        avowed = (one for one in found if read and (one["year"] is None or int(one["year"]) < read.on.year))
        if manner is not ReadingManner.COPY and (said := next(avowed, None)):
            # The line that has what was said with a few words before it, else the first that has it.
            before = said.string[: said.start()].rpartition("\n")[2][-_BEFORE:]
            lines = text.splitlines()
            sought = next((words for words in (before + said[0], said[0]) if any(words in one for one in lines)), "")
            yield Problem(file, line_with(text, sought), AVOWED, {"said": said[0]})
    if unsaid:
        yield Problem(file, 1, NO_MANNER, {"count": len(unsaid), "ids": ", ".join(dict.fromkeys(unsaid))})
