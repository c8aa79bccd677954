"""Pages that are asked for and approved, in a house that has a public address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete

from content.directory.entry import EntryKind
from models.catalogue import coming_into_force, documents
from models.community import public_pages
from models.community.page_text import PageText
from models.community.public_pages import PageAsKept
from models.ground.store import Store
from models.tables.documents import VersionChange
from models.tables.people import Account
from models.tables.public_pages import Meeting, PublicPage
from tests.builders import MONDAY, RULES
from tests.directory.published_entries import confidential, entry, forget_directory, publish_entries
from tests.house import House
from tests.page_browser import Page, words
from tests.plain_words import vouch_for_all
from tests.topics import pack_with_topics

PUBLIC = "https://emploi.example"
PLAIN = '    plain: {fr: "Vous gardez ce droit : deux ans.", nl: "U houdt dit recht: twee jaar."}\n'
WORDS = {"fr": "Vous pouvez en parler ici.\n- C'est gratuit.", "nl": "U kunt hier praten."}
LINK = "https://rencontre.example/secret"
TEAM = PageText(
    "Équipe emploi",
    telephone="02 000 00 00, de 9 h à 12 h",
    counter="Rue de l'Accueil 1",
    post="BP 1",
    mail="emploi@maison.be",
    form="https://maison.be/contact",
    topics=("garde", "sante"),
    entries=("ecoute", "mesure"),
)
HERS = PageText("C. L.", telephone="02 000 00 01")


@contextmanager
def public(house: House) -> Iterator[None]:
    """The house has a public address for a while."""
    before = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(before, public_url=PUBLIC)
    yield
    house.app.extensions["settings"] = before


def furnished(store: Store) -> None:
    """A rule that has changed, topics, a service, a measure, and one that is confidential, all with plain words."""
    changed = RULES + PLAIN + "    valid_from: 2026-11-16\n"
    with store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)
        rules = documents.document_of(db, documents.RULES)
        coming_into_force.put_in_force(db, rules, changed, VersionChange.MEANING, MONDAY, by=None)
        measure = replace(entry("mesure", plain=WORDS), kind=EntryKind.MEASURE)
        publish_entries(
            db, entry("ecoute", plain=WORDS), measure, replace(confidential(), plain=WORDS), entry("muette")
        )
        vouch_for_all(db)


def forget_pages(house: House) -> None:
    """Leave nothing of the pages that other tests have asked for, nor of the entries that they have published."""
    with house.store.writing() as db:
        db.execute(delete(Meeting))
        db.execute(delete(PublicPage))
        forget_directory(db)


def asked(store: Store, keeper: UUID, text: PageText = TEAM) -> PageAsKept:
    """A page of a team, or of her own by her initials, that waits."""
    with store.writing() as db:
        if text.title.isupper():
            return public_pages.ask_own(db, keeper, text, MONDAY.date())
        return public_pages.ask_team(db, None, text, keeper, MONDAY.date())


def shown(store: Store, keeper: UUID, text: PageText = TEAM) -> PageAsKept:
    """The same once somebody else has approved it."""
    page = asked(store, keeper, text)
    assert page.asked
    with store.writing() as db:
        public_pages.approve(db, page.id, page.asked.fingerprint, uuid4(), MONDAY.date())
        return public_pages.of_id(db, page.id)


def with_meetings(store: Store, page_id: int) -> None:
    """A workshop, a web meeting and one that is cancelled."""
    for number, (subject, place, cancelled) in enumerate(
        [("Lire une offre", "Salle 2", False), ("Parler salaire", "", False), ("Un CV", "Salle 1", True)], 1
    ):
        start = MONDAY + timedelta(days=number)
        when = {"starts_at": start, "ends_at": start + timedelta(hours=1), "changed_at": MONDAY}
        with store.writing() as db:
            said = {
                "subject": subject,
                "place": place,
                "link": "" if place else LINK,
                "cancelled_at": MONDAY if cancelled else None,
            }
            db.add(Meeting(uid=f"m{page_id}-{number}", page_id=page_id, **said, **when))


def plain(page: Page) -> str:
    """All that a page says, with ordinary spaces and apostrophes."""
    return " ".join(words(page.tree.body).translate({0x202F: " ", 0xA0: " ", 0x2019: "'"}).split())


def headings(page: Page) -> list[str]:
    return [words(one) for one in page.tree.xpath("//main//h2")]


def keeper_of(house: House) -> Account:
    """A trainer in a furnished house."""
    furnished(house.store)
    return house.person(trainer=True)


def every_page(house: House, keeper: UUID) -> dict[str, list[str]]:
    """A team's page that is shown and one that waits: where each page about them is, by endpoint."""
    bare = replace(TEAM, topics=(), entries=())
    on = shown(house.store, keeper, bare)
    waits = asked(house.store, keeper, replace(bare, title="L'équipe : « deux » !"))
    with_meetings(house.store, on.id)
    return {
        "community.everything": ["/community"],
        "public_pages.mine": ["/community/pages"],
        "public_pages.own": ["/community/pages/own"],
        "public_pages.new_team": ["/community/pages/teams/new"],
        "public_pages.team": [f"/community/pages/teams/{one.id}" for one in (on, waits)],
        "public_pages.asked": [f"/community/pages/{waits.id}/asked"],
        "public_pages.paper": [f"/community/pages/{on.id}/paper"],
    }
