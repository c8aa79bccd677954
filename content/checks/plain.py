"""Checks on plain words: short sentences, in both languages; too long is an error, a language that lacks is advice."""

import re
from collections.abc import Iterable, Iterator

from content.checks.draft import CheckedText
from content.directory.entry import DirectoryEntry
from content.module import Module
from content.plain import PLAIN_HEADING, as_passages, lacking, too_long
from content.problems import N_, Problem, Severity
from content.rules import Rule
from content.skills import Names

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
            line_of_language = _line(text, _line(text, line, r"\bplain:"), rf"\b{language}:")
            beginning = re.escape(" ".join(found.text.split()[:3]))
            yield Problem(
                file, _line(text, line_of_language, beginning), TOO_LONG, {"said": found.named, "words": found.words}
            )


def _line_of_rule(rule: Rule, text: str) -> int:
    return _line(text, 1, rf"\bid: *['\"]?{re.escape(rule.id)}(?![\w.-])")


def _line(text: str, line: int, pattern: str) -> int:
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
        yield Problem(file, _line(text, line, r"\bplain:"), LACKING, values, Severity.ADVICE)


# ------------------------------------------------------------------------------------------------------------- cards


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


def advise_on_twin(draft: CheckedText, original: Module) -> Iterator[Problem]:
    """Yield advice on each card that has a plain part in one language, and none in the other."""
    for card, other in zip(draft.module.cards, original.cards, strict=False):
        if (card.parts.plain is None) != (other.parts.plain is None):
            sentence = N_(
                "Cette carte a une partie pour la personne dans une langue, et pas dans l'autre : ajoutez-la."
            )
            yield draft.advice(draft.card(card), sentence)
