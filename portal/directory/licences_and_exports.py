"""The views of what leaves the directory: licences, files to download, open data for other directories."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import SubElement

from flask import Blueprint, Response, abort, flash, g, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.directory import hsds_reader, hsds_writer, inclusion_reader, inclusion_writer
from content.directory.exchange_results import NOT_WRITTEN
from content.directory.inclusion_reader import FORMAT
from content.errors import N_
from content.exchange.archive import packed
from content.exchange.losses import Loss
from models.directory import licences_and_exports
from models.directory import licences_and_exports as models_licences
from models.directory.entries import entry_id
from models.directory.licences_and_exports import BadLicence, EntryChanged
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.documents import VersionChange
from portal.access import learner_key, trainer
from portal.directory.entry_shown import blueprint
from portal.news.atom_feeds import Heading, feed_of, in_atom, instant, put_link, put_text, written
from portal.pages import say
from portal.request import house_day, polled, reading, see_other, settings, writing

open_data_blueprint = Blueprint("passing_on", __name__)

FRESH = 15 * 60
"""Seconds for which nobody need ask again, and for which a cache may still tell an entry that was taken back."""
LONGEST_ID = 200
BEGUN = datetime(2026, 11, 29, tzinfo=UTC)
"""Before which no directory was passed on."""
SAID = {
    VersionChange.FIRST: N_("Nouvelle entrée."),
    VersionChange.WORDING: N_("Relue, ou mieux dite."),
    VersionChange.MEANING: N_("Ce qu'elle dit a changé."),
    VersionChange.KEY: N_("Ce qu'elle dit a changé."),
}


@open_data_blueprint.after_request
def for_everybody(response: Response) -> Response:
    """Let the pages of every site read it, also where a browser asks first."""
    # Any page of any site may read it (https://fetch.spec.whatwg.org/#http-cors-protocol): no cookie changes it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if request.method == "OPTIONS":
        # A script that asks only for what is new is asked first whether it may.
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(24 * 60 * 60)
    return response


@open_data_blueprint.get("/directory.json")
def entries() -> Response:
    """Send a page of the entries that may be passed on, with their licences, and the address of the next page."""
    publisher, after = own_name(), request.args.get("after", "")[:LONGEST_ID]
    with reading() as db:
        page = licences_and_exports.page_for_others(db, publisher, after)
    following = f"{_address('entries')}?after={page.following}" if page.following else None
    # By source, as records name it, the name and the address of its licence.
    terms = {publisher: {"name": licences_and_exports.OURS, "address": licences_and_exports.OURS_AT}}
    terms |= {name: {"name": row.licence, "address": row.address} for name, row in page.licences.items()}
    told = {
        "schema": FORMAT,
        "licences": terms,
        "next": following,
        "structures": page.structures,
        "services": page.services,
    }
    response = make_response(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    response.content_type = "application/json"
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    # Not by a date: what is retired, or may no longer be passed on, changes the page and is dated nowhere.
    polled(response, f"public, max-age={FRESH}")
    if page.changed_at:  # of nothing Werkzeug would say that it is of now
        response.last_modified = page.changed_at
    return response


@open_data_blueprint.get("/directory.atom")
def changes() -> Response:
    """Send the latest changes of these entries."""
    # Of nobody in particular: whose language it is would be asked of a session.
    g.language = "fr"
    with reading() as db:
        found = licences_and_exports.changes_for_others(db)
        noted = {one.entry.publisher: licences_and_exports.terms_of(db, one.entry.publisher) for one in found}
    terms = {name: row.licence if row else licences_and_exports.OURS for name, row in noted.items()}
    response = make_response(changes_atom(found, terms))
    response.content_type = "application/atom+xml; charset=utf-8"
    return polled(response, f"public, max-age={FRESH}")


def own_name() -> str:
    """Return by what name this house publishes what was written here: its host."""
    return urlsplit(settings().base_url).hostname or "boussole"


def _address(endpoint: str) -> str:
    return settings().base_url + url_for(f"passing_on.{endpoint}")


def changes_atom(changes: Sequence[EntryChanged], terms: Mapping[str, str]) -> bytes:
    """Return a feed of changes in UTF-8, the newest first; `terms`: by publisher, the name of the licence."""
    base = settings().base_url
    title = say("Boussole : le répertoire")
    subtitle = say("Ce qui change parmi les services, les mesures et les outils.")
    head = Heading(_tag(""), title, subtitle, "fr", _address("changes"), base, BEGUN)
    feed = feed_of(head, max((one.at for one in changes), default=BEGUN), base)
    put_text(SubElement(feed, in_atom("author")), "name", own_name())
    for one in changes:
        name, publisher = entry_id(one.entry.document_id), one.entry.publisher
        entry = SubElement(feed, in_atom("entry"))
        put_text(entry, "id", _tag(f"/{name}/{one.number}"))
        put_text(entry, "title", one.entry.names.get("fr") or next(iter(one.entry.names.values()), name))
        put_text(entry, "updated", instant(one.at))
        put_text(SubElement(entry, in_atom("author")), "name", publisher or own_name())
        put_link(entry, "alternate", f"{base}/directory/entry/{name}", "text/html")
        put_text(entry, "rights", terms[publisher])
        put_text(entry, "summary", " ".join(filter(None, (say(SAID[one.change]), one.word))))
    return written(feed)


def _tag(rest: str) -> str:
    # The same for ever, wherever the portal moves to (RFC 4151).
    return f"tag:{own_name()},{BEGUN:%Y}:directory{rest}"


# ------------------------------------------------------------------------------------------- « Exporter le répertoire »


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
    tables = inclusion_writer.inclusion_tables(licences_and_exports.inclusion_rows(db, own_name()))
    return packed({f"{name}.csv": text.encode() for name, text in tables.items()})


FILES: Mapping[str, Callable[[Session], bytes]] = {
    "data-inclusion.json": lambda db: inclusion_writer.inclusion_json(
        licences_and_exports.inclusion_rows(db, own_name())
    ).encode(),
    "data-inclusion-csv.zip": _inclusion_tables,
    "hsds.json": lambda db: hsds_writer.hsds_json(licences_and_exports.hsds_rows(db, own_name())).encode(),
    "hsds-csv.zip": lambda db: hsds_writer.hsds_tables(licences_and_exports.hsds_rows(db, own_name())),
}


@blueprint.get("/export")
@trainer
def export() -> str:
    """Show the files that can be taken, and what each format leaves behind."""
    with reading() as db:
        losses = {
            inclusion_reader.FORMAT: lost(
                inclusion_writer.together(licences_and_exports.inclusion_rows(db, own_name())).losses
            ),
            hsds_reader.FORMAT: lost(hsds_writer.losses_of(licences_and_exports.hsds_rows(db, own_name()))),
        }
        number, left = licences_and_exports.number_for_others(db), licences_and_exports.left_here(db)
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


# ----------------------------------------------------------------------------------------- « Licences des répertoires »


@blueprint.get("/licences")
@trainer
def licences() -> Response:
    """Show the publishers, their terms, and a form for each."""
    with reading() as db:
        return _licences_page(db)


@blueprint.post("/licences")
@trainer
def note_licence() -> Response:
    """Note the terms of a publisher of whom there are entries here."""
    publisher, permitted = request.form.get("publisher", ""), "permitted" in request.form
    licence, address = request.form.get("licence", ""), request.form.get("address", "")
    try:
        with writing() as db:
            if publisher not in {one.publisher for one in models_licences.publishers_present(db)}:
                abort(404)
            models_licences.note_terms(db, publisher, licence, address, permitted, house_day())
            audit.note(db, learner_key(), AuditVerb.NOTE_LICENCE, publisher, house_day(), passed_on=permitted)
    except BadLicence:
        with reading() as db:
            return _licences_page(db, refused=publisher)
    flash(say("C'est noté."))
    return see_other(url_for("directory.licences"))


def _licences_page(db: Session, refused: str = "") -> Response:
    page = render_template(
        "directory/licences.html",
        publishers=models_licences.publishers_present(db),
        ours=models_licences.OURS,
        ours_at=models_licences.OURS_AT,
        longest=(models_licences.LONGEST_LICENCE, models_licences.LONGEST_ADDRESS),
        refused=refused,
        typed=request.form,
    )
    return make_response(page, 422 if refused else 200)
