"""The ledger of erasures: it names nobody, loses nothing, and lets go what has had its term."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from models.ground import ledger
from models.ground.ledger import Erased, ErasedLine, NoLedger

KEY = UUID("6f7b1f0e-6c0b-4a52-9d0f-0f6a3b1c2d3e")
AT, TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 24)
DAY, ALWAYS = timedelta(days=1), date.min


def line(number: int = 0, day: date = TODAY, secret_key: str = "a key") -> ErasedLine:
    return ledger.line_of(secret_key, Erased.PERSON, UUID(int=KEY.int + number), day)


def test_a_line_names_nobody_to_who_has_no_key() -> None:
    assert str(KEY) not in str(line()) and KEY.hex not in str(line())
    assert line().learner == line(day=TODAY - DAY).learner
    assert line().learner != line(secret_key="another").learner
    assert ledger.mark_of("a key") != ledger.mark_of("another")


def test_there_is_a_ledger_from_the_first_time_on_that_erasures_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(NoLedger):
        ledger.read(tmp_path)
    assert not ledger.keep(tmp_path, [], ALWAYS, AT)
    assert ledger.read(tmp_path) == (AT, frozenset())
    assert not ledger.keep(tmp_path, [], ALWAYS, AT + DAY)
    assert ledger.read(tmp_path).begun == AT
    assert (tmp_path / ledger.FILE).stat().st_mode & 0o777 == 0o600


def test_each_erasure_is_written_once(tmp_path: Path) -> None:
    assert ledger.keep(tmp_path, [line(1)], ALWAYS, AT)
    assert ledger.keep(tmp_path, [line(1), line(2)], ALWAYS, AT)
    assert not ledger.keep(tmp_path, [line(1), line(2)], ALWAYS, AT)
    assert ledger.read(tmp_path).erased == {line(1), line(2)}
    assert len((tmp_path / ledger.FILE).read_text().splitlines()) == 3


def test_what_has_had_its_term_goes_and_what_has_not_stays(tmp_path: Path) -> None:
    old, young = line(1, TODAY - DAY), line(2)
    ledger.keep(tmp_path, [old, young], ALWAYS, AT)
    ledger.keep(tmp_path, [young], TODAY, AT + DAY)
    assert ledger.read(tmp_path) == (AT, {young})


def test_what_it_has_let_go_it_no_longer_answers_for(tmp_path: Path) -> None:
    ledger.keep(tmp_path, [line(1)], ALWAYS, AT)
    ledger.keep(tmp_path, [], TODAY + 8 * DAY, AT + 8 * DAY)
    assert ledger.read(tmp_path) == (datetime(2026, 11, 25, tzinfo=UTC), frozenset())
    # What was empty anyway lets nothing go.
    ledger.keep(tmp_path, [], TODAY + 9 * DAY, AT + 9 * DAY)
    assert ledger.read(tmp_path).begun == datetime(2026, 11, 25, tzinfo=UTC)


def test_of_many_who_write_at_once_none_is_lost(tmp_path: Path) -> None:
    ledger.keep(tmp_path, [line(100, TODAY - DAY)], ALWAYS, AT)
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda number: ledger.keep(tmp_path, [line(number)], TODAY, AT), range(40)))
    assert ledger.read(tmp_path).erased == {line(number) for number in range(40)}


def test_a_line_that_a_power_cut_has_cut_short_spoils_neither_the_others_nor_the_next(tmp_path: Path) -> None:
    ledger.keep(tmp_path, [line(1), line(2)], ALWAYS, AT)
    path = tmp_path / ledger.FILE
    path.write_bytes(path.read_bytes()[:-20])
    assert len(ledger.read(tmp_path).erased) == 1
    assert ledger.keep(tmp_path, [line(1), line(2), line(3)], ALWAYS, AT)
    assert ledger.read(tmp_path).erased == {line(1), line(2), line(3)}


def test_a_file_of_others_is_no_ledger(tmp_path: Path) -> None:
    for text in ["", "\n", "something else\n"]:
        (tmp_path / ledger.FILE).write_text(text)
        with pytest.raises(NoLedger):
            ledger.read(tmp_path)
