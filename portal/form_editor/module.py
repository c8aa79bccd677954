"""What the form of a module shows beside its fields: skills and rules by their names, turns by their first words."""

from functools import cached_property

from content.errors import N_
from content.module import QuestionKind
from content.text import module_form
from content.text.module_fields import DialogueFields, ModuleFields
from portal.form_editor.shown import FormShown
from portal.pages import say

KINDS = {
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
        return {kind.value: say(words) for kind, words in KINDS.items()}

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
