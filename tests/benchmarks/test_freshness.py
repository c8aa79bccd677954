"""Which facts will be edited: what may be known of them on a day, and how the orders are judged."""

import gzip
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy
import pytest

from benchmarks.freshness.__main__ import edited_between, main, share_found
from benchmarks.freshness.facts import BadFacts, EditedFact, Known, institution, months_after, read_facts
from benchmarks.freshness.orders import OURS, PLAIN, Standing, histories, learned_rates, orders, plain_rates
from models.freshness import YEAR, RatePrior, Rereading, learned

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


@pytest.mark.parametrize("row", ["a-b,link,yesterday,,,", "a-b,link", "a-b,link,2021-01-01,,never,"])
def test_a_row_that_tells_no_days_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(BadFacts, match=r"facts\.csv\.gz"):
        read_facts(written(tmp_path / "facts.csv.gz", row))


def test_a_year_after_the_end_of_february_is_the_end_of_february() -> None:
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2022, 12, 31), 12) == date(2023, 12, 31)


def test_an_institution_is_the_first_two_words() -> None:
    assert institution("caf_ain-aide-bafa") == institution("caf-ain") == "caf-ain"


def test_what_comes_after_a_day_changes_nothing_that_was_known_on_it() -> None:
    facts = made_up_facts()
    until = [one._replace(edits=tuple(day for day in one.edits if day <= CUT)) for one in facts]
    for one, other in zip(orders(Known.on(CUT, facts), 365), orders(Known.on(CUT, until), 365), strict=True):
        assert one.name == other.name and (one.scores == other.scores).all()


def test_a_fact_stands_from_its_first_day_to_its_last() -> None:
    here, gone = fact(), fact(ended=CUT)
    assert Known.on(CUT, [here, gone, fact(created=CUT + timedelta(days=1))]).standing() == [here]


def test_an_edit_is_a_reading_that_found_a_change_and_the_rest_was_kept() -> None:
    edited = fact(edits=(date(2020, 12, 31), CUT + timedelta(days=1)))
    assert list(Known.on(CUT, [edited]).rereadings(Known.on(CUT, [edited]).facts[0])) == [
        Rereading(365 / YEAR, True),
        Rereading(366 / YEAR, False),
    ]


def test_an_edit_while_the_text_settles_is_no_change_and_begins_anew() -> None:
    settling = fact(edits=(BEGUN + timedelta(days=30),))
    known = Known.on(CUT, [settling])
    assert list(known.rereadings(settling)) == [Rereading(701 / YEAR, False)]
    assert (known.settled_edits(settling), known.age(settling)) == (0, 701)


def test_rates_are_found_again_in_made_up_facts() -> None:
    known = Known.on(date(2023, 6, 1), made_up_facts())
    plain, of_all = plain_rates(known)
    found = learned_rates(known, of_all)
    assert plain["label"] == pytest.approx(0.1, abs=0.03) and found["label"] == pytest.approx(0.1, abs=0.03)
    assert plain["form"] == pytest.approx(2.0, abs=0.25) and found["form"] > 1.5


def test_an_institution_whose_facts_change_faster_is_told_apart_and_a_silent_one_shrunk() -> None:
    often = [fact("caf-ain", edits=[BEGUN + timedelta(days=60 * n) for n in range(1, 12)]) for _ in range(5)]
    rare = [fact("caf-lot") for _ in range(5)]
    times = histories(Known.on(CUT, often + rare), {"link": 1.0}, lambda one: institution(one.entry))
    assert times["caf-lot"] == pytest.approx(10 / (10 + 5 * 731 / YEAR))
    assert times["caf-ain"] > 2


def test_a_chance_grows_with_age_and_with_the_rate_and_as_many_are_foreseen_as_if_read_today() -> None:
    facts = Standing(numpy.array([0.2, 0.2, 0.6]), numpy.array([0.0, 900.0, 900.0]))
    for looked_at in (True, False):
        young, old, fast = facts.chances(365, looked_at)
        assert young < old < fast
        assert young + old + fast == pytest.approx((1 - facts.still_true_after(365)).sum())


def test_a_look_without_a_trace_counts_half_of_the_age_at_most() -> None:
    facts = Standing(numpy.array([0.2, 0.2]), numpy.array([1.0, 900.0]))
    known, unknown = (facts.chances(365, looked_at) for looked_at in (False, True))
    assert unknown[1] / unknown[0] < known[1] / known[0]


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


def told(argv: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("benchmarks.freshness.__main__.DRAWS", 5)
    monkeypatch.setattr(sys, "argv", ["freshness", *argv])
    return main()


def test_the_table_says_what_was_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (f"{one.entry},{one.kind},{one.created},,{' '.join(map(str, one.edits))}," for one in made_up_facts())
    path = written(tmp_path / "facts.csv.gz", *rows)
    status = told([str(path), "--cut", "2022-06-01"], monkeypatch)
    table = capsys.readouterr().out
    assert status == ("MISSED" in table)
    assert PLAIN in table and OURS in table and "2022-06-01 to 2023-06-01: 400 facts of 200 entries" in table


def test_what_cannot_be_read_or_foreseen_is_said_without_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told([str(tmp_path / "none.csv.gz")], monkeypatch) == 2
    unedited = written(tmp_path / "facts.csv.gz", "a-b,link,2021-01-01,,,")
    assert told([str(unedited)], monkeypatch) == 2
    assert "nothing to foresee" in capsys.readouterr().err


def test_the_prior_of_a_kind_is_the_rate_of_all() -> None:
    known = Known.on(CUT, [fact()])
    assert learned_rates(known, 0.3) == {"link": learned(RatePrior(0.3), known.rereadings(fact()))}
