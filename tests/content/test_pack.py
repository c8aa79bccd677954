"""Packs on disk: parts that fit together, and every problem of every file said at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.errors import BrokenText
from content.pack import read_pack
from content.text.corrections import fingerprint
from content.text.module_writer import write_module
from tests import builders
from tests.builders import in_dutch, small_pack


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small pack, on disk."""
    pack = small_pack()
    (tmp_path / "modules").mkdir()
    (tmp_path / "skills.yaml").write_text(pack.skills, "utf-8")
    (tmp_path / "rules.yaml").write_text(pack.rules, "utf-8")
    for module_id, text in pack.modules.items():
        (tmp_path / "modules" / f"{module_id}.md").write_text(text, "utf-8")
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_pack(folder)
    return str(broken.value).splitlines()


def edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_pack_is_read_as_its_texts(folder: Path) -> None:
    assert read_pack(folder) == small_pack()


def test_the_problems_of_all_files_are_said_together(folder: Path) -> None:
    edit(folder / "skills.yaml", "[listen.active]", "[listen.none]")
    edit(folder / "rules.yaml", "en vigueur", "voté")
    edit(folder / "modules" / "cadre.md", "minutes: 5", "minutes: x")
    assert [line.split(":")[0] for line in problems(folder)] == ["skills.yaml", "rules.yaml", "modules/cadre.md"]


def test_modules_are_held_against_the_skill_map_and_the_rules(folder: Path) -> None:
    edit(folder / "skills.yaml", "frame.role", "frame.mandate")
    assert problems(folder) == [
        "modules/cadre.md:6: La compétence frame.role n'est pas dans la carte des compétences : corrigez l'identifiant."
    ]


def test_modules_are_held_against_the_skill_map_the_rules_and_each_other(folder: Path) -> None:
    edit(folder / "modules" / "cadre.md", "frame-role-1", "listen-active-1")
    said = "L'identifiant listen-active-1 sert aussi ailleurs : choisissez-en un autre."
    assert problems(folder) == [f"modules/cadre.md:19: {said}", f"modules/ecouter.md:19: {said}"]


def test_a_translation_stands_beside_its_original_under_its_name_and_language(folder: Path) -> None:
    translation = write_module(in_dutch(builders.module("cadre", ("frame.role",))))
    (folder / "modules" / "cadre.nl.md").write_text(translation, "utf-8")
    assert read_pack(folder) == replace(small_pack(), translated={"cadre.nl": translation})


def test_a_translation_that_has_drifted_from_its_original_is_named(folder: Path) -> None:
    path = folder / "modules" / "cadre.nl.md"
    path.write_text(write_module(in_dutch(builders.module("cadre", ("frame.role",)))), "utf-8")
    edit(folder / "modules" / "cadre.md", "minutes: 5", "minutes: 6")
    said = "« minutes » n'est pas comme dans l'original : recopiez cette ligne."
    assert problems(folder) == [f"modules/cadre.nl.md:5: {said}"]


def test_a_translation_without_an_original_or_under_the_name_of_another_language_is_named(folder: Path) -> None:
    text = write_module(in_dutch(builders.module("cadre", ("frame.role",))))
    for name in ("perdu.nl", "cadre.en"):
        (folder / "modules" / f"{name}.md").write_text(text, "utf-8")
    assert problems(folder) == [
        "modules/cadre.en.md:4: Ce texte est à écrire dans une autre langue : mettez « language: en ».",
        "modules/perdu.nl.md:1: Ce module n'a pas d'original à côté de lui : le nom du fichier le cherche.",
    ]


def test_corrections_stand_beside_the_rest_and_are_held_against_it(folder: Path) -> None:
    corrections = folder / "corrections.yaml"
    corrections.write_text("corrections:\n  - {document: cadre, from: 0123456789abcdef, change: wording}\n", "utf-8")
    assert read_pack(folder) == replace(small_pack(), corrections=corrections.read_text("utf-8"))
    edit(corrections, "0123456789abcdef", fingerprint(small_pack().modules["cadre"]))
    said = "« from » est l'empreinte du texte d'aujourd'hui de cadre : mettez celle du texte d'avant."
    assert problems(folder) == [f"corrections.yaml:2: {said}"]
    edit(corrections, "document: cadre", "document: cadre.nl")
    said = "Ce paquet n'a pas de texte cadre.nl : corrigez ce nom, ou retirez la correction."
    assert problems(folder) == [f"corrections.yaml:2: {said}"]
    edit(corrections, "change: wording", "change: sens")
    assert problems(folder) == ["corrections.yaml:2: « change » vaut wording, meaning ou key."]


def test_a_missing_file_and_one_in_another_encoding_are_named(folder: Path) -> None:
    (folder / "rules.yaml").unlink()
    said = "Ce fichier ne peut pas être lu (No such file or directory) : vérifiez qu'il est là."
    assert problems(folder) == [f"rules.yaml:1: {said}"]
    path = folder / "modules" / "cadre.md"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))
    assert problems(folder) == ["cadre.md:1: Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."]
