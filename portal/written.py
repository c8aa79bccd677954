"""« Écrivez, puis comparez »: one's own sentence beside two models; it never leaves the page."""

from flask import Blueprint, render_template, request

from models.catalogue.written import writing
from portal.access import signed_in
from portal.pages import page_language
from portal.shell import reading

blueprint = Blueprint("written", __name__)


@blueprint.get("/modules/<module_id>/written/<written_id>")
@signed_in
def question(module_id: str, written_id: str) -> str:
    """Show what to write, and what to compare it with; `compare` in the address: without writing."""
    with reading() as db:
        found = writing(db, module_id, written_id, page_language())
    return render_template(
        "written/question.html", module=found.module, question=found.question, comparing="compare" in request.args
    )
