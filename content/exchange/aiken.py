"""Aiken: a question with one right option in plain text, as Moodle reads it.

https://docs.moodle.org/en/Aiken_format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from content.exchange.drafts import NOT_TAKEN, guessed, lettered, received, refuse_too_many
from content.exchange.losses import Exchanged, Loss
from content.exchange.naming import TakenQuestion, named
from content.exchange.prose import from_plain
from content.module import Option, Question
from content.problems import N_, BrokenText, Problem, refused

# Moodle asks for no space behind the label; « A.N.P.E. » and « J.-P. » are words.
_CHOICE = re.compile(r"([A-Z])(?:\)|\.(?!-?[A-Z]\.))\s*(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])?.*", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    line: int
    stem: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Letter and text."""
    answer: str = ""

    @property
    def options(self) -> Iterator[Option]:
        """The choices as options, without letters of their own."""
        return (Option("", from_plain(text).line, letter == self.answer, "") for letter, text in self.choices)


def read_aiken(data: str | bytes, skill: str, file: str = "questions.txt") -> Exchanged[tuple[Question, ...]]:
    """Return the questions of an Aiken text, all on one skill and without feedback, for it has none.

    As in Moodle, a broken question keeps no good one out: its faults are among the losses. BrokenText says them when
    no question is good.
    """
    drafts = _drafts(received(data, file).split("\n"))
    refuse_too_many(drafts, file)
    if not drafts:
        sentence = N_("Ce texte n'a aucune question : écrivez un énoncé, des lignes « A. … », puis « ANSWER: A ».")
        raise refused(file, sentence)
    faulty = [(draft.line, faults) for draft in drafts if (faults := _faults(draft))]
    good = [draft for draft in drafts if not _faults(draft)]
    if not good:
        raise BrokenText(tuple(Problem(file, line, fault) for line, faults in faulty for fault in faults))
    read = (Question("", skill, from_plain("\n".join(draft.stem)).text, lettered(draft.options)) for draft in good)
    losses = [Loss("", sentence, line=line) for line, faults in faulty for sentence in (NOT_TAKEN, *faults)]
    return Exchanged(named(map(TakenQuestion, read)).questions, (*losses, *guessed(data)))


def _drafts(lines: list[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    finished = True
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line:
            continue
        choice, answer = _CHOICE.fullmatch(line), _ANSWER.fullmatch(line)
        if finished or (drafts[-1].choices and not choice and not answer):
            drafts.append(_Draft(number))
        finished = answer is not None
        if answer:
            drafts[-1].answer = (answer[1] or "?").upper()
        elif choice:
            drafts[-1].choices.append((choice[1], choice[2]))
        else:
            drafts[-1].stem.append(line)
    return drafts


def _faults(draft: _Draft) -> list[str]:
    letters = [letter for letter, _ in draft.choices]
    sentences = []
    if not draft.stem:
        sentences.append(N_("Il manque l'énoncé : écrivez-le au-dessus de « A. … »."))
    if len(letters) < 2:
        sentences.append(N_("Il faut au moins deux options, écrites « A. … »."))
    if len({*letters}) < len(letters):
        sentences.append(N_("Deux options de cette question ont la même lettre : changez-en une."))
    if not draft.answer:
        sentences.append(N_("Il manque la réponse : ajoutez « ANSWER: A » sous les options de cette question."))
    elif draft.answer not in letters:
        sentences.append(N_("« ANSWER: » ne nomme aucune option de cette question : corrigez la lettre."))
    return sentences
