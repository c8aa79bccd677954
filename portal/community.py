"""« Relais »: the mirror, letters, our page and circles, each with what it is for."""

from typing import NamedTuple

from flask import render_template

from content.problems import N_
from models.community import circles
from portal.access import learner_key, signed_in
from portal.meetings.planning import when
from portal.pages import say
from portal.shell import now, reading

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
    (
        "circles.mine",
        N_("Cercles"),
        N_("Quelques collègues, un sujet, une date, une question. Aucune réponse n'est gardée."),
    ),
)
"""Endpoint, name and purpose of each."""


class RoomLine(NamedTuple):
    """One line of the page."""

    name: str
    endpoint: str
    purpose: str
    next: str
    """When it is next due, in words; empty where it is not."""


@signed_in
def everything() -> str:
    """Show what there is to reach people by."""
    due = {"circles.mine": _next_circle()}
    rooms = [RoomLine(say(name), at, say(purpose), due.get(at, "")) for at, name, purpose in ROOMS]
    return render_template("community/everything.html", rooms=rooms)


def _next_circle() -> str:
    """Say when the next of her circles meets: here, and nowhere that it would be pushed at her."""
    with reading() as db:
        first = next(iter(circles.mine(db, learner_key(), now())), None)
    return when(first.next) if first and first.next else ""
