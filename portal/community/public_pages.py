"""Public pages for those who keep them (asked for, switched off) and for administrators (approved, refused)."""

from collections.abc import Callable
from functools import partial

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import Refused
from models.community import public_pages
from models.community.page_text import PageText
from models.community.public_pages import NoSuchPage, PageAsKept, RefusalReason
from models.tables.public_pages import PageKind
from portal.access import account, administrator, learner_key, signed_in, trainer
from portal.community.public_page_shown import (
    REASONS,
    FormAsked,
    as_it_will_look,
    begun,
    blueprint,
    form_page,
    looked_at,
    typed,
)
from portal.pages import say
from portal.request import house_day, reading, see_other, settings, writing


@blueprint.get("/community/pages")
@signed_in
def mine() -> str:
    """Show one's own page, those of teams, and to administrators what waits."""
    with reading() as db:
        hers, teams = public_pages.own(db, learner_key()), public_pages.of_teams(db)
        administers = account().administrator
        return render_template(
            "public_pages/mine.html",
            own=hers,
            teams=teams if account().trainer else [one for one in teams if one.shown],
            waiting=public_pages.waiting(db) if administers else [],
            shown=public_pages.shown(db) if administers else [],
            public_url=settings().public_url,
            reasons=REASONS,
        )


@blueprint.get("/community/pages/own")
@signed_in
def own() -> Response:
    """Show the form of one's own page."""
    with reading() as db:
        asked = _own_form(db)
        return form_page(db, asked, begun(db, asked.page))


@blueprint.post("/community/pages/own")
@signed_in
def ask_own() -> Response:
    """Look at one's own page as it is typed, or ask for it to be approved."""
    return _look_or_ask(_own_form, lambda db, text: public_pages.ask_own(db, learner_key(), text, house_day()))


@blueprint.post("/community/pages/own/off")
@signed_in
def switch_off_own() -> Response:
    """Show one's own page no longer."""
    with writing() as db:
        if hers := public_pages.own(db, learner_key()):
            public_pages.switch_off(db, hers.id, learner_key(), house_day())
    return _off()


@blueprint.get("/community/pages/teams/new")
@trainer
def new_team() -> Response:
    """Show the form of a new team's page."""
    with reading() as db:
        return form_page(db, _team_form(db, None), begun(db, None))


@blueprint.post("/community/pages/teams/new")
@trainer
def ask_new_team() -> Response:
    """Look at a new team's page as it is typed, or ask for it to be approved."""
    return _look_or_ask(partial(_team_form, page_id=None), partial(_ask_team, page_id=None))


@blueprint.get("/community/pages/teams/<int:page_id>")
@trainer
def team(page_id: int) -> Response:
    """Show the form of a team's page."""
    with reading() as db:
        asked = _team_form(db, page_id)
        return form_page(db, asked, begun(db, asked.page))


@blueprint.post("/community/pages/teams/<int:page_id>")
@trainer
def ask_team(page_id: int) -> Response:
    """Look at a team's page as it is typed, or ask for it to be approved."""
    return _look_or_ask(partial(_team_form, page_id=page_id), partial(_ask_team, page_id=page_id))


@blueprint.post("/community/pages/teams/<int:page_id>/off")
@trainer
def switch_off_team(page_id: int) -> Response:
    """Show a team's page no longer."""
    with writing() as db:
        public_pages.switch_off(db, page_id, learner_key(), house_day(), PageKind.TEAM)
    return _off()


def _look_or_ask(form: Callable[[Session], FormAsked], ask: Callable[[Session, PageText], PageAsKept]) -> Response:
    text = typed()
    try:
        if request.form.get("do") != "ask":
            with reading() as db:
                return looked_at(db, form(db), text)
        with writing() as db:
            waits = ask(db, text).waits
    except Refused as wrong:
        with reading() as db:
            return form_page(db, form(db), text, wrong.sentence)
    flash(say("L'administration doit encore l'approuver.") if waits else say("C'est ce qui est déjà affiché."))
    return see_other(url_for("public_pages.mine"))


def _own_form(db: Session) -> FormAsked:
    page = public_pages.own(db, learner_key())
    return FormAsked(PageKind.COUNSELLOR, url_for("public_pages.ask_own"), page)


def _team_form(db: Session, page_id: int | None) -> FormAsked:
    if page_id is None:
        return FormAsked(PageKind.TEAM, url_for("public_pages.ask_new_team"))
    page = public_pages.of_id(db, page_id, PageKind.TEAM)
    return FormAsked(PageKind.TEAM, url_for("public_pages.ask_team", page_id=page_id), page)


def _ask_team(db: Session, text: PageText, page_id: int | None) -> PageAsKept:
    return public_pages.ask_team(db, page_id, text, learner_key(), house_day())


def _off() -> Response:
    flash(say("La page n'est plus affichée. Son adresse lui reste."))
    return see_other(url_for("public_pages.mine"))


# ------------------------------------------------------------------------------------- A public page for administrators


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
