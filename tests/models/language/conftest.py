"""The sentence encoder: the one of this installation where there is one, else made once for the session."""

from pathlib import Path

import pytest

from models.language.encoder import Encoder
from models.language.prepare import is_prepared, prepare
from models.settings import Settings


@pytest.fixture(scope="session")
def encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    installed = Settings.from_environment().encoder
    if is_prepared(installed):
        return installed
    folder = tmp_path_factory.mktemp("encoder") / "e5-small"
    prepare(folder)
    return folder


@pytest.fixture
def encoder(encoder_folder: Path) -> Encoder:
    return Encoder(encoder_folder)
