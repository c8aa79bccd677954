"""Benefits in force (« Mesures en vigueur »): those of the directory on today's rules, and rules without any."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.directory.entry import EntryFactKind, EntryKind, name_of
from content.rules import Rule
from content.skills import Names
from models.catalogue import in_force
from models.catalogue.documents import parse_entry
from models.community.topics import RuleToday, with_changes
from models.directory.entries import entry_id
from models.studio.rule_changes import announcements
from models.studio.rule_changes.announcements import RuleChangeAsTold
from models.tables.directory import ListedEntry
from models.tables.documents import Version


class BenefitInForce(NamedTuple):
    """A measure on the rules that hold today, or a rule that no measure tells."""

    names: Names
    decided_by: str
    """The authority of its first rule: what a measure says, its rules say, and their dates are its dates."""
    rules: Sequence[RuleToday]
    """Empty where none of its rules is known here: then nobody has read it."""
    entry_id: str | None = None
    """None of a rule that no measure tells."""
    audience: Names = {}
    """For whom it is, by language; empty where nobody has read that."""


class BenefitsToday(NamedTuple):
    """What is in force on a day, and what changes on the next day on which something does."""

    by_authority: Sequence[tuple[str, Sequence[BenefitInForce]]]
    changes_on: date | None
    changes: Sequence[RuleChangeAsTold]


def benefits_on(db: Session, day: date) -> BenefitsToday:
    """Return the measures and rules in force on a day, by who decides, and the accepted changes that come next."""
    rules = in_force.rules(db)
    changes = announcements.of_rules(db, list(rules))
    today = {
        one.rule.id: one
        for one in with_changes([rule for rule in rules.values() if rule.to_be_known_on(day)], changes, day)
    }
    measures = list(_benefits(db, rules, today))
    told = {one.rule.id for measure in measures for one in measure.rules}
    bare = [one for name, one in today.items() if name not in told]
    alone = [BenefitInForce(one.rule.name, one.rule.authority, [one]) for one in bare]
    coming = [one for some in changes.values() for one in some if one.change.holds_from and one.change.holds_from > day]
    first = min((one.change.holds_from for one in coming if one.change.holds_from), default=None)
    return BenefitsToday(
        _grouped([*measures, *alone]), first, [one for one in coming if one.change.holds_from == first]
    )


def _benefits(db: Session, rules: Mapping[str, Rule], today: Mapping[str, RuleToday]) -> Iterator[BenefitInForce]:
    """Yield the published measures but those whose rules, where they are known, all hold no more or not yet."""
    published = select(ListedEntry, Version.text).join(Version, Version.id == ListedEntry.version_id)
    those = published.where(ListedEntry.kind == EntryKind.MEASURE).order_by(ListedEntry.document_id)
    for listed, text in db.execute(those):
        entry = parse_entry(text)
        holding = [today[one] for one in entry.rules if one in today]
        if holding or not any(one in rules for one in entry.rules):
            names = name_of(entry.organisation.facts)
            decides = holding[0].rule.authority if holding else next(iter(names.values()), "")
            audience = next(
                (fact.words for fact in entry.of_kind(EntryFactKind.AUDIENCE) if fact.words and not fact.blank), {}
            )
            yield BenefitInForce(listed.names, decides, holding, entry_id(listed.document_id), audience)


def _grouped(measures: Iterable[BenefitInForce]) -> list[tuple[str, Sequence[BenefitInForce]]]:
    """Return them by who decides, those that a measure tells before bare rules."""
    groups: dict[str, list[BenefitInForce]] = {}
    for one in sorted(measures, key=lambda one: (one.decided_by.casefold(), one.entry_id is None)):
        groups.setdefault(one.decided_by, []).append(one)
    return list(groups.items())
