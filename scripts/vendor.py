"""Fetches what the pages use from others into portal/static/vendor/<name>@<version>/, as listed in vendor.toml.

Needs npm. A file that is not the recorded one stops it before anything is written.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LIST = Path(__file__).with_suffix(".toml")
VENDOR = Path(__file__).resolve().parent.parent / "portal" / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One package at its exact version; `files` maps each path in it to the base64 of its SHA-384."""

    name: str
    version: str
    files: dict[str, str]

    @property
    def folder(self) -> str:
        return f"{PurePosixPath(self.name).name}@{self.version}"


def packages() -> list[Package]:
    return [Package(**entry) for entry in tomllib.loads(LIST.read_text())["package"]]


def differing(package: Package, vendor: Path) -> list[str]:
    """Return the listed files that `vendor` lacks, or holds with another content than the recorded one."""
    paths = {vendor / package.folder / PurePosixPath(file).name: digest for file, digest in package.files.items()}
    return [path.name for path, digest in paths.items() if not path.exists() or sha384(path.read_bytes()) != digest]


def sha384(content: bytes) -> str:
    return base64.b64encode(hashlib.sha384(content).digest()).decode()


def fetch(package: Package, vendor: Path) -> None:
    """Lay the listed files of the package, flat, in its folder under `vendor`."""
    folder = vendor / package.folder
    folder.mkdir()
    with tempfile.TemporaryDirectory() as download:
        command = ["npm", "pack", "--silent", f"--pack-destination={download}", f"{package.name}@{package.version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(download).iterdir())) as archive:
            for file in package.files:
                source = archive.extractfile(f"package/{file}")
                (folder / PurePosixPath(file).name).write_bytes(source.read() if source else b"")


def main() -> int:
    with tempfile.TemporaryDirectory() as fresh:
        for package in packages():
            fetch(package, Path(fresh))
            if wrong := differing(package, Path(fresh)):
                print(f"{package.folder}: not the recorded content: {', '.join(wrong)}", file=sys.stderr)
                return 1
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)
    return 0


if __name__ == "__main__":
    sys.exit(main())
