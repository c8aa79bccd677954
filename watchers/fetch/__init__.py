"""Fetching: the only place that reaches the network. Guarded, polite, within limits; every failure has a name."""

from watchers.fetch.answer import Fetched, Validators
from watchers.fetch.errors import (
    Answered,
    BadAddress,
    FetchError,
    RefusedAddress,
    RefusedByRobots,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    UnreadableEncoding,
)
from watchers.fetch.fetcher import Fetcher, Limits
from watchers.fetch.robots import Robots, RobotsState

__all__ = [
    "Answered",
    "BadAddress",
    "FetchError",
    "Fetched",
    "Fetcher",
    "Limits",
    "RefusedAddress",
    "RefusedByRobots",
    "Robots",
    "RobotsState",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unreachable",
    "UnreadableEncoding",
    "Validators",
]
