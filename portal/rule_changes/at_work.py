"""The rule changes that are at work, for the pages of the workshop."""

from sqlalchemy.orm import Session

from models.workshop.rule_changes import about, proposing, telling
from models.workshop.rule_changes.about import Stage
from models.workshop.rule_changes.telling import RuleChangeAsTold
from portal.access import learner_key


def changes_at_work(db: Session) -> dict[str, object]:
    """Return what waits for this trainer, and by document what is in progress on its rules."""
    mine = {one.id for one in proposing.waiting_for(db, learner_key())}
    at_work = [one for one in telling.everything(db) if one.stage in {Stage.VERIFYING, Stage.TO_COME}]
    concerned: dict[str, list[tuple[RuleChangeAsTold, int]]] = {}
    for told in at_work:
        for one in about.concerned(db, told.change.rule_id) if told.switches else []:
            concerned.setdefault(one.document.id, []).append((told, len(one.questions)))
    return {"waiting": [one for one in at_work if one.change.id in mine], "concerned": concerned}
