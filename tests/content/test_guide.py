"""The examples of the trainers' guide can be copied as they stand."""

import re
from pathlib import Path

import pytest

from content.checks.our_packs import MOST_MINUTES
from content.dialogue import LONGEST_PATH, MOST_TURNS, SHORTEST, faults
from content.errors import BrokenText
from content.module import Module, QuestionKind
from content.pack import PACKS
from content.programmes import FEWEST_WEEKS, MOST_WEEKS, read_programmes
from content.text.module_reader import read_module
from content.text.other_parts import CRITERIA, MODELS, MOST_CHOICES
from content.topics import read_topics

GUIDE = (Path(__file__).parents[2] / "docs" / "trainers.md").read_text("utf-8")
PROGRAMME, TOPIC = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLES = re.findall(r"^```markdown\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
IN_WORDS = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 12: "douze"}
HEADER = """\
---
id: exemple
title: Exemple
language: fr
minutes: 5
skills: [refer.handoff, assess.questions, labour.lmi]
---

"""


QUESTION = """
## Question exemple-1 · refer.handoff

Que faites-vous ?

- [x] J'appelle.
  > Une voix attend.
- [ ] J'écris.
  > Personne ne lit.
"""


def examples() -> list[Module]:
    """Each as a module: where it has no header or no question of its own, it gets the plainest."""
    whole = [one if one.startswith("---") else HEADER + one for one in EXAMPLES]
    return [read_module(one if "\n## Question " in one else one + QUESTION) for one in whole]


def test_every_example_can_be_read_and_together_they_show_every_kind_that_is_named() -> None:
    read = examples()
    kinds = {question.kind for module in read for question in module.questions}
    assert kinds == set(QuestionKind) - {QuestionKind.SEVERAL}


def test_the_examples_show_what_is_played_written_and_shown_and_their_numbers_are_those_of_the_code() -> None:
    told = [module for module in examples() if module.dialogues]
    assert [[*faults(module.turns(one.id))] for module in told for one in module.dialogues] == [[]]
    assert [len(module.written) + len(module.vignettes) for module in examples()].count(1) == 2
    assert f"de {IN_WORDS[SHORTEST]} à {IN_WORDS[LONGEST_PATH]} répliques" in GUIDE
    assert f"{IN_WORDS[MOST_TURNS]} tours écrits au plus" in GUIDE
    assert f"Au-delà de {IN_WORDS[MOST_MINUTES]} minutes" in GUIDE
    assert f"Deux à {IN_WORDS[MOST_CHOICES]} choix" in GUIDE
    assert f"compare à {IN_WORDS[MODELS]} modèles" in GUIDE
    assert f"soi-même {IN_WORDS[CRITERIA]} critères" in GUIDE


def test_the_example_of_a_programme_can_be_copied_as_it_stands() -> None:
    (programme,) = read_programmes(PROGRAMME)
    assert programme.newcomers
    translated = (PACKS / "conseil-emploi" / "modules" / f"{week.module}.nl.md" for week in programme.weeks)
    assert all(translation.exists() for translation in translated)
    assert f"de {IN_WORDS[FEWEST_WEEKS]} à {IN_WORDS[MOST_WEEKS]} modules" in GUIDE


def test_the_example_of_a_topic_lacks_only_the_four_lines_that_it_leaves_out() -> None:
    with pytest.raises(BrokenText) as broken:
        read_topics(TOPIC)
    assert [problem.told for problem in broken.value.problems] == [
        "« Ce que vous pouvez demander » a 5 lignes, pas 1 : complétez ou coupez."
    ]
