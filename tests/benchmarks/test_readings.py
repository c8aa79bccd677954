"""The facts of the pack by manner and age: before, all counted from the day of our reading; after, none that cannot."""

import pytest

from benchmarks import readings
from content.pack import PACKS


@pytest.mark.nightly
def test_no_fact_of_the_pack_is_recent_once_it_counts_from_what_was_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["readings", str(PACKS / "conseil-emploi")])
    readings.main()
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    before, after = (next(line.split()[-3:] for line in lines if f"{when} " in line) for when in ("before", "after"))
    assert (int(before[0]) > 400, before[1:]) == (True, ["0", "0"])
    assert after[0] == "0"
    assert [line for line in lines if line.startswith("papers: need not")] == []
    (public,) = [line for line in lines if line.startswith("public file:")]
    assert "2026-11-29" not in public
