"""The texts that learners meet today, less the questions that are held back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.kinds import KINDS
from content.module import Module
from content.programmes import SPOKEN, Programme
from content.rules import Rule
from content.skills import SkillMap
from content.topics import Topic
from models.catalogue.documents import (
    PROGRAMMES,
    RULES,
    SKILLS,
    TOPICS,
    UnknownModule,
    parse_module,
    parse_programmes,
    parse_rules,
    parse_skills,
    parse_topics,
)
from models.catalogue.published import Published, VersionText, published, version_text
from models.catalogue.suspensions import SuspendedUpTo, dialogue_name, suspended_up_to
from models.tables.documents import DocumentStatus

MOST_DAYS = 16
"""Days, and languages of each, for which it is kept who asks: today in a few time zones, and days looked back at."""


class PublishedModule(NamedTuple):
    """A module as it is in force, and the version that holds its text."""

    version_id: int
    module: Module


def skill_map(db: Session) -> SkillMap:
    """Return the skill map in force."""
    return parse_skills(_version_of(db, SKILLS).text)


def rules(db: Session) -> Mapping[str, Rule]:
    """Return the rules in force, by id."""
    return parse_rules(_version_of(db, RULES).text)


def topics(db: Session) -> Sequence[Topic]:
    """Return the topics in force, in their order; none where a pack without any was loaded."""
    try:
        return parse_topics(_version_of(db, TOPICS).text)
    except UnknownModule:
        return ()


def programmes(db: Session) -> Sequence[Programme]:
    """Return the programmes in force, in their order, be they offered or not; none where there are none."""
    try:
        return parse_programmes(_version_of(db, PROGRAMMES).text)
    except UnknownModule:
        return ()


def topics_of(db: Session, version_id: int) -> Sequence[Topic]:
    """Return the topics that a version holds."""
    return parse_topics(version_text(db, version_id).text)


def topics_version(db: Session) -> int:
    """Return the version that holds the topics in force."""
    return _version_of(db, TOPICS).id


def _version_of(db: Session, document_id: str) -> VersionText:
    document = published(db).documents.get(document_id)
    if document is None:
        raise UnknownModule
    return document.version


def module_of(db: Session, version_id: int) -> Module:
    """Return the module that a version holds, with all its questions."""
    return parse_module(version_text(db, version_id).text)


def asked_of(db: Session, version_id: int) -> Module:
    """Return the module that a version holds, less the questions that are held back."""
    return _asked(version_text(db, version_id), suspended_up_to(db))


def _asked(version: VersionText, held: SuspendedUpTo) -> Module:
    module = parse_module(version.text)
    names = [*(one.id for one in module.questions), *(dialogue_name(one.id) for one in module.dialogues)]
    # Held back up to a version: a new one asks again unless it is held back anew.
    kept = {one for one in names if version.number > held.get((version.document_id, one), 0)}
    # The cached module itself where nothing is held back: a copy for each page would be work for nothing.
    if len(kept) == len(names):
        return module
    # A dialogue goes with all its turns.
    dialogues = tuple(one for one in module.dialogues if dialogue_name(one.id) in kept)
    played = {"", *(one.id for one in dialogues)}
    asked = tuple(one for one in module.questions if one.id in kept and one.dialogue in played)
    return replace(module, questions=asked, dialogues=dialogues)


def whole(db: Session, found: PublishedModule) -> Module:
    """Return a module in force, with the questions that are held back."""
    return module_of(db, found.version_id)


def published_modules(db: Session, language: str | None = None) -> Sequence[PublishedModule]:
    """Return all published modules, by id: in a language where they are, else in that of the original."""
    return _met(db).spoken(language)


def published_module(db: Session, module_id: str, language: str | None = None) -> PublishedModule:
    """Return a module in a language if it is published in it, else in the original's; raises UnknownModule."""
    for one in published_modules(db, language):
        if one.module.id == module_id:
            return one
    raise UnknownModule


def published_in(db: Session) -> Mapping[str, Collection[str]]:
    """Return the published modules by each language in which a programme has to have them."""
    return {
        language: {one.module.id for one in published_modules(db, language) if one.module.language == language}
        for language in SPOKEN
    }


def every_language(db: Session, module_id: str) -> list[PublishedModule]:
    """Return a published module in each language that it has, the original first; none when it is not."""
    today = _met(db)
    original = [one for one in today.originals if one.module.id == module_id]
    translated = (
        [translated[module_id] for translated in today.translated.values() if module_id in translated]
        if original
        else []
    )
    return [*original, *sorted(translated, key=lambda translation: translation.module.language)]


def asking(db: Session, day: date, language: str | None = None) -> Mapping[str, PublishedModule]:
    """Return, for each skill that can be asked about on a day, the newest published module that asks about it."""
    return _met(db).asking(day, language)


def in_force(db: Session, version_id: int) -> bool:
    """Return whether a version is the one that its document stands for."""
    return version_id in published(db).versions


@dataclass(frozen=True)
class _Modules:
    """The modules that learners meet, in one state of what is published."""

    originals: Sequence[PublishedModule]
    """By id."""
    translated: Mapping[str, Mapping[str, PublishedModule]]
    """By language and module; one of which every question is held back is withdrawn as a whole."""
    _asking: dict[tuple[date, str | None], Mapping[str, PublishedModule]] = field(default_factory=dict)

    def spoken(self, language: str | None) -> Sequence[PublishedModule]:
        translated = self.translated.get(language or "", {})
        # A translation in the language of its original there is none, and the originals themselves are what most read.
        return [translated.get(one.module.id, one) for one in self.originals] if translated else self.originals

    def asking(self, day: date, language: str | None) -> Mapping[str, PublishedModule]:
        found = self._asking.get((day, language))
        if found is None:
            if len(self._asking) >= MOST_DAYS:
                self._asking.clear()
            spoken = {one.module.id: one for one in self.spoken(language)}
            # Later ones overwrite, so the newest module asks; version ids grow as texts come into force.
            newest_last = (spoken[one.module.id] for one in sorted(self.originals, key=lambda one: one.version_id))
            valid = [one for one in newest_last if one.module.valid_on(day)]
            found = {question.skill: one for one in valid for question in one.module.pool}
            self._asking[day, language] = found
        return found


def _met(db: Session) -> _Modules:
    return published(db).derived(_Modules, lambda state: _modules(db, state))


def _modules(db: Session, state: Published) -> _Modules:
    held, originals, translated = suspended_up_to(db), list[PublishedModule](), dict[str, dict[str, PublishedModule]]()
    for document in state.documents.values():
        if not KINDS[document.kind].is_played or document.status != DocumentStatus.PUBLISHED:
            continue
        found = PublishedModule(document.version.id, _asked(document.version, held))
        if document.original_id is None:
            originals.append(found)
        elif found.module.pool:
            translated.setdefault(document.language or "", {})[document.original_id] = found
    return _Modules(originals, translated)
