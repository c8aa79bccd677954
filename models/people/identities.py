"""Identities: an account and the name under which the house's provider knows its owner, linked by herself alone.

In the sentences of what goes wrong, `%(name)s` is what the house calls its provider.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, Forbidden
from models.ground import jobs
from models.tables.people import Account, Identity


def of(db: Session, account: Account, issuer: str) -> Identity | None:
    """Return the identity of an account at an issuer."""
    return db.scalar(select(Identity).where(Identity.account_id == account.id, Identity.issuer == issuer))


def owner(db: Session, issuer: str, subject: str) -> Account:
    """Return the account that an identity opens; raises Forbidden."""
    linked = select(Account).join(Identity, Identity.account_id == Account.id)
    found = db.scalar(linked.where(Identity.issuer == issuer, Identity.subject == subject))
    if found is None:
        raise Forbidden(
            N_(
                "Aucun compte Boussole n'est rattaché à %(name)s : entrez avec votre mot de passe, "
                "puis rattachez le vôtre sous « Mon compte »."
            )
        )
    if found.closed_at is not None:
        # It stays so, no matter who vouches for its owner.
        raise Forbidden(N_("Votre compte Boussole est fermé : la personne qui l'administre peut le rouvrir."))
    return found


def link(db: Session, account: Account, issuer: str, subject: str, at: datetime) -> None:
    """Let an identity open an account; raises Conflict where either is linked already."""
    row = {"account_id": account.id, "issuer": issuer, "subject": subject, "since": at}
    # Of two who link the same at once, one finds it taken.
    if jobs.insert_new(db, Identity, [row]) != 1:
        raise Conflict(N_("Ce compte de %(name)s est déjà rattaché à un autre compte Boussole."))


def unlink(db: Session, account: Account) -> None:
    """Let an account be opened by its password alone."""
    db.execute(delete(Identity).where(Identity.account_id == account.id))
