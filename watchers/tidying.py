"""What is done once a day: what is too old is forgotten, whoever has left for long is erased, the audit log ends."""

import logging
from datetime import datetime

from models.ground import audit_chain, jobs
from models.ground.calendar import local_day
from models.ground.jobs import TIDY
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import leaving, retention

logger = logging.getLogger(__name__)


def tidy(store: Store, settings: Settings, at: datetime) -> None:
    """Forget what is too old, and erase whoever has left for so long, unless this has been done today."""
    term = settings.terms.leavers
    with store.writing() as db:
        if not jobs.take_slot(db, TIDY, at.strftime("%Y-%m-%d"), at):
            return
        retention.forget_old(db, settings, at)
        # What does not hold is left for somebody to look at, and names nobody.
        first_kept = local_day(at, settings.timezone) - settings.terms.audit
        try:
            audit_chain.end_before(db, first_kept, settings.secret_keys)
        except audit_chain.BrokenChain as broken:
            audit_chain.name_nobody_before(db, first_kept)
            logger.error("the audit log is broken at entry %d, and not ended: python -m portal audit", broken.place)
        leaving.warn(db, at, term)
        over = leaving.due(db, at, term)
    # Each in a transaction of its own: to erase is long, and locks a learner.
    for number in over:
        with store.writing() as db:
            leaving.erase_due(db, number, settings, at)
    # Outside the transaction: files do not come back with it.
    retention.forget_files(settings, at)
    store.empty_log()
