"""What is kept running: started again after pauses that grow, and never left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from select import select
from time import monotonic

import pytest

from portal.site.serving import STEADY, Kept, keep, pause_after

GONE = ("/nowhere/at/all",)
FOREVER = ("sleep", "600")
KEEP_TWO = """
from portal.site.serving import Kept, keep
forever = ("sh", "-c", "echo here; exec sleep 600")
keep(Kept("Le portail", forever, print), Kept("Le travailleur", forever, print), lambda: True, lambda: None)
"""


def test_pauses_grow_to_a_minute_and_begin_anew_after_what_ran_for_long() -> None:
    pauses = [0.0]
    for _ in range(8):
        pauses.append(pause_after(5, pauses[-1]))
    assert pauses[1:] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert pause_after(STEADY, 60) == 1


@pytest.mark.nightly
@pytest.mark.parametrize(("command", "why"), [(("true",), "s'est arrêté (code 0)"), (GONE, "ne démarre pas (")])
def test_what_dies_or_cannot_start_is_started_again_once_its_pause_is_over(command: tuple[str, ...], why: str) -> None:
    said: list[str] = []
    kept = Kept("Le travailleur", command, said.append)
    # It dies at the second 1 of its first life, at once in its second.
    for now in (0, 1, 1.9, 2, 2, 3.9, 4):
        kept.tend(now)
        kept.wait(monotonic() + 30)
    assert all(why in line for line in said)
    assert [line.rpartition("dans ")[2] for line in said[:2]] == ["1 s.", "2 s."]


@pytest.mark.nightly
def test_what_dies_leaves_nobody_behind_who_would_hold_its_port(tmp_path: Path) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    end = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    kept = Kept("Le portail", ("sh", "-c", f"exec 9> {held}; sleep 600 & exit 1"), print)
    kept.tend(0)
    kept.wait(monotonic() + 30)
    kept.tend(1)
    # It can be read, to its end, once nobody is left who could write.
    assert select([end], [], [], 10)[0]
    os.close(end)


def test_a_full_disk_under_the_output_ends_nothing() -> None:
    def full(_: str) -> None:
        raise OSError("No space left on device")

    Kept("Le travailleur", GONE, full).tend(0)


def test_a_portal_that_never_serves_ends_all_with_its_code() -> None:
    portal = Kept("Le portail", ("sh", "-c", "exit 3"), print)
    assert keep(portal, Kept("Le travailleur", GONE, print), lambda: False, lambda: None) == 3


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_a_hook_has_dropped_still_says_stop() -> None:
    """As one that comes while a process is being started may be."""

    class Dropping:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGTERM)

    def announce() -> None:
        Dropping()

    assert keep(Kept("Le portail", FOREVER, print), Kept("Le travailleur", FOREVER, print), lambda: True, announce) == 0


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells a process that its parent has died")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nobody_stays_behind_however_it_ends(number: signal.Signals) -> None:
    command = [sys.executable, "-c", KEEP_TWO]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout
        assert [keeper.stdout.readline() for _ in range(2)] == ["here\n", "here\n"]
        os.kill(keeper.pid, number)
        # The end of the output comes once nobody is left who could write to it.
        assert keeper.stdout.read() == ""
