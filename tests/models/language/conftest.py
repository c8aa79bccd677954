"""The sentence encoder."""

from pathlib import Path

import pytest

from models.language.encoder import Encoder


@pytest.fixture
def encoder(encoder_folder: Path) -> Encoder:
    return Encoder(encoder_folder)
