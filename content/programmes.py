"""Programmes: modules in an order over weeks, which a learner takes up herself; read from YAML text, and written.

A programme is offered while each of its modules is in force in French and in Dutch, for it is offered to everybody.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content.errors import N_, Problem, Severity
from content.schema.fields import FlagField, IdField, TextField, is_id
from content.schema.records import Record, Rows
from content.schema.schema import WordsField, of_rows
from content.schema.yaml_fields import Fields
from content.skills import line_of
from content.text.grammar import ID

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


PROGRAMME_STARTER = Programme(
    id="nouveau-parcours",
    title={"fr": "Un parcours", "nl": "Een traject"},
    sentence={"fr": "Ce qu'il apporte, en une phrase.", "nl": "Wat het brengt, in één zin."},
    weeks=tuple(
        ProgrammeWeek(f"module-{place}", {"fr": "Pourquoi cette semaine.", "nl": "Waarom deze week."})
        for place in ("un", "deux")
    ),
)
"""A programme to write over."""


def _check(fields: Fields, programme: dict[str, Any]) -> None:
    weeks: tuple[ProgrammeWeek, ...] = programme["weeks"]
    for place, (week, at) in enumerate(zip(weeks, fields.entries("weeks"), strict=True)):
        if ID.fullmatch(week.module) and week.module in {one.module for one in weeks[:place]}:
            sentence = N_("Le module %(module)s est déjà dans ce programme : retirez-le ici.")
            at.note("module", sentence, module=week.module)
    if not FEWEST_WEEKS <= len(weeks) <= MOST_WEEKS:
        sentence = N_("Un programme a de %(fewest)s à %(most)s semaines, pas %(number)s : complétez ou coupez.")
        fields.note("weeks", sentence, fewest=FEWEST_WEEKS, most=MOST_WEEKS, number=len(weeks))


def _begun() -> dict[str, Any]:
    """Return what stands in a programme that begins: which modules it has nobody has said yet."""
    return PROGRAMME.said(PROGRAMME_STARTER) | {"weeks": [{}] * FEWEST_WEEKS}


WEEK = Record(
    ProgrammeWeek,
    TextField("module", check=is_id),
    WordsField("why", needed=SPOKEN, tall=True),
)
PROGRAMME = Record(
    Programme,
    IdField("id"),
    WordsField("title", needed=SPOKEN),
    WordsField("sentence", needed=SPOKEN, tall=True),
    FlagField("newcomers"),
    Rows("weeks", WEEK, first="module"),
    check=_check,
    opens=True,
)
PROGRAMMES_SCHEMA = of_rows(
    Rows("programmes", PROGRAMME, apart=True, first="title_fr", begun=lambda text, what: _begun()), "programmes.yaml"
)


def read_programmes(text: str, file: str = "programmes.yaml") -> tuple[Programme, ...]:
    """Read programmes in their order; BrokenText lists what is missing, too much, double or out of place."""
    found: tuple[Programme, ...] = PROGRAMMES_SCHEMA.read(text, file)
    return found


def write_programmes(programmes: Iterable[Programme]) -> str:
    """Return the canonical text of programmes; reading it back gives the same programmes."""
    return PROGRAMMES_SCHEMA.written(tuple(programmes))


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
