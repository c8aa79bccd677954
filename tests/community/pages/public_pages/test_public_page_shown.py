"""`/p/<address>`: anybody reads what was approved; nobody is counted, and nothing confidential ever stands there."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from content.topics import LINES, Aspect, InterviewQuestion, write_topics
from models.catalogue import coming_into_force, documents
from models.community import public_pages
from models.community.page_text import LONGEST_TITLE, LONGEST_WAY, MOST_CHOSEN, PageText, kept
from models.community.page_today import MOST_CHANGES
from models.people import accounts
from models.tables.documents import VersionChange
from models.tables.people import Account
from models.tables.public_pages import PublicPage
from portal.pages import CONTENT_SECURITY_POLICY
from tests.builders import MONDAY, RULES
from tests.community.pages.public_pages.asked_pages import (
    HERS,
    LINK,
    TEAM,
    WORDS,
    asked,
    headings,
    keeper_of,
    plain,
    public,
    shown,
    with_meetings,
)
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.house import House
from tests.page_browser import opened_no_session, page_of, words
from tests.plain_words import vouch_for_all
from tests.site.pages.flaws import BADLY_SET, french_in, inline, names, references
from tests.topics import SENSITIVE, TOPIC, said

STATIC = Path(__file__).parents[4] / "portal" / "static"
MOST_BYTES = 30_000


def fetch(house: House, address: str, **headers: str) -> TestResponse:
    return house.stranger().client.get(f"/p/{address}", headers=headers)


def test_anybody_reads_each_block_and_no_link_of_a_meeting(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    with_meetings(house.store, page.id)
    with public(house):
        found = page_of(fetch(house, page.address))
    assert (found.status, found.heading) == (200, "Équipe emploi")
    assert headings(found) == [
        "Ce qui a changé",
        "Ateliers et rencontres en ligne",
        "Ce que vous pouvez demander",
        "Mesures",
        "Services",
        "Poser une question",
    ]
    all_of_it = plain(found)
    for words_there in (
        "Durée Vous gardez ce droit : deux ans. Depuis le 16 novembre 2026 · ONEM",
        "Lire une offre mardi 24 novembre, de 10 h à 11 h Salle 2",
        "Parler salaire mercredi 25 novembre, de 10 h à 11 h En ligne : le lien est donné à l'inscription.",
        "Un CV Annulé : jeudi 26 novembre",
        "À la commune (fr)",
        "Écoute ecoute",
        "Par téléphone : 02 000 00 00, de 9 h à 12 h",
        "Page à jour au 23 novembre 2026.",
    ):
        assert words_there in all_of_it
    assert [words(one) for one in found.tree.xpath("//article//ul/li")] == ["C’est gratuit."] * 2
    assert LINK not in found.body
    assert {
        "tel:020000000",
        "mailto:emploi@maison.be",
        "https://maison.be/contact",
        "https://example.org/duree",
    } <= set(found.links())


def test_it_is_the_same_for_whoever_is_signed_in_and_begins_no_session(house: House) -> None:
    keeper = keeper_of(house)
    page = shown(house.store, keeper.learner_key)
    with public(house):
        own, other = house.browser_of(keeper).client.get(f"/p/{page.address}"), fetch(house, page.address)
        gone = [house.browser_of(keeper).client.get("/p/autre"), fetch(house, "autre")]
    assert (own.data, own.status_code) == (other.data, 200)
    assert gone[0].data == gone[1].data
    for answer in (own, other, *gone):
        assert opened_no_session(answer.headers)


def test_no_search_engine_lists_it_and_it_loads_one_sheet_and_an_icon(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    with public(house):
        answer = fetch(house, page.address)
    found = page_of(answer)
    assert answer.headers["X-Robots-Tag"] == found.tree.xpath("//meta[@name='robots']/@content")[0] == "noindex"
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert found.tree.xpath("//script|//form|//img|//iframe|//style|//@style") == []
    assert [one.partition("?")[0] for one in found.tree.xpath("//link/@href")] == [
        "/static/icon.svg",
        "/static/public.css",
    ]
    assert [*names(found), *references(found), *inline(found)] == []


@pytest.mark.nightly
def test_the_fullest_page_weighs_at_most_thirty_kilobytes_with_all_that_it_loads(house: House) -> None:
    keeper = keeper_of(house)
    page, line = shown(house.store, keeper.learner_key), "x" * LONGEST_WAY
    with_meetings(house.store, page.id)
    text = PageText("É" * LONGEST_TITLE, telephone=line, counter=line, post=line, mail=f"{'a' * 60}@maison.be")
    with house.store.writing() as db:
        put_long_rules(db)
        topics, entries = long_topics(db), long_entries(db)
        full = kept(replace(text, topics=topics, entries=entries))
        db.execute(update(PublicPage).where(PublicPage.id == page.id).values(shows=full))
    with public(house):
        html = fetch(house, page.address).data
    loaded = sum(len((STATIC / name).read_bytes()) for name in ("public.css", "icon.svg"))
    assert (html.count(b"<article"), html.count(b"<details")) == (MOST_CHOSEN + MOST_CHANGES, MOST_CHOSEN)
    assert 20_000 < len(html) + loaded <= MOST_BYTES


def put_long_rules(db: Session) -> None:
    """More rules than are told, each changed lately, with a name and words longer than those of the pack."""
    one = RULES.removeprefix("rules:\n").replace("{fr: Durée,", f"{{fr: {'Une règle de la durée ' * 6},")
    words = "Vous gardez ce droit pendant deux ans. " * 11
    said = f'    plain: {{fr: "{words}", nl: "{words}"}}\n    valid_from: 2026-11-16\n'
    every = [
        one.replace("id: duree", f"id: {name}") + said for name in ("duree", *(f"r{n}" for n in range(MOST_CHANGES)))
    ]
    document = documents.document_of(db, documents.RULES)
    text = "rules:\n" + "".join(every)
    coming_into_force.put_in_force(db, document, text, VersionChange.MEANING, MONDAY, by=None)


def long_topics(db: Session) -> tuple[str, ...]:
    """As many topics as fit, with lines longer than those of the pack."""
    line = said("À votre contact, par téléphone ou au guichet : « Que puis-je demander, et jusqu'à quand ? »" * 2)
    made = [replace(TOPIC, id=f"t{number}", aspects=(), other_side=(line,) * LINES) for number in range(MOST_CHOSEN)]
    made = [replace(one, aspects=(aspect_of(one.id),)) for one in made]
    document = documents.document_of(db, documents.TOPICS)
    text = write_topics([TOPIC, SENSITIVE, *made])
    coming_into_force.put_in_force(db, document, text, VersionChange.MEANING, MONDAY, by=None)
    return tuple(one.id for one in made)


def aspect_of(topic_id: str) -> Aspect:
    return Aspect(
        f"{topic_id}-a", said("Un aspect"), said("Vu."), (InterviewQuestion(f"{topic_id}-1", said("Quoi ?")),)
    )


def long_entries(db: Session) -> tuple[str, ...]:
    """As many entries as fit, each of ten sentences of ten words."""
    words = {"fr": "Une phrase de dix mots que chacun lit sans peine. " * 10}
    made = [entry(f"entree-{number}", plain=words) for number in range(MOST_CHOSEN)]
    publish_entries(db, *made)
    vouch_for_all(db)
    return tuple(one.id for one in made)


def test_it_can_be_read_in_three_languages_and_says_in_which_each_part_is(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    with public(house):
        found = {code: page_of(fetch(house, f"{page.address}?language={code}")) for code in ("fr", "nl", "en", "xx")}
    assert [one.tree.get("lang") for one in found.values()] == ["fr", "nl", "en", "fr"]
    assert headings(found["nl"])[-1] != headings(found["en"])[-1] != headings(found["fr"])[-1]
    assert "U kunt hier praten." in plain(found["nl"])
    services = [one.tree.xpath("//section[@aria-labelledby='services']//article/@lang") for one in found.values()]
    assert services == [["fr"], ["nl"], ["fr"], ["fr"]]
    assert [link for link in found["nl"].links() if "/p/" in link] == [
        f"/p/{page.address}",
        f"/p/{page.address}?language=en",
    ]
    assert [bad for text in french_in(found["fr"].tree) for bad in BADLY_SET.findall(text)] == []


def test_an_unchanged_page_is_the_same_to_the_byte_and_is_not_sent_twice(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    with public(house):
        first, again = fetch(house, page.address), fetch(house, page.address)
        known = fetch(house, page.address, **{"If-None-Match": first.headers["ETag"]})
        with house.store.writing() as db:
            publish_entries(db, entry("ecoute", plain={"fr": "Autre chose."}))
            vouch_for_all(db)
        changed = fetch(house, page.address, **{"If-None-Match": first.headers["ETag"]})
    assert first.data == again.data
    assert (known.status_code, known.data, known.headers["Cache-Control"]) == (304, b"", "no-cache")
    assert (changed.status_code, "Autre chose." in changed.text) == (200, True)


def test_what_changes_changes_the_pages_that_say_it_and_no_other_byte(house: House) -> None:
    keeper = keeper_of(house).learner_key
    texts = [replace(TEAM, entries=("ecoute",)), replace(TEAM, entries=("mesure",)), HERS]
    pages = [shown(house.store, keeper, text) for text in texts]
    with public(house):
        before = [fetch(house, one.address).data for one in pages]
        with house.store.writing() as db:
            publish_entries(db, entry("ecoute", plain={"fr": "Autre chose."}))
            vouch_for_all(db)
        after = [fetch(house, one.address).data for one in pages]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, True, True]


def test_what_is_not_shown_is_answered_alike_whether_it_ever_was_or_not(house: House) -> None:
    keeper = keeper_of(house)
    waiting = asked(house.store, keeper.learner_key)
    off, hers = shown(house.store, keeper.learner_key), shown(house.store, house.person().learner_key, HERS)
    refused = asked(house.store, keeper.learner_key)
    assert refused.asked
    with house.store.writing() as db:
        public_pages.switch_off(db, off.id, keeper.learner_key, MONDAY.date())
        reason = public_pages.RefusalReason.TALK
        public_pages.refuse(db, refused.id, refused.asked.fingerprint, reason, keeper.learner_key, MONDAY.date())
        leaver = db.query(Account).join(PublicPage, PublicPage.learner_key == Account.learner_key)
        accounts.close(db, leaver.filter(PublicPage.id == hers.id).one(), MONDAY)
    never = ["nulle-part", "ÉQUIPE", "équipe-emploi", "еquipe-emploi", "%2e%2e", "x" * 5_000, "a b", "<b>"]
    with public(house):
        answers = [fetch(house, one) for one in (waiting.address, off.address, hers.address, refused.address, *never)]
    assert {(one.status_code, one.data, one.headers["Cache-Control"]) for one in answers} == {
        (410, answers[0].data, "no-cache")
    }
    assert "X-Robots-Tag" in answers[0].headers


def test_without_a_public_address_every_page_is_nowhere(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    answers = [fetch(house, one) for one in (page.address, "nulle-part")]
    assert {(one.status_code, one.data) for one in answers} == {(404, answers[0].data)}
    assert opened_no_session(answers[0].headers)


def test_nothing_confidential_stands_there_even_if_it_became_so_later(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key, replace(TEAM, entries=("ecoute",)))
    with house.store.writing() as db:
        publish_entries(db, replace(confidential("ecoute"), plain=WORDS))
        every = kept(replace(TEAM, entries=("ecoute", "refuge")))
        db.execute(update(PublicPage).where(PublicPage.id == page.id).values(shows=every))
    with public(house):
        found = page_of(fetch(house, page.address))
    assert "Services" not in headings(found)
    assert "Un lieu d'accueil" not in plain(found)


def test_what_was_put_into_the_database_by_hand_leads_nowhere_and_stays_text(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    text = PageText("<b>Équipe</b><script>x</script>", mail="a@b.be?bcc=c@d.be", form="javascript:alert(1)")
    with house.store.writing() as db:
        db.execute(update(PublicPage).where(PublicPage.id == page.id).values(shows=kept(text)))
    with public(house):
        found = page_of(fetch(house, page.address))
    assert found.heading == "<b>Équipe</b><script>x</script>"
    assert found.tree.xpath("//main//b|//script") == []
    assert not [one for one in found.links() if one.startswith("javascript:")]
    assert [one for one in found.links() if one.startswith("mailto:")] == ["mailto:a@b.be%3Fbcc%3Dc@d.be"]


def test_nothing_is_kept_of_who_reads_it(house: House) -> None:
    page = shown(house.store, keeper_of(house).learner_key)
    before = house.rows()
    with public(house):
        for _ in range(3):
            fetch(house, page.address)
    assert house.rows() == before


def test_nothing_that_a_counsellor_does_reaches_it(house: House) -> None:
    """What is typed in any other field of a session stands on no public page."""
    keeper = keeper_of(house)
    page, browser = shown(house.store, keeper.learner_key, HERS), house.browser_of(keeper)
    browser.get("/themes")
    browser.get("/briefing?q=Zorglub")
    with public(house):
        answer = fetch(house, page.address)
    assert not [
        planted for planted in ("Zorglub", keeper.name, keeper.email, str(keeper.learner_key)) if planted in answer.text
    ]
