"""What was there to begin from is found wherever it was left, by the starters themselves; real texts have none."""

from datetime import date
from typing import Any

from content import kinds
from content.checks.checked_text import starter_phrases
from content.checks.findings import left_over
from content.directory.entry import EntryKind
from content.directory.entry_text import write_entry
from content.errors import Problem
from content.schema.text_kind import TextKind
from content.schema.yaml_fields import LANGUAGES
from content.text.module_reader import read_module
from content.text.starter import starter_blocks, starter_entry, starter_text
from tests.builders import RULES, SKILLS
from tests.starters import written_over

DAY = date(2026, 11, 23)


def of_module(text: str) -> list[Problem]:
    return [*left_over(read_module(text), text, "m.md")]


def told(text: str, problems: list[Problem]) -> list[str]:
    """The lines that are told, as they are written."""
    lines = text.splitlines()
    return [lines[problem.line - 1].strip() for problem in problems]


def test_of_a_new_module_every_line_of_words_is_told_until_it_is_written_over() -> None:
    text = starter_text("un", "listen.active", DAY)
    found = told(text, of_module(text))
    assert len(found) == 10
    assert {"title: Titre du module", "- [x] La réponse juste", "> Pourquoi elle l'est."} <= {*found}
    assert of_module(written_over(text)) == []


def test_what_is_written_over_is_told_no_longer_and_the_rest_is() -> None:
    text = starter_text("un", "listen.active", DAY, "Un vrai titre").replace("Une erreur plausible", "Trop vite")
    found = told(text, of_module(text))
    assert "title: Un vrai titre" not in found
    assert "- [ ] Trop vite" not in found
    assert "- [x] La réponse juste" in found


def test_another_apostrophe_hides_nothing() -> None:
    text = starter_text("un", "listen.active", DAY)
    curly = text.replace("'", "’")
    assert [one.line for one in of_module(curly)] == [one.line for one in of_module(text)]


def test_every_block_is_told_when_it_is_left_as_it_was_put_in() -> None:
    for language in LANGUAGES:
        for name in sorted(starter_blocks("fr", DAY).keys() - {"source"}):
            block, first = starter_blocks(language, DAY)[name]
            whole = written_over(starter_text("un", "listen.active", DAY)).replace(
                "language: fr", f"language: {language}"
            )
            whole = whole.replace("## À essayer dès le prochain entretien", "## Une carte")
            if language == "nl":
                whole = whole.replace("## Question", "## Vraag")
            text = f"{whole}\n{block}\n".replace("{id}", "un-9").replace("{skill}", "listen.active")
            assert any(first in line for line in told(text, of_module(text)))
            assert of_module(written_over(text)) == []


def test_the_title_of_a_copy_is_told_until_it_is_changed() -> None:
    text = written_over(starter_text("un", "listen.active", DAY))
    copy = text.replace("title: ", "title: Copie de ")
    (problem,) = of_module(copy)
    assert (copy.splitlines()[problem.line - 1][:15], problem.told[:16]) == ("title: Copie de", "Le titre dit enc")


def begun(kind: TextKind[Any]) -> str:
    """The one block of a kind, as it is put in."""
    ((text, _),) = kind.blocks(DAY, DAY)["fr"].values()
    return text


def of(kind: TextKind[Any], text: str) -> list[Problem]:
    return [*kind.left_over(kind.read(text), text, kind.file)]


def test_rules_skills_topics_and_programmes_are_held_against_their_own() -> None:
    for kind, text, left in [
        (kinds.RULES, RULES + begun(kinds.RULES), {"- id: nouvelle-regle"}),
        (kinds.SKILLS, SKILLS + begun(kinds.SKILLS), {"- id: domaine.competence"}),
        (kinds.TOPICS, f"topics:\n{begun(kinds.TOPICS)}", {"- id: nouveau-sujet"}),
        (
            kinds.PROGRAMMES,
            f"programmes:\n{begun(kinds.PROGRAMMES)}",
            {"- id: nouveau-parcours", "- module: module-un", 'fr: "Pourquoi cette semaine."'},
        ),
    ]:
        assert left <= {*told(text, of(kind, text))}
        assert not starter_phrases(kind.starters) & {*written_over(text, kind).split("\n")}
    over = written_over(f"programmes:\n{begun(kinds.PROGRAMMES)}", kinds.PROGRAMMES)
    assert of(kinds.PROGRAMMES, over) == of(kinds.SKILLS, SKILLS) == []


def test_a_new_entry_is_told_by_its_lines() -> None:
    for kind in EntryKind:
        text = write_entry(starter_entry(kind, "un", DAY, "duree"))
        found = told(text, of(kinds.ENTRY, text))
        assert len(found) >= 8
        assert "id: qui-le-propose" in found
        assert of(kinds.ENTRY, written_over(text, kinds.ENTRY)) == []
