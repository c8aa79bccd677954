"""`python -m models.language prepare [--weights FICHIER] [DOSSIER]`: make the sentence encoder, once."""

import argparse
import sys
from functools import partial
from pathlib import Path

from models.ground.settings import Settings
from models.language.prepare import NotPrepared, prepare


def main() -> int:
    """Make the encoder where the settings want it, or in the folder named; 1 when it cannot be made."""
    parser = argparse.ArgumentParser(prog="python -m models.language", description=__doc__)
    parser.add_argument("verb", choices=["prepare"])
    parser.add_argument("folder", nargs="?", type=Path, help="by default the one of the settings")
    parser.add_argument("--weights", type=Path, help="another copy of the packaged file of weights")
    chosen = parser.parse_args()
    try:
        prepare(chosen.folder or Settings.from_environment().encoder, chosen.weights, tell=partial(print, flush=True))
    except NotPrepared as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
