"""`python -m benchmarks.statistics`: bad questions found among sound ones, and the figures of half a million answers.

First, made-up cohorts in which a wrong key, a dead option, a give-away and a drift are planted: what stands on top of
the questions to look at, and how many of the sound are among them. Then a large log on SQLite and on PostgreSQL: the
worker's refresh, each page through the whole portal with a trainer signed in, and every figure beside that of an oracle
that counts the raw rows by itself.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.home import postgresql, sqlite
from benchmarks.statistics import large, planted
from benchmarks.statistics.settings import Cohort, Log


def main() -> None:
    """Run both parts, or one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.statistics", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("planted", "large"), help="one part only")
    parser.add_argument("--answers", type=int, default=Log().answers)
    asked = parser.parse_args()
    if asked.part != "large":
        settings = Cohort()
        planted.report(settings, with_goals=True)
        planted.report(replace(settings, lost=settings.lost_beside), with_goals=False)
        for answers in settings.answers_beside:
            planted.report(replace(settings, answers=answers), with_goals=False)
    if asked.part != "planted":
        for database in (sqlite, postgresql):
            with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as url:
                large.report(url, Path(folder), replace(Log(), answers=asked.answers))


if __name__ == "__main__":
    main()
