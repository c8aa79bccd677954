"""What happens outside: visiting sites, summarising, mailing, on a clock."""

import logging

from models.settings import Settings

__all__ = ["wake"]

logger = logging.getLogger(__name__)


def wake(settings: Settings) -> None:
    """Have the worker look now at what is due; without a queue to ring, the next minute will do."""
    from watchers.clock import UNREACHABLE, Clock

    try:
        with Clock(settings) as clock:
            clock.ring()
    except UNREACHABLE as error:
        logger.warning("the worker could not be woken: %s", error)
