"""A composed sitting in words: what it holds, before it begins and while it lasts, and that its time is up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from content.errors import N_
from content.module import Module
from models.study.progress import DomainStanding
from models.study.proposals import Proposed
from models.tutor import choice
from models.tutor.situation import Candidate, Purpose, Situation, Term
from portal import minutes, reasons
from portal.pages import say
from portal.reasons import NamedStep

OVER = N_("Vos %(minutes)s minutes sont passées. Tout est gardé : s'arrêter ici vaut autant que continuer.")

LITTLE_LONGER = 1.1
"""Up to that, a module that is cut to the minutes is still called one: it asks a question less."""


class StepKind(StrEnum):
    """The kind of a step, as one line names it."""

    MODULE = "module"
    PART_OF_MODULE = "part"
    """A module that is longer than the minutes that are left for it."""
    MODULE_GOES_ON = "module goes on"
    SERIES_GOES_ON = "series goes on"
    REVIEW = "review"
    CHECK = "check"
    PRACTICE = "practice"
    NEWS_CHECK = "check in the news"
    NEWS_PRACTICE = "practice in the news"


ONE = {
    StepKind.MODULE: N_("un module"),
    StepKind.PART_OF_MODULE: N_("le début d'un module"),
    StepKind.MODULE_GOES_ON: N_("la suite d'un module"),
    StepKind.SERIES_GOES_ON: N_("la suite de quelques questions"),
    StepKind.REVIEW: N_("une reprise"),
    StepKind.CHECK: N_("une vérification"),
    StepKind.PRACTICE: N_("quelques questions"),
    StepKind.NEWS_CHECK: N_("une question d'actualité"),
    StepKind.NEWS_PRACTICE: N_("des questions d'actualité"),
}
MANY = {
    StepKind.MODULE: N_("%(number)s modules"),
    StepKind.REVIEW: N_("%(number)s reprises"),
    StepKind.CHECK: N_("%(number)s vérifications"),
    StepKind.PRACTICE: N_("%(number)s séries de questions"),
    StepKind.NEWS_CHECK: N_("%(number)s questions d'actualité"),
    StepKind.NEWS_PRACTICE: N_("%(number)s séries de questions d'actualité"),
}
"""Of what is begun there is one; what is too long comes last."""
NUMBERS = {2: N_("deux"), 3: N_("trois"), 4: N_("quatre")}
"""As many steps as a sitting has at most."""
KINDS = {Purpose.REVIEW: StepKind.REVIEW, Purpose.CHECK: StepKind.CHECK, Purpose.PRACTISE: StepKind.PRACTICE}
IN_THE_NEWS = {StepKind.CHECK: StepKind.NEWS_CHECK, StepKind.PRACTICE: StepKind.NEWS_PRACTICE}


class SittingAsShown(NamedTuple):
    """What a sitting holds: a line that says it, and the steps that follow the first."""

    said: str
    following: tuple[NamedStep, ...]


def shown(
    proposed: Proposed, modules: Mapping[str, Module], domains: Sequence[DomainStanding]
) -> SittingAsShown | None:
    """Return what the sitting holds that begins, or goes on, with a proposal; None where no minutes are chosen."""
    here = minutes.sitting()
    if here is None or here.is_over:
        return None
    steps = choice.compose(proposed.situation)
    # What kinds of steps there are and how many of each, in the order in which they come.
    counted = Counter(_kind(step, proposed.situation) for step in steps)
    kinds = ", ".join(
        say(ONE[kind]) if many == 1 else say(MANY[kind], number=say(NUMBERS[many])) for kind, many in counted.items()
    )
    if here.gone:
        said = say("Encore %(minutes)s min : %(steps)s", minutes=int(here.left), steps=kinds)
    else:
        said = say("%(minutes)s min : %(steps)s", minutes=here.minutes, steps=kinds)
    return SittingAsShown(said, tuple(reasons.named(step, modules, domains) for step in steps[1:]))


def over() -> str:
    """Say that the time is up; nothing while it is not."""
    here = minutes.sitting()
    return say(OVER, minutes=here.minutes) if here and here.is_over else ""


def _kind(step: Candidate, situation: Situation) -> StepKind:
    if Term.CONTINUE in step.terms:
        return StepKind.MODULE_GOES_ON if step.purpose is Purpose.LEARN else StepKind.SERIES_GOES_ON
    if step.purpose is Purpose.LEARN:
        whole = next(offer.minutes for offer in situation.offers if offer.module == step.target)
        return StepKind.MODULE if whole <= LITTLE_LONGER * step.minutes else StepKind.PART_OF_MODULE
    kind = KINDS[step.purpose]
    return IN_THE_NEWS.get(kind, kind) if Term.NEWS in step.terms else kind
