"""What the form of each kind of text shows beside its fields; a kind that asks for no more is shown as any list is."""

from content.kinds import ENTRY, MODULE, PROGRAMMES, RULES, SKILLS, TOPICS
from portal.form_editor.lists import EntryShown, ProgrammesShown, RulesShown, SkillsShown, TopicsShown
from portal.form_editor.module import ModuleShown
from portal.form_editor.shown import FormShown

SHOWN: dict[str, type[FormShown]] = {
    MODULE.name: ModuleShown,
    RULES.name: RulesShown,
    ENTRY.name: EntryShown,
    TOPICS.name: TopicsShown,
    PROGRAMMES.name: ProgrammesShown,
    SKILLS.name: SkillsShown,
}
