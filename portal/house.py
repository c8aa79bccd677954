"""The whole house for trainers: where learning is missing, in thirds, and nobody in it."""

from flask import Blueprint, render_template

from models.people import house
from portal.access import trainer
from portal.shell import reading

blueprint = Blueprint("house", __name__)


@blueprint.get("/house")
@trainer
def sheet() -> str:
    """Show what the house has met and acquired in each direction, on one page that can be printed."""
    with reading() as db:
        found = house.sheet(db)
    return render_template("house/sheet.html", sheet=found, least_people=house.LEAST_PEOPLE)
