"""The report on a pack for those who mend it, as lines to print: tables first, then the details."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from content.checks.coverage import questions_by_skill
from content.checks.guessers import exposures, turns_of
from content.checks.plain import advise_on_entry, advise_on_rules
from content.checks.report_dialogues import dialogues_table
from content.checks.report_guessers import LANGUAGES, guessers_table, turns_table, worst_questions
from content.checks.report_lines import indented, many
from content.checks.report_modules import modules_table, skills_table
from content.checks.whole import by_language, pack_findings
from content.module import QuestionNature
from content.pack import PROGRAMMES, RULES, PackTexts, modules_by_language
from content.problems import Problem
from content.programmes import advise_on_programmes

STATUS = {
    QuestionNature.METHOD: "méthode",
    QuestionNature.PRACTICE: "pratique à valider",
    QuestionNature.LAW: "droit à relire",
}
ALIKE = 5
"""Findings of one kind shown for one file."""


def report(parts: PackTexts) -> Iterator[str]:
    """Yield the lines of the report: the whole pack, who guesses, modules, skills, worst questions, what to mend."""
    modules = [module for module, _, _ in parts.modules]
    spoken = {
        written[0][0].language: [module for module, _, _ in written]
        for written in by_language([*parts.modules, *parts.twins])
    }
    exposed = {language: exposures(of_language) for language, of_language in spoken.items()}
    turns = {language: exposures(of_language, turns_of) for language, of_language in spoken.items()}
    advice = pack_findings(parts.modules, parts.skills, parts.skills_text, parts.rules, parts.twins)
    advice += advise_on_rules(parts.rules.values(), parts.rules_text, RULES)
    for entry in parts.directory:
        advice += advise_on_entry(*entry)
    advice += advise_on_programmes(parts.programmes, parts.programmes_text, PROGRAMMES, modules_by_language(parts))
    questions = [question for asked in questions_by_skill(modules).values() for question in asked]
    natures = Counter(question.nature for question in questions)
    statuses = ", ".join(f"{natures[nature]} {status}" for nature, status in STATUS.items())
    yield f"{many(len(modules), 'module')}, {many(len(questions), 'question')} : {statuses}"
    aspects = [aspect for topic in parts.topics for aspect in topic.aspects]
    interviewed = sum(len(aspect.questions) for aspect in aspects)
    yield f"{many(len(parts.topics), 'sujet')}, {many(len(aspects), 'aspect')}, {many(interviewed, 'question')}"
    yield f"aucune erreur, {many(len(advice), 'conseil')}"
    tables = (modules_table(of_language, LANGUAGES[language]) for language, of_language in spoken.items())
    worst = worst_questions([*chain.from_iterable(exposed.values())])
    told = (turns_table(turns), dialogues_table(spoken))
    skills = skills_table(parts.skills, modules)
    for section in (guessers_table(exposed), *tables, *told, skills, worst, _advice(advice)):
        if lines := [*section]:
            yield from ("", *lines)


def _advice(advice: Sequence[Problem]) -> Iterator[str]:
    for file, in_file in groupby(advice, lambda problem: problem.file):
        yield f"Conseils, {file}"
        shown: Counter[str] = Counter()
        for problem in in_file:
            shown[problem.sentence] += 1
            if shown[problem.sentence] <= ALIKE:
                yield indented(problem.told, f"{problem.line:5}  ")
        if more := sum(count - ALIKE for count in shown.values() if count > ALIKE):
            yield f"       et {more} du même genre"
