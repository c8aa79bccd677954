"""A process that works for another one, and ends when that one does."""

import os
from collections.abc import Callable
from threading import Thread


def end_when(gone: Callable[[], object]) -> None:
    """End this process as soon as `gone` returns, whatever it is at: it waits until nobody is left to work for.

    An open transaction is undone by the database. A wait for the end of a pipe or a process, for a caller that is
    killed has no time to say so.
    """

    def watch() -> None:
        gone()
        # No exception and no clean-up: another thread may be in the middle of a computation.
        os._exit(1)

    Thread(target=watch, daemon=True).start()
