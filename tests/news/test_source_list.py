"""The shared sources: found by words, sieved, in order, by pages; several of them changed at once."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from models.ground.store import Store
from models.news.sources import source_list
from models.news.sources.shared_sources import VISITS_APART, UnknownChange, add_source, change_together
from models.news.sources.source_list import A_PAGE, SourceOrder, SourceSieve, SourceState
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article
from tests.builders import MONDAY, add_learner_in

DAY = timedelta(days=1)
EVERY = SourceSieve()


def add(db: Session, name: str, result: VisitResult | None = VisitResult.OK, **values: object) -> Source:
    source = add_source(db, name, f"https://{'-'.join(name.lower().split())}.example/rss", "feed", MONDAY)
    source.last_result, source.last_visit_at = result, MONDAY if result else None
    for column, value in values.items():
        setattr(source, column, value)
    db.flush()
    return source


def names(db: Session, sieve: SourceSieve = EVERY, number: int = 1) -> list[str]:
    return [row.source.name for row in source_list.page(db, sieve, number).rows]


def one_of_each(db: Session) -> None:
    add(db, "Bien")
    add(db, "Déménagée", VisitResult.MOVED)
    add(db, "En échec", VisitResult.UNREACHABLE, attempts=2)
    add(db, "En échec depuis longtemps", VisitResult.ANSWERED, attempts=9)
    add(db, "Nouvelle", None)
    add(db, "Pause", VisitResult.UNREACHABLE, active=False)
    add(db, "Quittée", active=False, left_at=MONDAY)
    add(db, "À quelqu'un", learner_key=add_learner_in(db))


def test_what_needs_somebody_comes_first_and_what_was_given_up_is_not_there(store: Store) -> None:
    with store.writing() as db:
        one_of_each(db)
        troubled = ["En échec depuis longtemps", "En échec", "Déménagée"]
        assert names(db) == [*troubled, "Nouvelle", "Bien", "Pause"]
        by_state = {state: names(db, SourceSieve(state=state)) for state in SourceState}
        assert by_state == {
            SourceState.TROUBLED: troubled,
            SourceState.NEW: ["Nouvelle"],
            SourceState.WELL: ["Bien"],
            SourceState.PAUSED: ["Pause"],
            SourceState.LEFT: ["Quittée"],
        }
        counted = source_list.counts(db)
        assert counted.states == {state: len(found) for state, found in by_state.items()}
        assert counted.watched == 6


@pytest.mark.dialects
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ecole", ["École des métiers"]),
        ("MÉTIERS école", ["École des métiers"]),
        ("des.example", []),
        ("le-forem.example", ["Le Forem"]),
        ("wallonie", ["Le Forem"]),
        ("forem école", []),
        ("100%", []),
        ("  ", ["École des métiers", "Le Forem"]),
    ],
)
def test_sources_are_found_by_words_of_name_address_and_category_however_typed(
    store: Store, words: str, found: list[str]
) -> None:
    with store.writing() as db:
        add(db, "École des métiers")
        add(db, "Le Forem", categories="Emploi/Wallonie")
        assert sorted(names(db, SourceSieve(words=words))) == sorted(found)


@pytest.mark.dialects
def test_a_category_holds_what_stands_in_it_alone(store: Store) -> None:
    with store.writing() as db:
        add(db, "Un", categories="Emploi\nEmploi/Bruxelles")
        add(db, "Deux", categories="Emploi/Bruxelles")
        add(db, "Trois", categories="50 % emploi_")
        add(db, "Quatre")
        by_name = {name: sorted(names(db, SourceSieve(category=name))) for name in source_list.counts(db).categories}
        assert by_name == {"50 % emploi_": ["Trois"], "Emploi": ["Un"], "Emploi/Bruxelles": ["Deux", "Un"]}
        assert source_list.counts(db).categories == {"50 % emploi_": 1, "Emploi": 1, "Emploi/Bruxelles": 2}
        assert names(db, SourceSieve(category="Emploi/%")) == []


def test_sources_come_by_name_by_latest_news_and_by_category(store: Store) -> None:
    with store.writing() as db:
        for name, ago, kept in (("b", 3, None), ("A", 1, "Z"), ("c", None, "Emploi")):
            source = add(db, name, categories=kept)
            place = {"address": source.address, "host": source.host, "title": "", "lead": "", "state": "read"}
            for old in (9, ago) if ago else ():
                db.add(Article(source_id=source.id, identity=str(old), found_at=MONDAY - old * DAY, **place))
        db.flush()
        orders = {order: names(db, SourceSieve(order=order)) for order in SourceOrder}
        assert orders[SourceOrder.TITLE] == ["A", "b", "c"]
        assert orders[SourceOrder.NEWS] == ["A", "b", "c"]
        assert orders[SourceOrder.CATEGORY] == ["c", "A", "b"]
        latest = {row.source.name: row.latest_at for row in source_list.page(db, EVERY, 1).rows}
        assert latest == {"A": MONDAY - DAY, "b": MONDAY - 3 * DAY, "c": None}


def test_page_after_page_shows_each_source_once_and_past_the_last_the_last(store: Store) -> None:
    with store.writing() as db:
        every = [f"n{number}" for number in range(2 * A_PAGE + 1)]
        for name in Random(1).sample(every, len(every)):
            add(db, name)
        pages = [names(db, number=number) for number in (1, 2, 3)]
        assert [len(one) for one in pages] == [A_PAGE, A_PAGE, 1]
        assert sorted(sum(pages, [])) == sorted(every)
        last = source_list.page(db, EVERY, 99)
        assert (last.number, last.pages, last.found) == (3, 3, len(every))
        assert len(source_list.every(db, SourceSieve(words="n1"))) == sum("n1" in name for name in every)


def test_categories_are_kept_tidied_and_bounded() -> None:
    assert source_list.tidied(["/Emploi / Bruxelles/", "Emploi/Bruxelles", " ", "//", "a\nb"]) == (
        "Emploi/Bruxelles",
        "a b",
    )
    many = source_list.tidied(f"{number}/{'x' * 500}" for number in range(99))
    assert (len(many), max(map(len, many))) == (source_list.MOST, source_list.LONGEST)
    assert source_list.of_lines(source_list.in_lines(many)) == many
    assert (source_list.in_lines([]), source_list.of_lines(None)) == (None, ())


def test_several_are_changed_as_each_would_be_and_only_those_that_it_concerns(store: Store) -> None:
    with store.writing() as db:
        there, resting, left = add(db, "Là"), add(db, "Pause", active=False), add(db, "Quittée", active=False)
        left.left_at = MONDAY - DAY
        somebodys = add(db, "À quelqu'un", learner_key=add_learner_in(db))
        every = [one.id for one in (there, resting, left, somebodys)] + [123456]
        changed = {
            change: [one.name for one in change_together(db, every, change, MONDAY)]
            for change in ("visit", "pause", "resume", "leave")
        }
        assert changed == {
            "visit": ["Là"],
            "pause": ["Là"],
            "resume": ["Là", "Pause", "Quittée"],
            "leave": ["Là", "Pause", "Quittée"],
        }
        assert {one.left_at for one in (there, resting, left)} == {MONDAY}
        assert somebodys.active
        with pytest.raises(UnknownChange):
            change_together(db, every, "forget", MONDAY)


def test_what_was_given_up_by_mistake_is_followed_again_with_all_that_it_had_brought(store: Store) -> None:
    with store.writing() as db:
        source = add(db, "Quittée", categories="Emploi", etag="x")
        change_together(db, [source.id], "leave", MONDAY)
        assert names(db) == []
        change_together(db, [source.id], "resume", MONDAY + DAY)
        assert names(db) == ["Quittée"]
        kept = (source.active, source.left_at, source.categories, source.etag, source.next_visit_at)
        assert kept == (True, None, "Emploi", "x", MONDAY + DAY)


def test_visits_that_are_asked_for_together_begin_one_after_the_other(store: Store) -> None:
    with store.writing() as db:
        every = [add(db, f"n{number}") for number in range(4)]
        change_together(db, [one.id for one in every], "visit", MONDAY)
        assert [one.next_visit_at for one in every] == [MONDAY + number * VISITS_APART for number in range(4)]
