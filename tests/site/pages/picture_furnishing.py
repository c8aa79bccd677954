"""Pictures in every state: shown by a card beside a table and callouts, brought, waiting, refused, withdrawn."""

from dataclasses import replace
from uuid import uuid4

from content.errors import Problem
from models.catalogue import coming_into_force, pictures
from models.tables.uploads import Upload, UploadPurpose, UploadState
from tests.builders import small_pack
from tests.drawings import picture
from tests.house import House
from tests.pictures import TERMS, showing
from watchers.uploads import GONE

CALLOUTS = "> **À retenir** : « deux » choses.\n\n> **Attention** Vérifiez !\n\n> **Exemple**\n> Une lettre."
TABLE = "| Démarche | Où | Délai |\n|---|---|--:|\n| S'inscrire | Actiris | 8 jours |\n| Demander | ONEM | 2 mois |"
CARD = "/modules/documents/cards/un-document"
SHOWN, WITHDRAWN = picture(640, 480, 201), picture(colour=202)


def furnish(house: House) -> None:
    """Publish a card that shows two pictures, one of them withdrawn since, a table and callouts."""
    module = showing(SHOWN, WITHDRAWN, module_id="documents")
    first, second = module.cards
    card = first._replace(body=f"{first.body}\n\n{TABLE}\n\n{CALLOUTS}")
    with house.store.writing() as db:
        for one in (SHOWN, WITHDRAWN):
            pictures.keep(db, one, TERMS, None, house.clock())
        coming_into_force.load_pack(db, small_pack(replace(module, cards=(card, second))), house.clock())
        pictures.withdraw(db, WITHDRAWN.hash, house.clock())


def pages(house: House) -> dict[str, list[str]]:
    """Where pictures are, in each of their states."""
    with house.store.writing() as db:
        told = Problem("lettre.png", 1, GONE)
        refusal = {"file": told.file, "line": told.line, "sentence": told.sentence, "values": {}}
        brought = [
            Upload(
                **{"by": uuid4(), "at": house.clock(), "purpose": UploadPurpose.PICTURE, "file": "« lettre ».png"},
                **{"data": b"", "state": state, **values},
            )
            for state, values in (
                (UploadState.DUE, {"document_id": "documents"}),
                (UploadState.READ, {"found": {"hash": SHOWN.hash}}),
                (UploadState.REFUSED, {"refusal": [refusal]}),
            )
        ]
        db.add_all(brought)
        db.flush()
        uploads = [f"/pictures/uploads/{one.id}" for one in brought]
    field = "module=documents&field=cards-0-body"
    return {
        "pictures.everything": ["/pictures", "/pictures?module=documents", f"/pictures?{field}"],
        "pictures.upload": [*uploads, f"{uploads[1]}?{field}"],
        "pictures.describe": [f"/pictures/{SHOWN.hash}/place?{field}"],
        "pictures.about": [f"/pictures/{one.hash}/about" for one in (SHOWN, WITHDRAWN)],
    }
