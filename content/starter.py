"""The module that a trainer begins from: short, sound, and telling what to write where."""

from datetime import date

from content.module import Card, Module, Option, Question, Source
from content.text import write_module


def starter_text(module_id: str, skill: str, review_by: date) -> str:
    """The text of a first module on one skill."""
    options = (
        Option("a", "La réponse juste", True, "Pourquoi elle l'est."),
        Option("b", "Une erreur plausible", False, "Pourquoi c'en est une, et que faire à la place."),
    )
    return write_module(
        Module(
            id=module_id,
            title="Titre du module",
            language="fr",
            minutes=5,
            skills=(skill,),
            cards=(Card("Titre de la première carte", "Ce qu'il faut savoir, en cent mots, avec une phrase à dire."),),
            questions=(Question(f"{module_id}-1", skill, "Un cas, en deux lignes. Que faites-vous ?", options),),
            to_try="Une chose à essayer, en une phrase.",
            sources=(Source("Auteur, titre, année"),),
            review_by=review_by,
        )
    )
