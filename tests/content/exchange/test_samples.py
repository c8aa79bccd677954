"""Every sample of every format comes in as it was noted: questions, options, losses and faults."""

import pytest

from tests.content.exchange.samples import READERS, noted, samples


@pytest.mark.parametrize("name", READERS)
def test_every_sample_comes_in_as_it_was_noted(name: str) -> None:
    found = [*samples(name)]
    assert len({one.title for one in found}) == len(found) > 10
    assert [one._replace(noted=noted(name, one)) for one in found] == found
