"""The skill map: domains of skills, and prerequisites that exist and never run in a circle."""

import pytest

from content.errors import BrokenText
from content.skills import line_of, read_skills
from tests.builders import SKILLS


def problems(text: str) -> list[str]:
    with pytest.raises(BrokenText) as broken:
        read_skills(text)
    return str(broken.value).splitlines()


def test_a_skill_is_found_by_its_id_with_its_domain_names_and_prerequisites() -> None:
    reflect = read_skills(SKILLS)["listen.reflect"]
    assert (reflect.domain, reflect.name["nl"], reflect.prerequisites) == ("listen", "Parafraseren", ("listen.active",))


def test_a_skill_is_thin_where_the_map_says_so() -> None:
    skills = read_skills(
        SKILLS.replace("prerequisites: [listen.active]", "prerequisites: [listen.active]\n        thin: true")
    )
    assert [skill.id for skill in skills if skill.thin] == ["listen.reflect"]


def test_every_skill_of_a_circle_is_named() -> None:
    circle = SKILLS.replace("prerequisites: []", "prerequisites: [listen.reflect]", 1)
    assert [line.split()[3] for line in problems(circle)] == ["listen.active", "listen.reflect"]


def test_a_name_is_found_where_it_stands_by_itself() -> None:
    text = "a-1x\nx.a-1\na-10\n[a-1, b]\n"
    assert line_of(text, "a-1") == 4
    assert line_of(text, "nowhere") == 1
