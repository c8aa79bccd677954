"""A public page for administrators: what is asked, as it will look, approved or not; what is shown, switched off."""

from flask import Response, abort, flash, render_template, request, url_for

from models.community import public_pages
from models.community.public_pages import NoSuchPage, RefusalReason
from portal.access import administrator, learner_key
from portal.pages import say
from portal.public_pages.forms import REASONS
from portal.public_pages.said import as_it_will_look, blueprint
from portal.shell import house_day, reading, see_other, writing


@blueprint.get("/community/pages/<int:page_id>/asked")
@administrator
def asked(page_id: int) -> str:
    """Show what is asked of a page as it will look, to be approved or not."""
    with reading() as db:
        found = public_pages.of_id(db, page_id)
        if found.asked is None or not found.waits:
            raise NoSuchPage
        look = as_it_will_look(db, page_id, found.asked)
        hers = public_pages.asked_by(db, found.address) == learner_key()
    return render_template(
        "public_pages/asked.html", asked=found, text=found.asked, look=look, hers=hers, reasons=REASONS
    )


@blueprint.post("/community/pages/<int:page_id>/asked")
@administrator
def decide(page_id: int) -> Response:
    """Approve what was read, or leave it to its keeper with a reason."""
    seen, reason = request.form.get("seen", ""), request.form.get("reason", type=RefusalReason)
    with writing() as db:
        if request.form.get("do") == "approve":
            public_pages.approve(db, page_id, seen, learner_key(), house_day())
            told = say("La page est affichée.")
        elif reason is None:
            abort(422)
        else:
            public_pages.refuse(db, page_id, seen, reason, learner_key(), house_day())
            told = say("La demande n'est pas approuvée : la raison est dite à qui l'a faite.")
    flash(told)
    return see_other(url_for("public_pages.mine"))


@blueprint.post("/community/pages/<int:page_id>/off")
@administrator
def switch_off(page_id: int) -> Response:
    """Show any page no longer."""
    with writing() as db:
        public_pages.switch_off(db, page_id, learner_key(), house_day())
    flash(say("La page n'est plus affichée. Son adresse lui reste."))
    return see_other(url_for("public_pages.mine"))
