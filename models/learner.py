"""What one learner knows of one skill: Bayesian knowledge tracing in closed form, a few microseconds per answer.

Two states, known and unknown. A right answer is evidence for the first, a wrong one for the second; then reading the
feedback may teach. Questions differ in easiness, learners in ability, and what was known is forgotten by degrees.
Corbett & Anderson, "Knowledge tracing", UMUAI 4 (1994), https://doi.org/10.1007/BF01099821; easiness and ability enter
as in Khajah, Wing, Lindsey & Mozer, "Integrating latent-factor and knowledge-tracing models", EDM 2014.
"""

from bisect import bisect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import exp, expm1, hypot, log, log1p, sqrt
from statistics import NormalDist
from typing import NamedTuple

from models import memory
from models.estimates import ABILITY_STEPS, EASINESS_SPREAD, FADE_DAYS, Item, Pair, Parameters

REVISION = 1
"""Raised whenever one log leads to other beliefs than before: what is kept of learners is then replayed."""
ACQUIRED_AT = 0.95
LOST_BELOW = 0.80
FRESH_AT = 0.80
REVIEW_AT = 0.93
"""Share of what was known at first that days have left, from which a review is due, unless it is not fresh before."""
LEAST_EXPOSURES = 4
EVEN = 0.5
"""P(known) from which what is earned starts: who does not know has then at most one chance in 19 of ever reaching .95.

However long she is asked, as long as nothing is lent: Wald, "Sequential tests of statistical hypotheses", Annals of
Mathematical Statistics 16 (1945).
"""
LUCK = 0.42
"""How often who does not know is right by the look of the options, as a naive list of words is on draft questions."""
LUCK_HELD_OFF = 0.44
"""The luck that *acquired* holds off: the most with which four right answers of four are enough."""
RIGHT_IF_SHOWN = 0.9
"""How often who has shown a skill is right: half of what *acquired* bets on, the other half being what a fit found."""
MOST_EARNED = 0.99
"""However much was shown, two wrong answers in a row take it away, as the portal begins."""
MOST_EARNED_BY_LEARNING = 0.02
"""Of what is missing, what a right answer may be believed to teach: luck gains by it too; four of four need as much."""
WEAK_GUESS = 0.5
"""Probability that someone who does not know gives the right answer to a question of which she has seen the key, or
that she has not read."""
# With guess and slip below one half a right answer always speaks for knowing (docs/design.md, section 4).
MOST_GUESS = 0.5
INFORMATION, LEAST_STEP, FAST_STEP = 0.2, 0.05, 0.3
"""Steps of the two ratings: 1 / (1 + .2 n) after n answers, each of which tells p (1 - p), but .05 at least; and .3."""
INTERVAL = 0.90
REACH = NormalDist().inv_cdf((1 + INTERVAL) / 2)
"""Standard deviations that an interval holds on either side."""
# timedelta overflows long before the curve of a skill that hardly fades comes down.
CENTURY_DAYS = 36_525.0
FARTHEST_LOGIT, HALVINGS = 12.0, 30
DAY = timedelta(days=1)


class Ability(NamedTuple):
    """How one learner does over all skills, as two ratings that move with each answer, and after how many answers.

    Elo, "The rating of chessplayers" (1978); for learners Pelánek, "Applications of the Elo rating system in adaptive
    educational systems", Computers & Education 98 (2016), https://doi.org/10.1016/j.compedu.2016.03.017
    """

    slow: float = 0.0
    fast: float = 0.0
    answers: int = 0


class Evidence(NamedTuple):
    """One counted answer to one question."""

    correct: bool
    at: datetime
    day: date
    working_day: bool
    dont_know: bool = False
    repeat: bool = False
    rapid: bool = False
    """Whether it came sooner than its question can be read."""
    provisional: bool = False
    """Whether it says something of knowing, and nothing of *acquired*."""
    item: Item = Item()

    @property
    def weak(self) -> bool:
        """Whether it may well be luck, so that it says less of knowing, and nothing of *acquired* or of ability.

        What nobody has read is a guess more often than not: Wise & DeMars, "An application of item response time: the
        effort-moderated IRT model", Journal of Educational Measurement 43 (2006),
        https://doi.org/10.1111/j.1745-3984.2006.00002.x. There it weighs nothing; here as much as a repeat, for one who
        knows a question well may need no more than a glance.
        """
        return self.repeat or self.rapid


class Belief(NamedTuple):
    """P(known) just after the last counted answer, what it taught included, forgetting not yet applied.

    `known` weighs every counted answer; `earned` first exposures alone, as if nothing else had ever been answered, so
    that weak answers lead neither to *acquired* nor away from it: from even odds, against luck, and with little credit
    for what answers may teach. Time takes nothing from what is earned: it takes what is fresh (docs/decisions/0001).
    `mark` is how many answers stood behind the learner's ability at `at`. `spaced` counts right answers far enough from
    the one before, since the last wrong one.
    """

    known: float = 0.0
    earned: float = 0.0
    at: datetime | None = None
    earned_at: datetime | None = None
    mark: int = 0
    answers: int = 0
    first_exposures: int = 0
    first_day: date | None = None
    confirmed_later: bool = False
    acquired: bool = False
    spaced: int = 0


class Knowledge(NamedTuple):
    """One learner and one skill: what is believed, of whom, and under which parameters."""

    parameters: Parameters
    belief: Belief = Belief()
    ability: Ability = Ability()


class SkillState(StrEnum):
    """A belief in one word."""

    TO_DISCOVER = "to_discover"
    IN_PROGRESS = "in_progress"
    TO_CONFIRM = "to_confirm"
    ACQUIRED = "acquired"
    TO_REFRESH = "to_refresh"


def retained(known: Knowledge, now: datetime) -> float:
    """Return P(known) now: the prior before any answer, forgetting applied after."""
    return _retained_since(known, known.belief.known, known.belief.at, known.belief.mark, now)


def retained_interval(known: Knowledge, now: datetime) -> Pair:
    """Return P(known)'s interval now, with INTERVAL of certainty: what it would be under the true parameters.

    Its logit strays by what is unsure of the prior and, answer by answer, of the easiness of the question: each unit of
    it takes from the logit what success gains by knowing.
    """
    belief, parameters = known.belief, known.parameters
    weight = (1 - parameters.slip - parameters.guess) * EASINESS_SPREAD
    reach = REACH * hypot(parameters.spread.prior, weight * sqrt(belief.answers))
    if belief.at is None:
        prior = retained(known, now)
        # Nothing answered yet: only the prior is unsure, and nothing has been forgotten.
        return shifted(prior, -reach), shifted(prior, reach)
    low, high = (
        _retained_since(known, shifted(belief.known, by), belief.at, belief.mark, now) for by in (-reach, reach)
    )
    return low, high


def fades_at(known: Knowledge, level: float = FRESH_AT) -> datetime | None:
    """Return when P(known) falls below a level if nothing more is answered: retention solved for time.

    None before the first answer, and where a century of forgetting would not do it.
    """
    belief, shared = known.belief, known.parameters.shared
    fade, durable = memory.fading(shared, belief.spaced), shared.durable
    if belief.at is None or retained(known, belief.at) < level:
        return belief.at
    if level / belief.known <= durable:
        return None
    others = known.ability.answers - belief.mark
    shares = memory.retention(known.parameters, 0.0, others, belief.spaced), level / belief.known
    at_once, at_last = ((share - durable) / (1 - durable) for share in shares)
    # Answers on other skills may alone have taken it below: then it fades at once.
    loss = max(0.0, log(at_once / at_last))
    if loss >= fade * log1p(CENTURY_DAYS / FADE_DAYS):
        return None
    return belief.at + timedelta(days=FADE_DAYS * expm1(loss / fade))


def review_at(known: Knowledge) -> datetime | None:
    """Return when a review is due, as `fades_at`."""
    return fades_at(known, review_level(known))


def review_level(known: Knowledge) -> float:
    """Return the P(known) at which a review is due."""
    at = known.belief.at
    return max(FRESH_AT, REVIEW_AT * retained(known, at)) if at else FRESH_AT


def predict(known: Knowledge, item: Item, now: datetime) -> float:
    """Return the probability of a right answer now to a question not seen before."""
    left = retained(known, now)
    if_known, if_unknown = _success_likelihoods(known, item, now)
    return left * if_known + (1 - left) * if_unknown


def interval(known: Knowledge, item: Item, now: datetime) -> Pair:
    """Return the equal-tailed interval of the probability of a right answer, with INTERVAL of certainty.

    The learner knows or does not; either way the logit of success is normal around what the fit has found.
    """
    left = retained(known, now)
    doubt = known.parameters.shared.doubt[bisect(ABILITY_STEPS, known.ability.answers) - 1]
    if_known, if_unknown = (
        NormalDist(log(success / (1 - success)), hypot(spread, doubt))
        for success, spread in zip(_success_likelihoods(known, item, now), reversed(item.spread), strict=True)
    )

    def share_below(logit: float) -> float:
        return left * if_known.cdf(logit) + (1 - left) * if_unknown.cdf(logit)

    low, high = (_quantile(share_below, share) for share in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    return low, high


def average_question(parameters: Parameters) -> Item:
    """Return the middle question of a skill, for `predict` and `interval`: easy as most, unsure as its skill."""
    return Item(facility=parameters.facility, spread=(parameters.spread.guess, parameters.spread.slip))


def after_answer(known: Knowledge, evidence: Evidence) -> Knowledge:
    """Update belief and ability by one counted answer: forget by the gap, weigh the evidence, learn from feedback."""
    before, ability = known.belief, _update_ability(known.ability, evidence)
    learned = shifted(known.parameters.learn, _ability_shift(known.parameters.shared.learn, known.ability))
    level = _apply_learning(after_evidence(known, evidence), learned)
    if evidence.weak or evidence.provisional:
        belief = before._replace(known=level, at=evidence.at, mark=ability.answers, answers=before.answers + 1)
        return Knowledge(known.parameters, belief, ability)
    # Feedback may teach after a wrong answer too, but only what is shown earns *acquired*.
    credit = min(learned, MOST_EARNED_BY_LEARNING) if evidence.correct else 0.0
    earned = min(MOST_EARNED, _apply_learning(_earned_posterior(known, evidence), credit))
    exposures, first_day = before.first_exposures + 1, before.first_day or evidence.day
    # A later working day, so that an evening of retries cannot make a skill *acquis* (docs/design.md, section 1).
    later = before.confirmed_later or (evidence.working_day and evidence.day > first_day)
    reached = evidence.correct and later and earned >= ACQUIRED_AT and exposures >= LEAST_EXPOSURES
    belief = Belief(
        known=level,
        earned=earned,
        at=evidence.at,
        earned_at=evidence.at,
        mark=ability.answers,
        answers=before.answers + 1,
        first_exposures=exposures,
        first_day=first_day,
        confirmed_later=later,
        # Two thresholds: lost only below LOST_BELOW, so that one slip near .95 does not make it flicker.
        acquired=reached or (before.acquired and earned >= LOST_BELOW),
        # In a row: what was forgotten lasts no longer for having been known before.
        spaced=before.spaced + is_apart(before, evidence.at) if evidence.correct else 0,
    )
    return Knowledge(known.parameters, belief, ability)


def is_apart(before: Belief, at: datetime) -> bool:
    """Return whether an answer at an instant is far from the one before it on the skill."""
    return before.earned_at is not None and memory.is_apart((at - before.earned_at) / DAY, before.spaced)


def after_evidence(known: Knowledge, evidence: Evidence) -> float:
    """Return P(known) just after an answer, before its feedback teaches: no wrong answer raises it."""
    answered = mastery_likelihoods(known.parameters, evidence.item, evidence.weak)
    return _mastery_posterior(retained(known, evidence.at), evidence, answered)


def fresh(known: Knowledge, now: datetime) -> bool:
    """Return whether the skill is, as far as one can tell, still known now."""
    return retained(known, now) >= FRESH_AT


def state(known: Knowledge, now: datetime) -> SkillState:
    """Return the belief in one word."""
    belief = known.belief
    if not belief.answers:
        return SkillState.TO_DISCOVER
    if belief.acquired:
        return SkillState.ACQUIRED if fresh(known, now) else SkillState.TO_REFRESH
    enough = belief.earned >= ACQUIRED_AT and belief.first_exposures >= LEAST_EXPOSURES
    return SkillState.TO_CONFIRM if enough else SkillState.IN_PROGRESS


def _retained_since(known: Knowledge, level: float, since: datetime | None, mark: int, now: datetime) -> float:
    parameters, ability = known.parameters, known.ability
    if since is None:
        return shifted(parameters.prior, _ability_shift(parameters.shared.prior, ability))
    left = memory.retention(parameters, (now - since) / DAY, ability.answers - mark, known.belief.spaced)
    return level * left


def _earned_posterior(known: Knowledge, evidence: Evidence) -> float:
    """Return what has been shown of a skill with this answer, how often who has shown it is right set against luck.

    A fit's average is over many who half know, hence half way to RIGHT_IF_SHOWN; Wald's bound holds whatever is bet.
    """
    if_known, if_unknown = mastery_likelihoods(known.parameters, evidence.item)
    lucky = max(LUCK_HELD_OFF, if_unknown)
    level = known.belief.earned if known.belief.first_exposures else EVEN
    return _mastery_posterior(level, evidence, (max((if_known + RIGHT_IF_SHOWN) / 2, lucky), lucky))


def _mastery_posterior(known: float, evidence: Evidence, right: Pair) -> float:
    """Return P(known) after an answer; `right` says how often who knows, and who does not, is right."""
    if_known, if_unknown = right
    if not evidence.correct:
        # « Je ne sais pas » takes no luck: who does not know says so for certain.
        if_known, if_unknown = 1 - if_known, 1.0 if evidence.dont_know else 1 - if_unknown
    weight_known, weight_unknown = known * if_known, (1 - known) * if_unknown
    # Zero only where both are impossible by rounding: then nothing was learned.
    total = weight_known + weight_unknown
    return weight_known / total if total else known


def _apply_learning(level: float, learned: float) -> float:
    return level + (1 - level) * learned


def _success_likelihoods(known: Knowledge, item: Item, now: datetime) -> Pair:
    """Return the probability of this learner's success, should she know and should she not."""
    if_known, if_unknown = mastery_likelihoods(known.parameters, item)
    shared, met_at = known.parameters.shared, known.belief.earned_at
    met = memory.met(shared, (now - met_at) / DAY) if met_at else 0.0
    shift = _ability_shift(shared.success, known.ability) + met + memory.in_mind(shared, item.shown, now)
    return shifted(if_known, shift), shifted(if_unknown, shift)


def mastery_likelihoods(parameters: Parameters, item: Item, weak: bool = False) -> Pair:
    """Return the probability of a right answer if one knows and if not; knowing never lowers it.

    The same for everybody: no matter who gives it, the same answer to the same question is the same evidence.
    """
    guess = WEAK_GUESS if weak else min(MOST_GUESS, max(parameters.guess, item.chance))
    return shifted(1 - parameters.slip, item.easiness), shifted(guess, item.easiness)


def with_lucky_guess(if_known: float, if_unknown: float) -> Pair:
    """Return these probabilities where anyone who does not know is lucky."""
    lucky = max(LUCK, if_unknown)
    return max(if_known, lucky), lucky


def _update_ability(ability: Ability, evidence: Evidence) -> Ability:
    """Move both ratings by what was not expected; weak answers and « je ne sais pas » say nothing of them."""
    if evidence.weak or evidence.dont_know:
        return ability
    # Elo's step shrinks as a learner becomes known, and never to nothing: people change.
    facility, step = evidence.item.facility, max(LEAST_STEP, 1 / (1 + INFORMATION * ability.answers))
    slow = ability.slow + step * (evidence.correct - shifted(facility, ability.slow))
    fast = ability.fast + FAST_STEP * (evidence.correct - shifted(facility, ability.fast))
    return Ability(slow, fast, ability.answers + 1)


def _ability_shift(weights: Pair, ability: Ability) -> float:
    return weights[0] * ability.slow + weights[1] * ability.fast


def shifted(probability: float, shift: float) -> float:
    """Return the probability whose logit is higher by `shift`."""
    odds = probability * exp(shift)
    return odds / (odds + (1 - probability))


def _quantile(share_below: Callable[[float], float], share: float) -> float:
    """Return the probability of success below whose logit that share lies."""
    low, high = -FARTHEST_LOGIT, FARTHEST_LOGIT
    # Bisection, for a mixture of two normals has no inverse in closed form; 30 halvings of 24 give 2e-8.
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if share_below(middle) < share else (low, middle)
    return shifted(0.5, low)
