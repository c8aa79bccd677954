"""Environments of their own for the peers; nothing of them enters the project's."""

import subprocess
import venv
from pathlib import Path

NEEDED = {"anki": ["anki"], "kolibri": ["kolibri"], "reader": ["reader", "sgmllib3k"]}
"""Each peer by its module, with what it is installed from (PyPI)."""


class PeerAbsent(LookupError):
    """This peer is not installed; the message says so, and how to install it."""


def install(folder: Path) -> None:
    """Install each peer that is not there; raises CalledProcessError."""
    for peer, packages in NEEDED.items():
        python = _python(folder, peer)
        if not python.exists():
            venv.create(folder / peer, with_pip=True)
        print(f"installing {peer} into {folder / peer}", flush=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)


def python_of(folder: Path, peer: str) -> str:
    """Return the Python that has a peer; raises PeerAbsent."""
    python = _python(folder, peer)
    if not python.exists() or subprocess.run([python, "-c", f"import {peer}"], capture_output=True).returncode:
        raise PeerAbsent(f"{peer} is absent from {folder}: `python -m benchmarks.peers {folder} --install` installs it")
    return str(python)


def _python(folder: Path, peer: str) -> Path:
    # Absolute, and not resolved: the link itself tells Python which environment it stands in.
    return folder.absolute() / peer / "bin" / "python"
