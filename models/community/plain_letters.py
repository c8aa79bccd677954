"""Plain letters: made of plain words that are in force, corrected by themselves, sent by nobody here."""

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, Invalid, NotFound
from models.ground.lookups import Lookup
from models.tables.plain_letters import PlainLetter

if TYPE_CHECKING:
    from models.community.letter_changes import LetterChange
    from models.community.letter_text import LetterItem, LetterPick

SHOWN = timedelta(days=90)
"""How long the page of a letter is shown; with the last day its row goes."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_BYTES = 16
"""Of a token: nobody guesses the address of a letter (RFC 4086: 128 bits)."""


class LetterGone(LookupError):
    """No letter has that token, or its page is shown no longer: which of them, nobody is told."""


class LetterAsShown(NamedTuple):
    """A letter as it stands today."""

    letter: PlainLetter
    items: "Sequence[LetterItem]"
    """In her order; what is no longer said is absent."""
    changes: "Sequence[LetterChange]"
    to_tell: bool = False
    """Whether its author has not put away yet what has changed."""

    @property
    def picks(self) -> "list[LetterPick]":
        """All that it was made of, for a letter that is made anew."""
        from models.community import letter_changes

        return [letter_changes.pick_of(one) for one in self.letter.cites]


def make(
    db: Session, learner_key: UUID, picks: "Sequence[LetterPick]", language: str, at: datetime, day: date
) -> PlainLetter:
    """Make a letter of what is picked, in that order; raises Invalid."""
    # Here and not above: a portal begins without a letter, and home without most of this.
    from models.catalogue.attestations import vouched
    from models.community import letter_changes, letter_parts
    from models.community.letter_text import MOST_PARTS

    found = letter_parts.parts(db, picks, language, day) if language in letter_parts.WRITTEN_IN else {}
    items = vouched(db, (found[pick] for pick in dict.fromkeys(picks) if pick in found))
    if not items:
        raise Invalid(
            N_("Rien de ce qui est coché n'est écrit en mots simples, puis relu, dans cette langue."),
            N_("Rien n'est fait. Revenez en arrière et cochez autre chose, ou choisissez l'autre langue."),
        )
    if len(items) > MOST_PARTS:
        raise Invalid(
            N_("Une lettre a huit parties au plus."),
            N_("Rien n'est fait. Revenez en arrière : ce que vous avez coché y est encore."),
        )
    letter = PlainLetter(
        learner_key=learner_key,
        token=secrets.token_urlsafe(_BYTES),
        language=language,
        cites=[letter_changes.kept_of(item, language, day) for item in items],
        made_at=at,
        until=day + SHOWN,
    )
    db.add(letter)
    db.flush()
    return letter


def of(db: Session, letter_id: int, learner_key: UUID, day: date) -> PlainLetter:
    """Return a letter of an author; raises NotFound for anybody else's and for one that is past."""
    letter = db.get(PlainLetter, letter_id)
    if letter is None or letter.learner_key != learner_key or letter.until < day:
        raise NotFound(
            N_("Cette lettre n'est pas la vôtre, ou ses quatre-vingt-dix jours sont passés."),
            N_("Les vôtres sont sous « Mes lettres »."),
        )
    return letter


def opened(db: Session, token: str, day: date) -> PlainLetter:
    """Return the letter of an address; raises LetterGone for one that is revoked, past, or never was."""
    mine = select(PlainLetter).where(PlainLetter.token == token)
    letter = db.scalar(mine) if _TOKEN.fullmatch(token) else None
    if letter is None or letter.revoked_at is not None or letter.until < day:
        raise LetterGone
    return letter


def as_shown(db: Session, letter: PlainLetter, day: date) -> LetterAsShown:
    """Return a letter with what is in force today, and what has changed since it was made."""
    from models.community import letter_changes, letter_parts

    picks = [letter_changes.pick_of(one) for one in letter.cites]
    found = letter_parts.parts(db, picks, letter.language, day)
    changed = letter_changes.changes(db, letter, found, day)
    to_tell = bool(changed) and not letter_changes.is_seen(db, letter, found, day)
    return LetterAsShown(letter, [found[pick] for pick in picks if pick in found], changed, to_tell)


def hers(db: Session, learner_key: UUID, day: date) -> list[LetterAsShown]:
    """Return the letters of an author whose page is shown or was revoked, the latest first."""
    mine = select(PlainLetter).where(PlainLetter.learner_key == learner_key, PlainLetter.until >= day)
    return [as_shown(db, letter, day) for letter in db.scalars(mine.order_by(PlainLetter.id.desc())).all()]


def revoke(letter: PlainLetter, at: datetime) -> None:
    """Show the page of a letter no longer; the first time counts."""
    letter.revoked_at = letter.revoked_at or at


# ----------------------------------------------------------------------------------------- that a paper is to be redone


SHOWN_NOW = Lookup(
    select(PlainLetter.id).where(PlainLetter.learner_key == bindparam("learner_key"), PlainLetter.revoked_at.is_(None)),
    lambda rows: [letter_id for (letter_id,) in rows],
)
"""The letters of an author of which somebody may still hold the paper."""


def to_redo(db: Session, learner_key: UUID, day: date) -> list[LetterAsShown]:
    """Return the letters that have changed, and of which their author has not put that away; the latest first."""
    ids = SHOWN_NOW.ask(db, learner_key=learner_key)
    mine = select(PlainLetter).where(PlainLetter.id.in_(ids), PlainLetter.until >= day).order_by(PlainLetter.id.desc())
    shown = [as_shown(db, letter, day) for letter in db.scalars(mine).all()] if ids else []
    return [one for one in shown if one.to_tell]


def put_away(db: Session, learner_key: UUID, at: datetime, day: date) -> None:
    """Note that an author has read which of her letters have changed; what changes after that is told again."""
    from models.community import letter_changes

    for one in to_redo(db, learner_key, day):
        found = {item.pick: item for item in one.items}
        one.letter.cites = letter_changes.with_seen(db, one.letter, found, day)
        one.letter.read_at = at
    db.flush()


def forget_old(db: Session, at: datetime) -> None:
    """Delete the letters whose page is shown no longer."""
    db.execute(delete(PlainLetter).where(PlainLetter.until < at.date()))
