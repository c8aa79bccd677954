"""« Exporter le répertoire »: what may be passed on, in the formats of other directories, and what each cannot say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from flask import Response, abort, render_template
from sqlalchemy.orm import Session

from content.directory import hsds_reader, hsds_writer, inclusion_reader, inclusion_writer
from content.directory.exchange_results import NOT_WRITTEN
from content.errors import N_
from content.exchange.archive import packed
from content.exchange.losses import Loss
from models.directory import passing_on
from portal.access import trainer
from portal.directory.blueprint import blueprint
from portal.directory.passing_on import own_name
from portal.pages import say
from portal.shell import reading

FIELDS = {
    "description": N_("la description"),
    "date_maj": N_("un jour de lecture"),
    "nom": N_("le nom"),
    "name": N_("le nom"),
    "kind": N_("s'il s'agit d'une mesure ou d'un outil"),
    "sought": N_("les mots de qui cherche"),
    "plain": N_("les mots simples"),
    "topics": N_("les sujets d'entretien"),
    "skills": N_("les compétences"),
    "rules": N_("les règles"),
    "emergency": N_("l'urgence"),
    "review_by": N_("la date de relecture"),
    "read": N_("le jour et la phrase de chaque fait"),
    "fr": N_("les mots en français"),
    "nl": N_("les mots en néerlandais"),
    "organisation": N_("l'organisation"),
    "origin": N_("le répertoire d'origine"),
    "thematiques": N_("les thématiques"),
    "type": N_("le type de service"),
}
"""What the fields of an entry are to people; the others are called by the names that their format has."""
MOST_NAMED = 20
"""Entries that a line names; the others are counted."""


class Lost(NamedTuple):
    """What a format cannot say, and of which entries."""

    field: str
    is_left_out: bool
    """Whether these entries are not written at all."""
    entries: Sequence[str]
    number: int


def _inclusion_tables(db: Session) -> bytes:
    tables = inclusion_writer.inclusion_tables(passing_on.inclusion(db, own_name()))
    return packed({f"{name}.csv": text.encode() for name, text in tables.items()})


FILES: Mapping[str, Callable[[Session], bytes]] = {
    "data-inclusion.json": lambda db: inclusion_writer.inclusion_json(passing_on.inclusion(db, own_name())).encode(),
    "data-inclusion-csv.zip": _inclusion_tables,
    "hsds.json": lambda db: hsds_writer.hsds_json(passing_on.hsds(db, own_name())).encode(),
    "hsds-csv.zip": lambda db: hsds_writer.hsds_tables(passing_on.hsds(db, own_name())),
}


@blueprint.get("/export")
@trainer
def export() -> str:
    """Show the files that can be taken, and what each format leaves behind."""
    with reading() as db:
        losses = {
            inclusion_reader.FORMAT: lost(inclusion_writer.together(passing_on.inclusion(db, own_name())).losses),
            hsds_reader.FORMAT: lost(hsds_writer.losses_of(passing_on.hsds(db, own_name()))),
        }
        number, left = passing_on.number(db), passing_on.left_here(db)
    return render_template("directory/export.html", number=number, left=left, losses=losses, in_words=in_words)


@blueprint.get("/export/<name>")
@trainer
def export_file(name: str) -> Response:
    """Send one of them."""
    write = FILES.get(name) or abort(404)
    with reading() as db:
        written = write(db)
    headers = {"Content-Disposition": f"attachment; filename=repertoire-{name}"}
    media = "application/zip" if name.endswith(".zip") else "application/json"
    return Response(written, content_type=media, headers=headers)


def in_words(field: str) -> str:
    """Return what a field is to people."""
    own = field.removeprefix("organisation.")
    said = say(FIELDS[own]) if own in FIELDS else own
    return say("organisation : %(field)s", field=said) if own != field else said


def lost(losses: Iterable[Loss]) -> list[Lost]:
    """Return what is lost field by field, what keeps an entry out first, then what concerns most of them."""
    entries: dict[tuple[bool, str], list[str]] = {}
    for loss in losses:
        left_out = loss.sentence == NOT_WRITTEN
        for field in (loss.values["field"],) if left_out else str(loss.values["fields"]).split(", "):
            entries.setdefault((left_out, str(field)), []).append(loss.of)
    found = [Lost(field, out, names[:MOST_NAMED], len(names)) for (out, field), names in entries.items()]
    return sorted(found, key=lambda one: (not one.is_left_out, -one.number, one.field))
