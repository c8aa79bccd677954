"""Watched sites: whose they are, what they are, and how much of their texts may be shown."""

from models.sources.codes import (
    JURISDICTIONS,
    NATURES,
    RIGHTS,
    WATCHING,
    Change,
    Jurisdiction,
    Nature,
    Right,
    Watching,
)
from models.sources.own import TooManySources
from models.sources.rights import Permission, PermissionMissing, first_right
from models.sources.watching import (
    AddressTaken,
    Description,
    NoSuchSource,
    UnknownChange,
    add_source,
    brought,
    change_source,
    describe,
    has_own,
    latest,
    read_by,
    shared_source,
    sources,
)

__all__ = [
    "JURISDICTIONS",
    "NATURES",
    "RIGHTS",
    "WATCHING",
    "AddressTaken",
    "Change",
    "Description",
    "Jurisdiction",
    "Nature",
    "NoSuchSource",
    "Permission",
    "PermissionMissing",
    "Right",
    "TooManySources",
    "UnknownChange",
    "Watching",
    "add_source",
    "brought",
    "change_source",
    "describe",
    "first_right",
    "has_own",
    "latest",
    "read_by",
    "shared_source",
    "sources",
]
