"""Runs once more what has differed between machines: with each Chromium here, under each kernel of the processor.

`python scripts/elsewhere.py`, after the suite; it prints what it runs, and stops at the first run that fails.
"""

import os
import subprocess
import sys

from chromium import every

KERNELS = ("Prescott", "Nehalem", "Sandybridge", "Haswell", "SkylakeX")
"""What OpenBLAS may take by itself on one processor or another: https://github.com/OpenMathLib/OpenBLAS#dynamic-arch"""
WHICH_KERNEL = (
    "import numpy, threadpoolctl; print([one.get('architecture') for one in threadpoolctl.threadpool_info()])"
)
PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")


def kernels() -> list[str]:
    """Return a name for each kernel that works here; a processor that lacks one takes another, or dies of it."""
    found: dict[str, str] = {}
    for name in KERNELS:
        asked = subprocess.run(
            [sys.executable, "-c", WHICH_KERNEL],
            env=os.environ | {"OPENBLAS_CORETYPE": name},
            capture_output=True,
            text=True,
        )
        if asked.returncode == 0:
            found.setdefault(asked.stdout, name)
    return list(found.values())


def run(folder: str, mark: str, variable: str, value: str) -> None:
    """Run the marked tests below a folder with one variable set; exits with pytest's status if they fail."""
    print(f"{variable}={value}", flush=True)
    done = subprocess.run([*PYTEST, "-m", mark, folder], env=os.environ | {variable: value})
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    for path in every():
        run("tests/browser", "every_chromium", "CHROMIUM", path)
    for name in kernels():
        run("tests/models/fitting", "every_kernel", "OPENBLAS_CORETYPE", name)
