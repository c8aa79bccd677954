"""The page of a file at each of its stages."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import request
from sqlalchemy.orm import Session

from content.directory.column_mapping import DayOrder, day_order_of, suggested
from content.directory.exchange_results import EntryChange
from content.errors import N_
from content.text.difference import DifferenceLine, difference
from models.directory import entry_files, licences, proposals
from models.directory.sketching import proposed
from models.tables.directory import EntryProposal
from models.tables.uploads import Upload
from portal.directory import targets
from portal.directory.import_forms import FORMATS, LicenceForm
from portal.directory.shown import EntryAsShown, shown
from portal.numbers import to_number
from portal.pages import page_language, say
from portal.shell import now
from portal.uploads import head, told

SHOWN, FAULTS_SHOWN = 20, 200
CHANGES = {
    EntryChange.NEW: N_("Nouvelles"),
    EntryChange.CHANGED: N_("Changées"),
    EntryChange.READ_AGAIN: N_("Relues, sans changement"),
    EntryChange.ABSENT: N_("Absentes du fichier"),
}
DAY_ORDERS = {
    DayOrder.DAY_FIRST: N_("jour, mois, année"),
    DayOrder.MONTH_FIRST: N_("mois, jour, année"),
    DayOrder.YEAR_FIRST: N_("année, mois, jour"),
}


class ShownProposal(NamedTuple):
    """A proposal: what it changes of the text in force, or, where none is, the entry as its page would show it."""

    row: EntryProposal
    lines: Sequence[DifferenceLine] = ()
    entry: EntryAsShown | None = None


def stage(db: Session, upload: Upload, form: LicenceForm | None = None, refused: str = "") -> dict[str, Any]:
    """Return what the page of a file shows; `refused` says why a form of it was."""
    page = {
        **head(upload, "directory/imports/stage.html", "directory.forget_upload"),
        "format": say(FORMATS[upload.told["format"]]),
        "refused": refused,
        "columns": _columns(upload) if entry_files.columns_of(upload) else None,
    }
    if upload.state in proposals.DECIDED_ON:
        return {**page, "preview": _preview(db, upload, form or LicenceForm(formdata=None))}
    return {**page, "preview": None, "faults": told(upload.refusal)}


def _columns(upload: Upload) -> dict[str, Any]:
    """Return the columns with what each was named, or most likely is."""
    columns, kept = entry_files.columns_of(upload), upload.told.get("mapping")
    names = [one["name"] for one in columns]
    chosen = kept["targets"] if kept else suggested(names)
    days = [day for one in columns if chosen.get(one["name"]) == "read_on" for day in one["first"]]
    return {
        "all": columns,
        "chosen": chosen,
        "choices": targets.choices(),
        "day_orders": {code: say(words) for code, words in DAY_ORDERS.items()},
        "day_order": kept["day_order"] if kept else day_order_of(days),
        "known": bool(kept),
    }


def _preview(db: Session, upload: Upload, form: LicenceForm) -> dict[str, Any]:
    counts = proposals.counts(db, upload.id)
    asked = next((one for one in CHANGES if one == request.args.get("change")), None)
    change = asked if asked in counts else next((one for one in CHANGES if one in counts), None)
    page = max(1, request.args.get("page", 1, type=to_number))
    faults_page = max(1, request.args.get("faults", 1, type=to_number))
    first = (faults_page - 1) * FAULTS_SHOWN
    return {
        "counts": {change: counts[change] for change in CHANGES if change in counts},
        "words": {change: say(words) for change, words in CHANGES.items()},
        "acceptable": proposals.ACCEPTABLE,
        "shown": change,
        "rows": _rows(db, upload.id, change, page) if change else [],
        "page": page,
        "more": change is not None and counts[change].all > page * SHOWN,
        "accepted": sum(one.accepted for one in counts.values()),
        "published": sum(one.published for one in counts.values()),
        "missing": licences.missing(db, upload.found["publishers"]),
        "licences": {one: noted for one in upload.found["publishers"] if (noted := licences.of(db, one))},
        "form": form,
        "faults": told(upload.refusal[first : first + FAULTS_SHOWN]),
        "faults_page": faults_page,
        "more_faults": len(upload.refusal) > first + FAULTS_SHOWN,
        "left_out": len({(one["file"], one["line"]) for one in upload.refusal if one["severity"] == "error"}),
        "losses": told(upload.found["losses"]),
    }


def _rows(db: Session, upload_id: int, change: EntryChange, page: int) -> list[ShownProposal]:
    rows = proposals.page_of(db, upload_id, change, (page - 1) * SHOWN, SHOWN)
    # What is published says so in its versions: here stand the changes to decide on.
    here = proposals.texts_here(db, [one.entry_id for one in rows]) if change != EntryChange.NEW else {}
    return [
        ShownProposal(one, lines=difference(here[one.entry_id], one.text))
        if one.entry_id in here
        else ShownProposal(one, entry=shown(proposed(one.entry_id, one.text, now()), page_language()))
        for one in rows
    ]
