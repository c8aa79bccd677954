"""All that pages may say of what is in force."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import documents as catalogue_documents
from models.catalogue import exchange, in_force, suspensions, translations, validity
from models.catalogue.documents import RULES
from models.ground.store import Store
from models.learning import answering
from models.studio import approval, rereading
from models.studio.rule_changes import announcements, effective_day, stages
from models.tables.answers import Presentation
from tests.studio.rule_changes.made_changes import AFTER, DAY, NEW_YEAR, document

DOCUMENTS = "droit", "droit.nl", "ecouter", RULES
LANGUAGES = None, "fr", "nl"


def on(store: Store, at: Any) -> dict[str, Any]:
    """What is seen by whoever reads on the day of an instant."""
    with store.reading() as db:
        effective_day.read_on_day(db, at)
        return seen(db)


def seen(db: Session) -> dict[str, Any]:
    """All that a page may say of what is in force, less the instant of the switch."""
    documents = [document(db, name) for name in DOCUMENTS]
    texts = {one.id: catalogue_documents.published_text(db, one) for one in documents}
    return {
        "rules": in_force.rules(db),
        "texts": texts,
        "modules": [[one.module for one in in_force.published_modules(db, language)] for language in LANGUAGES],
        "one by one": [one.module for name in ("droit", "ecouter") for one in in_force.every_language(db, name)],
        "whole": [in_force.whole(db, one) for one in in_force.published_modules(db, "nl")],
        "asking": {skill: one.module for skill, one in in_force.asking(db, NEW_YEAR).items()},
        "listed": catalogue_documents.listing(db),
        "versions": {
            one.id: [numbered(version) for version in catalogue_documents.versions(db, one)] for one in documents
        },
        "held": {one.id: sorted(held(row) for row in suspensions.held(db, one.id)) for one in documents},
        "held in force": sorted(held(row) for row in suspensions.suspensions_in_force(db)),
        "read": readers(db),
        "concerned": [(one.document.id, one.module, one.questions) for one in stages.concerned(db, "duree")],
        "stages": [(told.change.id, told.rule, told.stage) for told in announcements.everything(db)],
        "coming": announcements.coming(db, catalogue_documents.parse_module(texts["droit"] or ""), AFTER),
        "translations": translations.translations(db),
        "due": [(one.subject, one.text, one.since) for one in rereading.due(db, NEW_YEAR + 400 * DAY)],
        "pack": exchange.pack_in_force(db),
        "open pages": [standing(db, one) for one in db.scalars(select(Presentation).order_by(Presentation.id))],
    }


def readers(db: Session) -> list[tuple[str, UUID | None]]:
    module = catalogue_documents.parse_module(catalogue_documents.published_text(db, document(db)) or "")
    law = approval.law_of(db, document(db), module)
    return [(one.question.id, one.reading.by if one.reading else None) for one in law]


def numbered(version: Any) -> tuple[object, ...]:
    return version.number, version.text, version.change, version.word, version.published_by


def held(row: Any) -> tuple[object, ...]:
    return row.document_id, row.question_id, row.up_to, row.why


def standing(db: Session, shown: Presentation) -> tuple[object, ...]:
    """What becomes of a page that is open."""
    module = in_force.module_of(db, shown.version_id)
    question = module.question(shown.question_id)
    failing = validity.failing(db, module, question, NEW_YEAR)
    changed = announcements.changed_since(db, shown) is not None
    return answering.withdrawn(db, shown), changed, suspensions.is_overtaken(db, shown.version_id), failing
