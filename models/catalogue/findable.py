"""The search entries of a module: itself by what it teaches, and each of its cards."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from content.module import Module
from content.skills import SkillMap
from content.strings.markdown import plain
from models.ground.search import Findable
from models.tables.search import SearchKind


def findable(module: Module, skills: SkillMap, published_at: datetime, *, original: bool) -> Iterator[Findable]:
    """Yield a module and its cards, dated by when its sources were last read, else by when it was published."""
    read_on = max((source.read_on for source in module.sources if source.read_on), default=None)
    shared: dict[str, Any] = {
        "work": module.id,
        "language": module.language,
        "original": original,
        "at": datetime.combine(read_on, time(), UTC) if read_on else published_at,
        "review_by": module.review_by,
    }
    taught = "\n".join(skills[skill].name[module.language] for skill in module.skills if skill in skills)
    yield Findable(SearchKind.MODULE, module.id, title=module.title, text=taught, **shared)
    for slug, card in module.addressed.items():
        key = f"{module.id}/{slug}"
        yield Findable(SearchKind.CARD, key, title=card.title, text=plain(card.body), **shared)
