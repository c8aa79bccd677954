"""A clock that several processes share and that can be set forward: theirs alone, not the machine's (libfaketime)."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

SYSTEM = Path("/usr/lib")
LIBRARY = "*/faketime/libfaketime.so.1"


class SharedClock:
    """A clock that goes at the usual pace, from an instant that is written in a file."""

    def __init__(self, file: Path) -> None:
        self._file, self._ahead = file, timedelta(0)
        libraries = sorted(SYSTEM.glob(LIBRARY))
        if not libraries:
            sys.exit("libfaketime is missing: on Debian, `apt install faketime`.")
        self._library = str(libraries[0])

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs that goes by this clock."""
        return {
            **os.environ,
            "LD_PRELOAD": self._library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            # How long things last, and how old a file is, stays true: https://github.com/wolfcw/libfaketime#readme
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def now(self) -> datetime:
        """Return what time it is by this clock."""
        return datetime.now(UTC) + self._ahead

    def set(self, instant: datetime) -> None:
        """Go on from another instant, to the second."""
        seconds = round((instant - datetime.now(UTC)).total_seconds())
        self._ahead = timedelta(seconds=seconds)
        new = self._file.with_suffix(".new")
        new.write_text(f"{seconds:+d}", "ascii")
        new.replace(self._file)
