"""What all tables share: names of constraints, keys, and time that is always aware UTC."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; stored in UTC, refused when naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


Key = BigInteger().with_variant(Integer, "sqlite")
"""A counted key: SQLite counts only INTEGER keys by itself."""

# What many tables point to, each the type of a column.
LearnerKey = Annotated[UUID, mapped_column(ForeignKey("learner.key"))]
AccountId = Annotated[int, mapped_column(ForeignKey("account.id"))]
DocumentId = Annotated[str, mapped_column(ForeignKey("document.id"))]
VersionId = Annotated[int, mapped_column(ForeignKey("version.id"))]


class Base(DeclarativeBase):
    """The parent of all tables; each is named as its class, in lower case with underscores."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text(),
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        dict[str, list[float]]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[list[int]]: JSON(),
        list[float]: JSON(),
        list[dict[str, Any]]: JSON(),
    }

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"\B(?=[A-Z])", "_", cls.__name__).lower()


class CountedRow(Base):
    """The parent of the tables whose rows are known by their number alone."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(Key, primary_key=True, sort_order=-1)  # the first column, as in each migration
