"""What people say of facts: four a week of one person, counted as use once, and asked of the fact in most doubt."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from content.errors import Conflict, Invalid
from models.catalogue import coming_into_force
from models.directory import entries, use_and_answers
from models.directory.use_and_answers import MOST_A_WEEK
from models.ground.store import Store
from models.tables.counts import WeekCount
from models.tables.directory import FactVerdict, ListedFact
from tests.builders import MONDAY, add_learner, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries

DAY = timedelta(days=1)
ECOUTE = "entry:ecoute"


@pytest.fixture
def published(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, entry(), entry("autre"))
    return store


def fingerprints(store: Store, document_id: str = ECOUTE) -> list[str]:
    with store.reading() as db:
        said = select(ListedFact.fingerprint).where(ListedFact.document_id == document_id)
        return list(db.scalars(said.order_by(ListedFact.place)))


def say(
    store: Store,
    who: UUID,
    fingerprint: str,
    verdict: FactVerdict = FactVerdict.WORKS,
    day: date = READ_ON,
    document_id: str = ECOUTE,
) -> None:
    with store.writing() as db:
        use_and_answers.answer(db, who, document_id, fingerprint, verdict, day)


def uses(store: Store) -> list[tuple[str, int]]:
    with store.reading() as db:
        return [(row.subject, row.number) for row in db.scalars(select(WeekCount).order_by(WeekCount.subject))]


def test_she_speaks_of_four_facts_a_week_may_change_what_she_said_and_a_fifth_waits_for_the_next(
    published: Store,
) -> None:
    who, said = add_learner(published), fingerprints(published)
    for fingerprint in said[:MOST_A_WEEK]:
        say(published, who, fingerprint)
    for fingerprint, document_id in ((said[4], ECOUTE), (fingerprints(published, "entry:autre")[0], "entry:autre")):
        with pytest.raises(Conflict, match="Vous avez déjà répondu sur quatre points cette semaine"):
            say(published, who, fingerprint, document_id=document_id)
    assert uses(published) == [(ECOUTE, MOST_A_WEEK)]
    say(published, who, said[0], FactVerdict.GONE)
    say(published, who, said[4], day=READ_ON + 7 * DAY)
    with published.reading() as db:
        assert len(use_and_answers.hers_this_week(db, who, READ_ON)) == MOST_A_WEEK
        assert use_and_answers.hers_this_week(db, who, READ_ON)[said[0]] is FactVerdict.GONE
        assert [*use_and_answers.hers_this_week(db, who, READ_ON + 7 * DAY)] == [said[4]]


@pytest.mark.dialects
def test_an_answer_counts_one_use_and_changing_it_counts_none(published: Store) -> None:
    who, telephone = add_learner(published), fingerprints(published)[2]
    for verdict in (FactVerdict.WORKS, FactVerdict.GONE, FactVerdict.CHANGED):
        say(published, who, telephone, verdict)
    assert uses(published) == [(ECOUTE, 1)]
    say(published, add_learner(published), telephone)
    assert uses(published) == [(ECOUTE, 2)]


def test_nobody_sees_what_another_has_said(published: Store) -> None:
    say(published, add_learner(published), fingerprints(published)[0])
    with published.reading() as db:
        assert use_and_answers.hers_this_week(db, add_learner(published), READ_ON) == {}


def test_the_fact_in_most_doubt_is_asked_about_among_those_that_one_notices(published: Store) -> None:
    def asked(day: date) -> str | None:
        with published.reading() as db:
            states = [one.state for one in entries.reading(db, "ecoute", day).facts if one.state]
        found = use_and_answers.asked_about(states)
        return found and found.kind

    # The telephone fades faster than the conditions; of a description nobody knows by using it.
    assert asked(READ_ON + 30 * DAY) == "reach"
    conditions = fingerprints(published)[3]
    for _ in range(2):
        say(published, add_learner(published), conditions, FactVerdict.CHANGED)
    assert asked(READ_ON + 30 * DAY) == "conditions"


def test_nothing_is_asked_where_nothing_can_be_noticed() -> None:
    assert use_and_answers.asked_about([]) is None


def test_what_is_none_of_the_three_is_refused() -> None:
    with pytest.raises(Invalid, match="Cela ne se dit pas d'une entrée"):
        use_and_answers.verdict_of_hers("peut-être")
