"""An environment of their own for the peers; nothing of them enters the project's."""

import subprocess
import venv
from pathlib import Path

NEEDED = Path(__file__).resolve().parents[2] / "requirements-research.txt"


class PeerAbsent(LookupError):
    """This peer is not installed; the message says so, and how to install it."""


def install(folder: Path) -> None:
    """Install the peers; raises CalledProcessError."""
    python = _python(folder)
    if not python.exists():
        venv.create(python.parent.parent, with_pip=True)
    print(f"installing the peers into {python.parent.parent}", flush=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", NEEDED], check=True)


def python_of(folder: Path, peer: str) -> str:
    """Return the Python that has a peer; raises PeerAbsent."""
    python = _python(folder)
    if not python.exists() or subprocess.run([python, "-c", f"import {peer}"], capture_output=True).returncode:
        raise PeerAbsent(f"{peer} is absent from {folder}: `python -m benchmarks.peers {folder} --install` installs it")
    return str(python)


def _python(folder: Path) -> Path:
    # Absolute, and not resolved: the link itself tells Python which environment it stands in.
    return folder.absolute() / "peers" / "bin" / "python"
