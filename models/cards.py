"""Cards read by themselves: a card in its module, and what its module rests on."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from content.module import Card, Module
from content.rules import Rule
from models import authoring


class UnknownCard(LookupError):
    """The module has no card of that name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One card of a published module; `before` and `after` are the names and titles of its neighbours."""

    module: Module
    card: Card
    number: int
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def reading(db: Session, module_id: str, slug: str) -> Reading:
    """A card by its address; raises UnknownModule, UnknownCard."""
    module = authoring.published_module(db, module_id).module
    titles = [(name, card.title) for name, card in module.addressed.items()]
    place = next((place for place, (name, _) in enumerate(titles) if name == slug), None)
    if place is None:
        raise UnknownCard(slug)
    around = [None, *titles, None]
    return Reading(module, module.cards[place], place + 1, around[place], around[place + 2])


def rules_of(db: Session, module: Module) -> list[Rule]:
    """The rules that a module and its questions cite, each once."""
    cited = dict.fromkeys([*module.cites, *(rule for question in module.questions for rule in question.cites)])
    rules = authoring.rules(db)
    return [rules[rule] for rule in cited if rule in rules]
