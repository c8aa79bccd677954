"""The ways of a morning mail and of a visit are those that docs/tour.md tells."""

from models.ground.settings import Settings
from models.ground.store import Store
from tests.watchers.mornings import SEVEN, add_account, mail_due, tell
from tests.watchers.server import ok
from tests.watchers.world import FEED, PAGE, World, feed, html, item, page
from tests.ways import missed, told, walked
from watchers import delivery


def test_a_morning_mail_goes_the_way_that_is_told(store: Store, outbox: Settings) -> None:
    add_account(store)
    tell(store, "Une nouvelle")
    mail_id = mail_due(store)
    with walked() as met:
        delivery.deliver(outbox, store, mail_id, SEVEN)
    assert missed(told("A morning mail"), met) == []


def test_a_visit_goes_the_way_that_is_told(world: World) -> None:
    world.site.routes |= {FEED: ok(feed([item(1, link=world.site.address(PAGE))])), PAGE: html(page())}
    world.add(FEED)
    with walked() as met:
        world.work()
    assert missed(told("A visit, and the article that it finds"), met) == []
