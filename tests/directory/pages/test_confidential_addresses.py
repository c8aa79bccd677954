"""A confidential address comes in by no way and goes out by none: it is planted in every field, then looked for."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from content import kinds
from content.directory.entry_text import read_entry
from content.directory.exchange_results import Arrival
from content.directory.hsds_reader import read_hsds
from content.directory.inclusion_reader import read_inclusion
from content.errors import BrokenText
from content.exchange.archive import unpacked
from content.exchange.pack_package import read_package, write_package
from models.catalogue import coming_into_force, drafts
from models.directory import entry_index
from models.studio import publishing, reviewing
from models.tables.base import Base
from models.tables.directory import ListedEntry
from models.tables.documents import Document, DraftAside, Version, VersionChange
from models.tables.reviewing import Review
from portal.directory.licences_and_exports import FILES
from tests import bringing
from tests.builders import MONDAY, small_pack
from tests.house import House
from tests.page_browser import Browser, Page

STREET, POSTCODE, PLACE = "Rue de l'Abri 12", "1060 Saint-Gilles", "50.8267, 4.3458"
MAP = "https://www.openstreetmap.org/?mlat=50.8267&mlon=4.3458"
NEEDLES = {"street": STREET, "postcode": POSTCODE, "coordinates": PLACE, "map": MAP}
NAME, ORGANISATION = "Refuge des Tilleuls cachés", "ASBL Les Tilleuls cachés"
SOUND = f"""\
id: {{id}}
kind: service
confidential: true
discreet_title: {{{{fr: "Un lieu d'accueil", nl: "Een opvangplek"}}}}
public_line: {{{{fr: "Le service rappelle.", nl: "De dienst belt terug."}}}}
organisation:
  id: les-tilleuls
  facts:
    - kind: name
      fr: "{ORGANISATION}"
      read: {{{{at: "https://exemple.be/", on: 2026-11-20, by: "Service emploi"}}}}
facts:
  - kind: name
    fr: "{NAME}"
    read: {{{{at: "https://exemple.be/accueil", on: 2026-11-20, by: "Service emploi"}}}}
  - kind: description
    fr: "Un accueil de jour et de nuit."
    read: {{{{at: "https://exemple.be/accueil", on: 2026-11-20, by: "Service emploi"}}}}
  - kind: reach
    telephone: "0800 00 000"
    commune: Bruxelles
    read: {{{{at: "https://exemple.be/accueil", on: 2026-11-20, by: "Service emploi", quote: "Appelez."}}}}
"""
"""By whatever id."""
PLANTED = {
    "title": ('fr: "Un lieu d\'accueil"', "fr: {needle}"),
    "title in Dutch": ('nl: "Een opvangplek"', "nl: {needle}"),
    "public line": ('fr: "Le service rappelle."', "fr: {needle}"),
    "name": (f'fr: "{NAME}"', "fr: {needle}"),
    "organisation": (f'fr: "{ORGANISATION}"', "fr: {needle}"),
    "description": ('fr: "Un accueil de jour et de nuit."', "fr: {needle}"),
    "several lines": ('fr: "Un accueil de jour et de nuit."', "fr: |-\n      Un accueil.\n      {bare}"),
    "commune": ("commune: Bruxelles", "commune: {needle}"),
    "quote": ('quote: "Appelez."', "quote: {needle}"),
    "who read it": ('by: "Service emploi", quote', "by: {needle}, quote"),
    "address read": ('at: "https://exemple.be/accueil", on: 2026-11-20, by: "Service emploi", q', "at: {address}, q"),
    "comment": ("kind: service\n", "kind: service # {bare}\n"),
    "where it comes from": ("kind: service\n", "kind: service\norigin: {{publisher: {needle}, id: x}}\n"),
    "its id there": ("kind: service\n", "kind: service\norigin: {{publisher: dora, id: {needle}}}\n"),
}
FIELDS = {
    "adresse": 'adresse: "Rue de l\'Abri 12"',
    "code_postal": "code_postal: 1060",
    "complement_adresse": 'complement_adresse: "2e étage"',
    "latitude": "latitude: 50.8267",
    "longitude": "longitude: 4.3458",
}
ARRIVAL = Arrival("https://exemple.be/", "Service emploi", MONDAY.date())


def sound(name: str = "refuge") -> str:
    return SOUND.format(id=name)


def with_needle(where: str, needle: str) -> str:
    """The sound text with an address in one place."""
    old, new = PLANTED[where]
    path = f"https://exemple.be/{needle.replace(' ', '-')}" if "://" not in needle else needle
    quoted = {"needle": json.dumps(needle, ensure_ascii=False), "bare": needle}
    return sound().replace(old, new.format(**quoted, address=json.dumps(path, ensure_ascii=False)), 1)


def with_field(field: str) -> str:
    at = "" if field in {"latitude", "longitude"} else "    "
    mark = "kind: service\n" if not at else "    commune: Bruxelles\n"
    return sound().replace(mark, f"{mark}{at}{FIELDS[field]}\n", 1)


UNSOUND = {
    **{f"{kind} in the {where}": with_needle(where, needle) for where in PLANTED for kind, needle in NEEDLES.items()},
    **{field: with_field(field) for field in FIELDS},
    "an id that says it": sound().replace("id: refuge", "id: rue-de-l-abri-12"),
}


def refused(text: str) -> str:
    """What is said of a text, when it is refused."""
    try:
        read_entry(text)
    except BrokenText as broken:
        return broken.problems[0].told
    return ""


def test_the_sound_text_is_sound() -> None:
    assert refused(sound()) == ""


def test_no_text_that_says_confidential_is_read_with_an_address_anywhere_in_it() -> None:
    assert [where for where, text in UNSOUND.items() if not refused(text)] == []


# ------------------------------------------------------------------------------------------------------------------- in

SAMPLE = {where: UNSOUND[where] for where in ("street in the quote", "map in the comment", "adresse", "latitude")}


def begun(house: House, name: str, text: str) -> Document:
    with house.store.writing() as db:
        document = coming_into_force.new_document(f"entry:{name}", kinds.ENTRY.name)
        db.add(document)
        db.flush()
        drafts.save_draft(db, document, text, MONDAY, by=None)
        return document


def test_the_editor_says_so_at_once_and_publishes_nothing(house: House) -> None:
    for where in SAMPLE:
        name = f"d-{list(SAMPLE).index(where)}"
        text = SAMPLE[where].replace("id: refuge", f"id: {name}")
        begun(house, name, text)
        house.person(trainer=True)  # somebody who could be asked to read it
        browser = house.visitor(trainer=True)
        page = browser.get(f"/authoring/entry:{name}")
        assert "L’adresse est confidentielle" in page.text or "Aucune coordonnée" in page.text
        page = browser.send("", ("do", "publish"), text=text)
        assert "Il reste des corrections à faire" in page.text
        page = browser.send("", ("do", "review"), text=text)
        assert "Il reste des corrections à faire" in page.text
        with house.store.reading() as db:
            assert db.get(ListedEntry, f"entry:{name}") is None
            kept = db.get_one(Document, f"entry:{name}").draft or ""
        assert kept.replace("\r\n", "\n").strip() == text.strip()


def test_a_draft_with_an_address_leaves_the_workshop_by_no_way(house: House) -> None:
    begun(house, "brouillon", UNSOUND["street in the description"].replace("id: refuge", "id: brouillon"))
    assert leaks(house, [STREET]) == []


def test_no_pack_brings_it(house: House) -> None:
    for where in SAMPLE:
        pack = replace(small_pack(), entries={"refuge-2": SAMPLE[where].replace("id: refuge", "id: refuge-2")})
        with pytest.raises(BrokenText, match="confidentielle|coordonnée"):
            read_package(write_package(pack))
        browser = house.visitor(trainer=True)
        number = bringing.bring_pack(house.store, MONDAY, write_package(pack))
        bringing.read_all(house.store, house.clock)
        browser.get("/exchange")
        assert browser.post(f"/exchange/packs/{number}/drafts").status == 409
        with house.store.writing() as db:
            coming_into_force.load_pack(db, pack, MONDAY)
            entry_index.catch_up(db)
        assert house.read(lambda db: db.get(ListedEntry, "entry:refuge-2")) is None


STRUCTURE = {"source": "dora", "id": "s", "nom": "Une maison", "date_maj": "2026-11-20"}
SERVICE: dict[str, Any] = {
    **{"source": "dora", "id": "x", "structure_id": "s", "nom": "Un accueil", "description": "Un accueil de jour."},
    **{"date_maj": "2026-11-20", "complement_adresse": "Adresse confidentielle : téléphonez"},
}


def test_no_record_of_another_directory_brings_it() -> None:
    for fields in [
        {"adresse": STREET},
        {"code_postal": "10600"},
        {"latitude": 50.8267, "longitude": 4.3458},
        {"description": f"Au {STREET}."},
        {"conditions_acces": PLACE},
        {"lien_source": MAP},
    ]:
        dataset = {"structures": [STRUCTURE], "services": [SERVICE | fields]}
        read = read_inclusion(json.dumps(dataset).encode(), ARRIVAL)
        assert (read.entries, bool(read.faults)) == ((), True)
        service = {
            "id": "x",
            "name": "Un accueil",
            "description": f"Adresse confidentielle. {fields.get('description', '')}",
            "assured_date": "2026-11-20",
            "eligibility_description": str(fields.get("conditions_acces", STREET)),
        }
        assert read_hsds(json.dumps({"services": [service]}).encode(), ARRIVAL).entries == ()


def test_what_is_said_of_a_change_does_not_give_it_away_either(house: House) -> None:
    published(house, "dit", sound("dit"))
    changed = sound("dit").replace("de jour et de nuit", "de jour")
    house.person(trainer=True)  # somebody who could be asked to read it
    browser = house.visitor(trainer=True)
    browser.get("/authoring/entry:dit")
    for button in ("publish", "review"):
        page = browser.send("", ("do", button), text=changed, word=f"C'est maintenant {STREET}")
        assert "donne une adresse qui est confidentielle" in page.text
    with house.store.reading() as db:
        assert db.scalars(select(Version.text).where(Version.document_id == "entry:dit")).all() == [sound("dit")]
        assert db.scalars(select(Review.id).where(Review.document_id == "entry:dit")).all() == []


# ------------------------------------------------------------------------------------------------------------------ out


def test_nothing_that_goes_out_of_a_sound_one_says_what_it_is_called_or_who_offers_it(house: House) -> None:
    published(house, "sur", sound("sur"))
    assert leaks(house, [NAME, ORGANISATION, "les-tilleuls"], texts_too=False) == []
    told = house.stranger().client.get("/directory.json").text
    assert ("Un lieu d'accueil" in told, "Le service rappelle." in told) == (True, True)


def test_what_was_published_before_it_was_confidential_is_hidden_everywhere(house: House) -> None:
    open_text = sound("avant")
    for line in ("confidential: true", "discreet_title", "public_line"):
        open_text = "\n".join(one for one in open_text.split("\n") if not one.startswith(line))
    open_text = open_text.replace("    commune: Bruxelles\n", f'    commune: Bruxelles\n    adresse: "{STREET}"\n')
    published(house, "avant", open_text, word=f"Elle a déménagé : {STREET}")
    document, author = house.read(lambda db: db.get_one(Document, "entry:avant")), house.person().learner_key
    with house.store.writing() as db:
        drafts.set_aside(db, db.get_one(Document, document.id), open_text, MONDAY.date())
        drafts.save_draft(db, db.get_one(Document, document.id), open_text, MONDAY, by=None)
        reviewing.ask(db, db.get_one(Document, document.id), VersionChange.WORDING, MONDAY, author, word=STREET)
    assert leaks(house, [STREET])
    published(house, "avant", sound("avant"))
    assert leaks(house, [STREET]) == []
    with house.store.reading() as db:
        rows = [*db.scalars(select(Version.text)), *db.scalars(select(DraftAside.text))]
        assert not any(STREET in text for text in rows)
        kept = db.scalars(select(Version).where(Version.document_id == "entry:avant").order_by(Version.number)).all()
        assert [(one.number, one.text, one.word) for one in kept] == [(1, sound("avant"), ""), (2, sound("avant"), "")]


def published(house: House, name: str, text: str, word: str = "") -> None:
    with house.store.writing() as db:
        document = db.get(Document, f"entry:{name}")
        if document is None:
            document = coming_into_force.new_document(f"entry:{name}", kinds.ENTRY.name)
            db.add(document)
            db.flush()
        publishing.publish(db, document, text, VersionChange.WORDING, MONDAY, None, word)


def leaks(house: House, needles: list[str], *, texts_too: bool = True) -> list[str]:
    """By which ways out one of these can be read; `texts_too`: where trainers read the texts themselves, too."""
    found = {**said_to_everybody(house), **said_to_counsellors(house), **derived(house)}
    if texts_too:
        found |= said_to_trainers(house)
    return sorted(way for way, said in found.items() if any(one in said for one in needles))


def said_to_everybody(house: House) -> dict[str, str]:
    client = house.stranger().client
    return {address: client.get(address).text for address in ("/directory.json", "/directory.atom")}


def said_to_counsellors(house: House) -> dict[str, str]:
    browser, names = house.visitor(), house.read(lambda db: list(db.scalars(select(ListedEntry.document_id))))
    pages = [f"/directory/entry/{name.removeprefix('entry:')}" for name in names]
    pages += [f"/search?q={words}" for words in ("tilleuls", "abri+12", "refuge", "accueil")]
    pages += ["/briefing?q=tilleuls", "/briefing?q=abri"]
    return {page: body(browser, page) for page in pages}


def said_to_trainers(house: House) -> dict[str, str]:
    browser = house.visitor(trainer=True)
    names = house.read(lambda db: list(db.scalars(select(ListedEntry.document_id))))
    pages = {f"/versions/{name}": body(browser, f"/versions/{name}") for name in names}
    files = unpacked(browser.client.get("/exchange/pack.zip").data, "pack.zip")
    found = pages | {f"pack.zip: {name}": data.decode() for name, data in files.items()}
    for name in FILES:
        data = browser.client.get(f"/directory/export/{name}").data
        parts = unpacked(data, name) if name.endswith(".zip") else {"": data}
        found |= {f"{name} {part}": one.decode() for part, one in parts.items()}
    for name in names:
        found |= {
            link: body(browser, link)
            for link in browser.get(f"/versions/{name}").links()
            if f"/versions/{name}/" in link
        }
    return found


def derived(house: House) -> dict[str, str]:
    """What is kept for lists and search."""
    tables = {"listed_entry", "listed_fact", "search_entry", "entry_tie"}
    with house.store.reading() as db:
        kept = [one for one in Base.metadata.sorted_tables if one.name in tables]
        found = {one.name: "\n".join(map(repr, db.execute(select(one)))) for one in kept}
    return found


def body(browser: Browser, address: str) -> str:
    page: Page = browser.get(address)
    return page.body.replace("&#39;", "'").replace("’", "'")
