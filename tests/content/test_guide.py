"""The examples of the trainers' guide can be copied as they stand."""

import re
from pathlib import Path

import pytest

from content.module import QuestionKind
from content.problems import BrokenText
from content.text.reading import read_module
from content.topics import read_topics

GUIDE = (Path(__file__).parents[2] / "docs" / "trainers.md").read_text("utf-8")
(TOPIC,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLES = re.findall(r"^```markdown\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
HEADER = """\
---
id: exemple
title: Exemple
language: fr
minutes: 5
skills: [refer.handoff, assess.questions, labour.lmi]
---

"""


def test_every_example_can_be_read_and_together_they_show_every_kind_that_is_named() -> None:
    read = [read_module(example if example.startswith("---") else HEADER + example) for example in EXAMPLES]
    kinds = {question.kind for module in read for question in module.questions}
    assert kinds == set(QuestionKind) - {QuestionKind.SEVERAL}


def test_the_example_of_a_topic_lacks_only_the_four_lines_that_it_leaves_out() -> None:
    with pytest.raises(BrokenText) as broken:
        read_topics(TOPIC)
    assert [problem.told for problem in broken.value.problems] == [
        "« Ce que vous pouvez demander » a 5 lignes, pas 1 : complétez ou coupez."
    ]
