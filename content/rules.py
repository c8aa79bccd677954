"""Rules: the dated facts that modules depend on, read from YAML text."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from content.errors import N_, BrokenText, Problem
from content.readings import MANNER, Reading, ReadingManner, check_manner
from content.schema.fields import ChoiceField, DayField, TextField
from content.schema.records import Record, Rows
from content.schema.schema import WordsField, of_rows
from content.schema.yaml_fields import Fields, quoted, words_in_yaml
from content.skills import Names, line_of
from content.text.plain_words import PLAIN


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


RULE_STARTER = Rule(
    id="nouvelle-regle",
    name={"fr": "Ce que dit la règle", "nl": "Wat de regel zegt", "en": "What the rule says"},
    authority="Qui décide",
    address="https://",
    scope="Où et pour qui elle vaut",
    state=RuleState.IN_FORCE,
    read_on=None,
    review_by=None,
)
"""A rule to write over; on which day it was read nobody has said yet."""


def _check(fields: Fields, rule: dict[str, Any]) -> None:
    check_manner(fields, rule, rule["read_on"])


RULE = Record(
    Rule,
    TextField("id", written=words_in_yaml),
    WordsField("name", tall=True),
    TextField("authority", written=words_in_yaml),
    TextField("address", written=words_in_yaml),
    TextField("scope", written=quoted),
    DayField("read_on"),
    *MANNER,
    DayField("review_by"),
    DayField("valid_from", needed=False),
    DayField("valid_until", needed=False),
    ChoiceField(
        "state",
        sorted(RuleState),
        N_("« %(value)s » n'est pas un état : choisissez parmi %(states)s."),
        known_as="states",
        written=words_in_yaml,
    ),
    PLAIN,
    check=_check,
    opens=True,
)
RULES_SCHEMA = of_rows(Rows("rules", RULE, apart=True, begun=lambda text, what: RULE.said(RULE_STARTER)), "rules.yaml")


def read_rules(text: str, file: str = "rules.yaml") -> dict[str, Rule]:
    """Read the rules by id; BrokenText lists what is missing, double or of an unknown state."""
    rules = RULES_SCHEMA.read(text, file)
    ids = [rule.id for rule in rules]
    if double := sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}):
        sentence = N_("La règle %(rule)s figure deux fois : donnez à chacune son identifiant.")
        raise BrokenText(
            tuple(Problem(file, line_of(text, rule_id), sentence, {"rule": rule_id}) for rule_id in double)
        )
    return dict(zip(ids, rules, strict=True))
