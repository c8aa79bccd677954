"""« Notre page »: asked for, approved, shown, switched off.

What was approved is shown until an administrator has approved something else; anyone who opens it leaves no trace.
"""

import re
import secrets
import unicodedata
from datetime import date
from enum import StrEnum
from itertools import chain, count
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.errors import N_, Conflict, Forbidden, NotFound, Refused
from models.catalogue import in_force
from models.catalogue.attestations import vouched
from models.community.page_text import PageText, checked, kept, read
from models.directory.entries import EntryInPlain, entries_in_plain
from models.ground import audit, jobs
from models.tables.audit import AuditVerb
from models.tables.public_pages import Meeting, PageKind, PublicPage

REFUSED = "refused"
"""Under what `asks` holds why it was not approved: what was written stays, to be mended."""
SHOWN_KINDS = (EntryKind.MEASURE, EntryKind.SERVICE)
LONGEST_ADDRESS = 40
DRAWN_FROM, DRAWN = "abcdefghjkmnpqrstuvwxyz23456789", 10
"""Of what a counsellor's address is drawn: signs that are not taken for one another."""


class NoSuchPage(NotFound):
    """There is no such page, or nothing of it waits."""

    what = N_("Cette page publique n'existe pas, ou rien n'y attend plus.")
    then = N_("Celles qui existent sont sous « Notre page ».")


class RefusalReason(StrEnum):
    """What is to be mended, so that nothing has to be written freely about anybody."""

    TITLE = "title"
    WAYS = "ways"
    CHOICE = "choice"
    TALK = "talk"


class PageAsKept(NamedTuple):
    """A page, for its keepers and for administrators."""

    id: int
    address: str
    kind: PageKind
    shown: PageText | None
    """None while nothing was approved, and once it is switched off."""
    asked: PageText | None
    """What waits, or was refused."""
    refused: RefusalReason | None
    last: PageText | None
    """What was last written, to begin a form with."""
    switched_off_on: date | None

    @property
    def waits(self) -> bool:
        """Whether an administrator has to decide."""
        return self.asked is not None and self.refused is None


def own(db: Session, learner_key: UUID) -> PageAsKept | None:
    """Return a counsellor's own page, if she has ever asked for one."""
    row = db.scalar(select(PublicPage).where(PublicPage.learner_key == learner_key))
    return _as_kept(row) if row else None


def of_teams(db: Session) -> list[PageAsKept]:
    """Return the pages of teams, the oldest first."""
    rows = db.scalars(select(PublicPage).where(PublicPage.kind == PageKind.TEAM).order_by(PublicPage.id))
    return [_as_kept(row) for row in rows]


def waiting(db: Session) -> list[PageAsKept]:
    """Return the pages that wait for an administrator, in the order in which they began."""
    rows = db.scalars(select(PublicPage).where(PublicPage.asks.is_not(None)).order_by(PublicPage.id))
    return [one for one in map(_as_kept, rows) if one.waits]


def shown(db: Session) -> list[PageAsKept]:
    """Return the pages that are shown."""
    rows = db.scalars(select(PublicPage).where(PublicPage.shows.is_not(None)).order_by(PublicPage.id))
    return [one for one in map(_as_kept, rows) if one.shown]


def at_address(db: Session, address: str) -> PageAsKept | None:
    """Return the page that anybody may read at an address; None of any other address, whatever it was."""
    row = db.scalar(select(PublicPage).where(PublicPage.address == address))
    found = _as_kept(row) if row else None
    return found if found and found.shown else None


def of_id(db: Session, page_id: int, kind: PageKind | None = None) -> PageAsKept:
    """Return a page, if it is of a kind; raises NoSuchPage."""
    return _as_kept(_row(db, page_id, kind, hold=False))


def entries_to_choose(db: Session, day: date, *languages: str) -> list[EntryInPlain]:
    """Return the measures and services that may stand on a page, each in the first of some languages that it has.

    Their plain words have been read by a second person.
    """
    found: dict[str, EntryInPlain] = {}
    for language in dict.fromkeys(languages):
        for one in vouched(db, entries_in_plain(db, language, day)):
            if one.kind in SHOWN_KINDS and not one.confidential:
                found.setdefault(one.id, one)
    return sorted(found.values(), key=lambda one: one.id)


def fit(db: Session, kind: PageKind, text: PageText, day: date) -> PageText:
    """Return a text as it may stand on a page, in single lines; raises Refused."""
    said = checked(kind, text)
    topics = {one.id for one in in_force.topics(db)}
    entries = {one.id for one in entries_to_choose(db, day, "fr", "nl")} if said.entries else set()
    if not (topics.issuperset(said.topics) and entries.issuperset(said.entries)):
        raise Refused(N_("Une des cases cochées ne peut plus figurer ici : rechargez la page pour voir les autres."))
    return said


def ask_own(db: Session, learner_key: UUID, text: PageText, day: date) -> PageAsKept:
    """Ask for a counsellor's page, or for another text of it; raises Refused."""
    said = fit(db, PageKind.COUNSELLOR, text, day)
    mine = select(PublicPage).where(PublicPage.learner_key == learner_key)
    if (row := db.scalar(mine)) is None:
        address = "".join(secrets.choice(DRAWN_FROM) for _ in range(DRAWN))
        new = {"address": address, "kind": PageKind.COUNSELLOR, "learner_key": learner_key}
        jobs.insert_new(db, PublicPage, [new])
        row = db.scalars(mine).one()
    return _ask(db, row, said, learner_key, day)


def ask_team(db: Session, page_id: int | None, text: PageText, by: UUID, day: date) -> PageAsKept:
    """Ask for a team's page, a new one without an id, or for another text of it; raises NoSuchPage, Refused."""
    said = fit(db, PageKind.TEAM, text, day)
    if page_id is not None:
        return _ask(db, _row(db, page_id, PageKind.TEAM), said, by, day)
    # ASCII alone: an address is read aloud, typed from paper, and never looks like another.
    plain = unicodedata.normalize("NFKD", said.title).encode("ascii", "ignore").decode().lower()
    name = re.sub("[^a-z0-9]+", "-", plain)[:LONGEST_ADDRESS].strip("-") or "equipe"
    # Rows of teams stay, so no address is given twice; that of a counsellor goes with her, and is drawn out of 10^14.
    for address in chain([name], (f"{name}-{number}" for number in count(2))):
        if jobs.insert_new(db, PublicPage, [{"address": address, "kind": PageKind.TEAM}]):
            break
    row = db.scalars(select(PublicPage).where(PublicPage.address == address)).one()
    return _ask(db, row, said, by, day)


def approve(db: Session, page_id: int, read_text: str, by: UUID, day: date) -> None:
    """Show what waits, if it is what was read (its fingerprint); raises NoSuchPage, Conflict, Forbidden."""
    row, text = _waiting(db, page_id, read_text)
    if asked_by(db, row.address) == by:
        raise Forbidden(
            N_("Vous avez demandé cette page : une autre personne de l'administration l'approuve."),
            N_("Rien n'est changé : la demande attend toujours."),
        )
    row.shows, row.asks, row.approved_on, row.switched_off_on = kept(text), None, day, None
    audit.note(db, by, AuditVerb.APPROVE_PAGE, row.address, day)


def asked_by(db: Session, address: str) -> UUID | None:
    """Return who last asked for a text of a page; None once she is erased."""
    asking = audit.trail(db, address, [AuditVerb.ASK_PAGE])[:1]
    return next((party.learner_key for deed in asking for party in deed.parties), None)


def refuse(db: Session, page_id: int, read_text: str, reason: RefusalReason, by: UUID, day: date) -> None:
    """Leave what waits to its keeper, with a reason; what was approved before stays. Raises as `approve` does."""
    row, text = _waiting(db, page_id, read_text)
    row.asks = kept(text) | {REFUSED: reason.value}
    audit.note(db, by, AuditVerb.REFUSE_PAGE, row.address, day, reason=reason.value)


def switch_off(db: Session, page_id: int, by: UUID, day: date, kind: PageKind | None = None) -> None:
    """Show a page no longer, and let nothing of it wait; raises NoSuchPage."""
    row = _row(db, page_id, kind)
    if _off(row, day):
        audit.note(db, by, AuditVerb.SWITCH_OFF_PAGE, row.address, day)


def switch_off_own(db: Session, learner_key: UUID, day: date) -> None:
    """Show the page of somebody who leaves no longer."""
    for row in db.scalars(select(PublicPage).where(PublicPage.learner_key == learner_key)):
        _off(row, day)


def forget_own(db: Session, learner_key: UUID) -> None:
    """Delete a counsellor's page with what it announces; a team's page is nobody's own."""
    hers = select(PublicPage.id).where(PublicPage.learner_key == learner_key)
    db.execute(delete(Meeting).where(Meeting.page_id.in_(hers)))
    db.execute(delete(PublicPage).where(PublicPage.learner_key == learner_key))


def _ask(db: Session, row: PublicPage, text: PageText, by: UUID, day: date) -> PageAsKept:
    now = _as_kept(row)
    if text == now.shown:  # what is shown is approved already: nothing has to wait
        row.asks = None
    elif not (now.waits and text == now.asked):
        row.asks = kept(text)
        audit.note(db, by, AuditVerb.ASK_PAGE, row.address, day)
    db.flush()
    return _as_kept(row)


def _waiting(db: Session, page_id: int, read_text: str) -> tuple[PublicPage, PageText]:
    row = _row(db, page_id)
    found = _as_kept(row)
    if found.asked is None or not found.waits:
        raise NoSuchPage
    if found.asked.fingerprint != read_text:
        raise Conflict(
            N_("La demande a changé entre-temps : ce que vous avez lu n'est plus ce qui attend."),
            N_("Rien n'est approuvé ni refusé. Rouvrez la demande et relisez-la."),
        )
    return row, found.asked


def _off(row: PublicPage, day: date) -> bool:
    changed = row.switched_off_on is None or row.asks is not None
    row.asks, row.switched_off_on = None, row.switched_off_on or day
    return changed


def _row(db: Session, page_id: int, kind: PageKind | None = None, hold: bool = True) -> PublicPage:
    row = db.get(PublicPage, page_id, with_for_update=hold)
    if row is None or (kind is not None and row.kind != kind):
        raise NoSuchPage
    return row


def _as_kept(row: PublicPage) -> PageAsKept:
    text = read(row.shows) if row.shows else None
    asked, refused = (read(row.asks), row.asks.get(REFUSED)) if row.asks else (None, None)
    return PageAsKept(
        row.id,
        row.address,
        PageKind(row.kind),
        text if row.switched_off_on is None else None,
        asked,
        RefusalReason(refused) if refused else None,
        asked or text,
        row.switched_off_on,
    )
