"""What was there to begin from is found wherever it was left, by the starters themselves; real texts have none."""

from datetime import date

from content.checks.findings import left_over
from content.checks.references import check_entry, check_rules, check_topics
from content.checks.untouched import check_untouched, starter_phrases
from content.directory.entry import EntryKind
from content.directory.reading import read_entry
from content.fields import LANGUAGES
from content.problems import Problem
from content.programmes import read_programmes
from content.rules import read_rules
from content.skills import read_skills
from content.starter import (
    starter_blocks,
    starter_entry,
    starter_programme,
    starter_rule,
    starter_skill,
    starter_text,
    starter_topic,
)
from content.text.reading import read_module
from content.topics import read_topics
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


def test_rules_skills_topics_and_programmes_are_held_against_their_own() -> None:
    for kind, text, check, left in [
        ("rules", RULES + starter_rule(DAY, DAY)[0], of_rules, {"- id: nouvelle-regle"}),
        ("skills", SKILLS + starter_skill()[0], of_skills, {"- id: domaine.competence"}),
        ("topics", f"topics:\n{starter_topic()[0]}", of_topics, {"- id: nouveau-sujet"}),
        (
            "programmes",
            f"programmes:\n{starter_programme()[0]}",
            of_programmes,
            {"- id: nouveau-parcours", "- module: module-un", 'fr: "Pourquoi cette semaine."'},
        ),
    ]:
        assert left <= {*told(text, check(text))}
        assert not starter_phrases(kind) & {*written_over(text, kind).split("\n")}
    over = written_over(f"programmes:\n{starter_programme()[0]}", "programmes")
    assert of_programmes(over) == of_skills(SKILLS) == []


def of_rules(text: str) -> list[Problem]:
    return [*check_rules(read_rules(text).values(), text, "rules.yaml")]


def of_skills(text: str) -> list[Problem]:
    return [*check_untouched(read_skills(text), "skills", text, "skills.yaml")]


def of_topics(text: str) -> list[Problem]:
    return [*check_topics(read_topics(text), text, "topics.yaml", (), ())]


def of_programmes(text: str) -> list[Problem]:
    return [*check_untouched(read_programmes(text), "programmes", text, "programmes.yaml")]


def test_a_new_entry_is_told_by_its_lines() -> None:
    for kind in EntryKind:
        text = starter_entry(kind, "un", DAY, "duree")
        file, known = "directory/un.yaml", ((), ["duree"], ())
        found = told(text, [*check_entry(read_entry(text), text, file, *known)])
        assert len(found) >= 8
        assert "id: qui-le-propose" in found
        over = written_over(text, "entry")
        assert [*check_entry(read_entry(over), over, file, *known)] == []
