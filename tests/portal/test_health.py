"""The page that says what is wrong: all of it to administrators, the content to trainers."""

from datetime import timedelta

from models.ground import backups, jobs
from models.tables.mail import Mail
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article
from models.workshop import responsibility
from tests import builders
from tests.portal.browser import Page, words
from tests.portal.flaws import flaws
from tests.portal.house import House


def parts(page: Page) -> list[str]:
    return page.tree.xpath("//main//h2/@id")


def test_an_administrator_is_told_of_the_work_and_of_the_content(house: House) -> None:
    with house.store.writing() as db:
        late = {"kind": "digest", "state": "failed", "due_at": house.clock() - timedelta(hours=1)}
        db.add(Mail(learner_key=builders.add_learner_in(db), slot="x", **late))
    page = house.visitor(administrator=True).get("/health")
    assert parts(page) == ["work", "mails", "orphans"]
    assert "Il n’a encore jamais été vu." in page.text
    assert "Des courriels ne sont pas partis." in page.text
    assert "/health" in page.links()
    assert {"/dates", "/reports/waiting"} & set(page.links()) == set()
    assert flaws(page) == []
    assert page.text.lower().count("courriels ne sont pas partis") == 1


def test_a_trainer_is_told_of_the_content_alone(house: House) -> None:
    page = house.visitor(trainer=True).get("/health")
    assert parts(page) == ["orphans"]
    assert "Durée" in page.text
    assert page.text.count("sans responsable") == 1
    assert house.visitor().get("/health").status == 403


def test_while_all_is_well_it_says_so_and_nothing_else(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    tom = empty_house.person(trainer=True, administrator=True)
    with empty_house.store.writing() as db:
        for subject in responsibility.subjects(db):
            responsibility.entrust(db, subject, tom.learner_key, None)
        jobs.take_slot(db, jobs.TICK, "now", empty_house.clock())
        jobs.take_slot(db, jobs.FIGURES, empty_house.clock().date().replace(day=1).isoformat(), empty_house.clock())
    page = empty_house.browser_of(tom).get("/health")
    assert parts(page) == []
    assert "Rien\u00a0: tout va bien." in page.text
    assert "Moins de dix tâches attendent dans la file." in page.text
    assert "La base tient dans 10 Mo." in page.text
    assert "Le travail de fond a été vu pour la dernière fois aujourd’hui, 10:00." in page.text


def test_a_copy_says_its_age_and_its_size(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    at, folder = empty_house.clock(), empty_house.settings.instance
    backups.make(empty_house.settings.database_url, folder, at.date(), timedelta(days=7))
    with empty_house.store.writing() as db:
        jobs.take_slot(db, backups.DONE, at.date().isoformat(), at)
    text = empty_house.visitor(administrator=True).get("/health").text
    assert "Dernière sauvegarde de la base\u00a0: aujourd’hui, 10:00" in text
    assert "La dernière tient dans 10 Mo." in text


def test_when_the_worker_was_last_seen_is_told_beside_what_is_wrong(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    with empty_house.store.writing() as db:
        jobs.take_slot(db, jobs.TICK, "seen", empty_house.clock())
    page = empty_house.visitor(administrator=True).get("/health")
    assert "orphans" in parts(page)
    assert "Le travail de fond a été vu pour la dernière fois aujourd’hui, 10:00." in page.text


def test_a_queue_that_is_not_there_is_told_and_nothing_else_is_lost(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    (empty_house.settings.instance / "queue.sqlite3").mkdir()
    assert "La file d’attente ne répond pas." in empty_house.visitor(administrator=True).get("/health").text


def failing(house: House, name: str, *days_ago: int) -> None:
    """A source that nobody reaches any more, and the days on which it had published."""
    at = house.clock()
    place = {"name": name, "address": f"https://{name}.example/", "host": "x:443", "kind": "feed"}
    visited = {"last_result": VisitResult.UNREACHABLE, "last_success_at": at - timedelta(days=2), "next_visit_at": at}
    with house.store.writing() as db:
        source = Source(**place, **visited, created_at=at - timedelta(days=60))
        db.add(source)
        db.flush()
        entry = {"source_id": source.id, "address": "https://x.example/", "host": "x:443", "title": "", "lead": ""}
        for ago in days_ago:
            found_at = at - timedelta(days=ago)
            db.add(Article(**entry, identity=str(ago), found_at=found_at, state="read"))


def test_what_learners_miss_is_said_of_each_source_that_is_known_and_once_of_the_others(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    failing(empty_house, "connue", 3, 6, 9, 12, 15, 18)
    failing(empty_house, "neuve")
    failing(empty_house, "vide")
    page = empty_house.visitor(administrator=True).get("/health")
    (known,) = (row for row in page.tree.xpath("//section[@aria-labelledby='sources']//li") if "connue" in words(row))
    assert "Les apprenants manquent environ 2 nouvelles par semaine." in words(known)
    assert page.text.count("on ne sait pas encore ce que les apprenants manquent") == 1
    assert "De 2 d’entre elles" in page.text
