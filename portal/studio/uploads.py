"""Files that people bring: what their pages have in common, whatever they are brought for."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Response, flash, request, url_for

from content.exchange.archive import shown
from models.catalogue import uploads
from models.tables.uploads import Upload, UploadPurpose
from portal.pages import say
from portal.request import see_other, writing


def sent() -> tuple[bytes, str]:
    """Return the file that was sent, and its name without what could lie in it; nothing where none was."""
    found = request.files.get("file")
    return (found.read(), shown((found.filename or "").rpartition("/")[2])) if found else (b"", "")


def head(upload: Upload, stage: str, forget: str) -> dict[str, Any]:
    """Return what the page of each file needs: the template of its stage, the address that forgets it, its last day."""
    away = url_for(forget, upload_id=upload.id)
    return {"upload": upload, "stage": stage, "forget": away, "term": upload.at + uploads.KEPT - timedelta(days=1)}


def told(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each fault, or loss, in the language of the page, with its place."""
    return [{**one, "said": say(one["sentence"], **one["values"])} for one in kept]


def forgotten(upload_id: int, purpose: UploadPurpose, words: str, back: str) -> Response:
    """Forget a file before its term, and say so on the page of all of them."""
    with writing() as db:
        uploads.forget(db, upload_id, purpose)
    flash(words)
    return see_other(url_for(back))
