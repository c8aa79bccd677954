"""Who else says who somebody is."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.tables.base import AccountId, CountedRow


class Identity(CountedRow):
    """Under what name a provider of OpenID Connect knows the owner of an account, who has said so herself."""

    # Never an address of mail, which is given to somebody else one day (OpenID Connect Core 1.0, 5.7).
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    account_id: Mapped[AccountId]
    issuer: Mapped[str]
    subject: Mapped[str]
    since: Mapped[datetime]
