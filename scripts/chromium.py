"""Prints the path of a Chromium for the browser tests, having installed one where that is possible; else nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LONGEST = 300  # seconds that an installer may take


def find() -> str | None:
    """The browser named by CHROMIUM, else one on the PATH, else Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None) or playwrights_own()


def playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def installers() -> list[list[str]]:
    """The commands to try in turn. A package of the system also brings the libraries that a browser needs."""
    apt = [["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"]]
    as_root = os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get")
    return [*(apt if as_root else []), [sys.executable, "-m", "playwright", "install", "chromium"]]


def install() -> str | None:
    for command in installers():
        try:
            subprocess.run(command, stdout=sys.stderr, timeout=LONGEST, check=False)
        except subprocess.TimeoutExpired:
            print(f"{command[0]} took more than {LONGEST} s", file=sys.stderr)
        if path := find():
            return path
    return None


if __name__ == "__main__":
    path = find()
    if not path and not os.environ.get("CHROMIUM"):
        path = install()
    if path:
        print(path)
    else:
        print("*** NO CHROMIUM, SO NO BROWSER TEST: install one, or name it, CHROMIUM=/path/to/it ***", file=sys.stderr)
