"""What reaches out of the invented house: words and interviews that were read, a team's page, a letter."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import attestations
from models.community import meetings, plain_letters, public_pages
from models.community.letter_text import picks_of
from models.community.meetings import MeetingPlan
from models.community.page_text import PageText
from models.ground.calendar import local_day, local_hour, working_days_later
from models.tables.attestations import AttestationKind
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.people import Account

HEARD = AttestationKind.PLAIN, AttestationKind.DIALOGUE
ROOM = "Salle fictive, 2e étage"
LINK = "https://reunions.example/fictive"
PAGE = PageText(
    "Équipe fictive de l'emploi",
    telephone="02 000 00 00 (numéro fictif)",
    counter="Rue Fictive 1, le matin",
    topics=("recherche", "garde", "droits"),
    entries=("actiris-s-inscrire", "cite-des-metiers-bruxelles", "chomage-limite"),
)
ANNOUNCED = (
    (4, "Atelier fictif : lire une offre à plusieurs", ROOM, ""),
    (7, "Rencontre fictive en ligne : le chômage limité", "", LINK),
)
"""How many working days ahead each meeting is, its subject, its place, its link."""
LETTER = ("rule:onem-duree", "card:fin-de-droit/la-lettre-trois-lignes-a-lire-ensemble", "entry:capac-bruxelles")


def fill(db: Session, counsellor: Account, reader: UUID, at: datetime) -> None:
    """Have a colleague read the plain words and approve a page; the counsellor has given a letter."""
    zone = counsellor.learner.timezone
    today = local_day(at, zone)
    texts = select(Document, Version.text).join(Version, Version.document_id == Document.id)
    earliest_first = texts.where(Document.status == DocumentStatus.PUBLISHED).order_by(Version.id)
    latest = {document.id: (document, text) for document, text in db.execute(earliest_first)}
    for document, text in latest.values():
        attestations.vouch(db, attestations.parts_of(document, text, *HEARD), at, reader)
    page = public_pages.ask_team(db, None, PAGE, counsellor.learner_key, today)
    if page.asked:
        public_pages.approve(db, page.id, page.asked.fingerprint, reader, today)
    for days, subject, place, link in ANNOUNCED:
        start = local_hour(working_days_later(today, days), 14, zone)
        meetings.announce(db, page.id, MeetingPlan(subject, start, start + timedelta(hours=2), place, link), at)
    plain_letters.make(db, counsellor.learner_key, picks_of(LETTER), "fr", at, today)
