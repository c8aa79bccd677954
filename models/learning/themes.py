"""The subjects that a learner follows: domains of the skill map, or words of her own."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound, Refused
from content.skills import Domain
from content.strings.words import fold, written_words
from models.catalogue import in_force
from models.ground import jobs
from models.ground.lookups import Lookup
from models.ground.store import once
from models.tables.keepsakes import Theme
from models.tables.people import Account

SUGGESTED = 3
"""How many domains are ticked when somebody is asked for the first time."""
LONGEST = 60
"""Characters of the words of a theme."""


class NoSuchTheme(NotFound):
    """This learner follows no such theme, or nothing has that private address."""

    what = N_("Ce thème n'est pas suivi, ou cette adresse n'existe plus.")
    then = N_("Les vôtres sont sous « Mes thèmes ».")


class FollowedTheme(NamedTuple):
    """One subject: a domain of the map in force, or else words."""

    id: int
    domain: Domain | None
    words: str
    followed_at: datetime
    token: str | None = None
    """The secret of its private address, if it has one."""

    def name(self, language: str) -> str:
        """Return the name of the domain, or the words."""
        return self.domain.name[language] if self.domain else self.words

    def is_touched_by(self, skills: Collection[str], words: Collection[str]) -> bool:
        """Return whether it is the subject of what touches these skills and has these words (see `words_of`)."""
        if self.domain:
            return any(skill.id in skills for skill in self.domain.skills)
        return words_of(self.words).issubset(words)


@lru_cache(maxsize=4096)  # the same stories are told to everybody
def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, whatever their accents and capitals; longer ones without the mark of their plural."""
    words = filter(None, map(fold, written_words(normalize("NFKC", text))))
    # Plurals only: a stemmer would take « formateur » for « formation ».
    return frozenset(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in words)


class _Followed(NamedTuple):
    id: int
    domain: str | None
    words: str | None
    followed_at: datetime
    token: str | None


FOLLOWED = Lookup(
    select(Theme.id, Theme.domain, Theme.words, Theme.followed_at, Theme.token).where(
        Theme.learner_key == bindparam("learner_key")
    ),
    lambda rows: sorted(_Followed(*row) for row in rows),
)


@once
def followed(db: Session, learner_key: UUID) -> Sequence[FollowedTheme]:
    """Return the themes of a learner in the order in which she took them up; a domain that has left the map is none."""
    themes = [_theme(db, row) for row in FOLLOWED.ask(db, learner_key=learner_key)]
    return [theme for theme in themes if theme.domain or theme.words]


def _theme(db: Session, row: Theme | _Followed) -> FollowedTheme:
    domains = {domain.id: domain for domain in in_force.skill_map(db).domains}
    return FollowedTheme(row.id, domains.get(row.domain or ""), row.words or "", row.followed_at, row.token)


def skills(db: Session, learner_key: UUID) -> frozenset[str]:
    """Return the skills of the domains that a learner follows."""
    domains = [theme.domain for theme in followed(db, learner_key) if theme.domain]
    return frozenset(skill.id for domain in domains for skill in domain.skills)


def suggested(db: Session) -> frozenset[str]:
    """Return the three domains on which most modules are published; equal ones in the order of the compass."""
    modules = [published.module for published in in_force.published_modules(db)]
    skill_map = in_force.skill_map(db)
    taught = Counter(domain for module in modules for domain in {skill_map[skill].domain for skill in module.skills})
    # sorted() is stable: equal domains stay in the order of the compass.
    ranked = sorted((domain.id for domain in skill_map.domains), key=lambda domain: -taught[domain])
    return frozenset(ranked[:SUGGESTED])


def follow(
    db: Session, learner_key: UUID, at: datetime, *, words: Iterable[str] = (), domains: Iterable[str] = ()
) -> None:
    """Take up themes; what is followed already, or is no domain of the map, changes nothing. Raises Refused."""
    known = {domain.id for domain in in_force.skill_map(db).domains}
    subjects = [{"domain": domain, "words": None} for domain in domains if domain in known]
    subjects += [{"domain": None, "words": sound(one)} for one in words]
    rows = [{"learner_key": learner_key, "followed_at": at, **subject} for subject in subjects]
    jobs.insert_new(db, Theme, rows)


def sound(words: str) -> str:
    """Return words to look for, as they are kept; raises Refused."""
    words = " ".join(words.split())
    if len(words) > LONGEST or not words_of(words):
        raise Refused(N_("Écrivez au moins un mot ou un nombre."), "words")
    return words


def follow_domains(db: Session, learner_key: UUID, domains: Collection[str], at: datetime) -> None:
    """Follow these domains and no others; words of one's own stay."""
    others = Theme.domain.is_not(None) & Theme.domain.not_in(domains)
    db.execute(delete(Theme).where(Theme.learner_key == learner_key, others))
    follow(db, learner_key, at, domains=domains)


def leave(db: Session, learner_key: UUID, theme_id: int) -> None:
    """Follow a theme no longer; others' stay."""
    db.execute(delete(Theme).where(Theme.learner_key == learner_key, Theme.id == theme_id))


# ---------------------------------------------------------------------------------------------------- private addresses


def renew_address(db: Session, learner_key: UUID, theme_id: int) -> None:
    """Give a theme a private address that nobody can guess; one that it had leads nowhere from now on.

    Raises NoSuchTheme.
    """
    _row(db, learner_key, theme_id).token = secrets.token_urlsafe(24)


def stop_address(db: Session, learner_key: UUID, theme_id: int) -> None:
    """Let the private address of a theme lead nowhere; raises NoSuchTheme."""
    _row(db, learner_key, theme_id).token = None


def _row(db: Session, learner_key: UUID, theme_id: int) -> Theme:
    row = db.get(Theme, theme_id)
    if row is None or row.learner_key != learner_key:
        raise NoSuchTheme
    return row


def at_address(db: Session, token: str) -> tuple[UUID, FollowedTheme]:
    """Return whose theme has that private address, and which; raises NoSuchTheme, also for a closed account."""
    open_account = select(Account.id).where(Account.learner_key == Theme.learner_key, Account.closed_at.is_(None))
    row = db.scalar(select(Theme).where(Theme.token == token, open_account.exists()))
    if row is None:
        raise NoSuchTheme
    return row.learner_key, _theme(db, row)
