"""« Mesures en vigueur »: what holds today and who decides on it, on two sheets of paper at most."""

from flask import render_template

from models.measures import measures_on
from portal.access import signed_in, today
from portal.directory.blueprint import blueprint
from portal.shell import reading


@blueprint.get("/measures")
@signed_in
def measures() -> str:
    """Show the measures and rules in force, for whom, since when, until when, and what changes next."""
    with reading() as db:
        found = measures_on(db, today())
    return render_template("directory/measures.html", found=found, today=today())
