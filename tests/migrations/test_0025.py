"""The audit log of before is chained in its order; who was erased before is in it no more; set-aside drafts stay."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from models.catalogue import documents, drafts
from models.ground import audit, audit_chain, schema
from models.ground.store import Store
from models.people import accounts
from models.tables.audit import Audit, AuditParty, AuditVerb
from models.tables.people import Account
from tests import builders

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""

BEFORE = "0024"
LATE = datetime(2026, 5, 11, 22, 30, tzinfo=UTC)
"""Half past midnight in Brussels, on the twelfth."""
old = sa.table(
    "audit",
    *(sa.column("id"), sa.column("at", sa.DateTime(timezone=True)), sa.column("actor", sa.Uuid)),
    *(sa.column("verb", sa.Text), sa.column("subject", sa.Text), sa.column("detail", sa.JSON)),
)


@pytest.fixture
def people(empty_store: Store) -> dict[str, UUID]:
    """Two who are there, and one who was erased before."""
    builders.set_up(empty_store, builders.small_pack())
    with empty_store.writing() as db:
        made = [
            accounts.invite(db, f"{name}@example.org", name, LATE, timezone="Europe/Brussels")
            for name in ("claire", "karim")
        ]
        return {one.name: one.learner_key for one in made} | {"gone": uuid4()}


def rows_of_before(people: dict[str, UUID]) -> list[tuple[UUID | None, str, str, dict[str, object]]]:
    claire, karim, gone = people["claire"], people["karim"], people["gone"]
    return [
        (karim, "invite", str(claire), {}),
        (gone, "publish", "ecouter", {"number": 2, "change": "meaning"}),
        (None, "rule change takes effect", "rule change:1", {"rule": "duree"}),
        (claire, "entrust", "ecouter", {"owner": str(claire), "deputy": str(gone)}),
        (claire, "replace_draft", "ecouter", {"by": str(karim), "text": "Un « brouillon »"}),
        (claire, "take up draft", "ecouter", {"aside": 15}),
        (gone, "erase account", str(gone), {}),
        (claire, "publish", "ecouter", {"number": 3, "ids": ["é", 1, None, 0.5]}),
    ]


@pytest.fixture
def migrated(empty_store: Store, people: dict[str, UUID]) -> Store:
    schema.downgrade(empty_store.url, BEFORE)
    with empty_store.writing() as db:
        for number, (actor, verb, subject, detail) in enumerate(rows_of_before(people)):
            # With gaps, as transactions that came to nothing leave them.
            values = {"actor": actor, "verb": verb, "subject": subject, "detail": detail, "at": LATE}
            db.execute(sa.insert(old).values(id=11 + number, **values))
    schema.upgrade(empty_store.url)
    return empty_store


def test_every_entry_of_before_is_in_the_chain_with_its_day(migrated: Store, people: dict[str, UUID]) -> None:
    with migrated.reading() as db:
        assert audit_chain.verify(db, ["not a secret"]).place == 8
        told = [tuple(row) for row in db.execute(select(Audit.id, Audit.verb, Audit.subject).order_by(Audit.id))]
        assert set(db.scalars(select(Audit.day))) == {date(2026, 5, 12)}
    before = [(verb, subject) for _, verb, subject, _ in rows_of_before(people)]
    about_accounts = {("invite", str(people["claire"])), ("erase account", str(people["gone"]))}
    assert told == [
        (place, verb, "account" if (verb, subject) in about_accounts else subject)
        for place, (verb, subject) in enumerate(before, start=1)
    ]


def test_each_keeps_her_part_and_the_erased_have_none(migrated: Store, people: dict[str, UUID]) -> None:
    claire, karim = people["claire"], people["karim"]
    with migrated.reading() as db:
        rows = db.scalars(select(AuditParty).order_by(AuditParty.entry_id, AuditParty.role)).all()
        details = [db.get_one(Audit, place).detail for place in (4, 5, 6)]
    assert [(one.entry_id, one.role, one.learner_key) for one in rows] == [
        *((1, "actor", karim), (1, "person", claire), (2, "actor", None)),
        *((4, "actor", claire), (4, "deputy", None), (4, "owner", claire)),
        *((5, "actor", claire), (5, "writer", karim), (6, "actor", claire), (8, "actor", claire)),
    ]
    assert [one.nonce is None for one in rows] == [one.learner_key is None for one in rows]
    assert details == [{}, {"aside": 15}, {"aside": 15}]
    assert str(people["gone"]) not in everything(migrated)


def everything(store: Store) -> str:
    with store.reading() as db:
        tables = [Audit.__table__, AuditParty.__table__]
        return json.dumps([list(row) for table in tables for row in db.execute(select(table))], default=str)


def test_a_draft_that_was_set_aside_is_found_under_its_number_and_the_next_has_another(migrated: Store) -> None:
    with migrated.writing() as db:
        document = documents.document_of(db, "ecouter")
        aside = drafts.aside_of(db, document, 15)
        assert aside is not None
        assert (aside.text, aside.day) == ("Un « brouillon »", date(2026, 5, 12))
        assert drafts.set_aside(db, document, "Un autre", aside.day).id > 15


def test_the_chain_goes_on_and_whoever_is_erased_takes_her_part_along(migrated: Store, people: dict[str, UUID]) -> None:
    with migrated.writing() as db:
        audit.note(db, people["karim"], AuditVerb.RETIRE, "ecouter", date(2026, 5, 13))
    with migrated.writing() as db:
        accounts.erase(db, db.query(Account).filter_by(learner_key=people["claire"]).one())
    with migrated.reading() as db:
        assert audit_chain.verify(db, ["not a secret"]).place == 9
    assert str(people["claire"]) not in everything(migrated)


def test_the_way_back_has_the_same_entries_on_the_same_days(migrated: Store, people: dict[str, UUID]) -> None:
    schema.downgrade(migrated.url, BEFORE)
    with migrated.reading() as db:
        rows = [tuple(row) for row in db.execute(select(old.c.actor, old.c.verb, old.c.subject).order_by(old.c.id))]
        details = {row.verb: row.detail for row in db.execute(select(old.c.verb, old.c.detail))}
    gone = people["gone"]
    assert rows == [
        (None if actor == gone else actor, verb, "account" if subject == str(gone) else subject)
        for actor, verb, subject, _ in rows_of_before(people)
    ]
    assert details["replace_draft"] == {"by": str(people["karim"]), "text": "Un « brouillon »"}
    assert details["entrust"] == {"owner": str(people["claire"])}
    schema.upgrade(migrated.url)
    with migrated.reading() as db:
        assert audit_chain.verify(db, ["not a secret"]).place == 8
