"""How far somebody is in a programme is hers alone: all pages of every role are searched for it."""

import re

import pytest

from models.learning import playing, programmes
from tests.builders import live_through
from tests.house import House
from tests.learning.pages.programmes import FOLLOWED
from tests.site.pages.furnished import PAGES, ROLES, Furnished, furnish


@pytest.fixture(scope="module")
def furnished(shared_house: House) -> Furnished:
    return furnish(shared_house)


OTHERS = [
    "learner",
    *(pytest.param(role, marks=pytest.mark.nightly) for role in ("nobody", "trainer", "administrator")),
]


@pytest.mark.parametrize("role", OTHERS)
def test_no_page_shows_anybody_elses_progress(furnished: Furnished, role: str) -> None:
    """She has played one of three: neither that she follows it nor how far she is is on any page of others."""
    her = furnished.person("her")
    furnished.addresses(her)
    house = furnished.house
    with house.store.writing() as db:
        live_through(db, playing.start(db, her.learner_key, "calmer", house.clock()), house.clock())
    mine = furnished.visit(her, f"/programmes/{FOLLOWED.id}")
    assert "Vous en avez joué 1 sur 3." in mine.text
    other = None if role == "nobody" else furnished.person(role)
    addresses = furnished.addresses(other)
    with furnished.house.store.writing() as db:  # what is hers alone is left: the page of one who follows nothing
        if other:
            programmes.stop(db, other.learner_key, FOLLOWED.id)
    texts = {"authoring.edit", "exchange.pack"}  # of the programme itself, which trainers write
    seen = [
        address
        for endpoint, where in addresses.items()
        if PAGES[endpoint] in ROLES[role] and endpoint not in {"programmes.programme", *texts}
        for address in where
        if re.search(rf"boréales|programmes/{FOLLOWED.id}", furnished.visit(other, address).body)
    ]
    assert seen == []
