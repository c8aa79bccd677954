"""The invented directory of the demonstration, and half a year of its use."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import kinds
from content.directory.entry import (
    DirectoryEntry,
    Discretion,
    EntryFact,
    EntryFactKind,
    EntryKind,
    FactSource,
    Organisation,
)
from content.directory.entry_text import write_entry
from models.catalogue import coming_into_force
from models.catalogue.documents import ENTRY
from models.directory import fact_belief, tool_tests, use_and_answers
from models.directory.tool_tests import ToolFindings
from models.ground.calendar import local_day
from models.studio import publishing
from models.tables.directory import FactVerdict, ListedFact, RoleOfTrial, ToolFinding, ToolWord
from models.tables.documents import VersionChange
from models.tables.people import Account

FILE = Path(__file__).with_name("directory.yaml")
SERVICE = "Maison fictive de l'emploi"
WORDS = ("name", "description", "audience", "conditions")
USED = {"fictif-ecoute": 9, "fictif-logement": 14, "fictif-garde": 3, "fictif-dettes": 6, "fictif-cv": 8}
"""How often each is used in a week."""
WEEKS = 8
ANSWERED = (
    ("fictif-dettes", FactVerdict.GONE),
    ("fictif-dettes", FactVerdict.CHANGED),
    ("fictif-garde", FactVerdict.GONE),
    ("fictif-ecoute", FactVerdict.WORKS),
)
"""What one person after the other says of a telephone: two that one answers no more, one of another, a third works."""
CHANGED_PAGE = "fictif-logement"
"""One of whose sentences is no longer on its page."""
TESTED = {
    "fictif-cv": (20, ToolFinding.YES),
    "fictif-trajets": (200, ToolFinding.YES),
    "fictif-entretien": (35, ToolFinding.NO),
}
"""How many days ago each tool was tried, and whether it works without an account: the second test has lapsed."""
SAID = (ToolWord.HELPS, ToolWord.HELPS, ToolWord.DEPENDS, ToolWord.HELPS)
REPLY = "Merci : la version en néerlandais est prévue au printemps (réponse fictive)."


def written() -> Sequence[Mapping[str, Any]]:
    """Return the invented entries as they are written in directory.yaml."""
    import yaml

    entries: Sequence[Mapping[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["entries"]
    return entries


def entries(today: date) -> Iterator[DirectoryEntry]:
    """Yield the invented entries, each read as many days ago as it says."""
    for one in written():
        read_on = today - timedelta(days=one["read"])
        source = FactSource(f"https://{one['id']}.example/", read_on, SERVICE, one["description"]["fr"])
        way = EntryFactKind.REACH if "reach" in one else EntryFactKind.ONLINE
        values = {name: tuple(value) if isinstance(value, list) else (value,) for name, value in one[way].items()}
        facts = [EntryFact(EntryFactKind(kind), one[kind], source=source) for kind in WORDS]
        maker = EntryFact(EntryFactKind.NAME, {"fr": SERVICE, "nl": "Fictief huis van werk"}, source=source)
        yield DirectoryEntry(
            id=one["id"],
            kind=EntryKind(one["kind"]),
            organisation=Organisation("maison-fictive", (maker,)),
            facts=(*facts, EntryFact(way, {}, values, source)),
            topics=tuple(one["topics"]),
            skills=tuple(one["skills"]),
            rules=tuple(one.get("rules", ())),
            discretion=Discretion(one["discreet"], one["line"]) if "discreet" in one else None,
        )


def fill(db: Session, trainer: UUID, everybody: Sequence[Account], at: datetime) -> None:
    """Publish the invented entries, and let people have used, answered about and tested them."""
    today = local_day(at, "Europe/Brussels")
    for one in entries(today):
        document = coming_into_force.new_document(f"{ENTRY}{one.id}", kinds.ENTRY.name)
        db.add(document)
        db.flush()
        publishing.publish(db, document, write_entry(one), VersionChange.WORDING, at, trainer)
    for name, times in USED.items():
        for week in range(1, WEEKS + 1):
            for _ in range(times):
                use_and_answers.count_use(db, f"{ENTRY}{name}", today - timedelta(weeks=week))
    people = [one.learner_key for one in everybody]
    for key, (name, verdict) in zip(people, ANSWERED, strict=False):
        use_and_answers.answer(db, key, f"{ENTRY}{name}", _fact(db, name, EntryFactKind.REACH), verdict, today)
    fact = _fact(db, CHANGED_PAGE, EntryFactKind.CONDITIONS)
    fact_belief.doubt(db, f"{ENTRY}{CHANGED_PAGE}", fact, at - timedelta(days=2))
    _test(db, people, today)


def _fact(db: Session, name: str, kind: EntryFactKind) -> str:
    mine = select(ListedFact.fingerprint).where(ListedFact.document_id == f"{ENTRY}{name}", ListedFact.kind == kind)
    return db.scalars(mine.order_by(ListedFact.place)).first() or ""


def _test(db: Session, people: Sequence[UUID], today: date) -> None:
    for name, (ago, without_account) in TESTED.items():
        found = ToolFindings(
            without_account,
            ToolFinding.YES,
            ToolFinding.PARTLY,
            ToolFinding.NO,
            "Rien n'est envoyé (fictif).",
            "Gratuit",
        )
        day = today - timedelta(days=ago)
        tool_tests.keep_test(db, f"{ENTRY}{name}", found, RoleOfTrial.COUNSELLOR, day, today)
    for key, word in zip(people, SAID, strict=False):
        tool_tests.say(db, key, f"{ENTRY}fictif-cv", word, today - timedelta(days=7))
    tool_tests.keep_reply(db, f"{ENTRY}fictif-cv", REPLY, today - timedelta(days=10), today)
