"""Every mistake in a text of ours is told as it was noted, at its line, with what to do."""

import pytest

from tests.content.mistakes import TEXTS, mistakes, said


@pytest.mark.parametrize("name", TEXTS)
def test_each_mistake_is_said_as_it_was_noted(name: str) -> None:
    found = [*mistakes(name)]
    assert [one._replace(said=said(name, one)) for one in found] == found != []
    assert [one for one in found if one.said == "    nothing"] == []
