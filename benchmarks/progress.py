"""How far a benchmark has come, for who waits."""

import sys


def tell(what: str, place: int, of: int) -> None:
    """One line on the other channel, written over by whatever comes next."""
    print(f"\r{what} {place}/{of}\x1b[K\r", end="", file=sys.stderr, flush=True)
