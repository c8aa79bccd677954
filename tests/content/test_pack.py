"""Packs on disk: parts that fit together, and every problem of every file said at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.corrections import fingerprint
from content.module import Module, QuestionNature, Use
from content.pack import PACKS, Pack, read_pack
from content.problems import BrokenText
from content.sheet import Decision, Sheet, carried, heavy_side
from content.sheet_text import sketch_sheet
from content.skills import read_skills
from content.text.reading import read_module
from content.text.writing import write_module
from tests import builders
from tests.builders import in_dutch, small_pack

MODULES = PACKS / "conseil-emploi" / "modules"
ENDS = (".md", ".nl.md")
"""Of the file of an original, and of its Dutch twin."""


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


def test_ids_are_unique_over_the_whole_pack(folder: Path) -> None:
    edit(folder / "modules" / "cadre.md", "frame-role-1", "listen-active-1")
    said = "L'identifiant listen-active-1 sert aussi ailleurs : choisissez-en un autre."
    assert problems(folder) == [f"modules/cadre.md:19: {said}", f"modules/ecouter.md:19: {said}"]


def test_a_twin_stands_beside_its_original_under_its_name_and_language(folder: Path) -> None:
    twin = write_module(in_dutch(builders.module("cadre", ("frame.role",))))
    (folder / "modules" / "cadre.nl.md").write_text(twin, "utf-8")
    assert read_pack(folder) == replace(small_pack(), twins={"cadre.nl": twin})


def test_a_twin_that_has_drifted_from_its_original_is_named(folder: Path) -> None:
    path = folder / "modules" / "cadre.nl.md"
    path.write_text(write_module(in_dutch(builders.module("cadre", ("frame.role",)))), "utf-8")
    edit(folder / "modules" / "cadre.md", "minutes: 5", "minutes: 6")
    said = "« minutes » n'est pas comme dans l'original : recopiez cette ligne."
    assert problems(folder) == [f"modules/cadre.nl.md:5: {said}"]


def test_a_twin_without_an_original_or_under_the_name_of_another_language_is_named(folder: Path) -> None:
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


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "rules.yaml").unlink()
    said = "Ce fichier ne peut pas être lu (No such file or directory) : vérifiez qu'il est là."
    assert problems(folder) == [f"rules.yaml:1: {said}"]


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "modules" / "cadre.md"
    path.write_bytes(path.read_text("utf-8").encode("latin-1", "replace"))
    assert problems(folder) == ["cadre.md:1: Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi."]


# ------------------------------------------------------------------------------------------------ our own pack


@pytest.fixture(scope="module")
def ours() -> Pack:
    return read_pack(PACKS / "conseil-emploi")


@pytest.fixture(scope="module")
def modules(ours: Pack) -> list[Module]:
    return [read_module(text) for text in ours.modules.values()]


def test_our_map_has_eight_domains_of_five_skills(ours: Pack) -> None:
    assert [len(domain.skills) for domain in read_skills(ours.skills).domains] == [5] * 8


def test_our_pack_has_a_module_in_each_domain_and_a_dated_one_on_article_60(ours: Pack, modules: list[Module]) -> None:
    skills = read_skills(ours.skills)
    domains = {domain for module in modules for domain in {skills[skill].domain for skill in module.skills}}
    assert domains == {domain.id for domain in skills.domains}
    (article,) = (module for module in modules if "cpas-article-60" in module.cites)
    assert "article-60-7-l-essentiel" in article.addressed


def test_every_module_asks_enough_on_its_main_skill_to_acquire_it(modules: list[Module]) -> None:
    for module in modules:
        on_main = [question.use for question in module.questions if question.skill == module.skills[0]]
        assert on_main.count(Use.LEARN) >= 4
        assert on_main.count(Use.CHECK) >= 1


def test_every_option_of_our_pack_explains_itself(modules: list[Module]) -> None:
    options = [option for module in modules for question in module.questions for option in question.options]
    assert all(len(option.feedback.split()) >= 5 for option in options)


def test_three_modules_end_on_a_situation_to_try_on_a_sheet_which_is_left_to_be_completed() -> None:
    tried = {file.name: read_module(file.read_text()).exercise for file in sorted(MODULES.glob("*.md"))}
    names = "noeuds-du-parcours", "qui-fait-quoi", "trajectoire"
    assert {name for name, found in tried.items() if found} == {f"{name}{end}" for name in names for end in ENDS}
    sheets = {name: sketch_sheet(found.sheet) for name, found in tried.items() if found}
    assert all(problems for _, problems in sheets.values())
    assert all(not place.who[:1].isupper() for sheet, _ in sheets.values() for place in sheet.places)


@pytest.mark.parametrize("end", ENDS)
def test_each_of_them_has_on_its_sheet_what_its_module_is_about(end: str) -> None:
    nodes, who, way = (_sheet(f"{name}{end}") for name in ("noeuds-du-parcours", "qui-fait-quoi", "trajectoire"))
    assert isinstance(nodes.places[0], Decision)
    assert (len(nodes.places[0].continuations), nodes.places[0].who, nodes.places[0].by) == (1, "", None)
    assert heavy_side(carried(who)) == who.places[0].who
    assert [(stretch.begun, stretch.ended) for stretch in way.behind] == [(2012, 2018)]
    assert way.days == ()


def _sheet(name: str) -> Sheet:
    exercise = read_module((MODULES / name).read_text()).exercise
    assert exercise
    return sketch_sheet(exercise.sheet)[0]


def test_every_module_has_cards_sources_and_a_day_to_be_read_again(modules: list[Module]) -> None:
    assert all(module.cards and module.sources and module.review_by for module in modules)


def test_every_key_of_method_names_the_source_that_carries_it(ours: Pack) -> None:
    read = [read_module(text) for text in (*ours.modules.values(), *ours.twins.values())]
    method = [(one, asked) for one in read for asked in one.questions if asked.nature is QuestionNature.METHOD]
    assert [f"{one.id} {asked.id}" for one, asked in method if one.source_of(asked) is None] == []


def test_every_module_has_something_of_its_own_to_try_unless_it_is_sensitive(modules: list[Module]) -> None:
    assert [module.id for module in modules if module.sensitive] == ["tension"]
    tried = [module.to_try for module in modules if not module.sensitive]
    assert all(tried)
    assert len({*tried}) == len(tried)


def test_our_modules_come_back_from_their_canonical_text_unchanged(modules: list[Module]) -> None:
    assert [read_module(write_module(module)) for module in modules] == modules
