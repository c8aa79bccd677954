"""Invented tools of the directory, and tests of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry, EntryFactKind, EntryKind
from models.directory import tool_tests
from models.directory.tool_tests import ToolFindings
from models.tables.directory import RoleOfTrial, ToolFinding, ToolTest
from tests.directory.published_entries import READ_ON, entry, fact

LINK = "https://exemple.be/outil"
FOUND = ToolFindings(
    without_account=ToolFinding.YES,
    on_small_screen=ToolFinding.YES,
    in_dutch=ToolFinding.PARTLY,
    offline=ToolFinding.NO,
    data_kept="Rien : tout reste dans l'appareil.",
    cost="Gratuit",
)


def tool(entry_id: str = "outil", compte: str = "", **changed: Any) -> DirectoryEntry:
    """A tool; `compte` is what it says of an account, if anything."""
    said = {"compte": compte} if compte else {}
    online = fact(EntryFactKind.ONLINE, lien_mobilisation=LINK, **said)
    made = entry(entry_id)
    return replace(made, kind=EntryKind.TOOL, facts=(*made.facts[:2], online), **changed)


def try_out(db: Session, on: date = READ_ON, entry_id: str = "outil", **found: Any) -> ToolTest:
    """A test of a tool, as somebody would enter it on that day."""
    role = RoleOfTrial.COUNSELLOR
    return tool_tests.keep_test(db, f"entry:{entry_id}", FOUND._replace(**found), role, tested_on=on, today=on)
