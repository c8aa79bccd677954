"""The form of the programmes: a list, of which one is open with all its weeks; every other line stays as it is."""

from collections.abc import Collection
from typing import NamedTuple

from content.fields import LANGUAGES
from content.form.changing import changed
from content.form.lists import ListForm, ShapedRows
from content.form.posted import MalformedForm, Path, RowChange
from content.form.rows_in_place import RowShape
from content.programmes import FEWEST_WEEKS
from content.starter import starter_programme


def _each(field: str) -> dict[str, tuple[str, str]]:
    return {f"{field}_{language}": (field, language) for language in LANGUAGES}


PROGRAMME = RowShape(
    places={"id": ("id",), **_each("title"), **_each("sentence"), "newcomers": ("newcomers",)},
    flags=frozenset({"newcomers"}),
)
WEEK = RowShape(places={"module": ("module",), **_each("why")})
EMPTY_WEEK = """\
      - module: ""
        why:
          fr: ""
          nl: ""
"""


class WeekFields(NamedTuple):
    """A week: its lines in the text, and, where its programme is open, what stands in its fields."""

    source: str = ""
    module: str = ""
    why_fr: str = ""
    why_nl: str = ""
    why_en: str = ""


class ProgrammeFields(NamedTuple):
    """A programme: its lines above its weeks, and, where it is open, what stands in its fields."""

    source: str = ""
    open: bool = False
    id: str = ""
    title_fr: str = ""
    title_nl: str = ""
    title_en: str = ""
    sentence_fr: str = ""
    sentence_nl: str = ""
    sentence_en: str = ""
    newcomers: bool = False
    weeks: tuple[WeekFields, ...] = ()


class ProgrammesFields(NamedTuple):
    """The programmes, between what stands before and after them in the text."""

    before: str = ""
    programmes: tuple[ProgrammeFields, ...] = ()
    after: str = ""


ROWS = ShapedRows(ProgrammeFields, PROGRAMME, below=("weeks", ShapedRows(WeekFields, WEEK)))
FORM = ListForm(ProgrammesFields, ROWS.read, ROWS.write)


def change_programmes(
    fields: ProgrammesFields, change: RowChange, taken: Collection[str]
) -> tuple[ProgrammesFields, Path]:
    """Return the fields after a change, and the way to what one goes on with; raises MalformedForm."""
    fields = fields._replace(programmes=tuple(map(ROWS.closed, fields.programmes)))
    return changed(fields, change, lambda path, what: _begun(path))


def _begun(path: Path) -> ProgrammeFields | WeekFields:
    """Return a programme to write over, or a week; which module it is for nobody has said yet."""
    week = WeekFields(EMPTY_WEEK)
    match [step for step in path if isinstance(step, str)]:
        case ["programmes"]:
            programme: ProgrammeFields = ROWS.read(f"\n{starter_programme()[0]}\n")
            return programme._replace(weeks=(week,) * FEWEST_WEEKS)
        case ["programmes", "weeks"]:
            return week
    raise MalformedForm(path)
