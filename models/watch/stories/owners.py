"""The owners of stories: what personal sources tell is their owner's alone."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, or_

from content.errors import N_, NotFound
from models.tables.stories import Story

KEPT = timedelta(days=14)
"""A story is told that long; its row stays."""


class NoSuchStory(NotFound):
    """There is no story of that number, or it is somebody else's."""

    what = N_("Cette actualité n'est plus là.")
    then = N_("Les actualités restent affichées deux semaines.")


def visible_to(learner_key: UUID | BindParameter[UUID] | None) -> ColumnElement[bool]:
    """Select the stories that stand and that this learner may see; None has no sources of her own."""
    return and_(Story.merged_into.is_(None), or_(Story.learner_key.is_(None), Story.learner_key == learner_key))
