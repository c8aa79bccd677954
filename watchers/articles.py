"""The visit of an article: from the fetch of its page to the story that it tells."""

import logging
from datetime import timedelta

from models.catalogue import in_force
from models.news.sources import visits
from models.news.sources.visits import MOST_ATTEMPTS, VisitLease
from models.news.stories import arrival
from models.news.stories.rectifying import ArticleRead
from models.tables.sources import VisitResult
from models.tables.stories import Article
from watchers import outside, text_mining, topic_gate
from watchers.disappointment import Disappointment
from watchers.extract import FEWEST_WORDS, Extracted
from watchers.outside import Watch, fetch, in_log
from watchers.tellings import traits_of

PATIENCE = 3
"""Visits that an article gets when what fails may pass; then the feed's own words must do."""
MOST_CHARACTERS = 100_000
NO_PAUSE = timedelta(0)

logger = logging.getLogger(__name__)


def read_article(watch: Watch, lease: VisitLease, article: Article) -> None:
    """Read an article as far as it can be read, and tell it. Raises LeaseLost."""
    if article.attempts > MOST_ATTEMPTS:
        with watch.store.writing() as db:
            visits.leave_host(db, lease, watch.clock(), NO_PAUSE)
            return visits.give_up(db, lease, article)
    page = _page(watch, lease, article)
    if isinstance(page, Disappointment) and page.passing and article.attempts < PATIENCE:
        again = watch.clock() + outside.after_failure(article.attempts, page.retry_after, watch.chance())
        with watch.store.writing() as db:
            return visits.postpone(db, lease, article, VisitResult(page.why), again)
    why = topic_gate.verdict_on_page(watch, lease.source, article, page)
    if why:
        with watch.store.writing() as db:
            named = {} if isinstance(page, Disappointment) else {"title": page.title, "published_at": page.published}
            return visits.set_aside(db, lease, article, why, **named)
    read = _read(watch, lease, article, page)
    with watch.store.writing() as db:
        arrival.tell_article(db, lease, article, read, watch.recent, watch.clock())
    logger.info("%s: %s", in_log(lease.source, article.address), read.result)


def _page(watch: Watch, lease: VisitLease, article: Article) -> Extracted | Disappointment:
    """Return the page of an article; without a fetch where the visit has read it already, or where there is none."""
    if (article.text and article.told_title is None) or article.address == lease.source.address:
        with watch.store.writing() as db:
            visits.leave_host(db, lease, watch.clock(), NO_PAUSE)
        if not article.text:
            return Disappointment(article.result or VisitResult.NO_ADDRESS)
        return Extracted(article.title, article.text, article.language, article.published_at, None)
    file = text_mining.file_of(watch, article.address)
    answer = fetch(watch, lease, article.address)
    if not isinstance(answer, Disappointment) and text_mining.judged(answer, article.address, file):
        return Disappointment(VisitResult.MINING_REFUSED)
    try:
        return answer if isinstance(answer, Disappointment) else watch.outside.article(answer, watch.clock())
    except Disappointment as error:
        return error


def _read(watch: Watch, lease: VisitLease, article: Article, page: Extracted | Disappointment) -> ArticleRead:
    """Tell the article by what its page says, else by what the feed says, if that is enough to be a text."""
    with watch.store.reading() as db:
        skills = in_force.skill_map(db)
    result = VisitResult(page.why) if isinstance(page, Disappointment) else VisitResult.OK
    if isinstance(page, Disappointment):
        enough = len(article.lead.split()) >= FEWEST_WORDS and result is not VisitResult.MINING_REFUSED
        page = Extracted(article.title, article.lead if enough else "", None, None, None)
    title = article.title or page.title or article.address
    text = page.text[:MOST_CHARACTERS]
    language = watch.teller.language_of(f"{title}\n{text}") or (page.language or "")[:2].lower() or None
    telling = watch.teller.tell(title, text, language, skills)
    own_address = None if article.address == lease.source.address else article.address
    known_by = traits_of(telling, text or article.lead, own_address)
    return ArticleRead(result, text or None, article.published_at or page.published, telling, known_by)
