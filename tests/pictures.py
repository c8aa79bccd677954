"""Pictures of a house: brought, shown in a module, withdrawn."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from content.module import Card, Module
from content.pictures.picture_file import PictureFile, picture_line
from content.pictures.picture_terms import PictureRights, PictureTerms
from models.catalogue import pictures
from tests.builders import module, question
from tests.drawings import picture

TERMS = PictureTerms(PictureRights.HOUSE)
DESCRIPTION = "La première page d'un formulaire vierge"


def bring(db: Session, at: datetime, shade: int = 1, terms: PictureTerms = TERMS) -> PictureFile:
    """Keep a picture of one grey."""
    brought = picture(colour=shade)
    pictures.keep(db, brought, terms, None, at)
    return brought


def showing(*shown: PictureFile, module_id: str = "montrer", **fields: object) -> Module:
    """A module whose first card shows pictures."""
    body = "\n\n".join(["Le voici.", *(picture_line(one.hash, DESCRIPTION) for one in shown)])
    cards = (Card("Un document", body), Card("Une suite", "Voyez la page suivante."))
    return replace(module(module_id, questions=(question(f"{module_id}-1"),)), cards=cards, **fields)
