"""« État »: what administrators have to mend comes first, then how the machine is."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from models.ground import backups, counts, jobs
from models.ground.settings import VERSION
from models.news.sources.shared_sources import add_source
from models.site import installation_state
from models.tables.counts import HourlyKind
from models.tables.mail import Mail
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article
from tests import builders
from tests.databases import FreshDatabase, stand_at
from tests.house import House, house_on
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws


def parts(page: Page) -> list[str]:
    return page.tree.xpath("//main//h2/@id")


def told(page: Page) -> dict[str, str]:
    """What is said of each part of the machine."""
    return {words(one.find("dt")): words(one.find("dd")) for one in page.tree.xpath("//main//dl/div")}


def at_work(house: House) -> None:
    at = house.clock()
    backups.make(house.settings.database_url, house.settings.instance, at.date(), timedelta(days=7))
    with house.store.writing() as db:
        jobs.take_slot(db, jobs.TICK, "now", at)
        jobs.take_slot(db, jobs.FIGURES, at.date().replace(day=1).isoformat(), at)


def test_what_has_to_be_mended_comes_first_with_what_to_do(house: House) -> None:
    with house.store.writing() as db:
        late = {"kind": "digest", "state": "failed", "due_at": house.clock() - timedelta(hours=1)}
        db.add(Mail(learner_key=builders.add_learner_in(db), slot="x", **late))
    page = house.visitor(administrator=True).get("/health")
    assert parts(page)[0] == "alarms"
    assert "Le travail de fond ne tourne pas." in page.text
    assert "python -m watchers work" in page.text
    assert page.text.count("Des courriels ne sont pas partis.") == 1
    assert {"/health", "/mail/results"} <= set(page.links())
    assert flaws(page) == []


def test_what_trainers_have_to_do_is_on_their_pages_and_not_here(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    at_work(empty_house)
    with empty_house.store.writing() as db:
        add_source(db, "Un site", "https://un.example/", "feed", empty_house.clock())
    page = empty_house.visitor(administrator=True, trainer=True).get("/health")
    assert "Rien à remettre en ordre\u00a0: tout va bien." in page.text
    assert "responsable" not in page.text
    trainer = empty_house.visitor(trainer=True)
    assert trainer.get("/health").status == 403
    assert "sans responsable" in trainer.get("/authoring").text


def test_how_the_machine_is_comes_after_it(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    at_work(empty_house)
    page = empty_house.visitor(administrator=True).get("/health")
    assert parts(page)[0] == "machine"
    assert told(page) == {
        "Travail de fond": "vu pour la dernière fois aujourd’hui, 10:00",
        "File d’attente": "moins de dix tâches",
        "Base de données": "10 Mo",
        "Dernière sauvegarde": "aujourd’hui, 10 Mo\u202f; gardée 7 jours",
        "Disque": "il a de la place",
        "Boussole": f"version {VERSION}",
    }


def test_a_database_of_another_step_is_told_though_nothing_else_can_be(empty_house: House) -> None:
    browser = empty_house.visitor(administrator=True)
    stood = stand_at(empty_house.store, "0018")
    page = browser.get("/health")
    stand_at(empty_house.store, stood)
    assert page.status == 200
    assert "python -m portal upgrade" in page.text
    assert "Travail de fond" not in told(page)


def test_the_last_days_are_in_plots_with_their_numbers_beside(empty_house: House) -> None:
    with empty_house.store.writing() as db:
        counts.count_in_hour(db, HourlyKind.QUEUE, empty_house.clock(), 20)
        counts.count_in_hour(db, HourlyKind.VISIT, empty_house.clock(), number=7)
    page = empty_house.visitor(administrator=True).get("/health")
    sentences = page.tree.xpath("//figure//*[local-name()='desc']/text()")
    assert ["aujourd’hui\u00a0: 20" in one.replace("'", "’") for one in sentences] == [False, True, False]
    assert len(page.tree.xpath("//section[@aria-labelledby='days']//tbody/tr")) == installation_state.DAYS
    assert flaws(page) == []


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


@pytest.mark.nightly
def test_ten_minutes_after_most_sources_have_failed_it_says_how_many_why_and_which(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    administrator = empty_house.visitor(administrator=True)
    assert "failing" not in parts(administrator.get("/health"))
    with empty_house.store.writing() as db:
        for number in range(34):
            source = add_source(db, f"Site {number}", f"https://n{number}.example/", "feed", empty_house.clock())
            source.last_visit_at, source.attempts = empty_house.clock(), 1
            source.last_result = VisitResult.UNREACHABLE if number < 30 else VisitResult.TOO_SLOW
    empty_house.clock.pass_by(minutes=10)
    page = administrator.get("/health")
    assert "tout va bien" not in page.text
    (told,) = page.tree.xpath("//section[@aria-labelledby='failing']")
    assert "Sur 34 sources visitées, 34 ont échoué" in words(told)
    assert "(30 fois)" in words(told) and "Personne ne répond à cette adresse" in words(told)
    (link,) = told.xpath(".//a/@href")
    assert words(administrator.get(link).tree).count("Personne ne répond à cette adresse") == 30


@pytest.mark.nightly
@pytest.mark.usefixtures("server_programs")
def test_on_postgresql_it_tells_the_last_copy_that_there_is_here_and_else_whose_affair_it_is(
    postgresql: FreshDatabase, tmp_path: Path
) -> None:
    with postgresql() as url, house_on(url, tmp_path) as house:
        administrator = house.visitor(administrator=True)
        assert "qui l’exploite" in told(administrator.get("/health"))["Dernière sauvegarde"]
        backups.make_now(url, house.settings.instance, house.clock(), timedelta(days=7))
        assert re.match(r"aujourd’hui, \d+ Mo", told(administrator.get("/health"))["Dernière sauvegarde"])
