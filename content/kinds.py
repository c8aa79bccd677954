"""The kinds of text that a trainer writes, each declared once: how it is read, checked, shown in a form and published.

A kind is added here, beside a file for what it says and, where it has a form, a template; everything else asks this.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from content import starter
from content.checks import plain, references
from content.directory.entry import OF_ENTRY, DirectoryEntry
from content.directory.reading import read_entry
from content.fields import LANGUAGES
from content.module import Module
from content.problems import N_, Problem
from content.programmes import Programme, advise_on_programmes, read_programmes
from content.rules import Rule, read_rules
from content.skills import Names, SkillMap, read_skills
from content.text.reading import read_module
from content.topics import Topic, read_topics

Value = TypeVar("Value")
RULE = "rule:"
"""What stands before the id of a rule, where somebody answers for it as for a module."""
Blocks = Mapping[str, Mapping[str, tuple[str, str]]]
"""By language of the text and name: a block to put in, and the words in it to write over."""


class Known(Protocol):
    """The other texts that a text is held against: those in force in a house, or those of its pack."""

    @property
    def skills(self) -> SkillMap:
        """The skill map."""

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by id."""

    @property
    def topics(self) -> Sequence[Topic]:
        """The topics of the interview."""

    @property
    def modules(self) -> Iterable[Module]:
        """The modules, whole: what one names may not go."""

    @property
    def published(self) -> Mapping[str, Collection[str]]:
        """The modules by each language in which they are published."""


class PlainWords(NamedTuple):
    """What a text says in plain words for the person: about which part of it, in which language."""

    subject: str
    language: str
    words: str


class ChangeNamed(NamedTuple):
    """What a new version may change: its name, and its effect for those who had learned."""

    name: str
    effect: str


@dataclass(frozen=True, eq=False)
class TextKind(Generic[Value]):
    """A kind of text; what it does not say, it does not have."""

    name: str
    """As documents keep it."""
    read: Callable[[str], Value]
    """What a text says; raises BrokenText."""
    changes: Mapping[str, ChangeNamed]
    """What a new version may change, by its code."""
    blocks: Callable[[date, date], Blocks]
    """The blocks to put in, by the days on which they are read and are to be read again."""
    file: str
    """Its file in a pack, with {id} where there are many; without, its one document is called so too."""
    title: str = ""
    """What its one text is called, where each of many has not a title of its own."""
    heading: str = ""
    """The same, at the top of its page in the studio."""
    kept: int = 8
    """How many texts are kept as values in each process."""
    prefix: str = ""
    """What stands before the id of one of many, in the name of its document."""
    check: Callable[[Value, str, str, Known], Iterable[Problem]] | None = None
    """What keeps a text from being published, with its file and what else is known."""
    advise: Callable[[Value, str, str, Known], Iterable[Problem]] | None = None
    """What there is to say of a text that can be published."""
    plain: Callable[[Value], Iterable[PlainWords]] | None = None
    """What it says in plain words, which somebody else reads."""
    own_id: Callable[[Value], str] | None = None
    """The id that a text says that it has, where there are many."""
    is_played: bool = False
    """Whether it asks questions: learners play it, each text has one language and twins in the others."""
    dated: Callable[[str, Value], Mapping[str, Module | Rule]] | None = None
    """What a document says that is read again before a date, by what somebody answers for."""
    is_found_with_modules: bool = False
    """Whether modules are found by its words too, and are to be found anew when these change."""
    is_in_directory: bool = False
    """Whether each is an entry of the directory: thousands may be there, and the public reads them."""

    @cached_property
    def parse(self) -> Callable[[str], Value]:
        """Read the text of a version, once per process: it never changes (docs/design.md, law 3)."""
        return lru_cache(maxsize=self.kept)(self.read)

    def id_of(self, document: str) -> str:
        """Return the id of what a document of this kind holds."""
        return document.removeprefix(self.prefix)

    def file_of(self, document: str) -> str:
        """Return the file in which the text of a document stands in a pack."""
        return self.file.format(id=self.id_of(document))

    @property
    def document(self) -> str:
        """The name of its one document; empty where there are many."""
        return "" if "{id}" in self.file else self.file


def _plain_of_module(module: Module) -> Iterable[PlainWords]:
    for slug, card in module.addressed.items():
        if card.parts.plain:
            yield PlainWords(slug, module.language, card.parts.plain)


def _plain_of_rules(rules: Mapping[str, Rule]) -> Iterable[PlainWords]:
    return (PlainWords(rule.id, *said) for rule in rules.values() for said in rule.plain.items())


def _plain_of(said: Names) -> Iterable[PlainWords]:
    return (PlainWords("", *one) for one in said.items())


def _block(name: str, block: tuple[str, str]) -> Blocks:
    return {LANGUAGES[0]: {name: block}}


MODULE: TextKind[Module] = TextKind(
    "module",
    read_module,
    file="modules/{id}.md",
    kept=1024,
    # What it is held against is more than the rest of a pack: models/catalogue/draft_reading.py.
    plain=_plain_of_module,
    blocks=lambda today, review_by: {language: starter.starter_blocks(language, today) for language in LANGUAGES},
    is_played=True,
    dated=lambda document, module: {document: module},
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
    blocks=lambda today, review_by: _block("skill", starter.starter_skill()),
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
    advise=lambda rules, text, file, known: plain.advise_on_rules(rules.values(), text, file),
    plain=_plain_of_rules,
    blocks=lambda today, review_by: _block("rule", starter.starter_rule(today, review_by)),
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
    blocks=lambda today, review_by: _block("topic", starter.starter_topic()),
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
    check=lambda programmes, text, file, known: references.check_programmes(programmes, text, file),
    advise=lambda programmes, text, file, known: advise_on_programmes(programmes, text, file, known.published),
    blocks=lambda today, review_by: _block("programme", starter.starter_programme()),
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
    advise=lambda entry, text, file, known: plain.advise_on_entry(entry, text, file),
    plain=lambda entry: _plain_of(entry.plain),
    own_id=lambda entry: entry.id,
    blocks=lambda today, review_by: _block("fact", starter.starter_fact(today)),
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
