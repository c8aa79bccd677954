"""Builds the Python environment: python scripts/setup.py FOLDER.

It runs before anything is installed, on whatever Python there is: standard library only, and no syntax that Python 3.6
cannot read.
"""

import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"


def refusal() -> str:
    """Why this Python will not do, in one sentence; empty if it will."""
    if sys.version_info < OLDEST:
        needed, found = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        return f"Boussole needs Python {needed} or newer, not {found}: name one, as in `make PYTHON=python3.13 run`."
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "This Python lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv)."
    return ""


def create(folder: Path) -> Path:
    """Makes an empty environment in the place of what was there, and returns its Python."""
    import venv

    venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(folder)
    return folder / "bin" / "python"


def install(python: Path) -> int:
    """Installs the requirements and returns the exit status.

    uv is quick, and its --torch-backend=cpu leaves out the 4 GB of GPU libraries that an ordinary torch drags in on
    Linux. It takes torch from PyTorch's own index; where that cannot be reached it soon says so, and pip does the work.
    """
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [str(python), "-m", "uv", "pip", "install", "--python", str(python), "--torch-backend=cpu"]
    if subprocess.call([*pip, "uv"]) == 0:
        attempt = subprocess.run([*uv, "-r", str(REQUIREMENTS)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if attempt.returncode == 0:
            return 0
        print(attempt.stdout.decode(errors="replace").strip(), "\nuv gave up: going on with pip.", flush=True)
    return subprocess.call([*pip, "-r", str(REQUIREMENTS)])


def main(folder: Path) -> int:
    reason = refusal()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"Building the environment in {folder}: from half a minute to a few, once.", flush=True)
    status = install(create(folder))
    if status == 0:
        (folder / "ready").touch()
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
