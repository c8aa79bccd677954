"""What every page may say of rule changes."""

from datetime import datetime

from content.module import Module
from models import rule_changes
from models.rule_changes import Coming, Stage, Told
from models.tables import Presentation
from portal.access import learner_key
from portal.pages import page_language
from portal.rule_changes.blueprint import blueprint
from portal.shell import now, reading


@blueprint.app_template_global()
def change_in_words(told: Told) -> str:
    """A rule change in a sentence."""
    return rule_changes.in_words(told, page_language())


@blueprint.app_template_global()
def not_touched(told: Told) -> str:
    """Whom it does not touch, in a sentence."""
    return rule_changes.not_touched(told, page_language())


@blueprint.app_template_global()
def coming_changes(module: Module, question_id: str | None = None) -> list[Coming]:
    """The changes to come of what a module, or one of its questions, rests on."""
    with reading() as db:
        found = rule_changes.coming(db, module, now())
    if question_id is None:
        return found
    return [one for one in found if question_id in rule_changes.resting_on(module, one.told.change.rule_id)]


@blueprint.app_template_global()
def rule_changed_since(presentation: Presentation) -> datetime | None:
    """Since when what a question rests on has changed, of one that was shown before."""
    with reading() as db:
        return rule_changes.changed_since(db, presentation)


@blueprint.app_template_global()
def changes_at_work() -> dict[str, object]:
    """For the workshop: what waits for this trainer, and by document what is in progress on its rules."""
    with reading() as db:
        mine = {one.id for one in rule_changes.waiting_for(db, learner_key())}
        at_work = [one for one in rule_changes.everything(db) if one.stage in {Stage.VERIFYING, Stage.TO_COME}]
        concerned: dict[str, list[tuple[Told, int]]] = {}
        for told in at_work:
            for one in rule_changes.concerned(db, told.change.rule_id) if told.switches else []:
                concerned.setdefault(one.document.id, []).append((told, len(one.questions)))
    return {"waiting": [one for one in at_work if one.change.id in mine], "concerned": concerned}
