"""Nothing of a closed account is visited any more; of an open one, all that was is."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from models.ground import schema
from models.ground.store import Store
from models.news.sources import own_sources, trials, visits
from models.news.sources.visits import FoundEntry
from models.people import accounts
from models.tables.people import Account
from models.tables.sources import Source, SourceNature, Trial
from models.tables.stories import Article

pytestmark = pytest.mark.nightly
"""Of steps that are taken once."""

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def with_own_source(store: Store, email: str, *, closed: bool) -> Account:
    """Somebody with a source, an article of it that is not read yet, and a trial."""
    with store.writing() as db:
        account = accounts.invite(db, email, email, NOW, timezone="Europe/Brussels")
        source = own_sources.add_own(db, account.learner_key, "À moi", f"https://{email}/", SourceNature.PRESS, NOW)
        visits.add_articles(db, source, [FoundEntry("1", f"https://{email}/1", "Un")], NOW)
        trials.ask(db, account.learner_key, "https://autre.example/", NOW)
        # As the version before left it.
        account.closed_at = NOW if closed else None
    return account


def test_the_sources_of_whoever_had_left_rest(empty_store: Store) -> None:
    gone = with_own_source(empty_store, "parti.example", closed=True)
    there = with_own_source(empty_store, "reste.example", closed=False)
    schema.downgrade(empty_store.url, "0027")
    schema.upgrade(empty_store.url)
    with empty_store.reading() as db:
        active = {row.learner_key: row.active for row in db.scalars(select(Source))}
        assert active == {gone.learner_key: False, there.learner_key: True}
        of = select(Source.learner_key, Article.due_at).join(Article, Article.source_id == Source.id)
        assert {key: due_at for key, due_at in db.execute(of)} == {gone.learner_key: None, there.learner_key: NOW}
        assert [row.learner_key for row in db.scalars(select(Trial))] == [there.learner_key]
