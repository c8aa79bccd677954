"""What a supervisor and a monitor are told, who have no account: alive, and ready or not, and nothing of anybody."""

from datetime import timedelta
from threading import Event, Thread

from sqlalchemy import text

from models.ground import jobs
from portal.site.monitoring import NO_DATABASE, NO_QUEUE, NO_WORKER
from portal.site.server import Deadlines, WholeRequests
from tests.house import House


def ask(house: House, path: str, **headers: str) -> tuple[int, str]:
    answer = house.stranger().client.get(path, headers=headers)
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.get_data(as_text=True)


def tick(house: House) -> None:
    with house.store.writing() as db:
        jobs.take_slot(db, jobs.TICK, f"{house.clock():%H:%M:%S}", house.clock())


def test_it_lives_whatever_became_of_its_database(empty_house: House) -> None:
    with empty_house.store.writing() as db:
        db.execute(text("ALTER TABLE slot RENAME TO elsewhere"))
    assert ask(empty_house, "/healthz") == (200, "OK\n")
    assert ask(empty_house, "/readyz") == (503, f"{NO_DATABASE}\n")


def test_it_is_ready_while_a_worker_takes_its_minutes(empty_house: House) -> None:
    assert ask(empty_house, "/readyz") == (503, f"{NO_WORKER}\n")
    tick(empty_house)
    assert ask(empty_house, "/readyz") == (200, "OK\n")
    empty_house.clock.at += timedelta(minutes=10, seconds=1)
    assert ask(empty_house, "/readyz") == (503, f"{NO_WORKER}\n")


def test_it_is_not_ready_without_its_queue(empty_house: House) -> None:
    tick(empty_house)
    (empty_house.settings.instance / "queue.sqlite3").mkdir()
    assert ask(empty_house, "/readyz") == (503, f"{NO_QUEUE}\n")


def test_who_asks_need_not_know_its_name_and_writes_nothing(empty_house: House) -> None:
    tick(empty_house)
    empty_house.app.config["TRUSTED_HOSTS"] = ["boussole.example"]
    before = empty_house.rows()
    assert ask(empty_house, "/readyz", Host="10.0.0.7") == (200, "OK\n")
    assert ask(empty_house, "/sign-in", Host="10.0.0.7")[0] == 400
    assert empty_house.rows() == before


def test_nothing_can_be_sent_to_a_probe(house: House) -> None:
    for path in ["/healthz", "/readyz"]:
        client = house.stranger().client
        assert client.head(path).get_data() == b""
        assert client.post(path).status_code in {400, 404}


def test_it_says_that_it_lives_while_every_turn_is_taken() -> None:
    begun, end = Event(), Event()

    def application(environ: dict[str, object], start_response: object) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            end.wait(10)
        return [b"here"]

    portal = WholeRequests(application, turns=1, deadlines=Deadlines())
    slow = Thread(target=portal, args=({"PATH_INFO": "/slow", "wsgi.input": None}, None))
    slow.start()
    assert begun.wait(10)
    assert portal({"PATH_INFO": "/healthz", "wsgi.input": None}, lambda *_: None) == [b"here"]
    end.set()
    slow.join()
