"""Builds the Python environment, unless it is there already: python scripts/setup.py FOLDER [--checks] [--locked].

What runs is in requirements.txt; --checks adds what tests and checks, of requirements-dev.txt. It runs before anything
is installed, on whatever Python there is: standard library only, and no syntax that Python 3.6 cannot read.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
RUNS, CHECKS = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
MARK = "pyvenv.cfg"
READY = "ready"
LOG = "setup.log"
TAIL = 12


class Failed(Exception):
    """The environment could not be built."""


def wanted(file: Path) -> str:
    """Return what a finished environment keeps in `ready`: a hash, since a checkout gives old texts new dates."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def lock_of(requirements: Path) -> Path:
    """Return the file that pins what a file of requirements leads to."""
    return requirements.with_suffix(".lock")


def is_ready(folder: Path, asked: "list[Path]") -> bool:
    """Return whether what is asked for has been installed there, for a Python that is still on this machine.

    What was built from a lock is what its requirements ask: tests/laws/test_lock.py holds that.
    """
    ready = folder / READY
    if not ready.is_file() or not (folder / "bin" / "python").exists():
        return False
    built = ready.read_text().split()
    return all(any(file.is_file() and wanted(file) in built for file in (one, lock_of(one))) for one in asked)


def danger(folder: Path) -> str:
    """Say in one sentence why that folder must not be cleared; empty if it may."""
    instead = "and building would clear it: move it away, or name another folder, `make VENV=FOLDER`."
    if folder.is_symlink():
        return f"{folder} is a link, and building would clear what it leads to: remove it, or name a folder itself."
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        return f"{folder} is a folder without {MARK}, so no Python environment, {instead}"
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file, {instead}"
    return ""


def unfit() -> str:
    """Say in one sentence why this Python will not do; empty if it will."""
    if sys.version_info < OLDEST:
        needed, found = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        return f"Boussole needs Python {needed} or newer, not {found}: name one, as in `make PYTHON=python3.13 run`."
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "This Python lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv)."
    return ""


def lock(folder: Path) -> int:
    """Make the folder, and wait until no other set-up is at work there, nor a child that a killed one left.

    The file locked is the one that says that the folder may be cleared: it comes first and is never removed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    door = os.open(str(folder / MARK), os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Waiting for another set-up, which is at work in {folder}.", flush=True)
        fcntl.flock(door, fcntl.LOCK_EX)
    return door


def clear(folder: Path) -> None:
    """Remove all but the mark, first what says that the environment is ready: this may be interrupted anywhere."""
    there = (path for path in folder.iterdir() if path.name != MARK)
    for path in sorted(there, key=lambda path: path.name != READY):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        else:
            path.unlink()


class Build:
    """One building of the environment: what its commands say goes to a log, what they do onto a line that moves."""

    def __init__(self, folder: Path, door: int, asked: "list[Path]", locked: bool) -> None:
        self.folder, self.door, self.asked, self.locked = folder, door, asked, locked
        self.began = time.monotonic()
        self.moves = sys.stdout.isatty()
        if not self.moves:
            print(f"Building the environment in {folder}: from half a minute to a few, once.", flush=True)

    def all(self) -> None:
        """Make the environment and install what is asked for; what checks is added to what runs already."""
        files = [lock_of(one) if self.locked else one for one in self.asked]
        ready = "\n".join(map(wanted, files))
        if is_ready(self.folder, self.asked[:1]):
            (self.folder / READY).unlink()
        else:
            clear(self.folder)
            if not self.did("an empty one", sys.executable, "-m", "venv", "--symlinks", str(self.folder)):
                raise Failed("Python could not make an empty one")
        python = str(self.folder / "bin" / "python")
        pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off")
        asked = tuple(word for file in files for word in ("-r", str(file)))
        if self.locked:
            self.install_locked(pip, asked)
        else:
            self.install(python, pip, asked)
        (self.folder / READY).write_text(ready)
        self.say("done", end="\n")

    def install(self, python: str, pip: "tuple[str, ...]", asked: "tuple[str, ...]") -> None:
        """Install what lies in the ranges.

        uv is quick, and its --torch-backend=cpu leaves out the 4 GB of GPU libraries that an ordinary torch drags in
        on Linux. It takes torch from PyTorch's own index; where that cannot be reached it soon says so, and pip does
        the work.
        """
        uv = (python, "-m", "uv", "pip", "install", "--python", python, "--torch-backend=cpu")
        by_uv = self.did("uv", *pip, "uv") and self.did("packages", *uv, *asked)
        if not by_uv and not self.did("packages, with pip", *pip, *asked):
            raise Failed("neither uv nor pip could install what the requirements ask for")

    def install_locked(self, pip: "tuple[str, ...]", asked: "tuple[str, ...]") -> None:
        """Install exactly the files whose hashes the locks name, torch with its GPU libraries among them.

        The pip that came with this Python does it: an installer fetched for it would itself be an unchecked file.
        """
        if not self.did("packages, each file checked", *pip, "--require-hashes", *asked):
            raise Failed("pip could not install the files that the locks name")

    def did(self, doing: str, *command: str) -> bool:
        """Run a command to its end and return whether it succeeded; interrupted, leave nothing running."""
        self.say(doing)
        with (self.folder / LOG).open("ab") as log:
            log.write("$ {}\n".format(" ".join(command)).encode())
            log.flush()
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[self.door],  # the lock lasts as long as the one who writes here
            )
            try:
                while runs(process):
                    self.say(doing)
                return process.returncode == 0
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def say(self, doing: str, end: str = "") -> None:
        """Write the line again; where no terminal is, nothing moves."""
        if self.moves:
            line = f"Building the environment in {self.folder}, once: {doing}, {time.monotonic() - self.began:.0f} s"
            width = shutil.get_terminal_size().columns - 1
            print("\r" + line[:width].ljust(width), end=end, flush=True)


def runs(process: "subprocess.Popen[bytes]") -> bool:
    """Give a process a second, and return whether it needs more."""
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return True
    return False


def report(folder: Path, failure: Exception) -> str:
    """Say what happened, what is kept, and what to do."""
    log = folder / LOG
    said = log.read_text(errors="replace").splitlines() if log.is_file() else []
    return "\n".join(
        [
            f"The environment in {folder} was not built: {failure}.",
            *(f"    {line}" for line in said[-TAIL:]),
            f"Kept: the whole log, in {log}; what was downloaded, in caches; all that lies outside {folder}.",
            "Mend what the log names (often the network, or a full disk), then run `make` again: it starts afresh.",
        ]
    )


def after_the_line() -> str:
    """Return what ends a line that moves, before more is said."""
    return "\n" if sys.stdout.isatty() else ""


def build(folder: Path, asked: "list[Path]", locked: bool) -> int:
    """Build the environment and return the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        door = lock(folder)
        if not is_ready(folder, asked):
            Build(folder, door, asked, locked).all()
    except KeyboardInterrupt:
        print(f"{after_the_line()}Stopped half-way: the next `make` builds the environment again.", file=sys.stderr)
        return 130
    except (Failed, OSError) as failure:
        print(f"{after_the_line()}{report(folder, failure)}", file=sys.stderr)
        return 1
    return 0


def main(folder: Path, words: "list[str]") -> int:
    """Build the environment if it is not ready and may be built; say nothing where there is nothing to do."""
    asked = [RUNS, CHECKS] if "--checks" in words else [RUNS]
    reason = danger(folder)
    if not reason and is_ready(folder, asked):
        return 0
    reason = reason or unfit()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    return build(folder, asked, "--locked" in words)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
