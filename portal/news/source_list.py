"""The list of everybody's sources: looked through, sieved, put in order, and several of them changed at once."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

import watchers
from models.ground import audit
from models.news.sources import shared_sources, source_list
from models.news.sources.source_list import SourceOrder, SourceSieve, SourceState
from models.news.sources.source_words import SourceRequest
from portal.access import administrator, learner_key
from portal.forms import to_number
from portal.news.shared_sources import VERBS, blueprint
from portal.news.source_forms import AddressForm, NatureForm
from portal.pages import page_words, say
from portal.request import house_day, now, reading, see_other, settings, writing


@blueprint.get("/sources")
@administrator
def sources() -> Response:
    """Show the sources that are asked for by `q`, `state`, `category`, in the order of `sort`; `page` from 1."""
    return list_page(AddressForm(formdata=None))


def list_page(form: AddressForm, status: int = 200) -> Response:
    """Return the list of sources, with the form for one more."""
    sieve = _sieve()
    with reading() as db:
        counts = source_list.counts(db)
        page = source_list.page(db, sieve, max(request.args.get("page", 1, type=to_number), 1))
    forms = {"form": form, "list_form": NatureForm(formdata=None)}
    named = {"source_states": source_list.STATES, "source_orders": source_list.ORDERS}
    shown = {"sieve": sieve, "asked": _asked(sieve), "counts": counts, "page": page}
    return make_response(render_template("sources/sources.html", **forms, **named, **shown), status)


@blueprint.post("/sources/together")
@administrator
def change_together() -> Response:
    """Ask the same of all the sources that are ticked, or of all that the sieve leaves."""
    sieve, change = _sieve(), request.form.get("change", "")
    with writing() as db:
        every = "all" in request.form
        chosen = source_list.every(db, sieve) if every else set(request.form.getlist("source", type=to_number))
        changed = shared_sources.change_together(db, chosen, change, now())
        for source in changed:
            audit.note(db, learner_key(), VERBS[SourceRequest(change)], source.address, house_day())
    watchers.wake(settings())
    flash(_told(SourceRequest(change), len(changed), len(chosen) - len(changed)))
    return see_other(url_for("sources.sources", **_asked(sieve), page=request.args.get("page")))


def _sieve() -> SourceSieve:
    asked, state, order = request.args, request.args.get("state"), request.args.get("sort")
    return SourceSieve(
        words=asked.get("q", "").strip(),
        state=SourceState(state) if state in set(SourceState) else None,
        category=asked.get("category", ""),
        order=SourceOrder(order) if order in set(SourceOrder) else SourceOrder.NEED,
    )


def _asked(sieve: SourceSieve) -> Mapping[str, Any]:
    """Return the part of an address that asks for the same again."""
    every = {"q": sieve.words, "state": sieve.state, "category": sieve.category, "sort": sieve.order}
    return {name: str(value) for name, value in every.items() if value and value != SourceOrder.NEED}


def _told(change: SourceRequest, changed: int, untouched: int) -> str:
    """Say what has become of the sources that were chosen."""
    if not changed + untouched:
        return say("Cochez d'abord les sources dont il s'agit.")
    if not changed:
        return say("Rien n'a changé : cela ne concerne aucune de ces sources.")
    rest = page_words().ngettext("Une autre reste telle quelle.", "%(num)s autres restent telles quelles.", untouched)
    return " ".join([_done(change, changed)] + [rest] * bool(untouched))


def _done(change: SourceRequest, number: int) -> str:
    said = page_words()
    match change:
        case SourceRequest.VISIT:
            return said.ngettext(
                "%(num)s source va être visitée.", "%(num)s sources vont être visitées, l'une après l'autre.", number
            )
        case SourceRequest.PAUSE:
            return said.ngettext("%(num)s source est en pause.", "%(num)s sources sont en pause.", number)
        case SourceRequest.RESUME:
            return said.ngettext(
                "%(num)s source est suivie à nouveau.", "%(num)s sources sont suivies à nouveau.", number
            )
        case SourceRequest.LEAVE:
            return said.ngettext(
                "%(num)s source n'est plus suivie. Ses actualités restent jusqu'à ce qu'elles expirent.",
                "%(num)s sources ne sont plus suivies. Leurs actualités restent jusqu'à ce qu'elles expirent.",
                number,
            )
