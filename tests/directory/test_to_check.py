"""What is to be read again this week: most doubt × use first, twelve at most, each with its doubtful facts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from content.errors import Invalid, NotFound
from content.readings import Reading, ReadingManner
from models.catalogue import coming_into_force, documents
from models.directory import fact_belief, to_check, use_and_answers
from models.directory.entries import UnknownEntry
from models.directory.to_check import MOST_A_WEEK, WeekToCheck
from models.ground import audit
from models.ground.store import Store
from models.studio import entry_publishing
from models.tables.audit import AuditVerb
from models.tables.directory import FactRereading, FactVerdict, ListedFact
from models.tables.documents import VersionChange
from tests.builders import MONDAY, add_learner, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries, undated

DAY = timedelta(days=1)
LATER = READ_ON + 150 * DAY
"""When a telephone is to be checked first, and nothing else."""


@pytest.fixture
def house(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
    return store


def publish(store: Store, names: Iterable[str], read_on: date = READ_ON) -> None:
    with store.writing() as db:
        publish_entries(db, *(entry(name, read_on) for name in names))


def used(store: Store, name: str, times: int, day: date = READ_ON) -> None:
    with store.writing() as db:
        for _ in range(times):
            use_and_answers.count_use(db, f"entry:{name}", day)


def week(store: Store, day: date) -> WeekToCheck:
    with store.reading() as db:
        return to_check.this_week(db, day)


def names(store: Store, day: date) -> list[str]:
    return [one.id for one in week(store, day).entries]


def fingerprint(store: Store, name: str, kind: str) -> str:
    with store.reading() as db:
        said = select(ListedFact.fingerprint).where(ListedFact.document_id == f"entry:{name}", ListedFact.kind == kind)
        return db.scalars(said).first() or ""


def test_all_of_an_entry_is_read_again_at_once_and_what_somebody_is_writing_stays_as_it_is(house: Store) -> None:
    publish(house, ["a"])
    assert names(house, READ_ON) == []
    with house.writing() as db:
        document = documents.document_of(db, "entry:a")
        document.draft, document.draft_at = "un brouillon", MONDAY
    reread(house, "a", LATER)
    with house.reading() as db:
        assert {fact.read_on for fact in db.scalars(select(ListedFact))} == {LATER}
        (version,) = documents.versions(db, documents.document_of(db, "entry:a"))[:1]
        assert version.change == VersionChange.WORDING
        assert documents.document_of(db, "entry:a").draft == "un brouillon"


def test_a_service_reads_again_never_a_person_and_only_what_is_there_and_was_not_read_meanwhile(house: Store) -> None:
    publish(house, ["a"])
    for service in ("", "   ", "Mme Untel", "a@exemple.be", "x" * 121):
        with pytest.raises(Invalid, match="Dites quel service a relu"):
            reread(house, "a", LATER, service=service)
    telephone = fingerprint(house, "a", "reach")
    reread(house, "a", LATER, telephone)
    with pytest.raises(NotFound, match="Ces points ont été relus"):
        reread(house, "a", LATER, telephone)
    with pytest.raises(UnknownEntry):
        reread(house, "nulle-part", LATER)


def test_what_serves_most_comes_first_and_fewer_than_five_uses_are_none(house: Store) -> None:
    publish(house, ["a", "b", "c", "d"])
    for name, times in (("c", 9), ("b", 5), ("d", 4)):
        used(house, name, times)
    found = week(house, LATER)
    assert [(one.id, one.uses) for one in found.entries] == [("c", 9), ("b", 5), ("a", 0), ("d", 0)]


def test_more_doubt_outweighs_a_little_more_use(house: Store) -> None:
    publish(house, ["sur"], READ_ON + 40 * DAY)
    publish(house, ["douteux"])
    used(house, "sur", 6)
    used(house, "douteux", 5)
    two = [add_learner(house) for _ in range(2)]
    with house.writing() as db:
        for who in two:
            telephone = fingerprint(house, "douteux", "reach")
            use_and_answers.answer(db, who, "entry:douteux", telephone, FactVerdict.GONE, READ_ON + 160 * DAY)
    found = week(house, READ_ON + 160 * DAY).entries
    assert [one.id for one in found] == ["douteux", "sur"]
    assert [one.state.reported for one in found[0].facts if one.state][:1] == [True]


def test_the_facts_to_read_again_stand_with_the_most_doubtful_first(house: Store) -> None:
    publish(house, ["a"])
    (one,) = week(house, READ_ON + 300 * DAY).entries
    assert [fact.fact.kind for fact in one.facts] == ["reach", "conditions", "description"]


def test_a_page_that_changed_brings_an_entry_that_was_read_yesterday(house: Store) -> None:
    publish(house, ["a", "b"])
    with house.writing() as db:
        fact_belief.doubt(db, "entry:b", fingerprint(house, "b", "name"), MONDAY)
    assert names(house, READ_ON + DAY) == ["b"]


def test_a_day_that_people_have_set_brings_an_entry_until_it_is_read_after_it(house: Store) -> None:
    with house.writing() as db:
        publish_entries(db, replace(entry("due"), review_by=READ_ON + 5 * DAY))
    assert names(house, READ_ON + 4 * DAY) == []
    assert names(house, READ_ON + 5 * DAY) == ["due"]
    reread(house, "due", READ_ON + 5 * DAY)
    assert names(house, READ_ON + 6 * DAY) == []


def test_twelve_at_most_and_those_read_again_count_among_them(house: Store) -> None:
    publish(house, [f"e{number:02}" for number in range(15)])
    assert names(house, LATER) == [f"e{number:02}" for number in range(MOST_A_WEEK)]
    reread(house, "e00", LATER)
    found = week(house, LATER)
    assert (len(found.entries), found.done, found.entries[0].id) == (MOST_A_WEEK - 1, 1, "e01")
    later = week(house, LATER + 7 * DAY)
    assert (len(later.entries), later.done) == (MOST_A_WEEK, 0)


def reread(
    store: Store,
    name: str,
    day: date,
    only: str | None = None,
    service: str = "Service emploi",
    manner: ReadingManner = ReadingManner.LIVE,
) -> None:
    who, read = add_learner(store), Reading(day, manner)
    with store.writing() as db:
        version = entry_publishing.reread_facts(db, name, [only] if only else None, read, service, MONDAY, who)
        audit.note(db, who, AuditVerb.REREAD_ENTRY, version.document_id, day, number=version.number)


def test_one_fact_read_again_bears_the_day_and_the_service_and_the_others_stay(house: Store) -> None:
    publish(house, ["a"])
    reread(house, "a", LATER, fingerprint(house, "a", "reach"), "  Équipe   du lundi ")
    with house.reading() as db:
        facts = db.scalars(select(ListedFact).order_by(ListedFact.place)).all()
        (learned,) = db.scalars(select(FactRereading))
    again = {(fact.kind, fact.service) for fact in facts if fact.read_on == LATER}
    assert again == {("reach", "Équipe du lundi")}
    assert (learned.kind, learned.days, learned.changed) == ("reach", 150, False)
    assert names(house, LATER) == []


def test_what_was_read_on_an_undated_copy_is_to_be_checked_from_the_first_day_and_what_serves_most_first(
    house: Store,
) -> None:
    with house.writing() as db:
        publish_entries(db, undated("a"), undated("b"), entry("relu"))
    used(house, "b", 9, READ_ON - 7 * DAY)
    found = week(house, READ_ON).entries
    assert [one.id for one in found] == ["b", "a"]
    assert [fact.fact.kind for fact in found[0].facts] == ["reach", "conditions", "name", "description", "name"]


def test_an_old_page_is_in_more_doubt_than_a_copy_of_nobody_knows_when(house: Store) -> None:
    with house.writing() as db:
        publish_entries(db, undated("a"), undated("b", "2017"))
    assert names(house, READ_ON) == ["b", "a"]


def test_what_was_confirmed_by_telephone_takes_the_place_of_the_copy(house: Store) -> None:
    with house.writing() as db:
        publish_entries(db, undated("a", "2017"), undated("b"))
    reread(house, "a", LATER, fingerprint(house, "a", "reach"), manner=ReadingManner.TELEPHONE)
    reread(house, "a", LATER, fingerprint(house, "a", "conditions"))
    reread(house, "b", LATER)
    with house.reading() as db:
        read = select(ListedFact).where(ListedFact.document_id == "entry:a", ListedFact.read_on == LATER)
        facts = {fact.kind: fact.reading for fact in db.scalars(read)}
        learned = {one.kind: one.days for one in db.scalars(select(FactRereading))}
    assert facts["reach"] == Reading(LATER, ReadingManner.TELEPHONE)
    assert facts["conditions"] == Reading(LATER, ReadingManner.LIVE)
    # The page of a was of 2017 at the latest; of a copy without any date nobody knows after how long.
    assert learned.keys() == {"reach", "conditions"}
    assert learned["reach"] == (LATER - date(2017, 12, 31)).days
