"""The kinds of text that a trainer writes, each declared once: how it is read, checked, shown in a form and published.

A kind is added here, beside a file for what it says and, where it has a form, a template; everything else asks this.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from content.checks import references
from content.directory.entry import OF_ENTRY, DirectoryEntry
from content.directory.entry_text import ENTRY_SCHEMA, STARTER_WORDS, read_entry
from content.errors import N_
from content.module import Module
from content.programmes import PROGRAMME_STARTER, PROGRAMMES_SCHEMA, Programme, advise_on_programmes, read_programmes
from content.rules import RULE_STARTER, RULES_SCHEMA, Rule, read_rules
from content.schema.text_kind import Blocks, ChangeNamed, PlainWords, TextForm, TextKind, form_of
from content.schema.yaml_fields import LANGUAGES
from content.skills import SKILL_STARTER, SKILLS_SCHEMA, Names, SkillMap, read_skills
from content.text import module_form as form_module
from content.text import starter
from content.text.module_reader import read_module
from content.text.module_writer import write_form
from content.topics import TOPIC_STARTER, TOPICS_SCHEMA, Topic, read_topics

RULE = "rule:"
"""What stands before the id of a rule, where somebody answers for it as for a module."""


def _plain_of_module(module: Module) -> Iterable[PlainWords]:
    for slug, card in module.addressed.items():
        if card.parts.plain:
            yield PlainWords(slug, module.language, card.parts.plain)


def _plain_of_rules(rules: Mapping[str, Rule]) -> Iterable[PlainWords]:
    return (PlainWords(rule.id, *said) for rule in rules.values() for said in rule.plain.items())


def _plain_of(said: Names) -> Iterable[PlainWords]:
    return (PlainWords("", *one) for one in said.items())


def _block(name: str, text: str, words: str) -> Blocks:
    """Return the one block of a kind, and the words in it to begin by writing over."""
    return {LANGUAGES[0]: {name: (text, words)}}


MODULE: TextKind[Module] = TextKind(
    "module",
    read_module,
    file="modules/{id}.md",
    kept=1024,
    # What it is held against is more than the rest of a pack: models/catalogue/draft_reading.py.
    plain=_plain_of_module,
    form=TextForm(
        read=form_module.read_form,
        write=write_form,
        sent=form_module.sent_module,
        change=form_module.change_module,
        opened="header",
        first={
            **dict.fromkeys(("sources", "cards", "dialogues", "vignettes"), "title"),
            **dict.fromkeys(("questions", "turns", "written"), "stem"),
            **dict.fromkeys(("options", "models", "choices"), "text"),
        },
    ),
    blocks=lambda today, review_by: {language: starter.starter_blocks(language, today) for language in LANGUAGES},
    starters=starter.module_starters,
    is_played=True,
    dated=lambda document, module: {document: module},
    is_signed_for=True,
    changes={
        "wording": ChangeNamed(
            N_("Formulation"),
            N_("Les mots changent, pas ce qu'il faut répondre : rien ne change pour qui a appris."),
        ),
        "meaning": ChangeNamed(
            N_("Sens"),
            N_("Les personnes qui avaient acquis ces compétences les gardent, et reçoivent bientôt une vérification."),
        ),
        "key": ChangeNamed(
            N_("La clé était fausse"),
            N_(
                "La question corrigée est retirée aussitôt, même des pages ouvertes ; les réponses données ne comptent "
                "plus, et chaque personne concernée est prévenue une fois."
            ),
        ),
    },
)
SKILLS: TextKind[SkillMap] = TextKind(
    "skills",
    read_skills,
    file="skills.yaml",
    title=N_("Carte des compétences"),
    heading=N_("La carte des compétences"),
    check=lambda skills, text, file, known: references.check_skills_kept(
        skills, text, file, known.modules, known.topics
    ),
    form=form_of(SKILLS_SCHEMA),
    part=N_("Compétence"),
    blocks=lambda today, review_by: _block(
        "skill", SKILLS_SCHEMA.block(SKILL_STARTER, "domains", "skills"), SKILL_STARTER.id
    ),
    starters=lambda: (SKILL_STARTER,),
    is_found_with_modules=True,
    changes={
        "wording": ChangeNamed(N_("Formulation"), N_("Un nom est mieux dit : ce qu'il désigne reste le même.")),
        "meaning": ChangeNamed(
            N_("Sens"),
            N_("Ce que l'on apprend ou dans quel ordre change : l'historique le dit, aucune question n'est reposée."),
        ),
    },
)
RULES: TextKind[dict[str, Rule]] = TextKind(
    "rules",
    read_rules,
    file="rules.yaml",
    title=N_("Règles"),
    heading=N_("Les règles datées"),
    check=lambda rules, text, file, known: references.check_rules_kept(rules, text, file, known.modules, known.topics),
    advise=lambda rules, text, file, known: references.advise_on_rules(rules.values(), text, file),
    plain=_plain_of_rules,
    form=form_of(RULES_SCHEMA),
    part=N_("Règle"),
    blocks=lambda today, review_by: _block(
        "rule",
        RULES_SCHEMA.block(replace(RULE_STARTER, read_on=today, review_by=review_by), "rules"),
        RULE_STARTER.id,
    ),
    starters=lambda: (RULE_STARTER,),
    dated=lambda document, rules: {f"{RULE}{one.id}": one for one in rules.values()},
    changes={
        "wording": ChangeNamed(
            N_("Formulation"),
            N_("Un nom, ses mots simples, une adresse ou une date de lecture : la règle reste la même."),
        ),
        "meaning": ChangeNamed(
            N_("Sens"),
            N_("La règle elle-même change : l'historique le dit ; les modules qui la citent sont à relire."),
        ),
    },
)
TOPICS: TextKind[tuple[Topic, ...]] = TextKind(
    "topics",
    read_topics,
    file="topics.yaml",
    title=N_("Sujets d'entretien"),
    heading=N_("Les sujets d'entretien"),
    check=lambda topics, text, file, known: references.check_topics(
        topics, text, file, [one.id for one in known.skills], known.rules
    ),
    form=form_of(TOPICS_SCHEMA),
    part=N_("Sujet d'entretien"),
    blocks=lambda today, review_by: _block("topic", TOPICS_SCHEMA.block(TOPIC_STARTER, "topics"), TOPIC_STARTER.id),
    starters=lambda: (TOPIC_STARTER,),
    is_signed_for=True,
    changes={
        "wording": ChangeNamed(
            N_("Formulation"),
            N_("Une question ou un critère est mieux dit : ce que l'on demande reste le même."),
        ),
        "meaning": ChangeNamed(
            N_("Sens"),
            N_("Ce que l'on demande, ou ce qui décide de la suite, change : l'historique le dit."),
        ),
    },
)
PROGRAMMES: TextKind[tuple[Programme, ...]] = TextKind(
    "programmes",
    read_programmes,
    file="programmes.yaml",
    title=N_("Les parcours"),
    heading=N_("Les parcours"),
    advise=lambda programmes, text, file, known: advise_on_programmes(programmes, text, file, known.published),
    form=form_of(PROGRAMMES_SCHEMA),
    part=N_("Parcours"),
    blocks=lambda today, review_by: _block(
        "programme", PROGRAMMES_SCHEMA.block(PROGRAMME_STARTER, "programmes"), PROGRAMME_STARTER.id
    ),
    starters=lambda: (PROGRAMME_STARTER,),
    changes={
        "wording": ChangeNamed(
            N_("Formulation"),
            N_("Un titre ou une raison est mieux dit : les modules et leur ordre restent les mêmes."),
        ),
        "meaning": ChangeNamed(
            N_("Sens"),
            N_("Les modules ou leur ordre changent : qui suit le parcours en voit aussitôt la suite."),
        ),
    },
)
ENTRY: TextKind[DirectoryEntry] = TextKind(
    "entry",
    read_entry,
    file="directory/{id}.yaml",
    prefix=OF_ENTRY,
    kept=256,
    check=lambda entry, text, file, known: references.check_entry(
        entry, text, file, [one.id for one in known.skills], known.rules, [one.id for one in known.topics]
    ),
    advise=lambda entry, text, file, known: references.advise_on_entry(entry, text, file),
    plain=lambda entry: _plain_of(entry.plain),
    own_id=lambda entry: entry.id,
    form=form_of(ENTRY_SCHEMA, opened="header"),
    part=N_("Fait"),
    blocks=lambda today, review_by: _block(
        "fact", ENTRY_SCHEMA.block(starter.starter_fact(today), "facts"), STARTER_WORDS["fr"]
    ),
    starters=starter.entry_starters,
    is_in_directory=True,
    changes={
        "wording": ChangeNamed(
            N_("Relu, ou mieux dit"),
            N_("Ce que l'entrée dit reste le même ; les jours de lecture sont ceux que vous avez écrits."),
        ),
        "meaning": ChangeNamed(
            N_("Ce qu'elle dit a changé"),
            N_("Un numéro, une condition, un délai n'est plus le même : l'historique le dit."),
        ),
    },
)

KINDS: dict[str, TextKind[Any]] = {one.name: one for one in (SKILLS, RULES, TOPICS, MODULE, ENTRY, PROGRAMMES)}
"""By the name that documents keep; in the order in which the texts of a pack can come into force."""


def kind_of_document(name: str) -> TextKind[Any]:
    """Return the kind of the document of a name, be it there or not."""
    there = (one for one in KINDS.values() if name == one.document or (one.prefix and name.startswith(one.prefix)))
    return next(there, MODULE)
