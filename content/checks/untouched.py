"""What was there to begin from and has not been written over: of any text, by the words of content.starter itself."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal

from content.checks.draft import CheckedText, texts_in
from content.directory.entry import EntryKind
from content.directory.reading import read_entry
from content.fields import LANGUAGES
from content.module import Module
from content.patterns import LatePattern
from content.problems import N_, Problem
from content.programmes import read_programmes
from content.rules import read_rules
from content.skills import read_skills
from content.starter import (
    COPY_OF,
    starter_blocks,
    starter_entry,
    starter_fact,
    starter_programme,
    starter_rule,
    starter_skill,
    starter_text,
    starter_topic,
)
from content.text.grammar import BLANK, is_kept_apart
from content.text.reading import read_module
from content.topics import read_topics

SHORTEST = 4
"""Characters of what can be recognised: shorter are keys, languages, and numbers that anybody may write."""
UNTOUCHED = N_("Cette ligne dit encore ce qui était là pour commencer : écrivez la vôtre, ou retirez-la.")
STILL_A_COPY = N_("Le titre dit encore « %(title)s » : donnez à la copie le sien.")

_DAY = date(2000, 1, 1)


StarterKind = Literal["module", "rules", "topics", "programmes", "skills", "entry"]
"""What one can begin: each is held against its own starter, for another's words may be good ones here."""


def check_untouched(said: object, kind: StarterKind, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each line of a text that says what its starter said; `said` is what was read from it."""
    left = starter_phrases(kind).intersection(_phrases(said))
    lines, places = [*enumerate(map(_plain, text.splitlines()), 1)], set[int]()
    for phrase in left:
        alone = re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])")
        places.update([number for number, line in lines if alone.search(line)] or [1])
    yield from (Problem(file, line, UNTOUCHED) for line in sorted(places))


def check_copied_title(title: str, language: str, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding where the title of a copy is still the one that it was given."""
    if title.startswith(f"{COPY_OF[language]} "):
        line = next((number for number, one in enumerate(text.splitlines(), 1) if one.startswith("title:")), 1)
        yield Problem(file, line, STILL_A_COPY, {"title": title})


@cache
def starter_phrases(kind: StarterKind) -> frozenset[str]:
    """Return all that the starters of a kind say, less what is too short to be theirs, and addresses to go on with."""
    said = {phrase for starter in _starters(kind) for phrase in _phrases(starter)}
    return frozenset(phrase for phrase in said if len(phrase) >= SHORTEST and not phrase.endswith("://"))


def _starters(kind: StarterKind) -> Iterator[object]:
    """Yield what the starters hold, read as any text is; the names that they are given are too short to count."""
    match kind:
        case "module":
            yield read_module(starter_text("x", "x", _DAY))
            yield from (read_module(_all_blocks(language)) for language in LANGUAGES)
        case "rules":
            yield tuple(read_rules("rules:\n" + starter_rule(_DAY, _DAY)[0]).values())
        case "topics":
            yield read_topics("topics:\n" + starter_topic()[0])
        case "programmes":
            yield read_programmes("programmes:\n" + starter_programme()[0])
        case "skills":
            names = "{fr: x, nl: x, en: x}"
            domain = f"domains:\n  - id: x\n    name: {names}\n    short: {names}\n    skills:\n"
            yield read_skills(domain + starter_skill()[0])
        case "entry":
            fact = starter_fact(_DAY)[0].replace("https://", "https://exemple.be/a-remplacer")
            yield from (read_entry(starter_entry(one, "x", _DAY, "x") + fact) for one in EntryKind)


def _all_blocks(language: str) -> str:
    blocks = starter_blocks(language, _DAY)
    source, _ = blocks.pop("source")
    head = f"---\nid: x\ntitle: x\nlanguage: {language}\nminutes: 5\nskills: [x]\nsources:\n{source}---"
    put = [text.replace("{id}", f"x{place}").replace("{skill}", "x") for place, (text, _) in enumerate(blocks.values())]
    return "\n\n".join([head, *put]) + "\n"


def _phrases(said: object) -> Iterator[str]:
    """Yield every line of words in a value."""
    yield from (line for text in texts_in(said) for each in text.split("\n") if (line := _plain(each)))


def _plain(line: str) -> str:
    """Return a line as it was in the starter, whatever a keyboard has made of its apostrophes."""
    return line.strip().replace("’", "'")


# ----------------------------------------------------------- what a form has left to be written: the « … » in its place


_LEFT = LatePattern(
    rf"## {BLANK}"
    rf"|##+ \S+ \S+ · {BLANK}"
    rf"|(?:[-*] (?:\[[ xX]\] )?|[0-9]+[.)] ){BLANK}(?: (?:->|→) .*)?"
    rf"|[-*] .* (?:->|→) {BLANK}"
)


def check_unfilled(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each line that is still to be written, where the module says nothing but « … » somewhere."""
    if BLANK not in _lines_said(draft.module):
        return
    for number, line in enumerate(draft.text.split("\n"), 1):
        if _LEFT.fullmatch(line.rstrip()):
            yield draft.error(number, N_("Écrivez ce qui manque ici, à la place de « … »."))


def check_card_titles(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each card that a form has marked: its title begins as another part would."""
    for card in draft.module.cards:
        if is_kept_apart(card.title, draft.module.language):
            sentence = N_("Un titre de carte ne commence pas comme une question ou un dialogue : tournez-le autrement.")
            yield draft.error(draft.card(card), sentence)


def _lines_said(module: Module) -> Iterator[str]:
    """Yield what stands on one line in the parts of a module."""
    yield from (card.title for card in module.cards)
    for question in module.questions:
        for option in question.options:
            yield from (option.text, option.match)
    yield from (dialogue.title for dialogue in module.dialogues)
    for written in module.written:
        yield from (*(model.text for model in written.models), *written.criteria)
    for vignette in module.vignettes:
        yield from (vignette.title, *(choice.text for choice in vignette.choices), *vignette.to_discuss)
