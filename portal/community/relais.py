"""« Relais »: the mirror, letters and our page, each with what it is for."""

from flask import Blueprint, render_template

from content.errors import N_
from portal.access import signed_in

blueprint = Blueprint("community", __name__)

ROOMS = (
    (
        "practice.mine",
        N_("Le miroir"),
        N_("Ce que disent les bulletins sans nom déposés après vos rendez-vous. Personne d'autre que vous ne le voit."),
    ),
    (
        "plain_letters.mine",
        N_("Lettres"),
        N_("Une lettre en mots simples, qui se corrige quand une règle change. Boussole ne sait pas à qui elle va."),
    ),
    (
        "public_pages.mine",
        N_("Notre page"),
        N_("Une page que chacun lit sans compte : ce qui a changé, les prochains ateliers, comment vous joindre."),
    ),
)
"""Endpoint, name and purpose of each."""


@blueprint.get("/community")
@signed_in
def everything() -> str:
    """Show what there is to reach people by."""
    return render_template("community/everything.html", rooms=ROOMS)
