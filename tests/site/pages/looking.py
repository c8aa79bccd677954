"""What the worker would have found: trials in every state, and sources with something to show."""

from dataclasses import asdict
from datetime import timedelta

from models.news.sources import own_sources, page_changes, source_words, trials
from models.news.sources.opml import suggestions
from models.news.sources.shared_sources import Description, add_source
from models.news.sources.trials import Glimpse, TrialFindings, WatchOption
from models.tables.people import Account
from models.tables.sources import Source, SourceNature, SourceRight, Trial, VisitResult, Watching
from tests.house import House

ENTRIES = (
    Glimpse("Une nouvelle mesure", "https://relais.example/1", "2026-11-20T08:00:00+00:00"),
    Glimpse("", "https://relais.example/une-adresse-longue-qui-ne-se-coupe-nulle-part-du-tout-du-tout", None),
)
FEED = WatchOption(Watching.FEED, "https://relais.example/feed.xml", "Le Relais", ENTRIES, 2)
SITEMAP = WatchOption(Watching.SITEMAP, "https://relais.example/sitemap.xml", "relais.example", ENTRIES, 40)
PAGE = WatchOption(
    Watching.PAGE, "https://relais.example/", "Accueil", text="Mise à jour le 3 mars.\nDix jours pour répondre."
)


def tried(house: House, account: Account, address: str, *ways: WatchOption, **seen: object) -> Trial:
    """A trial that is over."""
    found = TrialFindings(**{"robots": "allowed", "looks": 1, "proposals": ways, **seen})  # type: ignore[arg-type]
    with house.store.writing() as db:
        trial = trials.ask(db, account.learner_key, address, house.clock())
        trial.found, trial.ahead, trial.due_at = asdict(found), [], None
    return trial


def pages(house: House, account: Account) -> dict[str, list[str]]:
    """Every page of sources, in each of its states; by endpoint."""
    key = account.learner_key
    with house.store.writing() as db:
        waiting = trials.ask(db, key, f"https://waiting-{account.id}.example/", house.clock())
        mine = own_sources.add_own(
            db, key, "Mon flux", f"https://mine-{account.id}.example/feed", SourceNature.PRESS, house.clock()
        )
        mine.last_visit_at, mine.last_result = house.clock(), VisitResult.UNREACHABLE
    full = tried(
        house,
        account,
        f"https://full-{account.id}.example/",
        *(FEED, SITEMAP, PAGE),
        delay=10.0,
        reserved="header",
        terms="https://relais.example/conditions",
        refusals=(trials.TrialRefusal("https://relais.example/x", VisitResult.ANSWERED, "HTTP 404"),),
    )
    nothing = tried(house, account, f"https://nothing-{account.id}.example/", robots="none")
    first = suggestions()
    tried(house, account, first[0].address, FEED, delay=3.0)
    tried(house, account, first[1].address, robots="refused")
    chosen, quiet = watched_page(house, account), watched_feed(house, account)
    return {
        "sources.sources": ["/sources"],
        "sources.source": [f"/sources/{chosen.id}", f"/sources/{quiet.id}"],
        "sources.first_day": ["/sources/first"],
        "sources.trial": [f"/sources/trials/{one.id}" for one in (waiting, full, nothing)],
        "sources.mine": ["/sources/mine"],
        "sources.my_trial": [f"/sources/mine/trials/{one.id}" for one in (waiting, full, nothing)],
    }


def watched_page(house: House, account: Account) -> Source:
    """A page that has changed, shown by a permission."""
    at = house.clock()
    about = Description(nature=SourceNature.PRESS, right_to_show=SourceRight.EXCERPT, selector="main")
    given = source_words.PermissionGiven("Ana Costa, rédactrice", at.date(), "« Oui, un extrait, avec le lien. »")
    with house.store.writing() as db:
        address = f"https://page-{account.id}.example/une-adresse-longue-qui-ne-se-coupe-nulle-part-du-tout"
        source = add_source(db, "La page", address, "page", at, about, permission=given, by=account.learner_key)
        page_changes.record(db, source, "Un délai de dix jours.\nUne seconde ligne.", at - timedelta(days=1))
        db.refresh(source)
        page_changes.record(db, source, "Un délai de vingt jours.\nUne seconde ligne.\nUne troisième.", at)
        source.last_visit_at, source.last_result = at, VisitResult.SELECTOR_LOST
    return source


def watched_feed(house: House, account: Account) -> Source:
    """A feed that has not been visited, and is gated."""
    about = Description(nature=SourceNature.AUTHORITY, jurisdiction="brussels", age_limit=7, about_the_job=True)
    with house.store.writing() as db:
        return add_source(db, "Le flux", f"https://feed-{account.id}.example/rss", "feed", house.clock(), about)
