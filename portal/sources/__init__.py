"""The watched sites: those of everybody, for administrators; one's own, for each person."""

from portal.sources import first, lists, own, trying, watched
from portal.sources.blueprint import blueprint

__all__ = ["blueprint", "first", "lists", "own", "trying", "watched"]
