"""Who else says who somebody is."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Identity(Base):
    """Under what name a provider of OpenID Connect knows the owner of an account, who has said so herself."""

    __tablename__ = "identity"
    # Never an address of mail, which is given to somebody else one day (OpenID Connect Core 1.0, 5.7).
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issuer: Mapped[str]
    subject: Mapped[str]
    since: Mapped[datetime]
