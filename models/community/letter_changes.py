"""What has changed of what a letter cites, since it was made: what, and since which day."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.rules import Rule, RuleState
from content.text.translations import translation_id
from models.catalogue import in_force
from models.catalogue.documents import ENTRY, RULES, parse_entry, parse_module, parse_rules
from models.catalogue.published import has_come, is_in_force, version_text
from models.community.letter_text import LetterItem, LetterPick, hash_of_rule, hash_of_words
from models.ground.calendar import local_day
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.studio.rule_changes.stages import ZONE
from models.tables.audit import Audit, AuditVerb
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.plain_letters import LetterPart, PlainLetter

A_DAY = timedelta(days=1)
Kept = Mapping[str, Any]
"""A part of a letter as its row keeps it: `part`, `id`, `words`, `rules`."""
Items = Mapping[LetterPick, LetterItem]
"""The parts of a letter as they stand on a day."""


class Became(StrEnum):
    """What became of something that a letter cites."""

    CHANGED = "changed"
    SUSPENDED = "suspended"
    ENDED = "ended"
    CANCELLED = "cancelled"
    GONE = "gone"


class LetterChange(NamedTuple):
    """Something that a letter cites and that is no longer what it was."""

    name: str
    """Empty of what may not be named any more."""
    became: Became
    since: date | None
    """None where nobody noted the day."""


def kept_of(item: LetterItem, language: str, day: date) -> dict[str, Any]:
    """Return what the row of a letter keeps of a part."""
    rules = {rule.id: hash_of_rule(rule, language, day) for rule in item.rules}
    return {"part": str(item.pick.part), "id": item.pick.id, "words": hash_of_words(item), "rules": rules}


def pick_of(kept: Kept) -> LetterPick:
    """Return what a part was taken from."""
    return LetterPick(LetterPart(kept["part"]), kept["id"])


def now_kept(db: Session, letter: PlainLetter, items: Items, day: date) -> list[dict[str, Any]]:
    """Return what would be kept of each part today; of one that is not said any more no words."""
    known = in_force.rules(db) if any(one["rules"] for one in letter.cites) else {}
    cited = {name for one in letter.cites for name in one["rules"] if name in known}
    today = {name: hash_of_rule(known[name], letter.language, day) for name in cited}
    said = {pick: hash_of_words(item) for pick, item in items.items()}
    return [
        {
            "part": one["part"],
            "id": one["id"],
            "words": said.get(pick_of(one), ""),
            "rules": {name: today.get(name, "") for name in one["rules"]},
        }
        for one in letter.cites
    ]


def changes(db: Session, letter: PlainLetter, items: Items, day: date) -> list[LetterChange]:
    """Return what a letter cites that is not what it was, in its order; where all is, nothing more is asked."""
    today = now_kept(db, letter, items, day)
    moved = [(before, after) for before, after in zip(letter.cites, today, strict=True) if not _same(before, after)]
    if not moved:
        return []
    rules = {
        name for before, after in moved for name in before["rules"] if before["rules"][name] != after["rules"][name]
    }
    told = announcements.of_rules(db, rules)
    found = dict[tuple[str, str], LetterChange]()
    for before, after in moved:
        found |= {key: one for key, one in _changes(db, letter, before, after, told, day) if key not in found}
    return list(found.values())


def is_seen(db: Session, letter: PlainLetter, items: Items, day: date) -> bool:
    """Return whether its author has put away that a letter is as it is today."""
    today = now_kept(db, letter, items, day)
    return all(_same(one.get("seen", one), after) for one, after in zip(letter.cites, today, strict=True))


def with_seen(db: Session, letter: PlainLetter, items: Items, day: date) -> list[dict[str, Any]]:
    """Return the parts of a letter, each with how its author has seen it today."""
    today = now_kept(db, letter, items, day)
    seen = ({name: after[name] for name in ("words", "rules")} for after in today)
    return [{**one, "seen": after} for one, after in zip(letter.cites, seen, strict=True)]


def _same(before: Kept, after: Kept) -> bool:
    return bool(before["words"] == after["words"] and before["rules"] == after["rules"])


def _changes(
    db: Session,
    letter: PlainLetter,
    before: Kept,
    after: Kept,
    told: Mapping[str, Sequence[RuleChangeAsTold]],
    day: date,
) -> Iterator[tuple[tuple[str, str], LetterChange]]:
    """Yield what a part has become, under what it is about: its rules, then its own words where those say it alone."""
    moved = [name for name, was in before["rules"].items() if was != after["rules"][name]]
    for name in moved:
        yield ("rule", name), _rule_change(db, letter, name, after["rules"][name], told.get(name, ()), day)
    is_said = before["part"] == LetterPart.RULE and before["id"] in moved
    if before["words"] != after["words"] and not is_said:
        yield (before["part"], before["id"]), _words_change(db, letter, before, after)


# ---------------------------------------------------------------------------------------------------------------- rules


def _rule_change(
    db: Session, letter: PlainLetter, name: str, now: str, told: Sequence[RuleChangeAsTold], day: date
) -> LetterChange:
    rule = in_force.rules(db).get(name)
    became = _became(rule, day)
    if rule and became is Became.ENDED and rule.valid_until:
        return LetterChange(rule.name[letter.language], became, rule.valid_until + A_DAY)
    since = _since_change(letter, told, day) or _since_version(db, letter, name, now, day)
    if since is None and rule and rule.valid_from and rule.valid_from <= day:
        since = rule.valid_from
    if rule is None:
        then = select(Version.id).where(Version.document_id == RULES, Version.published_at <= letter.made_at)
        before = db.scalar(then.order_by(Version.number.desc()).limit(1))
        rule = parse_rules(version_text(db, before).text).get(name) if before else None
    return LetterChange(rule.name[letter.language] if rule else "", became, since)


def _became(rule: Rule | None, day: date) -> Became:
    if rule is None:
        return Became.GONE
    if rule.valid_until and rule.valid_until < day:
        return Became.ENDED
    states = {RuleState.SUSPENDED: Became.SUSPENDED, RuleState.CANCELLED: Became.CANCELLED}
    return states.get(rule.state, Became.CHANGED)


def _since_change(letter: PlainLetter, told: Sequence[RuleChangeAsTold], day: date) -> date | None:
    """Return the day of the latest accepted change that the letter did not know of, where it holds today."""
    made_on = local_day(letter.made_at, ZONE)
    changed = [one.change for one in told if one.change.holds_from and one.change.holds_from <= day]
    unknown = [
        one
        for one in changed
        if (one.holds_from or made_on) > made_on or (one.decided_at and one.decided_at > letter.made_at)
    ]
    return max((one.holds_from for one in unknown if one.holds_from), default=None)


def _since_version(db: Session, letter: PlainLetter, name: str, now: str, day: date) -> date | None:
    """Return the day of the first version of the rules since the letter that says of one what is said today."""
    later = select(Version.id, Version.published_at).where(
        Version.document_id == RULES, Version.published_at > letter.made_at, has_come(db, Version)
    )
    versions = db.execute(later.order_by(Version.number)).all()

    def says_it(version_id: int) -> bool:
        rule = parse_rules(version_text(db, version_id).text).get(name)
        return (hash_of_rule(rule, letter.language, day) if rule else "") == now

    # By halves: each version that is looked at is read whole.
    place = bisect_left(versions, True, key=lambda row: says_it(row[0]))
    return local_day(versions[place][1], ZONE) if place < len(versions) else None


# ---------------------------------------------------------------------------------------------------- cards and entries


def _words_change(db: Session, letter: PlainLetter, before: Kept, after: Kept) -> LetterChange:
    """Return what became of a part's own words: they are others, or they are not said any more."""
    documents = _documents(before, letter.language)
    # The day of the version in force, where it is later than the letter.
    current = select(Version.published_at).join(Document, is_in_force(db))
    published = current.where(Document.id.in_(documents), Document.status == DocumentStatus.PUBLISHED)
    later = published.where(Version.published_at > letter.made_at)
    at = db.scalar(later.order_by(Version.published_at.desc(), Version.id.desc()).limit(1))
    since = local_day(at, ZONE) if at else None
    name = _name(db, before, letter.language, documents)
    if after["words"]:
        return LetterChange(name, Became.CHANGED, since)
    retired = select(Audit.day).where(Audit.verb == AuditVerb.RETIRE, Audit.subject.in_(documents))
    after_letter = retired.where(Audit.day >= local_day(letter.made_at, ZONE)).order_by(Audit.id.desc())
    return LetterChange(name, Became.GONE, db.scalar(after_letter.limit(1)) or since)


def _documents(kept: Kept, language: str) -> list[str]:
    """Return the names under which the text of a part may be, the one in its own language first."""
    if kept["part"] == LetterPart.ENTRY:
        return [f"{ENTRY}{kept['id']}"]
    if kept["part"] == LetterPart.RULE:
        return [RULES]
    module = kept["id"].partition("/")[0]
    return [translation_id(module, language), module]


def _name(db: Session, kept: Kept, language: str, documents: Sequence[str]) -> str:
    """Return by what name a part can still be called: an entry whose address has become confidential by none."""
    if kept["part"] == LetterPart.RULE:
        rule = in_force.rules(db).get(kept["id"])
        return rule.name[language] if rule else ""
    last = select(Version.text).where(has_come(db, Version)).order_by(Version.number.desc()).limit(1)
    texts = (db.scalar(last.where(Version.document_id == name)) for name in documents)
    if (text := next(filter(None, texts), None)) is None:
        return ""
    if kept["part"] == LetterPart.ENTRY:
        entry = parse_entry(text)
        return "" if entry.confidential else entry.name.get(language) or next(iter(entry.name.values()), "")
    module, slug = parse_module(text), kept["id"].partition("/")[2]
    card = module.addressed.get(slug)
    return card.title if card else module.title
