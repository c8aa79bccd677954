"""Entries beside the rest of their pack: what they name is there, and each file has the name of its entry."""

from pathlib import Path

import pytest

from content.errors import BrokenText
from content.pack import read_parts
from tests.builders import RULES, SKILLS
from tests.directory.invented_entries import TEXT

TOPICS = "topics: []\n"


def pack(folder: Path, **entries: str) -> Path:
    (folder / "directory").mkdir()
    (folder / "skills.yaml").write_text(SKILLS)
    (folder / "rules.yaml").write_text(RULES)
    for name, text in entries.items():
        (folder / "directory" / f"{name.replace('_', '-')}.yaml").write_text(text)
    return folder


def test_the_entries_of_a_pack_are_read_with_it(tmp_path: Path) -> None:
    text = TEXT.replace("topics: [sante]\n", "").replace("skills: [listen.active]\n", "")
    ((entry, written, file),) = read_parts(pack(tmp_path, ecoute_chomage=text)).directory
    assert (entry.id, written, file) == ("ecoute-chomage", text, "directory/ecoute-chomage.yaml")


def test_what_an_entry_names_and_is_not_there_is_said_at_its_line(tmp_path: Path) -> None:
    text = TEXT.replace("[listen.active]", "[listen.nothing]").replace("review_by:", "rules: [regle-x]\nreview_by:")
    with pytest.raises(BrokenText) as broken:
        read_parts(pack(tmp_path, autre=text))
    assert [str(problem).removeprefix("directory/autre.yaml:") for problem in broken.value.problems] == [
        "5: La compétence listen.nothing n'est pas dans la carte des compétences : corrigez l'identifiant.",
        "13: La règle regle-x n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle.",
        "4: Le sujet sante n'est pas dans topics.yaml : corrigez l'identifiant.",
        "1: Le fichier d'une entrée porte son identifiant : nommez-le ecoute-chomage.yaml.",
    ]


def test_entries_that_cannot_be_read_are_told_with_the_other_texts(tmp_path: Path) -> None:
    with pytest.raises(BrokenText) as broken:
        read_parts(pack(tmp_path, une="id: une\n", deux="x"))
    assert {problem.file for problem in broken.value.problems} == {"directory/une.yaml", "directory/deux.yaml"}
