"""The replay of everybody's answers after another set has come into force, while the portal serves."""

from time import sleep

from models.fitting.fit import Report
from models.ground.store import Store
from models.study import replaying

BREATH_SECONDS = 0.005
"""Other processes that wait for SQLite's one lock poll it, and would mostly find it taken again."""


def replay_due(store: Store, report: Report) -> int:
    """Replay whoever is due, one transaction each; returns how many there were.

    Who is due is read from the tables: interrupted, it goes on where it stopped, whoever calls it next. Meanwhile each
    learner is shown what she knew under the set of her last replay, and an answer brings her up to date first.
    """
    with store.reading() as db:
        # The list is only where to begin: `catch_up` asks again, under the learner's lock.
        due = replaying.due_for_replay(db)
    for place, learner_key in enumerate(due, 1):
        report("réponses rejouées", place, len(due))
        with store.writing() as db:
            replaying.catch_up(db, learner_key)
        sleep(BREATH_SECONDS)
    return len(due)
