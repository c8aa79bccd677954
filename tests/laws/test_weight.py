"""What `import app` costs: a page never waits for a library that only a job needs."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "transformers", "numpy", "scipy", "pandas", "sklearn", "lxml", "alembic", "trafilatura", "numba"}
RUNS = 15
"""Of five the median still swings by a twentieth on a machine where nothing else is at work."""
SECONDS = "from time import process_time as now; start = now(); import {}; print(now() - start)"


def output_of(program: str, folder: Path = ROOT) -> str:
    """What a fresh interpreter, started in `folder` and free to keep what it compiles, prints."""
    compiled_once = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=compiled_once, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def heavy_modules(folder: Path) -> set[str]:
    return HEAVY.intersection(output_of("import app, sys; print(*sys.modules)", folder).split())


def seconds_to_import(modules: str) -> float:
    return float(output_of(SECONDS.format(modules)))


def test_app_loads_nothing_heavy() -> None:
    assert heavy_modules(ROOT) == set()


def test_a_heavy_import_is_seen_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import portal")
    (tmp_path / "portal.py").write_text("import lxml.html")
    assert heavy_modules(tmp_path) == {"lxml"}


@pytest.mark.parametrize("parser", ["extract", "feeds", "pages", "sitemaps"])
def test_the_process_that_parses_loads_no_database(parser: str) -> None:
    assert "sqlalchemy" not in output_of(f"import watchers.{parser}, sys; print(*sys.modules)").split()


@pytest.mark.nightly
def test_app_is_there_within_three_times_the_time_of_flask_and_sqlalchemy() -> None:
    """Of the processor, whoever else is at work; the first pair, which compiles what is new, is left out."""
    pairs = [(seconds_to_import("app"), seconds_to_import("flask, sqlalchemy.orm")) for _ in range(1 + RUNS)][1:]
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    assert ours <= 3 * theirs
