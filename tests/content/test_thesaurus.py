"""The thesaurus: one concept a line, said in three languages."""

from pathlib import Path

import pytest

from content.lexicons import THESAURUS, Thesaurus, ThesaurusBroken, read_thesaurus
from content.schema.yaml_fields import LANGUAGES


def test_a_line_is_a_concept_and_its_parts_are_its_labels_by_language(tmp_path: Path) -> None:
    file = tmp_path / "thesaurus.txt"
    file.write_text("# Émotions\n\ncolère, fâché | boos | anger, angry \n", encoding="utf-8")
    (concept,) = read_thesaurus(file).concepts
    assert concept == {"fr": ("colère", "fâché"), "nl": ("boos",), "en": ("anger", "angry")}


def test_a_line_without_a_part_for_each_language_is_named_by_its_number() -> None:
    for line in ["colère | boos", "colère | | anger", "a | b | c | d"]:
        with pytest.raises(ThesaurusBroken) as broken:
            assert Thesaurus(f"# Émotions\n{line}").concepts
        assert broken.value.args == (2,)


def test_what_is_written_otherwise_has_another_version() -> None:
    assert Thesaurus("a | b | c").version != Thesaurus("a | b | d").version


def test_ours_says_much_in_every_language_and_nothing_twice_on_a_line() -> None:
    concepts = read_thesaurus(THESAURUS).concepts
    for language in LANGUAGES:
        said = [concept[language] for concept in concepts]
        assert sum(map(len, said)) >= 2000
        assert [labels for labels in said if len(set(labels)) < len(labels)] == []
