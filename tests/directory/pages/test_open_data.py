"""The directory for whoever builds on it: public, paged, not sent twice, with its licences, and nothing of use."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from data_inclusion.schema.v1 import Service, Structure
from sqlalchemy import delete
from werkzeug.test import TestResponse

from content.directory.entry import EntryFactKind, EntryOrigin
from content.directory.entry_text import write_entry
from models.directory import entry_index, fact_belief, licences_and_exports, use_and_answers
from models.ground.store import Store
from models.studio import publishing
from models.tables.directory import FactVerdict, ListedFact, PublisherLicence
from models.tables.documents import Document, VersionChange
from tests.builders import MONDAY
from tests.directory.published_entries import confidential, entry, fact, publish_entries
from tests.house import House

OURS = "boussole.example"
OPEN = ("Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")


@pytest.fixture(autouse=True)
def _empty(shared_house: House) -> Iterator[None]:
    """A directory with one entry, for each test."""
    with shared_house.store.writing() as db:
        publish_entries(db, entry())
    yield
    with shared_house.store.writing() as db:
        for one in db.query(Document).filter(Document.kind == "entry"):
            entry_index.retire(db, one)
        db.execute(delete(PublisherLicence))


def fetched(house: House, address: str = "/directory.json", method: str = "get", **headers: str) -> TestResponse:
    answer: TestResponse = getattr(house.stranger().client, method)(address, headers=headers)
    return answer


def told(house: House, address: str = "/directory.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(fetched(house, address).data)
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [one["id"] for one in found["services"]]


def put(house: House, *entries: Any, **how: Any) -> None:
    with house.store.writing() as db:
        publish_entries(db, *entries, **how)


def from_dora(name: str = "dora-1") -> Any:
    made = entry(name)
    origin = EntryOrigin("dora", name)
    return replace(made, origin=origin, organisation=replace(made.organisation, origin=EntryOrigin("dora", "s1")))


def note(store: Store, permitted: bool) -> None:
    with store.writing() as db:
        licences_and_exports.note_terms(db, "dora", *OPEN, permitted, MONDAY.date())


def test_it_is_data_inclusion_with_the_licence_and_the_day_of_each(house: House) -> None:
    found = told(house)
    assert list(found) == ["schema", "licences", "next", "structures", "services"]
    assert (found["schema"], found["next"]) == ("data.inclusion v1", None)
    assert found["licences"] == {OURS: {"name": "EUPL-1.2", "address": licences_and_exports.OURS_AT}}
    (service,), (structure,) = found["services"], found["structures"]
    Service.model_validate(service)
    Structure.model_validate(structure)
    assert (service["id"], service["structure_id"], service["source"]) == (f"{OURS}--ecoute", f"{OURS}--maison", OURS)
    assert (service["date_maj"], structure["nom"], service["telephone"]) == (
        "2026-11-23",
        "Maison du quartier",
        "02 000 00 00",
    )


def test_it_is_the_same_for_whoever_asks_and_asks_nobody_who_they_are(house: House) -> None:
    anonymous, own = fetched(house), house.visitor(trainer=True).client.get("/directory.json")
    assert own.data == anonymous.data
    for answer in (anonymous, own, fetched(house, "/directory.atom"), fetched(house, method="options")):
        assert {"Set-Cookie", "Vary"}.isdisjoint(answer.headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert anonymous.headers["Cache-Control"] == "public, max-age=900"
    assert anonymous.content_type == "application/json"


def test_it_can_only_be_read(house: House) -> None:
    head, got = fetched(house, method="head"), fetched(house)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", got.headers["ETag"])
    asked = fetched(house, method="options")
    assert (asked.headers["Access-Control-Allow-Methods"], asked.status_code) == ("GET, HEAD, OPTIONS", 200)
    assert asked.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    before = house.rows()
    for method in ("post", "put", "patch", "delete"):
        for address in ("/directory.json", "/directory.atom"):
            assert fetched(house, address, method).status_code in {400, 405}
    assert house.rows() == before


@pytest.mark.parametrize("address", ["/directory.json", "/directory.atom"])
def test_what_has_not_changed_is_not_sent_again(house: House, address: str) -> None:
    mark = fetched(house, address).headers["ETag"]
    assert not mark.startswith("W/")
    again = fetched(house, address, **{"If-None-Match": mark})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", mark)
    put(house, entry("autre"))
    assert fetched(house, address, **{"If-None-Match": mark}).status_code == 200


def test_a_date_alone_never_says_that_nothing_has_changed(house: House) -> None:
    put(house, entry("autre"))
    dated = fetched(house).headers["Last-Modified"]
    assert dated == "Mon, 23 Nov 2026 09:00:00 GMT"
    with house.store.writing() as db:
        entry_index.retire(db, db.get_one(Document, "entry:autre"))
    later = fetched(house, **{"If-Modified-Since": dated})
    assert (later.status_code, ids(json.loads(later.data))) == (200, [f"{OURS}--ecoute"])


def test_pages_follow_each_other_until_all_has_been_told_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences_and_exports, "AT_ONCE", 3)
    put(house, *(entry(f"e-{number}") for number in range(6)), from_dora("e-00"), confidential("e-4b"))
    seen, address = [], "/directory.json"
    while address:
        answer = fetched(house, address)
        page = json.loads(answer.data)
        assert len(page["services"]) <= 3
        assert answer.headers.get("Link", "") == (f'<{page["next"]}>; rel="next"' if page["next"] else "")
        seen += ids(page)
        address = (page["next"] or "").removeprefix(house.settings.base_url)
    assert seen == [f"{OURS}--{name}" for name in ("e-0", "e-1", "e-2", "e-3", "e-4", "e-4b", "e-5", "ecoute")]


def test_an_odd_query_finds_at_most_what_there_is(house: House) -> None:
    for query in [
        "after=zzz",
        "after=" + "a" * 5000,
        "after=%27%3B%20DROP%20TABLE%20version%3B--",
        "after=%25",
        "after=%FF%FE",
        "after=%F0%9F%98%80&after=ecoute",
        "after[]=1&limit=1000000&page=-1",
        "after=..%2F..%2Fetc%2Fpasswd",
        "x=%3Cscript%3E",
    ]:
        answer = fetched(house, f"/directory.json?{query}")
        assert answer.status_code == 200
        assert set(ids(json.loads(answer.data))) <= {f"{OURS}--ecoute"}
        assert b"<script" not in answer.data


def test_a_publisher_is_passed_on_only_where_its_licence_says_so(house: House) -> None:
    put(house, from_dora())
    assert (ids(told(house)), "dora" in told(house)["licences"]) == ([f"{OURS}--ecoute"], False)
    note(house.store, permitted=False)
    assert ids(told(house)) == [f"{OURS}--ecoute"]
    note(house.store, permitted=True)
    found = told(house)
    assert ids(found) == ["dora-1", f"{OURS}--ecoute"]
    assert found["licences"]["dora"] == {"name": OPEN[0], "address": OPEN[1]}
    assert {one["source"] for one in found["structures"]} == {"dora", OURS}
    note(house.store, permitted=False)
    assert "dora" not in fetched(house).text


def test_drafts_and_what_was_retired_are_not_told(house: House) -> None:
    put(house, entry("ancien"))
    with house.store.writing() as db:
        document = db.get_one(Document, "entry:ecoute")
        document.draft, document.draft_at = "Un brouillon indicible", MONDAY
        entry_index.retire(db, db.get_one(Document, "entry:ancien"))
    for address in ("/directory.json", "/directory.atom"):
        assert "ancien" not in fetched(house, address).text
        assert "indicible" not in fetched(house, address).text


def test_nothing_of_use_answers_or_doubts_changes_a_byte(house: House) -> None:
    before = {address: fetched(house, address).data for address in ("/directory.json", "/directory.atom")}
    somebody = house.person().learner_key
    with house.store.writing() as db:
        listed = db.query(ListedFact).filter(ListedFact.document_id == "entry:ecoute").first()
        assert listed is not None
        use_and_answers.answer(db, somebody, "entry:ecoute", listed.fingerprint, FactVerdict.GONE, MONDAY.date())
        fact_belief.doubt(db, "entry:ecoute", listed.fingerprint, MONDAY)
        for _ in range(7):
            use_and_answers.count_use(db, "entry:ecoute", MONDAY.date())
    house.clock.pass_by(days=900)
    assert {address: fetched(house, address).data for address in before} == before


def test_a_confidential_entry_is_told_by_its_title_and_its_line_alone(house: House) -> None:
    put(house, confidential())
    found = told(house)
    hidden = next(one for one in found["services"] if one["id"] == f"{OURS}--refuge")
    structure = next(one for one in found["structures"] if one["id"] == hidden["structure_id"])
    assert (hidden["nom"], structure["nom"]) == ("Un lieu d'accueil", "Un lieu d'accueil")
    assert hidden["complement_adresse"] == "Adresse confidentielle : Le service rappelle."
    assert structure["id"] == hidden["id"]
    Service.model_validate(hidden)
    Structure.model_validate(structure)
    others = [name for name in structure if name not in {"source", "id", "nom", "date_maj"}]
    assert {structure[name] for name in others} == {None}


# ----------------------------------------------------------------------------------------------------------------- Atom


def changed(house: House, name: str, word: str) -> None:
    """A new entry, of which something changes on the next day."""
    put(house, entry(name))
    now = entry(name, facts=(*entry(name).facts, fact(EntryFactKind.COST, "Gratuit", frais="gratuit")))
    with house.store.writing() as db:
        document = db.get_one(Document, f"entry:{name}")
        publishing.publish(
            db, document, write_entry(now), VersionChange.MEANING, MONDAY + timedelta(days=1), None, word
        )


def test_a_reader_of_feeds_learns_what_is_new_and_what_has_changed(house: House) -> None:
    changed(house, "suivie", "Le numéro a changé.")
    answer = fetched(house, "/directory.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.data, response_headers={"content-type": answer.headers["Content-Type"]})
    assert (feed.bozo, feed.version, feed.feed.id) == (False, "atom10", f"tag:{OURS},2026:directory")
    latest, first = [one for one in feed.entries if "/suivie/" in one.id]
    assert (latest.id, first.id) == tuple(f"tag:{OURS},2026:directory/suivie/{number}" for number in (2, 1))
    assert (latest.title, latest.summary) == ("Écoute suivie", "Ce qu’elle dit a changé. Le numéro a changé.")
    assert (latest.updated, latest.author, latest.rights) == ("2026-11-24T09:00:00Z", OURS, "EUPL-1.2")
    assert (first.summary, latest.link) == ("Nouvelle entrée.", f"{house.settings.base_url}/directory/entry/suivie")
    assert len({one.id for one in feed.entries}) == len(feed.entries)
    assert feed.feed.updated == latest.updated
    again = feedparser.parse(fetched(house, "/directory.atom").data)
    assert [one.id for one in again.entries] == [one.id for one in feed.entries]


def test_the_feed_holds_so_many_and_nothing_that_may_not_be_passed_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(house, from_dora())
    assert "dora" not in fetched(house, "/directory.atom").text
    note(house.store, permitted=True)
    feed = feedparser.parse(fetched(house, "/directory.atom").data)
    assert {one.author for one in feed.entries} == {OURS, "dora"}
    monkeypatch.setattr(licences_and_exports, "MOST_CHANGES", 2)
    assert len(feedparser.parse(fetched(house, "/directory.atom").data).entries) == 2


def test_what_xml_forbids_does_not_break_the_feed(house: House) -> None:
    changed(house, "bizarre", "Un \x0b mot <b>&amp;</b>")
    feed = feedparser.parse(fetched(house, "/directory.atom").data)
    assert (feed.bozo, any("<b>&amp;</b>" in one.summary for one in feed.entries)) == (False, True)
