"""Progress of a benchmark, for who waits."""

import sys


def tell(what: str, place: int, of: int) -> None:
    """Print one line on stderr, written over by whatever comes next."""
    print(f"\r{what} {place}/{of}\x1b[K\r", end="", file=sys.stderr, flush=True)
