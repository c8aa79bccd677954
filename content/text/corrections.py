"""What a change of a text means for those who had learned from it: question by question, and as a pack says it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import dropwhile

from content.directory.entry import OF_ENTRY
from content.errors import N_, Problem
from content.marking import Response, mark
from content.module import TYPED, Module, Question, QuestionKind
from content.schema.yaml_fields import Fields, read_fields
from content.skills import line_of
from content.strings.late_patterns import LatePattern

_FINGERPRINT = LatePattern("[0-9a-f]{16}")


class CorrectionChange(StrEnum):
    """The meaning of a correction for those who had learned, from the weakest to the strongest."""

    WORDING = "wording"
    MEANING = "meaning"
    KEY = "key"
    """The key of a question was wrong."""


@dataclass(frozen=True, slots=True)
class PackCorrection:
    """One change of one text of a pack."""

    document: str
    """A module's id or that of a translation (`x.nl`), `entry:` and an id, or the name of a file: `skills.yaml`,
    `rules.yaml`, `topics.yaml`, `programmes.yaml`."""
    before: str
    """The fingerprint of the text before."""
    change: CorrectionChange
    word: str = ""
    """What has changed, in a sentence in the language of the document; a change of wording need have none."""


def fingerprint(text: str) -> str:
    """Return the short name of a text of a pack: the first 16 digits of its SHA-256, in hexadecimal.

    Of a file, `sha256sum FILE | cut -c1-16` gives the same.
    """
    # A text that has gone through a form comes back with CRLF (HTML Standard, "constructing the entry list").
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def read_corrections(text: str, file: str = "corrections.yaml") -> tuple[PackCorrection, ...]:
    """Read the corrections of a pack, of each document the oldest first; BrokenText lists what is to be mended."""
    fields = read_fields(text, file)
    fields.expect("corrections")
    seen: set[tuple[str, str]] = set()
    corrections = tuple(_correction(entry, seen) for entry in fields.entries("corrections"))
    fields.raise_problems()
    return corrections


def _correction(entry: Fields, seen: set[tuple[str, str]]) -> PackCorrection:
    entry.expect("document", "from", "change", "word")
    found = entry.text("change")
    if found and found not in set(CorrectionChange):
        entry.note("change", "« change » vaut wording, meaning ou key.")
    # The weakest asks for no more, so that one slip is not said twice.
    change = CorrectionChange(found) if found in set(CorrectionChange) else CorrectionChange.WORDING
    said = entry.optional if change is CorrectionChange.WORDING else entry.text
    before = entry.text("from")
    if before and not _FINGERPRINT.fullmatch(before):
        entry.note("from", "« from » est l'empreinte du texte d'avant : les 16 premiers caractères de son SHA-256.")
    correction = PackCorrection(entry.text("document"), before, change, said("word"))
    if (correction.document, correction.before) in seen:
        entry.note("from", N_("Cette correction de %(document)s figure deux fois."), document=correction.document)
    seen.add((correction.document, correction.before))
    return correction


def check_corrections(
    corrections: Iterable[PackCorrection], text: str, file: str, texts: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield where corrections do not fit the texts of their pack, given by the names of their documents."""
    for one in corrections:
        if one.document not in texts:
            sentence = N_("Ce paquet n'a pas de texte %(document)s : corrigez ce nom, ou retirez la correction.")
            yield Problem(file, line_of(text, one.document), sentence, {"document": one.document})
        elif one.before == fingerprint(texts[one.document]):
            sentence = N_(
                "« from » est l'empreinte du texte d'aujourd'hui de %(document)s : mettez celle du texte d'avant."
            )
            yield Problem(file, line_of(text, one.before), sentence, {"document": one.document})
        elif one.change is CorrectionChange.KEY and one.document.startswith(OF_ENTRY):
            sentence = N_("Une entrée n'a pas de clé : « change » de %(document)s vaut wording ou meaning.")
            yield Problem(file, line_of(text, one.before), sentence, {"document": one.document})


def owed(corrections: Iterable[PackCorrection], document: str, text: str) -> PackCorrection | None:
    """Return all that has been corrected since a text of a pack, as one correction: the strongest change, every word.

    None for a text that is not one that was corrected: today's, or somebody's own.
    """
    here = fingerprint(text)
    mine = (one for one in corrections if one.document == document)
    since = list(dropwhile(lambda one: one.before != here, mine))
    if not since:
        return None
    strength = list(CorrectionChange)
    words = dict.fromkeys(one.word for one in since if one.word)
    return PackCorrection(document, here, max((one.change for one in since), key=strength.index), " ".join(words))


# ----------------------------------------------------------------------------- what a module changes of its text before


def changed_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that are not said as before, in the order of the new text."""

    def told(module: Module, question: Question) -> tuple[object, ...]:
        # A source put in before the others moves their numbers, and changes nothing of what a question says.
        return question._replace(source=0), module.source_of(question)

    return tuple(new.id for old, new in _pairs(before, now) if told(before, old) != told(now, new))


def new_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions that only the new text has, in its order; swapped, those that are gone."""
    old = questions_of(before)
    return tuple(question.id for question in now.questions if question.id not in old)


def changed_around(before: Module, now: Module) -> bool:
    """Return whether anything but the questions differs: header, cards, scenes, what there is to try."""
    return replace(before, questions=()) != replace(now, questions=())


def questions_of(module: Module) -> Mapping[str, Question]:
    """Return the questions of a module by their ids."""
    return {question.id: question for question in module.questions}


# -------------------------------------------------------------------------------------------------------- what is right


def key_changes(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both whose right response is no longer the same."""
    return tuple(new.id for old, new in _pairs(before, now) if _has_another_key(old, new))


def marked_otherwise(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that mark some response otherwise: key, spelling or tolerance."""
    return tuple(
        new.id for old, new in _pairs(before, now) if _has_another_key(old, new) or _accepted(old) != _accepted(new)
    )


def still_right(before: Question, now: Question, response: Response) -> bool:
    """Return whether a response to a question as it stood is right as it stands; options are matched by their text."""
    if now.kind is not before.kind:
        return False
    if now.kind in {QuestionKind.ONE, QuestionKind.SEVERAL}:
        texts = {option.key: option.text for option in before.options}
        keys = {option.text: option.key for option in now.options}
        response = tuple(sorted(keys.get(texts.get(key, ""), key) for key in response))
        if {*response} - {*keys.values()}:
            return False
    return mark(now, response).correct


def _pairs(before: Module, now: Module) -> Iterator[tuple[Question, Question]]:
    old = questions_of(before)
    return ((old[question.id], question) for question in now.questions if question.id in old)


def _has_another_key(old: Question, new: Question) -> bool:
    """Return whether right and wrong have changed places; other words or another order are not that."""
    if old.kind is not new.kind:
        return True
    was, is_now = ({option.text: option for option in one.options} for one in (old, new))
    shared = [text for text in was if text in is_now]
    match old.kind:
        case QuestionKind.ORDERING:
            return shared != [text for text in is_now if text in was]
        case QuestionKind.MATCHING:
            matches = [(was[text].match, is_now[text].match) for text in shared]
            return any(before != after and after in old.choices for before, after in matches)
        case QuestionKind.TEXT | QuestionKind.NUMBER:
            return old.key != new.key
        case _:
            turned = any(was[text].right is not is_now[text].right for text in shared)
            right, now_right = ({one.text for one in asked.options if one.right} for asked in (old, new))
            return turned or (old.key != new.key and right != now_right)


def _accepted(question: Question) -> tuple[object, ...]:
    if question.kind not in TYPED:
        return ()
    return (question.tolerance, *((option.text, option.right) for option in question.options))
