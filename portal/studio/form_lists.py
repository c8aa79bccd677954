"""What the forms of rules, skills, topics, programmes and entries show beside their fields."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from content.directory.entry import EntryBlank, EntryFactKind, EntryKind
from content.directory.entry_fields import ValueFields, values_of
from content.directory.fact_values import RESEAUX_PORTEURS, SHAPES, THEMATIQUES, TYPES
from content.errors import N_
from content.kinds import KINDS
from content.readings import ReadingManner
from content.rules import RuleState
from content.schema.fields import Row
from content.schema.posted_form import path_of
from content.schema.schema import opened_at
from models.directory import entry_wording
from models.ground.words import typographic
from portal.directory.import_forms import TARGETS
from portal.pages import page_language, say
from portal.studio.form_fields import FormShown
from portal.studio.text_findings import Finding

Choices = list[tuple[str, str]]
"""Values and their words."""

BLANKS = {
    "": N_("dit quelque chose"),
    EntryBlank.HOUSE: N_("la maison l'écrit à la main, sur le papier"),
    EntryBlank.UNREAD: N_("cherché, et lu nulle part"),
}


MANNERS = {
    "": N_("sans le dire"),
    ReadingManner.LIVE: N_("sur la page du jour"),
    ReadingManner.TELEPHONE: N_("au téléphone"),
    ReadingManner.COPY: N_("sur une copie conservée de la page"),
    ReadingManner.MACHINE: N_("par une machine"),
}


class ListShown(FormShown):
    """A form of a list of which one row is open."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        return say(KINDS[self.kind].heading)

    @property
    def manners(self) -> Choices:
        """How something may have been read."""
        return [(manner, say(words)) for manner, words in MANNERS.items()]

    def tell(self, found: Iterable[Finding]) -> None:
        """Take what there is to mend, at the fields of the row that is open, and at the others as a whole."""
        if form := KINDS[self.kind].form:
            self.written = form.write(opened_at(self.fields, path_of(self.at)))
        super().tell(found)


def _numbered(name: str, sentence: str) -> str:
    """Return the words for the row whose name begins so, by its place."""
    return say(sentence, number=int(name.split("-")[1]) + 1)


class RulesShown(ListShown):
    """The form of the rules as its page shows it."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        return _numbered(name, N_("Règle %(number)s")) if name.startswith("rules-") else say("Les règles datées")

    @property
    def states(self) -> Choices:
        """How far a rule may have come."""
        return [(state.value, say(state.value)) for state in RuleState]


class SkillsShown(ListShown):
    """The form of the skill map as its page shows it."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        steps = name.split("-")
        if len(steps) > 3 and steps[2] == "skills":
            number = int(steps[3]) + 1
            return say("Domaine %(domain)s, compétence %(number)s", domain=int(steps[1]) + 1, number=number)
        return _numbered(name, N_("Domaine %(number)s")) if len(steps) > 1 else say("La carte des compétences")


class TopicsShown(ListShown):
    """The form of the topics as its page shows it."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        return _numbered(name, N_("Sujet %(number)s")) if name.startswith("topics-") else say("Les sujets d'entretien")

    @property
    def thematiques(self) -> Sequence[str]:
        """The subjects of data.inclusion."""
        return sorted(THEMATIQUES)


class ProgrammesShown(ListShown):
    """The form of the programmes as its page shows it."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        steps = name.split("-")
        if len(steps) > 3 and steps[2] == "weeks":
            programme, week = int(steps[1]) + 1, int(steps[3]) + 1
            return say("Parcours %(programme)s, semaine %(week)s", programme=programme, week=week)
        return _numbered(name, N_("Parcours %(number)s")) if len(steps) > 1 else say("Les parcours")

    @cached_property
    def module_names(self) -> dict[str, str]:
        """The published modules, by their titles."""
        return {one.id: typographic(one.title, one.language) for one in self.modules}


class EntryShown(ListShown):
    """The form of an entry of the directory as its page shows it."""

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        if name.startswith("theirs-"):
            return _numbered(name, N_("Organisation, fait %(number)s"))
        return _numbered(name, N_("Fait %(number)s")) if name.startswith("facts-") else say("L'entrée")

    @property
    def wrong_in_header(self) -> int:
        """How much there is to mend in what stands at the top."""
        return sum(len(said) for name, said in self.faults.items() if not name.startswith(("facts-", "theirs-")))

    @property
    def entry_kinds(self) -> Choices:
        """What an entry may be."""
        return [(kind.value, say(entry_wording.ENTRY_KINDS[kind])) for kind in EntryKind]

    @property
    def types(self) -> Choices:
        """The types of a service."""
        return [("", "…"), *((code, say(entry_wording.TYPES.get(code, code))) for code in sorted(TYPES))]

    @property
    def fact_kinds(self) -> Choices:
        """What a fact may say."""
        return [(kind.value, self.heading(kind.value)) for kind in EntryFactKind]

    @property
    def blanks(self) -> Choices:
        """Why a fact may say nothing."""
        return [(blank, say(words)) for blank, words in BLANKS.items()]

    @property
    def thematiques(self) -> Sequence[str]:
        """The subjects of data.inclusion."""
        return sorted(THEMATIQUES)

    @property
    def networks(self) -> Sequence[str]:
        """The networks of data.inclusion."""
        return sorted(RESEAUX_PORTEURS)

    @staticmethod
    def heading(kind: str) -> str:
        """Return the words for a kind of fact; the code of one that is unknown."""
        words = entry_wording.HEADINGS.get(EntryFactKind(kind)) if kind in set(EntryFactKind) else None
        return say(words) if words else say("Nom") if kind == EntryFactKind.NAME else kind

    def words_of(self, fact: Row) -> str:
        """Return the words by which a fact is known in a list."""
        languages = (page_language(), "fr", "nl")
        said: Iterable[str] = (fact.fr if one == "fr" else fact.nl if one == "nl" else "" for one in languages)
        values = (value.words for value in fact.values)
        return self.first_words(next((words for words in (*said, *values) if words), ""))

    @staticmethod
    def values(fact: Row) -> Sequence[tuple[ValueFields, str, str, str]]:
        """Return the values that a fact may have, each with its words, its hint and the codes to choose from."""
        return [
            (
                one,
                say(TARGETS[one.name]) if one.name in TARGETS else one.name,
                say("Séparés par des virgules.") if one.name in SHAPES and SHAPES[one.name].several else "",
                ", ".join(sorted(SHAPES[one.name].codes)) if one.name in SHAPES else "",
            )
            for one in values_of(fact)
        ]
