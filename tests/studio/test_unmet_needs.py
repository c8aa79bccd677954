"""Needs that were not met are counted by domain and week, on both databases, none lost and none of anybody."""

from datetime import timedelta

import pytest

from models.ground.anonymity import FEWEST
from models.ground.store import Store
from models.learning.situate import NoSuchDomain
from models.studio import module_list
from tests.builders import MONDAY, set_up, small_pack

TODAY = MONDAY.date()


@pytest.mark.dialects
def test_a_week_is_told_when_it_is_over_and_a_few_are_not_numbered(store: Store) -> None:
    set_up(store, small_pack())
    with store.writing() as db:
        for day, number in ((-1, FEWEST), (-8, 1), (0, 3), (-40, 9)):
            for _ in range(number):
                module_list.count_unmet_need(db, "listen", TODAY + timedelta(days=day))
    with store.reading() as db:
        (told,) = module_list.lately_unmet(db, TODAY)
    assert [week.number for week in told.weeks] == [FEWEST, None]
    assert told.domain.id == "listen"


def test_only_a_domain_of_the_map_is_counted(store: Store) -> None:
    set_up(store, small_pack())
    with store.writing() as db, pytest.raises(NoSuchDomain):
        module_list.count_unmet_need(db, "nulle-part", TODAY)
