"""The accessibility statement: what is met, how it was checked, what is not, and whom to tell.

Made as the model of Commission Implementing Decision (EU) 2018/1523 asks. A new check of the pages adds a line to
CHECKS; anyone who changes what the statement says moves STATED_ON.
"""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, render_template

from content.errors import N_

blueprint = Blueprint("accessibility", __name__)

STATED_ON = date(2026, 11, 25)


class Check(NamedTuple):
    """One check of the pages: when, and how."""

    on: date
    how: str


CHECKS = (
    Check(
        date(2026, 11, 25),
        N_(
            "Chaque page, dans Chromium, par axe-core : règles WCAG 2.0, 2.1 et 2.2, niveaux A et AA ; en clair et en "
            "sombre, à 320 et 1280 pixels de large. Un module joué au clavier seul, et sans JavaScript."
        ),
    ),
)
"""All checks, the latest last."""

NOT_MET = (
    N_("Aucune personne qui utilise un lecteur d'écran au quotidien n'a encore essayé le portail."),
    N_("Les textes cités d'autres sites gardent la mise en forme et les défauts de leur source."),
    N_("Dans l'atelier, le texte d'un module s'écrit en Markdown, sans aide à la saisie."),
)


@blueprint.get("/accessibility")
def statement() -> str:
    """Show the accessibility statement; it can be read without signing in."""
    return render_template("accessibility/statement.html", stated_on=STATED_ON, check=CHECKS[-1], not_met=NOT_MET)
