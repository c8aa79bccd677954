"""Who is on leave, and who comes no more, is told by nothing that an administrator or a trainer can open or download.

The attacker knows everything else: she has invented all other accounts, and has two houses of her own beside the real
one, in which the one whom she watches is there or is not. Where both show her the same as the real one, her guess is
chance, 50 of 100, whatever test she makes. Record 49 has all eighteen days, in more houses.
"""

from collections.abc import Mapping

import pytest

from models.learning import week
from tests.databases import FreshDatabase
from tests.house import House
from tests.learning.pages.absence import LAST_VISIT, LEAVE, Life, Seen, differing, small_house

DAYS = range(min(LEAVE) - 2, LAST_VISIT + 2)
"""From the day on which leave is noted, to one on which she would be there."""
PAGES_OF_A_KIND = 2
ABSENT = [Life.ON_LEAVE, Life.GONE]
Lived = Mapping[Life, Mapping[str, Seen]]


@pytest.fixture(scope="module")
def lived(sqlite: FreshDatabase) -> Lived:
    """What each sees on the last evening, by what she who is watched has done."""
    seen = {}
    for life in Life:
        with small_house(sqlite, seed=15, life=life) as small:
            for day in DAYS:
                small.live(day)
            seen[life] = {role: small.look(role, max(DAYS), PAGES_OF_A_KIND) for role in small.lookers}
    return seen


@pytest.mark.nightly
@pytest.mark.parametrize("role", ["administrator", "trainer"])
@pytest.mark.parametrize("life", ABSENT)
def test_what_is_seen_of_a_house_is_the_same_whether_somebody_is_there_or_not(
    lived: Lived, role: str, life: Life
) -> None:
    assert len(lived[life][role]) > 60
    assert differing(lived[Life.EVERY_DAY][role], lived[life][role]) == set()


@pytest.mark.nightly
@pytest.mark.parametrize("life", ABSENT)
def test_she_herself_sees_where_she_was(lived: Lived, life: Life) -> None:
    """And so the comparison bites: whatever another page showed of it would be found."""
    seen, absent = lived[Life.EVERY_DAY]["herself"], lived[life]["herself"]
    assert {"/", "/history", "her own export"} <= differing(seen, absent)


def test_that_others_take_leave_shows_in_no_number_of_ones_own(house: House) -> None:
    account, other = house.person(), house.person()
    browser, today = house.browser_of(account), house.clock().date()
    forms = []
    for _ in range(2):
        browser.get("/week")
        browser.send("/week/pauses", first=str(today), last=str(today))
        (form,) = browser.page.tree.xpath("//form[contains(@action, 'resume')]")
        forms.append((form.action, form.fields["first"], sorted(form.fields)))
        browser.send(form.action)
        with house.store.writing() as db:
            week.pause(db, other.learner_key, today, today, house.clock())
    assert forms[0] == forms[1] == ("/week/pauses/resume", str(today), ["csrf_token", "first"])
