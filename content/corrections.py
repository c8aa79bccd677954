"""Corrections of a pack: what each change of a text means for those who had learned from the one before.

An installation keeps the texts that it was given; these entries let it take up the new ones as versions.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile

from content.directory.entry import OF_ENTRY
from content.fields import Fields, read_fields
from content.patterns import LatePattern
from content.problems import N_, Problem
from content.skills import line_of

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
    """A module's id, its twin's name (`x.nl`), `entry:` and an id, or the name of a file: `skills.yaml`, `rules.yaml`,
    `topics.yaml`, `programmes.yaml`."""
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
