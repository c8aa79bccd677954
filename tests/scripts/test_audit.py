"""`scripts/audit.py`: sound, vulnerable and not audited are three things."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from scripts.audit import verdict

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "http://127.0.0.1:1/v1/query"
KNOWN = {
    "id": "PYSEC-2026-1",
    "affected": [
        {
            "package": {"name": "flask", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.4"}]}],
        }
    ],
}


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock of two packages."""
    names = ("flask==3.1.3", "nh3==0.3.8")
    path = tmp_path / "requirements.lock"
    path.write_text("".join(f"{name} \\\n    --hash=sha256:{'0' * 64}\n" for name in names))
    return path


@pytest.fixture
def advisories() -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The address of a small OSV service, and what it knows against each package."""
    known: dict[str, list[Any]] = {}

    class Osv(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"vulns": known.get(question["package"]["name"], [])}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Osv) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query", known
        server.shutdown()


def audit(*words: object) -> tuple[int, str]:
    """The exit status, and what is said."""
    run = subprocess.run(
        [sys.executable, "scripts/audit.py", *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_where_nothing_is_known_it_says_of_how_many(lock: Path, advisories: tuple[str, Any]) -> None:
    assert audit(lock, advisories[0]) == (0, "2 packages, nothing known against them.\n")


@pytest.mark.nightly
def test_what_is_known_is_told_with_the_release_that_mends_it(lock: Path, advisories: tuple[str, Any]) -> None:
    address, known = advisories
    known["flask"] = [KNOWN]
    assert audit(lock, address) == (1, "flask 3.1.3: PYSEC-2026-1, mended in 3.1.4\n")


def test_a_service_out_of_reach_is_one_sentence_and_not_a_clean_bill(lock: Path) -> None:
    status, said = audit(lock, NOBODY)
    assert status == 3
    assert said.startswith("Not audited, the data was out of reach: ")
    assert "Connection refused" in said
    assert said.count("\n") == 1


@pytest.mark.nightly
def test_a_lock_that_names_nothing_is_no_clean_bill_either(tmp_path: Path) -> None:
    (tmp_path / "empty.lock").write_text("# nothing\n")
    assert audit(tmp_path / "empty.lock", NOBODY) == (3, "Not audited: the lock names nothing.\n")


def test_what_was_skipped_is_named() -> None:
    report = [{"name": "flask", "version": "3.1.3", "vulns": []}, {"name": "ours", "skip_reason": "not found"}]
    assert verdict(report) == (3, "Not audited: ours.")
