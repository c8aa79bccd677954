"""What the studio's form shows of a text: its fields, what is to be mended at each, what stands beside them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from content.checks.checked_text import PLACEHOLDER_LEFT
from content.errors import N_
from content.module import Module, QuestionKind
from content.rules import Rule
from content.schema.posted_form import WrittenForm
from content.skills import SkillMap
from content.strings.late_patterns import LatePattern
from content.text import module_form
from content.text.module_fields import DialogueFields, ModuleFields
from content.topics import Topic
from models.ground.words import typographic
from portal.pages import page_language, say
from portal.studio.text_findings import Finding

_SKILL = N_("Choisissez la compétence de cette question.")
_EXPLAIN = N_("Il manque l'explication.")

IN_A_FORM = {
    "Il manque « %(field)s » : ajoutez-le.": ("", N_("Remplissez ce champ.")),
    "Le module n'a pas de question : ajoutez au moins « ## Question … ».": (
        "",
        N_("Le module n'a pas de question : ajoutez-en au moins une."),
    ),
    "La carte « %(title)s » est vide : écrivez-la ou retirez son titre.": (
        "body",
        N_("Cette carte est vide : écrivez-la."),
    ),
    "Un titre de carte s'écrit avec deux dièses (##), un intertitre avec trois (###).": (
        "",
        N_("Un intertitre s'écrit avec trois dièses (###)."),
    ),
    "Il manque l'énoncé : écrivez-le sous le titre de la question.": ("stem", N_("Il manque l'énoncé.")),
    "Il manque l'explication de « %(option)s » : ajoutez dessous une ligne « > … ».": ("feedback", _EXPLAIN),
    "Aucune option n'est juste : cochez la bonne, « - [x] ».": ("", N_("Aucune option n'est juste : cochez la bonne.")),
    "Plusieurs options sont justes : écrivez « kind: several » ou n'en cochez qu'une.": (
        "",
        N_("Plusieurs options sont justes : n'en cochez qu'une, ou dites-le sous « Plus »."),
    ),
    "Une question a de 2 à %(most)s options, écrites « %(shape)s ».": ("", N_("Une question a de 2 à 10 options.")),
    "Aucune réponse ne mène à « %(turn)s » : reliez ce tour, ou retirez-le.": (
        "",
        N_("Aucune réponse ne mène à ce tour : choisissez-le sous « Ensuite » dans un autre, ou retirez-le."),
    ),
    "« %(turn)s » revient sur ses pas : un dialogue avance, aucun tour ne mène en arrière.": (
        "",
        N_("Ce tour revient sur ses pas : choisissez sous « Ensuite » un tour qui vient après."),
    ),
    "Un chemin s'arrête à « %(turn)s » après moins de %(number)s tours : prolongez-le.": (
        "",
        N_("Un chemin s'arrête à ce tour, après moins de trois : choisissez un autre tour sous « Ensuite »."),
    ),
    "Un chemin passe par plus de %(number)s tours avant « %(turn)s » : raccourcissez-le.": (
        "",
        N_("Un chemin passe par plus de cinq tours avant celui-ci : raccourcissez-le."),
    ),
    "Un titre de question s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.": (
        "skill",
        _SKILL,
    ),
    "Il manque la scène : dites sous le titre qui est là, et ce qui précède.": (
        "scene",
        N_("Il manque la scène : dites qui est là, et ce qui précède."),
    ),
    "Ce titre s'écrit « ## %(word)s identifiant · compétence », en minuscules sans accent.": ("skill", _SKILL),
    "Dites ce que ce modèle a de bon : ajoutez dessous une ligne « > … ».": (
        "why",
        N_("Dites ce que ce modèle a de bon."),
    ),
    "Une réponse écrite se compare à %(models)s modèles (- …) et %(criteria)s critères (- [ ] …).": (
        "",
        N_("Une réponse écrite se compare à deux modèles et trois critères."),
    ),
    "Il manque le cas : racontez-le sous le titre, d'une personne inventée.": (
        "case",
        N_("Il manque le cas : racontez-le, d'une personne inventée."),
    ),
    "Une vignette a de 2 à %(most)s choix, écrits « - [ ] … ».": ("", N_("Une vignette a de deux à quatre choix.")),
    "Cochez le choix que l'explication défend, « - [x] », et lui seul.": (
        "",
        N_("Cochez le choix que l'explication défend."),
    ),
    "Il manque l'explication : écrivez-la sous les choix, « > … ».": ("explanation", _EXPLAIN),
    PLACEHOLDER_LEFT: (
        "",
        N_("Ce n'est encore que l'exemple : écrivez votre texte à la place."),
    ),
}
"""By the sentence that is said of the text: the field of the same row that it is about, if another, and the words."""


_TITLED = LatePattern(r"(?:cards|dialogues|vignettes)-[0-9]+")
"""What has its title in its heading."""


def in_a_form(finding: Finding, name: str) -> tuple[str, str]:
    """Return the field that a finding is about, and what it says where a form is shown; `name` is that of its line."""
    field, sentence = IN_A_FORM.get(finding.source, ("", ""))
    if finding.source == PLACEHOLDER_LEFT and _TITLED.fullmatch(name):
        field = "title"
    row = name if name.rpartition("-")[2].isdecimal() else name.rpartition("-")[0]
    return f"{row}-{field}" if field and row else name, say(sentence) if sentence else finding.sentence


# ------------------------------------------------------------------------------- what the studio's form shows of a text


GOES_ON_IN = frozenset({"begin", "picture"})
"""What is done to a field by itself: one goes on in it."""
LONGEST = 60
"""Letters of the words by which a part is known in a list."""


class FormFinding(NamedTuple):
    """One thing to mend, the field that it is about, and the part of the form where that stands."""

    name: str
    where: str
    sentence: str
    advice: bool = False
    untouched: bool = False
    """Whether the field still holds its example."""


class FormShown:
    """A form as its page shows it; a kind of text adds what its own template asks for."""

    def __init__(self, kind: str, fields: Any, written: WrittenForm) -> None:
        self.kind, self.fields, self.written = kind, fields, written
        self.rearranged = False
        """Whether the text of the form is another, that says the same."""
        self.remarked = False
        """Whether what that text said beside its fields is said in notes now."""
        self.at = self.verb = self.focus = ""
        self.findings: list[FormFinding] = []
        self.faults: dict[str, list[str]] = {}

    def going_on(self, at: str, verb: str, first: Mapping[str, str]) -> None:
        """Go on at a row, after what was done to it; in a new one, in the field that comes first."""
        self.at, self.verb = at, verb
        field = next((step for step in reversed(at.split("-")) if step and not step.isdecimal()), "")
        self.focus = f"{at}-{first[field]}" if verb == "add" and field in first else at if verb in GOES_ON_IN else ""

    def tell(self, found: Iterable[Finding]) -> None:
        """Take what there is to mend in the text of the form, each at its field."""
        for one in found:
            name, sentence = in_a_form(one, self.written.field_at(one.line))
            self.findings.append(
                FormFinding(name, self.where(name), sentence, one.advice, one.source == PLACEHOLDER_LEFT)
            )
            if not one.advice:
                self.faults.setdefault(name, []).append(sentence)

    def is_open(self, name: str) -> bool:
        """Return whether a part is open: the one that one goes on in, and those around it."""
        if self.at == name:
            return self.verb not in {"up", "down", "remove"}
        return self.at.startswith(f"{name}-")

    def wrong_below(self, name: str) -> int:
        """Return how much there is to mend in a part."""
        return sum(len(said) for one, said in self.faults.items() if one == name or one.startswith(f"{name}-"))

    def with_names(
        self, skills: SkillMap, rules: Mapping[str, Rule], topics: Sequence[Topic], modules: Sequence[Module]
    ) -> None:
        """Take the names of what there is to choose from."""
        language = page_language()
        self.skill_names = {one.id: typographic(one.name[language], language) for one in skills}
        self.rule_names = {one.id: typographic(one.name[language], language) for one in rules.values()}
        self.topic_names = {one.id: typographic(one.name[language], language) for one in topics}
        self.modules = modules

    @staticmethod
    def holds_pictures(name: str) -> bool:
        """Return whether a field may hold a picture."""
        return False

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        raise NotImplementedError

    @staticmethod
    def first_words(text: str) -> str:
        """Return the words by which a text is known in a list."""
        line = typographic(" ".join(text.split()), page_language())
        return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…"

    @staticmethod
    def day_or_words(value: str) -> str:
        """Return the type of a field for a day: one for a day would lose what is none."""
        try:
            return "date" if not value or date.fromisoformat(value).isoformat() == value else "text"
        except ValueError:
            return "text"


# -------------------------------------------------------------------- what the form of a module shows beside its fields


QUESTION_KINDS = {
    QuestionKind.ONE: N_("Une réponse"),
    QuestionKind.SEVERAL: N_("Plusieurs réponses"),
    QuestionKind.ORDERING: N_("À mettre en ordre"),
    QuestionKind.MATCHING: N_("À relier"),
    QuestionKind.TEXT: N_("Un mot à écrire"),
    QuestionKind.NUMBER: N_("Un nombre à écrire"),
}
PARTS = {
    "sources": N_("Source %(number)s"),
    "cards": N_("Carte %(number)s"),
    "questions": N_("Question %(number)s"),
    "dialogues": N_("Dialogue %(number)s"),
    "written": N_("Phrase à écrire %(number)s"),
    "vignettes": N_("Vignette %(number)s"),
}
CLOSING = {"to_try": N_("À essayer"), "exercise": N_("Feuille")}


class ModuleShown(FormShown):
    """The form of a module as its page shows it."""

    fields: ModuleFields
    holds_pictures = staticmethod(module_form.holds_pictures)

    def where(self, name: str) -> str:
        """Return the words for the part that a field stands in."""
        first, _, rest = name.partition("-")
        if sentence := PARTS.get(first):
            place, *inner = rest.split("-")
            if inner[:1] == ["turns"]:
                return say("Dialogue %(number)s, tour %(turn)s", number=int(place) + 1, turn=int(inner[1]) + 1)
            return say(sentence, number=int(place) + 1)
        return say(CLOSING.get(first, N_("Le module")))

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kinds of questions, by their codes."""
        return {kind.value: say(words) for kind, words in QUESTION_KINDS.items()}

    @property
    def wrong_in_header(self) -> int:
        """How much there is to mend in what stands at the top."""
        return sum(len(said) for name, said in self.faults.items() if name.partition("-")[0] not in {*PARTS, *CLOSING})

    @cached_property
    def source_choices(self) -> list[tuple[str, str]]:
        """The sources of the module by their numbers, for a question to name one."""
        told = ((str(number), self.first_words(one.title)) for number, one in enumerate(self.fields.sources, 1))
        return [("", say("aucune n'est nommée")), *told]

    def goals(self, dialogue: DialogueFields) -> list[tuple[str, str]]:
        """The turns that an answer may lead to, by their first words, and the end."""
        turns = [
            (turn.id, say("Tour %(number)s : %(words)s", number=number, words=self.first_words(turn.stem) or "…"))
            for number, turn in enumerate(dialogue.turns, 1)
        ]
        return [("", say("fin du dialogue")), *turns]
