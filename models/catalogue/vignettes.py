"""Vignettes of published modules: an invented case for a team meeting, of which nothing is counted or kept."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import Module, Vignette
from models.catalogue.in_force import published_module


class VignetteToShow(NamedTuple):
    """A vignette with its module, which says in what language it is."""

    module: Module
    vignette: Vignette

    @property
    def best(self) -> int:
        """The place of the card to raise, from 0."""
        return next(place for place, choice in enumerate(self.vignette.choices) if choice.right)


def vignette_of(db: Session, module_id: str, vignette_id: str, language: str) -> VignetteToShow:
    """Return a vignette of a module in a language, else in the original's; raises UnknownModule, NotFound."""
    module = published_module(db, module_id, language).module
    for vignette in module.vignettes:
        if vignette.id == vignette_id:
            return VignetteToShow(module, vignette)
    raise NotFound(N_("Cette vignette n'est plus là."), N_("Celles d'un module se trouvent sur sa page."))
