"""Checks on the references of a text (skills, rules, ids, sources) and on its plain words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from content.checks.checked_text import CheckedText
from content.directory.entry import DirectoryEntry
from content.errors import N_, Problem, Severity, line_with
from content.module import Module, QuestionNature
from content.rules import Rule
from content.skills import Names, SkillMap, line_of
from content.strings.words import is_of_web
from content.text.plain_words import PLAIN_HEADING, as_passages, lacking, too_long
from content.topics import Topic

TOO_LONG = N_(
    "En mots simples, une phrase a quinze mots au plus, sauf une sur dix ; « %(said)s » en a %(words)s : coupez-la."
)
LACKING = N_("Les mots simples de %(id)s manquent dans une langue (%(languages)s) : ajoutez-les.")
EMPTY = N_("« %(heading)s » est vide : écrivez ce que la carte dit à la personne, ou retirez ce titre.")


def check_plain_rules(rules: Iterable[Rule], text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each text in plain words of a rule that is too long."""
    for rule in rules:
        if rule.plain:
            yield from _too_long(rule.plain, text, file, _line_of_rule(rule, text))


def check_plain_entry(entry: DirectoryEntry, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each text in plain words of an entry that is too long."""
    yield from _too_long(entry.plain, text, file, 1)


def _too_long(words: Names, text: str, file: str, line: int) -> Iterator[Problem]:
    for language, said in words.items():
        if found := too_long(said, language):
            line_of_language = _line_of_words(text, _line_of_words(text, line, r"\bplain:"), rf"\b{language}:")
            beginning = re.escape(" ".join(found.text.split()[:3]))
            yield Problem(
                file,
                _line_of_words(text, line_of_language, beginning),
                TOO_LONG,
                {"said": found.named, "words": found.words},
            )


def _line_of_rule(rule: Rule, text: str) -> int:
    return _line_of_words(text, 1, rf"\bid: *['\"]?{re.escape(rule.id)}(?![\w.-])")


def _line_of_words(text: str, line: int, pattern: str) -> int:
    """Return the first line from one on in which a pattern is found; that line itself where there is none."""
    lines = enumerate(text.splitlines()[line - 1 :], line)
    return next((number for number, one in lines if re.search(pattern, one)), line)


def advise_on_rules(rules: Iterable[Rule], text: str, file: str) -> Iterator[Problem]:
    """Yield advice on each rule whose plain words are written in one language only."""
    for rule in rules:
        yield from _lacking(rule.id, rule.plain, text, file, _line_of_rule(rule, text))


def advise_on_entry(entry: DirectoryEntry, text: str, file: str) -> Iterator[Problem]:
    """Yield advice on an entry whose plain words are written in one language only."""
    yield from _lacking(entry.id, entry.plain, text, file, 1)


def _lacking(name: str, words: Names, text: str, file: str, line: int) -> Iterator[Problem]:
    if languages := lacking(words):
        values = {"id": name, "languages": ", ".join(languages)}
        yield Problem(file, _line_of_words(text, line, r"\bplain:"), LACKING, values, Severity.ADVICE)


# ---------------------------------------------------------------------------------------------------------------- cards


def check_plain_cards(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each plain part of a card that is empty or too long."""
    for card in draft.module.cards:
        parts = card.parts
        line = draft.below(draft.card(card), f"### {parts.heading}")
        if parts.plain == "":
            yield draft.error(line, EMPTY, heading=parts.heading)
        elif parts.plain and (found := too_long(as_passages(parts.plain), draft.module.language)):
            yield draft.error(
                draft.below(line, " ".join(found.text.split()[:3])), TOO_LONG, said=found.named, words=found.words
            )


def advise_on_headings(draft: CheckedText) -> Iterator[Problem]:
    """Yield advice on each plain part whose heading is in another language than its module."""
    wanted = PLAIN_HEADING[draft.module.language]
    for card in draft.module.cards:
        heading = card.parts.heading
        if heading not in {"", wanted}:
            sentence = N_("Le module est dans une autre langue que « %(heading)s » : écrivez « ### %(wanted)s ».")
            line = draft.below(draft.card(card), f"### {heading}")
            yield draft.advice(line, sentence, heading=heading, wanted=wanted)


def advise_on_translation(draft: CheckedText, original: Module) -> Iterator[Problem]:
    """Yield advice on each card that has a plain part in one language, and none in the other."""
    for card, other in zip(draft.module.cards, original.cards, strict=False):
        if (card.parts.plain is None) != (other.parts.plain is None):
            sentence = N_(
                "Cette carte a une partie pour la personne dans une langue, et pas dans l'autre : ajoutez-la."
            )
            yield draft.advice(draft.card(card), sentence)


# ------------------------------------------------------------------- checks on the skills, rules and ids that are named


LONGEST_SHOWN = 100
"""Characters of an address in a sentence."""
UNKNOWN = {
    "skill": N_("La compétence %(skill)s n'est pas dans la carte des compétences : corrigez l'identifiant."),
    "rule": N_("La règle %(rule)s n'est pas dans rules.yaml : corrigez l'identifiant ou ajoutez la règle."),
    "topic": N_("Le sujet %(topic)s n'est pas dans topics.yaml : corrigez l'identifiant."),
}


def check_references(
    module: Module, text: str, file: str, skills: Collection[str], rules: Collection[str]
) -> Iterator[Problem]:
    """Yield a finding for each skill or rule that a module names and that does not exist."""
    taught = {*module.skills, *(question.skill for question in module.questions)}
    yield from _unknown("skill", taught, skills, text, file)
    yield from _unknown("rule", _cited(module), rules, text, file)


def _cited(module: Module) -> set[str]:
    return {*module.cites, *(rule for question in module.questions for rule in question.cites)}


def check_topics(
    topics: Iterable[Topic], text: str, file: str, skills: Collection[str], rules: Collection[str]
) -> Iterator[Problem]:
    """Yield a finding for each skill or rule that a topic touches and that does not exist."""
    topics = tuple(topics)
    yield from _unknown("skill", [skill for topic in topics for skill in topic.skills], skills, text, file)
    yield from _unknown("rule", [rule for topic in topics for rule in topic.rules], rules, text, file)


def check_entry(
    entry: DirectoryEntry,
    text: str,
    file: str,
    skills: Collection[str],
    rules: Collection[str],
    topics: Collection[str],
) -> Iterator[Problem]:
    """Yield a finding for each skill, rule or topic that an entry names and that does not exist, for plain words that
    are too long, and for its file's name where that is another than its id: no two of a folder have one id then."""
    yield from _unknown("skill", entry.skills, skills, text, file)
    yield from _unknown("rule", entry.rules, rules, text, file)
    yield from _unknown("topic", entry.topics, topics, text, file)
    yield from check_plain_entry(entry, text, file)
    if not file.endswith(f"/{entry.id}.yaml"):
        sentence = N_("Le fichier d'une entrée porte son identifiant : nommez-le %(id)s.yaml.")
        yield Problem(file, 1, sentence, {"id": entry.id})


def _unknown(kind: str, named: Iterable[str], known: Iterable[str], text: str, file: str) -> Iterator[Problem]:
    for name in sorted({*named} - {*known}):
        yield Problem(file, line_of(text, name), UNKNOWN[kind], {kind: name})


def check_law(module: Module, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each question of law without a rule: no rule change would mark it as out of date."""
    for question in module.questions:
        if question.nature is QuestionNature.LAW and not question.cites:
            sentence = N_("Une question de droit cite une règle : ajoutez « cites: … » sous le titre de celle-ci.")
            yield Problem(file, line_of(text, question.id), sentence)


def check_skills_kept(
    skills: SkillMap, text: str, file: str, modules: Iterable[Module], topics: Iterable[Topic]
) -> Iterator[Problem]:
    """Yield a finding for each skill that is gone and that a module or a topic in force needs.

    `modules`: whole, with the questions that are held back.
    """
    found = {skill.id for skill in skills}
    used = {question.skill for module in modules for question in module.questions}
    touched = {skill for topic in topics for skill in topic.skills}
    gone = _gone(used - found, N_("La compétence %(id)s sert dans un module publié : remettez-la."), file)
    sentence = N_("La compétence %(id)s sert dans un sujet d'entretien : remettez-la.")
    yield from gone or _gone(touched - found, sentence, file)


def check_rules_kept(
    rules: Mapping[str, Rule], text: str, file: str, modules: Iterable[Module], topics: Iterable[Topic]
) -> Iterator[Problem]:
    """Yield a finding for each rule that is gone and that a module or a topic in force cites; else `check_rules`."""
    cited = {rule for module in modules for rule in _cited(module)}
    touched = {rule for topic in topics for rule in topic.rules}
    gone = _gone(cited - set(rules), N_("La règle %(id)s est citée dans un module publié : remettez-la."), file)
    sentence = N_("La règle %(id)s est dans un sujet d'entretien : remettez-la.")
    gone = gone or _gone(touched - set(rules), sentence, file)
    yield from gone or check_rules(rules.values(), text, file)


def _gone(ids: Iterable[str], sentence: str, file: str) -> list[Problem]:
    return [Problem(file, 1, sentence, {"id": one}) for one in sorted(ids)]


NOT_OF_WEB = N_("« %(address)s » n'est pas une adresse du web : écrivez-la comme https://… et nommez un site.")
"""A browser would run `javascript:` where it stands (OWASP Cross Site Scripting Prevention)."""


def check_sources(module: Module, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each source whose address leads to no page of the web."""
    yield from _not_of_web([source.url for source in module.sources if source.url], text, file)


def check_rules(rules: Iterable[Rule], text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each rule whose address leads to no page of the web, or whose plain words are too long."""
    rules = tuple(rules)
    yield from _not_of_web([rule.address for rule in rules], text, file)
    yield from check_plain_rules(rules, text, file)


def _not_of_web(addresses: Iterable[str], text: str, file: str) -> Iterator[Problem]:
    for address in addresses:
        if not is_of_web(address):
            yield Problem(file, line_with(text, address), NOT_OF_WEB, {"address": address[:LONGEST_SHOWN]})


def check_unique_ids(modules: Iterable[tuple[Module, str, str]]) -> Iterator[Problem]:
    """Yield a finding for each module or question id that serves twice in a pack of modules, texts and files."""
    modules = list(modules)
    times = Counter(name for module, _, _ in modules for name in _ids(module))
    for module, text, file in modules:
        yield from _shared(module, text, file, times)


def check_own_ids(module: Module, text: str, file: str, others: Iterable[Module]) -> Iterator[Problem]:
    """Yield a finding for each id of one module that serves elsewhere too."""
    yield from _shared(module, text, file, Counter(name for each in (module, *others) for name in _ids(each)))


def _shared(module: Module, text: str, file: str, times: Counter[str]) -> Iterator[Problem]:
    for shared in [name for name in _ids(module) if times[name] > 1]:
        sentence = N_("L'identifiant %(id)s sert aussi ailleurs : choisissez-en un autre.")
        yield Problem(file, line_of(text, shared), sentence, {"id": shared})


def _ids(module: Module) -> tuple[str, ...]:
    return (module.id, *(question.id for question in module.questions))
