"""The face of the checks: all findings on one module, or only its errors or its advice.

An error keeps a module from being published, advice does not. That every option has its feedback, a question its key
and a kind what it asks for, is told by content.text already: such a text cannot be read.
"""

from collections.abc import Collection, Iterator

from content.checks.cards import check_cards
from content.checks.coverage import check_own_skills
from content.checks.draft import CheckedText
from content.checks.pictures import advise_on_html, check_pictures
from content.checks.plain import advise_on_headings, check_plain_cards
from content.checks.references import check_law, check_own_ids, check_references, check_sources
from content.checks.tells import check_keys
from content.checks.untouched import check_card_titles, check_copied_title, check_unfilled, check_untouched
from content.checks.wording import check_all_or_none, check_stems, check_wording
from content.module import Module
from content.problems import Problem
from content.skills import SkillMap
from content.starter import module_starters


def findings(
    module: Module, text: str, file: str, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> list[Problem]:
    """Return errors and advice on one module beside the others of its pack, sorted by line."""
    draft = CheckedText(module, text, file)
    found = [*_errors(draft, skills, rules, others), *advice(draft, others), *check_own_skills(draft, skills, others)]
    return sorted(found, key=lambda problem: problem.line)


def errors(
    module: Module, text: str, file: str, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> list[Problem]:
    """Return what keeps one module from being published beside the others of its pack, sorted by line."""
    found = _errors(CheckedText(module, text, file), skills, rules, others)
    return sorted(found, key=lambda problem: problem.line)


def left_over(module: Module, text: str, file: str) -> Iterator[Problem]:
    """Yield what is left of what a module began from: it can be played so, and not published."""
    yield from check_untouched(module, module_starters, text, file)
    yield from check_copied_title(module.title, module.language, text, file)


def _errors(
    draft: CheckedText, skills: SkillMap, rules: Collection[str], others: Collection[Module]
) -> Iterator[Problem]:
    module, text, file = draft.module, draft.text, draft.file
    yield from check_references(module, text, file, [skill.id for skill in skills], rules)
    yield from check_own_ids(module, text, file, others)
    yield from check_law(module, text, file)
    yield from check_sources(module, text, file)
    yield from check_all_or_none(draft)
    yield from check_pictures(draft)
    yield from check_plain_cards(draft)
    yield from check_unfilled(draft)
    yield from check_card_titles(draft)


def advice(draft: CheckedText, others: Collection[Module]) -> Iterator[Problem]:
    """Yield advice on one module that does not depend on other modules."""
    yield from check_wording(draft)
    yield from check_stems(draft, others)
    yield from check_keys(draft)
    yield from check_cards(draft)
    yield from advise_on_headings(draft)
    yield from advise_on_html(draft)
