"""Programmes: modules in an order over weeks, which a learner takes up herself; read from YAML text, and written.

A programme is offered while each of its modules is in force in French and in Dutch, for it is offered to everybody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.fields import LANGUAGES, Fields, read_fields
from content.problems import N_, Problem, Severity
from content.skills import line_of
from content.text.grammar import BAD_ID, ID
from content.yaml_lines import block, braced, spoken

FEWEST_WEEKS, MOST_WEEKS = 2, 12
SPOKEN = ("fr", "nl")
"""The languages in which every programme is; a third may be added to its words."""
MISSING_IN = {
    "fr": N_("Le module %(module)s n'est pas publié en français : le programme n'est pas proposé d'ici là."),
    "nl": N_("Le module %(module)s n'est pas publié en néerlandais : le programme n'est pas proposé d'ici là."),
}

Words = Mapping[str, str]
"""By language: French and Dutch, English where somebody wrote it."""


@dataclass(frozen=True, slots=True)
class ProgrammeWeek:
    """One module, and why in this week."""

    module: str
    why: Words


@dataclass(frozen=True, slots=True)
class Programme:
    """Modules in an order, one a week, with the programme's name and what it is in one sentence."""

    id: str
    title: Words
    sentence: Words
    weeks: tuple[ProgrammeWeek, ...]
    newcomers: bool = False
    """Whether it is offered to who is new."""


def read_programmes(text: str, file: str = "programmes.yaml") -> tuple[Programme, ...]:
    """Read programmes in their order; BrokenText lists what is missing, too much, double or out of place."""
    fields = read_fields(text, file)
    fields.expect("programmes")
    ids: set[str] = set()
    programmes = tuple(_programme(entry, ids) for entry in fields.entries("programmes"))
    fields.raise_problems()
    return programmes


def write_programmes(programmes: Iterable[Programme]) -> str:
    """Return the canonical text of programmes; reading it back gives the same programmes."""
    lines = [line for programme in programmes for line in _programme_lines(programme)]
    return "\n".join(["programmes:" if lines else "programmes: []", *lines]) + "\n"


def is_whole(programme: Programme, published: Mapping[str, Collection[str]]) -> bool:
    """Return whether each module is published in every language of a programme; `published`: modules by language."""
    return all(week.module in published.get(language, ()) for week in programme.weeks for language in SPOKEN)


def advise_on_programmes(
    programmes: Iterable[Programme], text: str, file: str, published: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Yield what keeps programmes from being offered: each module that is not published in a language."""
    for module in dict.fromkeys(week.module for programme in programmes for week in programme.weeks):
        for language in SPOKEN:
            if module not in published.get(language, ()):
                said = {"module": module}
                yield Problem(file, line_of(text, module), MISSING_IN[language], said, Severity.ADVICE)


# ---------------------------------------------------------------------------------------------------------- reading


def _programme(entry: Fields, ids: set[str]) -> Programme:
    entry.expect("id", "title", "sentence", "newcomers", "weeks")
    programme = Programme(
        id=entry.own_id(),
        title=_words(entry, "title"),
        sentence=_words(entry, "sentence"),
        weeks=_weeks(entry),
        newcomers=entry.flag("newcomers"),
    )
    if not FEWEST_WEEKS <= len(programme.weeks) <= MOST_WEEKS:
        sentence = N_("Un programme a de %(fewest)s à %(most)s semaines, pas %(number)s : complétez ou coupez.")
        entry.note("weeks", sentence, fewest=FEWEST_WEEKS, most=MOST_WEEKS, number=len(programme.weeks))
    return programme


def _weeks(entry: Fields) -> tuple[ProgrammeWeek, ...]:
    weeks: list[ProgrammeWeek] = []
    for week in entry.entries("weeks"):
        week.expect("module", "why")
        module, why = week.text("module"), _words(week, "why")
        if module and not ID.fullmatch(module):
            week.note("module", BAD_ID)
        elif module and module in {one.module for one in weeks}:
            week.note("module", N_("Le module %(module)s est déjà dans ce programme : retirez-le ici."), module=module)
        weeks.append(ProgrammeWeek(module, why))
    return tuple(weeks)


def _words(entry: Fields, field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for languages in entry.entries(field):
        languages.expect(*LANGUAGES)
        found |= {language: languages.optional(language) for language in LANGUAGES}
    if missing := [language for language in SPOKEN if not found.get(language)]:
        entry.note(field, "« %(field)s » manque en %(languages)s : ajoutez-le.", languages=", ".join(missing))
    return {language: words for language, words in found.items() if words}


# ---------------------------------------------------------------------------------------------------------- writing


def _programme_lines(programme: Programme) -> Iterator[str]:
    yield f"\n  - id: {programme.id}"
    yield f"    title: {braced(spoken(programme.title))}"
    yield from block("sentence", programme.sentence, 4)
    if programme.newcomers:
        yield "    newcomers: true"
    yield "    weeks:"
    for week in programme.weeks:
        yield f"      - module: {week.module}"
        yield from block("why", week.why, 8)
