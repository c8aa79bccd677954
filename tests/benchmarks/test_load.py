"""The load: who comes is not kept from coming, a reply is whole or an error, and what gives is said."""

from random import Random

import pytest

from benchmarks.load import client, day
from benchmarks.load.figures import GENERATOR, Run, goal, lines, quantile
from benchmarks.load.machine import Waits
from benchmarks.load.visitors import Told


def test_as_many_come_as_are_said_to_whatever_becomes_of_them() -> None:
    ats = list(day.arrivals(Random(1), 10, until=1000))
    assert len(ats) == pytest.approx(10_000, rel=0.05)
    assert ats == sorted(ats)
    assert ats[-1] < 1000


def test_a_form_is_sent_with_what_it_hides_and_something_ticked() -> None:
    page = '<input type="hidden" name="presentation" value="7"><input type="radio" name="option" value="b">'
    assert day.answered(page, Random(1)) == {"presentation": "7", "option": "b", "answering": "1"}
    assert day.answered("", Random(1)) == {"dont_know": "1"}


def test_a_reply_is_read_with_its_cookie_and_where_it_leads() -> None:
    head = (
        b"HTTP/1.1 303 SEE OTHER\r\nLocation: /play/1\r\nSet-Cookie: boussole=new; Path=/\r\nContent-Length: 2\r\n\r\n"
    )
    assert client.parsed(head + b"ok") == client.Reply(303, "ok", "boussole=new", "/play/1")


@pytest.mark.parametrize("whole", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok"])
def test_a_reply_that_is_cut_short_is_an_error(whole: bytes) -> None:
    with pytest.raises(client.CutShort):
        client.parsed(whole)


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile(range(100), 0.95) == 95
    assert quantile([7.0], 0.99) == 7.0
    assert quantile([], 0.5) == 0.0


def ran(answers: list[float], errors: list[str], busy: float = 1.0) -> Run:
    told = Told(0, 1, {"answer": answers}, errors, behind=[0.001], visits=9, replied=len(answers))
    cores, memory = {"portal 1": busy - 0.1, GENERATOR: 0.1}, {"portal 1": 100.0, GENERATOR: 50.0}
    return Run(told, 1.0, busy, cores, [memory, memory], [Waits(9, 1, 0, 0)], [], 0.5)


def test_a_load_that_is_borne_holds_and_meets_the_goal() -> None:
    run = ran([0.02] * 100, [])
    assert lines(run)[-1] == "holds"
    assert goal(run).endswith("met")


def test_too_few_answers_do_not_meet_the_goal() -> None:
    assert goal(ran([0.02] * 10, [])).endswith("MISSED")


def test_what_gives_is_said_with_what_there_was_too_little_of() -> None:
    slow = lines(ran([2.0] * 100, [], busy=1000.0))[-1]
    assert slow.startswith("GIVES (p95 beyond 1 s)")
    assert "the processor, of which portal 1 takes most" in slow
    assert lines(ran([0.02] * 100, ["home: 500 /"]))[-1].startswith("GIVES (1 errors)")
