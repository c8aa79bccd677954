"""Asks for known vulnerabilities in what a lock names: python scripts/audit.py LOCK [ADDRESS OF AN OSV SERVICE].

It ends with 0 where each package was asked for and nothing is known, with 1 where something is, and with 3 where a
package could not be asked for: not audited is not sound. pip-audit asks, and says 1 for a vulnerability and for an
unreachable service alike, and 0 for a package that it skipped.
"""

import json
import subprocess
import sys
from typing import Any

SOUND, VULNERABLE, NOT_AUDITED = 0, 1, 3
LONGEST_REASON = 300

Report = list[dict[str, Any]]
"""For each package its name and version, and either what is known of it or why it was skipped."""


class NotAudited(Exception):
    """The data could not be reached."""


def asked(lock: str, service: str) -> Report:
    """Return what pip-audit found out; raise NotAudited where it found out nothing.

    The service speaks OSV (https://google.github.io/osv.dev/post-v1-query/); without an address, it is that of OSV.
    """
    where = ["--osv-url", service] if service else []
    command = [sys.executable, "-m", "pip_audit", "-r", lock, "--disable-pip", "--require-hashes", "-s", "osv", *where]
    run = subprocess.run([*command, "--progress-spinner", "off", "-f", "json"], capture_output=True, text=True)
    try:
        report: Report = json.loads(run.stdout)["dependencies"]
    except (ValueError, KeyError):
        raise NotAudited((run.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]) from None
    return report


def verdict(report: Report) -> tuple[int, str]:
    """Return the exit status, and what is known, a line each."""
    known = [f"{one['name']} {one['version']}: {told(found)}" for one in report for found in one.get("vulns", ())]
    skipped = [str(one["name"]) for one in report if "skip_reason" in one]
    if skipped or not report:
        known.append(f"Not audited: {', '.join(skipped) or 'the lock names nothing'}.")
        return NOT_AUDITED, "\n".join(known)
    return (VULNERABLE, "\n".join(known)) if known else (SOUND, f"{len(report)} packages, nothing known against them.")


def told(found: dict[str, Any]) -> str:
    """Say which vulnerability, and what mends it."""
    return f"{found['id']}, mended in {' or '.join(found['fix_versions']) or 'no release yet'}"


def main(lock: str, service: str = "") -> int:
    """Audit, say it, and return the exit status."""
    try:
        status, said = verdict(asked(lock, service))
    except NotAudited as reason:
        status, said = NOT_AUDITED, f"Not audited, the data was out of reach: {str(reason)[:LONGEST_REASON]}"
    print(said)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
