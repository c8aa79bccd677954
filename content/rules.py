"""Rules: the dated facts that modules depend on, read from YAML text."""

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from content.fields import Fields, read_fields
from content.plain import read_plain
from content.problems import N_, BrokenText, Problem
from content.readings import Reading, ReadingManner, manner_of
from content.skills import Names, line_of


class RuleState(StrEnum):
    """How far a rule has come."""

    ANNOUNCED = "annoncé"
    ADOPTED = "adopté"
    PUBLISHED = "publié"
    IN_FORCE = "en vigueur"
    SUSPENDED = "suspendu"
    CANCELLED = "annulé"


TO_BE_KNOWN = frozenset({RuleState.IN_FORCE, RuleState.SUSPENDED})
"""The states of a rule on which one can act."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fact with its authority and its dates."""

    id: str
    name: Names
    authority: str
    address: str
    scope: str
    state: RuleState
    read_on: date | None
    review_by: date | None
    valid_from: date | None = None
    valid_until: date | None = None
    plain: Names = field(default_factory=dict)
    """For the person, by language of content.directory.entry.WRITTEN_IN; empty where nobody has written it."""
    manner: ReadingManner | None = None
    copied: date | None = None
    page: str = ""

    @property
    def reading(self) -> Reading | None:
        """How it was read; None where nobody has."""
        return Reading(self.read_on, self.manner, self.copied, self.page) if self.read_on else None

    def valid_on(self, day: date) -> bool:
        """Return whether the rule holds on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def to_be_known_on(self, day: date) -> bool:
        """Return whether one can act on the rule on that day."""
        return self.valid_on(day) and self.state in TO_BE_KNOWN

    def stale_on(self, day: date) -> bool:
        """Return whether the day before which it was to be read again is past."""
        return self.review_by is not None and self.review_by < day


def read_rules(text: str, file: str = "rules.yaml") -> dict[str, Rule]:
    """Read the rules by id; BrokenText lists what is missing, double or of an unknown state."""
    fields = read_fields(text, file)
    fields.expect("rules")
    rules = [_rule(entry) for entry in fields.entries("rules")]
    fields.raise_problems()
    ids = [rule.id for rule in rules]
    if double := sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}):
        sentence = N_("La règle %(rule)s figure deux fois : donnez à chacune son identifiant.")
        raise BrokenText(
            tuple(Problem(file, line_of(text, rule_id), sentence, {"rule": rule_id}) for rule_id in double)
        )
    return dict(zip(ids, rules, strict=True))


def _rule(entry: Fields) -> Rule:
    entry.expect(*(one.name for one in dataclasses.fields(Rule)))
    states = {state.value for state in RuleState}
    state = entry.text("state")
    if state not in states:
        sentence = N_("« %(value)s » n'est pas un état : choisissez parmi %(states)s.")
        entry.note("state", sentence, value=state, states=", ".join(sorted(states)))
        state = RuleState.ANNOUNCED
    for name in ("read_on", "review_by"):
        entry.text(name)
    read_on = entry.day("read_on")
    manner, copied, page = manner_of(entry, read_on)
    return Rule(
        id=entry.text("id"),
        name=entry.names("name"),
        authority=entry.text("authority"),
        address=entry.text("address"),
        scope=entry.text("scope"),
        state=RuleState(state),
        read_on=read_on,
        review_by=entry.day("review_by"),
        valid_from=entry.day("valid_from"),
        valid_until=entry.day("valid_until"),
        plain=read_plain(entry),
        manner=manner,
        copied=copied,
        page=page,
    )
