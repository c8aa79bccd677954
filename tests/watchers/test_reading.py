"""Articles read at a real local server, from their pages to their stories."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from content.pack import PACKS, read_pack
from models.catalogue import documents
from models.language.encoder import Encoder
from models.news.feed import feed as news_feed
from models.news.stories import corrections
from models.studio import publishing
from models.tables.documents import Document, VersionChange
from models.tables.sources import VisitResult
from models.tables.stories import StorySkill
from tests.builders import MONDAY
from tests.watchers.conftest import WatchOver
from tests.watchers.server import ok
from tests.watchers.world import FEED, LONG_LEAD, PAGE, TEXT, World, feed, html, item, page
from watchers.articles import PATIENCE


def test_an_entry_becomes_a_story_with_the_text_of_its_page(world: World) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE))])), PAGE: html(page())}
    world.add(FEED)
    world.work()
    (article,), (story,) = world.articles(), world.stories()
    assert (article.state, article.result, article.story_id, article.language) == ("read", "ok", story.id, "fr")
    assert article.text and TEXT.split(".")[0] in article.text
    assert (story.title, story.happened_at) == ("Nouvelle mesure numéro 1", MONDAY)


@pytest.mark.parametrize(("lead", "kept"), [(LONG_LEAD, LONG_LEAD), ("Trop court.", None)])
@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ((404, {}, b""), VisitResult.ANSWERED),
        (html(b"<html><body>Connectez-vous</body></html>"), VisitResult.NOTHING_TO_READ),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7"), VisitResult.NOTHING_TO_READ),
    ],
)
def test_where_the_page_cannot_be_read_the_words_of_the_feed_do_if_there_are_enough(
    world: World, answer: tuple[int, dict[str, str], bytes], result: VisitResult, lead: str, kept: str | None
) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE), lead=lead)])), PAGE: answer}
    world.add(FEED)
    world.work()
    (article,) = world.articles()
    assert (article.state, article.result, article.text) == ("read", result, kept)
    assert len(world.stories()) == 1


def test_an_entry_that_leads_nowhere_is_told_by_the_feed_alone(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1, lead=LONG_LEAD), item(2)]))
    world.add(FEED)
    world.work()
    assert [(article.result, article.text) for article in world.articles()] == [
        ("no_address", LONG_LEAD),
        ("no_address", None),
    ]
    assert len(world.stories()) == 2
    assert world.site.asked.count(FEED) == 1


def test_a_server_in_trouble_is_asked_again_before_the_feed_must_do(world: World) -> None:
    world.site.routes[FEED] = ok(feed([item(1, link=world.site.address(PAGE))]))
    world.site.routes[PAGE] = 503, {"Retry-After": "60"}, b""
    world.add(FEED)
    for _ in range(PATIENCE):
        world.work()
        world.time.pass_by(hours=1)
    assert world.site.asked.count(PAGE) == PATIENCE
    assert [(article.state, article.result) for article in world.articles()] == [("read", VisitResult.ANSWERED)]


def test_one_news_of_two_sources_is_one_story(world: World) -> None:
    tracked, plain = world.site.address(PAGE) + "?utm_source=rss", world.site.address(PAGE)
    world.site.routes |= {FEED: ok(feed([item(1, link=tracked)])), "/2": ok(feed([item(9, link=plain)]))}
    world.site.routes |= {PAGE: html(page()), PAGE + "?utm_source=rss": html(page())}
    world.add(FEED)
    world.add("/2", name="Actiris")
    world.work()
    assert len(world.articles()) == 2
    assert len(world.stories()) == 1


def test_a_title_told_again_within_five_days_is_the_same_news_and_later_another(world: World) -> None:
    title = "La prime à l'emploi augmente"
    world.site.routes[FEED] = ok(feed([
        item(1, MONDAY, lead=LONG_LEAD, title=title),
        item(2, MONDAY - timedelta(days=4), title=f"{title.upper()} !"),
        item(3, MONDAY - timedelta(days=20), title=title),
    ]))  # fmt: skip
    world.add(FEED)
    world.work()
    assert [article.story_id for article in world.articles()] == [1, 1, 2]


def test_an_entry_that_its_source_corrects_is_read_again_and_its_readers_are_told(
    world: World, learner_key: UUID
) -> None:
    link = world.site.address(PAGE)
    world.site.routes |= {FEED: ok(feed([item(1, link=link, title="Accueil au Forem")])), PAGE: html(page())}
    world.add(FEED)
    world.work()
    (story,) = world.stories()
    with world.store.writing() as db:
        news_feed.mark_read(db, learner_key, story.id, world.time())
    world.time.pass_by(hours=4)
    corrected = TEXT.replace("trente minutes", "vingt minutes").replace("après six mois", "après huit mois")
    world.site.routes[FEED] = ok(feed([item(1, link=link, title="Accueil au Forem : rectificatif")]))
    world.site.routes[PAGE] = html(page(corrected))
    world.visit()
    world.work()
    with world.store.reading() as db:
        (told,) = corrections.corrections_to_tell(db, learner_key, world.time())
    assert (told.title, len(told.pairs)) == ("Accueil au Forem : rectificatif", 2)
    assert [one.id for one in world.stories()] == [story.id]
    (article,) = world.articles()
    assert (article.state, "vingt minutes" in (article.text or "")) == ("read", True)


@pytest.mark.nightly
def test_a_story_is_summed_up_in_its_own_words_and_tied_to_the_skills_that_its_title_names(
    world: World, watch_over: WatchOver, encoder_folder: Path
) -> None:
    world.watch = watch_over(world.site, encoder=encoder_folder)
    with world.store.writing() as db:
        document = db.get_one(Document, documents.SKILLS)
        skills = read_pack(PACKS / "conseil-emploi").skills
        publishing.publish(db, document, skills, VersionChange.MEANING, MONDAY, None)
    title = "RGPD : ce qu'un conseiller peut noter dans un dossier"
    world.site.routes[FEED] = ok(feed([item(1, link=world.site.address(PAGE), title=title)]))
    world.site.routes[PAGE] = html(page(title=title))
    world.add(FEED)
    world.work()
    (article,), (story,) = world.articles(), world.stories()
    assert article.text and story.summarised_id == article.id
    assert all(article.text[start:end] in TEXT for start, end in story.summary_places)
    with world.store.reading() as db:
        assert db.scalars(select(StorySkill.skill)).first() == "frame.privacy"
    assert len(article.vector) == 384
    assert article.encoder == Encoder(encoder_folder).version
