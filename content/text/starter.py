"""Texts that a trainer begins from: a short sound module, blocks that tell what to write, a copy of a module."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from string import ascii_lowercase

from content.directory.entry import (
    WRITTEN_IN,
    DirectoryEntry,
    EntryFact,
    EntryFactKind,
    EntryKind,
    FactSource,
    Organisation,
)
from content.directory.entry_text import STARTER_SERVICE, STARTER_WORDS
from content.marking import ANYTHING_ELSE
from content.module import (
    Card,
    Dialogue,
    ModelAnswer,
    Module,
    Option,
    Question,
    QuestionKind,
    Reference,
    Vignette,
    VignetteChoice,
    WrittenQuestion,
)
from content.pathway.pathway import FIRST_ROLE
from content.pathway.pathway_fields import PathwayFields, PlaceFields, WayFields, write_pathway_fields
from content.schema.yaml_fields import LANGUAGES
from content.skills import Names
from content.text.module_fields import ModuleFields
from content.text.module_reader import read_module
from content.text.module_writer import dialogue_text, parts_text, question_text, write_module

COPY_OF = {"fr": "Copie de", "nl": "Kopie van", "en": "Copy of"}
"""How the title of a copy begins until it has one of its own, by the language of the module."""
TITLE = "Titre du module"
_DAY = date(2000, 1, 1)
"""Of what is looked at for its words alone."""

_RIGHT = ("La réponse juste", True, "Pourquoi elle l'est.")
_WRONG = ("Une erreur plausible", False, "Pourquoi c'en est une, et que faire à la place.")
_ALSO_RIGHT = ("Une autre réponse juste", True, "Pourquoi elle l'est aussi.")
_CARD = Card("Titre de la carte", "Ce qu'il faut savoir, en cent mots, avec une phrase à dire.")
_TO_TRY = "Une chose à essayer, en une phrase."
_STORY = "Une personne inventée, et ce qui pourrait tourner autrement pour elle. Dites ce qu'il y a à compléter."
_SOURCE = "Auteur, titre, année"
_CASE = "Un cas, en deux lignes. Que faites-vous ?"

_STEMS = {
    QuestionKind.ONE: _CASE,
    QuestionKind.SEVERAL: "Un cas, en deux lignes. Quelles réponses conviennent ?",
    QuestionKind.ORDERING: "Un cas, en deux lignes. Dans quel ordre procédez-vous ?",
    QuestionKind.MATCHING: "Un cas, en deux lignes. Qui fait quoi ?",
    QuestionKind.TEXT: "Une question à laquelle un mot répond.",
    QuestionKind.NUMBER: "Une question à laquelle un nombre répond.",
}
_LINES: Mapping[QuestionKind, tuple[tuple[str, bool, str], ...]] = {
    QuestionKind.ONE: (_RIGHT, _WRONG, ("Une autre erreur plausible", *_WRONG[1:])),
    QuestionKind.SEVERAL: (_RIGHT, _ALSO_RIGHT, _WRONG),
    QuestionKind.ORDERING: tuple((f"Ce qui vient en {place}", True, "Pourquoi à cette place.") for place in (1, 2, 3)),
    QuestionKind.MATCHING: tuple((f"La situation {place}", True, "Pourquoi cela va ensemble.") for place in (1, 2, 3)),
    QuestionKind.TEXT: (
        ("le mot attendu | une autre façon de l'écrire", True, "Pourquoi c'est lui."),
        ("une erreur fréquente", False, "Pourquoi ce n'est pas cela."),
        (ANYTHING_ELSE, False, "Ce qu'il faut dire de toute autre réponse."),
    ),
    QuestionKind.NUMBER: (
        ("20", True, "D'où vient ce nombre."),
        ("25", False, "D'où vient cette erreur."),
        (ANYTHING_ELSE, False, "Ce qu'il faut dire de toute autre réponse."),
    ),
}


_DIALOGUE = Dialogue("{id}", "Titre du dialogue", "Qui est là, et ce qui précède ; la personne est inventée.")
_PATHS = ((2, 3), (4, 4), (4, 4), (0, 0))
"""Where each of two options leads, by turn: what one says first decides which of two turns comes before the last."""

_WRITTEN = WrittenQuestion(
    "{id}",
    "{skill}",
    "Ce que dit la personne. Écrivez votre réponse, telle que vous la diriez.",
    (
        ModelAnswer("Un premier modèle, tel qu'on le dirait", "Ce qu'il a de bon."),
        ModelAnswer("Un second modèle, autre que le premier", "Ce qu'il a de bon, lui."),
    ),
    ("Un premier critère à cocher soi-même", "Un deuxième critère", "Un troisième critère"),
)
_VIGNETTE = Vignette(
    "{id}",
    "Titre de la vignette",
    "Le cas d'une personne inventée, en quelques lignes. Que faites-vous ?",
    (
        VignetteChoice("Un premier choix", False),
        VignetteChoice("Le choix que l'explication défend", True),
        VignetteChoice("Un troisième choix", False),
    ),
    "Pourquoi celui-là, et ce que les autres ont de tentant.",
    ("Une question à discuter en équipe",),
)

_NAMED = {
    EntryKind.SERVICE: ("Le nom du service", "De naam van de dienst"),
    EntryKind.MEASURE: ("Le nom de la mesure", "De naam van de maatregel"),
    EntryKind.TOOL: ("Le nom de l'outil", "De naam van het hulpmiddel"),
}


def starter_text(module_id: str, skill: str, review_by: date, title: str = TITLE) -> str:
    """Return the text of a first module on one skill."""
    return write_module(
        Module(
            id=module_id,
            title=title,
            language="fr",
            minutes=5,
            skills=(skill,),
            cards=(Card("Titre de la première carte", _CARD.body),),
            questions=(_question(QuestionKind.ONE, f"{module_id}-1", skill, lines=2),),
            to_try=_TO_TRY,
            sources=(Reference(_SOURCE),),
            review_by=review_by,
        )
    )


def starter_blocks(language: str, today: date) -> dict[str, tuple[str, str]]:
    """Return blocks to put into a module's text in a language, each with words to begin by writing over.

    A question's id and skill are left as `{id}` and `{skill}`; of a dialogue also each turn begins with its `{id}`.
    """
    questions = {
        kind.value: (question_text(_question(kind, "{id}", "{skill}"), language), _STEMS[kind]) for kind in QuestionKind
    }
    alone = ModuleFields(language=language)
    return {
        "card": (parts_text(alone._replace(cards=(_CARD,))), _CARD.title),
        **questions,
        "dialogue": (dialogue_text(_DIALOGUE, _turns(), language), _DIALOGUE.title),
        "written": (parts_text(alone._replace(written=(_WRITTEN,))), _WRITTEN.stem),
        "vignette": (parts_text(alone._replace(vignettes=(_VIGNETTE,))), _VIGNETTE.title),
        "source": (f"  - title: {_SOURCE}\n    url: https://\n    read_on: {today}\n", _SOURCE),
        "to_try": (parts_text(alone._replace(to_try=_TO_TRY)), _TO_TRY),
        "exercise": (parts_text(alone._replace(exercise=starter_exercise(language))), _STORY),
    }


def starter_exercise(language: str) -> str:
    """Return what there is to try on a pathway to begin from: a story, and below it a pathway half made."""
    return f"{_STORY}\n\n{_half_made(language)}"


def _turns() -> Iterator[Question]:
    for place, ends in enumerate(_PATHS, 1):
        said = (f"Ce que l'on dit de juste, tour {place}", f"Ce que l'on dit de travers, tour {place}")
        lines = ((said[0], True, "Ce que cela change pour la personne."), (said[1], False, "Ce qui se passe alors."))
        options = tuple(
            Option(key, *line, leads_to=f"{{id}}-{to}" if to else "")
            for key, line, to in zip(ascii_lowercase, lines, ends, strict=False)
        )
        stem = f"« Ce que la personne dit, tour {place}. » Que répondez-vous ?"
        yield Question(f"{{id}}-{place}", "{skill}", stem, options, dialogue=_DIALOGUE.id)


def _half_made(language: str) -> str:
    """Return the text of a pathway of which one way is still to be written."""
    who = FIRST_ROLE[language]
    question = PlaceFields(True, what="Ce qui n'est pas encore décidé ?", ways=(WayFields("une réponse", "2"),))
    fields = PathwayFields(language, "De quoi elle parle", places=(question, PlaceFields(False, who, "ce qui se fait")))
    return write_pathway_fields(fields).strip()


def _question(kind: QuestionKind, question_id: str, skill: str, lines: int | None = None) -> Question:
    options = tuple(
        Option(
            key, text, right, feedback, f"Ce qui va avec la situation {place}" if kind is QuestionKind.MATCHING else ""
        )
        for place, (key, (text, right, feedback)) in enumerate(
            zip(ascii_lowercase, _LINES[kind][:lines], strict=False), 1
        )
    )
    question = Question(question_id, skill, _STEMS[kind], options, kind)
    return question._replace(unit="%", tolerance=Decimal("0.5")) if kind is QuestionKind.NUMBER else question


def starter_entry(kind: EntryKind, entry_id: str, today: date, rule: str, names: Names | None = None) -> DirectoryEntry:
    """Return a first entry of the directory, with those of its names that are there, by language.

    Of a measure, `rule` is one to put another in the place of.
    """
    source = FactSource("https://exemple.be/a-remplacer", today, STARTER_SERVICE)
    named = {**dict(zip(WRITTEN_IN, _NAMED[kind], strict=True)), **(names or {})}

    def fact(of: EntryFactKind, fr: str, nl: str, **values: str) -> EntryFact:
        return EntryFact(of, {"fr": fr, "nl": nl}, {name: (value,) for name, value in values.items()}, source)

    way = {"lien_mobilisation": source.address} if kind is EntryKind.TOOL else {"telephone": "02 123 45 67"}
    reached = EntryFactKind.ONLINE if kind is EntryKind.TOOL else EntryFactKind.REACH
    facts = (
        fact(EntryFactKind.NAME, named["fr"], named["nl"]),
        fact(
            EntryFactKind.DESCRIPTION,
            "Ce que c'est, en deux phrases simples.",
            "Wat het is, in twee eenvoudige zinnen.",
        ),
        fact(EntryFactKind.AUDIENCE, "Pour qui.", "Voor wie."),
        fact(reached, "Comment on y arrive.", "Hoe men er komt.", **way),
    )
    maker = Organisation("qui-le-propose", (fact(EntryFactKind.NAME, "Qui le propose", "Wie het aanbiedt"),))
    cited = (rule,) if rule and kind is EntryKind.MEASURE else ()
    return DirectoryEntry(entry_id, kind, maker, facts, rules=cited)


def starter_fact(today: date) -> EntryFact:
    """Return one more fact for an entry of the directory, with the words to begin by writing over."""
    return EntryFact(EntryFactKind.CONDITIONS, STARTER_WORDS, source=FactSource("https://", today, STARTER_SERVICE))


# ---------------------------------------------------------------------------------------------------- all that they say


def entry_starters() -> Iterator[object]:
    """Yield what entries of the directory begin from; the names that they are given are too short to count."""
    yield from (starter_entry(kind, "x", _DAY, "x") for kind in EntryKind)
    yield starter_fact(_DAY)


def module_starters() -> Iterator[object]:
    """Yield what modules begin from, read as any text is."""
    yield read_module(starter_text("x", "x", _DAY))
    yield from (read_module(_all_blocks(language)) for language in LANGUAGES)


def _all_blocks(language: str) -> str:
    blocks = starter_blocks(language, _DAY)
    source, _ = blocks.pop("source")
    head = f"---\nid: x\ntitle: x\nlanguage: {language}\nminutes: 5\nskills: [x]\nsources:\n{source}---"
    put = [text.replace("{id}", f"x{place}").replace("{skill}", "x") for place, (text, _) in enumerate(blocks.values())]
    return "\n\n".join([head, *put]) + "\n"


# --------------------------------------------------------------------------------------------------- A copy of a module


def copied(module: Module, module_id: str, title: str) -> Module:
    """Return a module again under another id and title, every part of it that has a name under one of its own."""
    # What each was called → what it is called in the copy.
    questions = {one.id: f"{module_id}-{number}" for number, one in enumerate(module.questions, 1)}
    dialogues = {one.id: f"{module_id}-dialogue-{number}" for number, one in enumerate(module.dialogues, 1)}
    return replace(
        module,
        id=module_id,
        title=title,
        questions=tuple(
            question._replace(
                id=questions[question.id],
                dialogue=dialogues.get(question.dialogue, ""),
                options=tuple(one._replace(leads_to=questions.get(one.leads_to, "")) for one in question.options),
            )
            for question in module.questions
        ),
        dialogues=tuple(dialogue._replace(id=dialogues[dialogue.id]) for dialogue in module.dialogues),
        written=tuple(one._replace(id=f"{module_id}-ecrit-{n}") for n, one in enumerate(module.written, 1)),
        vignettes=tuple(one._replace(id=f"{module_id}-vignette-{n}") for n, one in enumerate(module.vignettes, 1)),
    )


def copied_title(module: Module) -> str:
    """Return the title that a copy has until it has one of its own."""
    return f"{COPY_OF[module.language]} {module.title}"
