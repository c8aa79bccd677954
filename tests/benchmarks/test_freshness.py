"""Which facts will be edited: what may be known of them on a day, and how the orders are judged."""

import gzip
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy
import pytest

from benchmarks.freshness.__main__ import edited_between, share_found
from benchmarks.freshness.facts import EditedFact, Known, months_after, read_facts
from benchmarks.freshness.orders import Standing, learned_rates, orders, plain_rates
from models.freshness import YEAR, Rereading

BEGUN, CUT = date(2020, 1, 1), date(2022, 1, 1)
HEAD = "entry,kind,created,ended,edits,bulk_edits"


def fact(entry: str = "caf-ain-aide", kind: str = "link", edits: Sequence[date] = (), **more: date) -> EditedFact:
    return EditedFact(entry, kind, more.get("created", BEGUN), more.get("ended"), tuple(edits))


def made_up_facts(seed: int = 1) -> list[EditedFact]:
    """Two hundred entries of four years: forms change twice a year, labels once in ten years."""
    random, facts = Random(seed), []
    for number in range(200):
        for kind, rate in (("form", 2.0), ("label", 0.1)):
            created = BEGUN + timedelta(days=random.randrange(700))
            days, edits = 0.0, []
            while (days := days + random.expovariate(rate) * YEAR) < 1500:
                edits.append(created + timedelta(days=int(days)))
            facts.append(EditedFact(f"caf-{number}", kind, created, None, tuple(edits)))
    return facts


def written(path: Path, *rows: str) -> Path:
    path.write_bytes(gzip.compress("\n".join((HEAD, *rows)).encode()))
    return path


def test_bulk_edits_are_left_out_and_a_day_counts_once(tmp_path: Path) -> None:
    row = "a-b,link,2021-01-01,,2021-06-01 2021-03-01 2021-06-01,2021-09-01"
    (found,) = read_facts(written(tmp_path / "facts.csv.gz", row))
    assert found.edits == (date(2021, 3, 1), date(2021, 6, 1)) and found.ended is None


def test_what_comes_after_a_day_changes_nothing_that_was_known_on_it() -> None:
    facts = made_up_facts()
    until = [one._replace(edits=tuple(day for day in one.edits if day <= CUT)) for one in facts]
    for one, other in zip(orders(Known.on(CUT, facts), 365), orders(Known.on(CUT, until), 365), strict=True):
        assert one.name == other.name and (one.scores == other.scores).all()


def test_an_edit_is_a_reading_that_found_a_change_and_the_rest_was_kept() -> None:
    edited = fact(edits=(date(2020, 12, 31), CUT + timedelta(days=1)))
    assert list(Known.on(CUT, [edited]).rereadings(Known.on(CUT, [edited]).facts[0])) == [
        Rereading(365 / YEAR, True),
        Rereading(366 / YEAR, False),
    ]


def test_rates_are_found_again_in_made_up_facts() -> None:
    known = Known.on(date(2023, 6, 1), made_up_facts())
    plain, of_all = plain_rates(known)
    found = learned_rates(known, of_all)
    assert plain["label"] == pytest.approx(0.1, abs=0.03) and found["label"] == pytest.approx(0.1, abs=0.03)
    assert plain["form"] == pytest.approx(2.0, abs=0.25) and found["form"] > 1.5


def test_a_chance_grows_with_age_and_with_the_rate_and_as_many_are_foreseen_as_if_read_today() -> None:
    facts = Standing(numpy.array([0.2, 0.2, 0.6]), numpy.array([0.0, 900.0, 900.0]))
    for looked_at in (True, False):
        young, old, fast = facts.chances(365, looked_at)
        assert young < old < fast
        assert young + old + fast == pytest.approx((1 - facts.still_true_after(365)).sum())


def test_a_fifth_holds_the_share_of_those_that_tie() -> None:
    edited = numpy.array([1.0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    assert share_found(edited, numpy.arange(10.0)) == 0
    assert share_found(edited, -numpy.arange(10.0)) == 0.5
    assert share_found(edited, numpy.zeros(10)) == pytest.approx(0.2)


def test_only_edits_after_the_day_and_by_the_end_are_to_be_found() -> None:
    end = months_after(CUT, 12)
    facts = [fact(kind=str(n), edits=[day]) for n, day in enumerate((CUT, CUT + timedelta(days=1), end))]
    facts.append(fact(kind="later", edits=[end + timedelta(days=1)]))
    assert edited_between(facts, Known.on(CUT, facts), end).tolist() == [0, 1, 1, 0]
