"""Every benchmark starts: what it leans on is there, and it says what it measures."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def benchmarks() -> list[str]:
    """The modules that say that they are run by `python -m`; the others are their parts."""
    files = [file.relative_to(ROOT) for file in (ROOT / "benchmarks").rglob("*.py") if says_how_it_is_run(file)]
    return sorted(".".join(file.with_suffix("").parts) for file in files)


def says_how_it_is_run(file: Path) -> bool:
    return file.read_text("utf-8").startswith('"""`python -m benchmarks.')


def answer_to_help(module: str) -> object:
    """The exit status, or what went wrong before there was one."""
    try:
        return import_module(module).main()
    except SystemExit as stopped:
        return stopped.code
    except Exception as error:
        return error


def test_every_benchmark_answers_to_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # one of them would set it for the tests to come
    monkeypatch.setattr(sys, "argv", ["benchmark", "--help"])
    answers = {module: answer_to_help(module) for module in benchmarks()}
    assert {module: answer for module, answer in answers.items() if answer != 0} == {}
    assert capsys.readouterr().out.count("usage: python -m benchmarks.") == len(answers) > 15
