"""A vignette for a team meeting: to project, step by step, and on paper; nobody is counted and nothing kept."""

from enum import StrEnum

from flask import Blueprint, render_template, request

from models.catalogue.vignettes import vignette_of
from portal.access import signed_in
from portal.pages import page_language
from portal.shell import reading

blueprint = Blueprint("vignettes", __name__)

LETTERS = "ABCD"
"""Of the choices of a vignette, and of the cards that are held up."""


class WallStep(StrEnum):
    """What is on the wall, one after the other."""

    CASE = "case"
    CHOICES = "choices"
    EXPLANATION = "explanation"
    DISCUSSION = "discussion"


@blueprint.get("/modules/<module_id>/vignettes/<vignette_id>")
@signed_in
def wall(module_id: str, vignette_id: str) -> str:
    """Show one step of a vignette to the whole room."""
    with reading() as db:
        shown = vignette_of(db, module_id, vignette_id, page_language())
    steps = [step for step in WallStep if step is not WallStep.DISCUSSION or shown.vignette.to_discuss]
    here = next((place for place, step in enumerate(steps) if step == request.args.get("step")), 0)
    return render_template(
        "vignettes/wall.html",
        shown=shown,
        step=steps[here],
        before=steps[here - 1] if here else None,
        after=steps[here + 1] if here + 1 < len(steps) else None,
        place=(here + 1, len(steps)),
        letters=LETTERS,
    )


@blueprint.get("/modules/<module_id>/vignettes/<vignette_id>/paper")
@signed_in
def paper(module_id: str, vignette_id: str) -> str:
    """Show the sheet for the table, and on its back what whoever leads the meeting says after."""
    with reading() as db:
        shown = vignette_of(db, module_id, vignette_id, page_language())
    return render_template("vignettes/paper.html", shown=shown, letters=LETTERS)


@blueprint.get("/vignettes/letters")
@signed_in
def letters() -> str:
    """Show the four letters, to print and to hold up."""
    return render_template("vignettes/letters.html", letters=LETTERS)
