"""`python beside.py FILE WORKERS < addresses`: the same feeds read by `reader` (PyPI), first and second visit, as JSON.

Runs by itself, in whatever environment has `reader`; nothing of the house is needed.
"""

import json
import resource
import sys
from time import perf_counter, process_time

from reader import make_reader


def main() -> None:
    """Visit twice; print seconds, processor seconds and MB at the peak of each."""
    path, workers = sys.argv[1], int(sys.argv[2])
    reader = make_reader(path)
    for address in sys.stdin.read().split():
        reader.add_feed(address)
    visits = []
    for _ in range(2):
        started, used = perf_counter(), process_time()
        reader.update_feeds(workers=workers, scheduled=False)
        visits.append((perf_counter() - started, process_time() - used, peak()))
    json.dump({"entries": reader.get_entry_counts().total, "visits": visits}, sys.stdout)


def peak() -> float:
    """Return the MB of this process at its peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
