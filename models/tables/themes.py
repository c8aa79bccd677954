"""The subjects that a learner follows."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey


class Theme(CountedRow):
    """One subject that one learner follows: a domain of the skill map, or words of her own."""

    __table_args__ = (UniqueConstraint("learner_key", "domain"), UniqueConstraint("learner_key", "words"))

    learner_key: Mapped[LearnerKey]
    domain: Mapped[str | None]
    words: Mapped[str | None]
    """None when it is a domain, which has its name in the language of whoever reads."""
    followed_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(unique=True)
    """The secret of the private address at which its news can be fetched; None while there is no such address."""
