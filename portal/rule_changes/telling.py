"""Sentences about rule changes for every page."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from content.module import Module
from models.tables.answers import Presentation
from models.workshop.rule_changes import about, proposing, telling, wording
from models.workshop.rule_changes.about import Stage
from models.workshop.rule_changes.telling import Coming, RuleChangeAsTold
from portal.access import learner_key
from portal.pages import page_language
from portal.request import now, reading


def init_app(app: Flask) -> None:
    """Let every template say them."""
    for told in (change_in_words, not_touched, coming_changes, rule_changed_since):
        app.add_template_global(told)


def change_in_words(told: RuleChangeAsTold) -> str:
    """Describe a rule change in a sentence."""
    return wording.in_words(told, page_language())


def not_touched(told: RuleChangeAsTold) -> str:
    """Say in a sentence whom a change does not touch."""
    return wording.not_touched(told, page_language())


def coming_changes(module: Module, question_id: str | None = None) -> list[Coming]:
    """Return the changes to come of the rules that a module, or one of its questions, rests on."""
    with reading() as db:
        found = telling.coming(db, module, now())
    if question_id is None:
        return found
    return [one for one in found if question_id in about.resting_on(module, one.told.change.rule_id)]


def rule_changed_since(presentation: Presentation) -> datetime | None:
    """Return since when a rule of a question has changed, if it was shown before."""
    with reading() as db:
        return telling.changed_since(db, presentation)


def changes_at_work(db: Session) -> dict[str, object]:
    """Return what waits for this trainer, and by document what is in progress on its rules."""
    mine = {one.id for one in proposing.waiting_for(db, learner_key())}
    at_work = [one for one in telling.everything(db) if one.stage in {Stage.VERIFYING, Stage.TO_COME}]
    concerned: dict[str, list[tuple[RuleChangeAsTold, int]]] = {}
    for told in at_work:
        for one in about.concerned(db, told.change.rule_id) if told.switches else []:
            concerned.setdefault(one.document.id, []).append((told, len(one.questions)))
    return {"waiting": [one for one in at_work if one.change.id in mine], "concerned": concerned}
