"""Prints the path of a Chromium for the browser tests, having installed one where that is possible; else nothing."""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"  # the same engine without the windows, which cost as much again
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVERS_NEED = "libatomic1"  # Playwright's driver does, and a bare Debian lacks it
LONGEST = 300  # seconds that an installer may take
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find() -> str | None:
    """Return the browser named by CHROMIUM, else one on the PATH, else Playwright's own, else none."""
    return next(iter(every()), None)


def every() -> list[str]:
    """Return the browser named by CHROMIUM alone, else each that is here once, in the order in which they are taken."""
    playwright = subprocess.run([sys.executable, "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True)
    if playwright.returncode != 0:
        return []
    named = os.environ.get("CHROMIUM")
    here = filter(None, map(shutil.which, [named] if named else [*NAMES, playwright.stdout.strip()]))
    return list({os.path.realpath(path): path for path in here}.values())


def installers() -> list[list[str]]:
    """Return the commands to try in turn. A package of the system also brings the libraries that a browser needs."""
    install = ["apt-get", "install", "-qy", "--no-install-recommends", DRIVERS_NEED]
    apt = [["apt-get", "update", "-q"], [*install, SHELL], [*install, "chromium"]]
    may_apt = shutil.which("apt-get") and os.geteuid() == 0
    return [*(apt if may_apt else []), [sys.executable, "-m", "playwright", "install", "chromium"]]


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
