"""The candidates: everything worth proposing, each with its terms per minute and what it makes last."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import nsmallest

from models import memory
from models.learner import Belief, Knowledge, SkillState, is_apart, retained, review_level, state
from models.tutor.questions import MOST_ASKED, MOST_QUESTIONS
from models.tutor.situation import MOST_A_DAY, Candidate, Offer, Purpose, Situation, Term

MONTH_DAYS = 30.0
COMES_BACK = 4
"""Times in a row that what is learned now will have come back right by then, for it goes on being asked about."""
KNEW_BEFORE = 0.6
"""Of those who know at the first question after the cards, who knew before them, where fits begin."""


def lasting_gain(known: Knowledge, questions: float, now: datetime, *, by_cards: bool = False) -> float:
    """Return the expected rise of what is known a month later by so many questions now, after cards not yet read."""
    level = retained(known, now)
    before = KNEW_BEFORE * level if by_cards else level
    # Each opportunity teaches a share `learn` of what is missing (Corbett & Anderson, UMUAI 4).
    learned = 1 - before - (1 - level) * (1 - known.parameters.learn) ** questions
    again = known.belief.spaced + (questions > 0 and is_apart(known.belief, now))
    lasts_longer = _left(known, again) - _left(known, known.belief.spaced)
    return float(learned * _left(known, max(COMES_BACK, again)) + before * lasts_longer)


def _left(known: Knowledge, spaced: int) -> float:
    """Return the share that is left after a month, of what came back so often."""
    return memory.retention(known.parameters, MONTH_DAYS, spaced=spaced)


# ------------------------------------------------------------------------------------------------------- the candidates


READY_AT = 0.5
"""P(known) of a prerequisite from which a skill that builds on it is recommended."""
CONTINUE, CHECK, CONFIRM = 1.0, 1.0, 0.5
"""What is begun, what has changed and what one answer confirms come before what there is to gain."""
SERIES = 2 * CONTINUE
"""A few questions left half-way come before an open module: they are over sooner."""
NEAR = 0.06
"""Per minute, of a skill that is all but shown: about as much as a new module gains, so that what is begun comes to its
end between new things."""
WORTH = 0.01
"""Per minute, of a review before its day where there is nothing else: it makes a skill last longer, the less so the
more often it has."""
NEWS, THEME = 0.02, 0.015
"""A third of what a module usually gains in a minute, and a quarter."""
STALE = 0.5
"""The share of all that speaks for it which is taken from what was to be read again before now."""
# Less than anything else that is worth proposing, and still more than nothing.
KEEP = 1e-6
MATTER = 2
"""What was answered longest ago is chosen, and the next one is the runner-up."""
MODULES = 6
"""Of all modules so many may come into one sitting: three that last five minutes, and as many that teach the same."""


def candidates(situation: Situation) -> Iterator[Candidate]:
    """Yield all practice worth proposing and the best modules; when there is none, what was answered longest ago."""
    # With sets, in which it takes no time to find a skill.
    here = replace(
        situation,
        unseen=frozenset(situation.unseen),
        changed_skills=frozenset(situation.changed_skills),
        claimed=frozenset(situation.claimed),
        followed=frozenset(situation.followed),
        news=frozenset(situation.news),
        refused=frozenset(situation.refused),
        stale=frozenset(situation.stale),
    )
    found = [*_practices(here), *_modules(here)]
    yield from found or _keeping(here)


# ------------------------------------------------------------------------------------------------------------ one skill


def _practices(situation: Situation) -> Iterator[Candidate]:
    read = {skill for offer in situation.offers if offer.read for skill in offer.skills}
    # What was missed, and a module not yet read would teach, cards first.
    offers = [one for one in situation.offers if not one.read and one.module not in situation.refused]
    teaching = {skill for offer in offers for skill in offer.skills if offer.unseen.get(skill)}
    taught = {skill for skill in teaching if _is_missed(situation.knowledge[skill], situation.now)}
    for skill in situation.practice:
        if skill in situation.refused:
            continue
        found = _practice(skill, situation, skill in read)
        # Asked again before its cards were read, what was missed would be missed again.
        if found and not (found.purpose is Purpose.PRACTISE and skill in taught and Term.CONTINUE not in found.terms):
            yield found


def _is_missed(known: Knowledge, now: datetime) -> bool:
    """Return whether answers speak against a skill: less is thought of it than before the first of them."""
    return known.belief.known < retained(known._replace(belief=Belief()), now)


def _practice(skill: str, situation: Situation, read: bool) -> Candidate | None:
    if situation.open_series and situation.open_series.skill == skill:
        series = situation.open_series
        whole = _candidate(situation, series.purpose, skill, {Term.CONTINUE: SERIES})
        left = max(1, MOST_ASKED[series.purpose] - series.asked)
        return replace(whole, minutes=left * situation.question_minutes)
    known = situation.knowledge[skill]
    belief, in_a_word = known.belief, state(known, situation.now)
    if skill in situation.changed_skills:
        return _candidate(situation, Purpose.CHECK, skill, {Term.CHECK: CHECK})
    if in_a_word is SkillState.TO_CONFIRM and belief.first_day and situation.day > belief.first_day:
        # Only a new question, on another working day, can confirm: anything else would be asked in vain.
        confirms = skill in situation.unseen and situation.working_day and skill not in situation.claimed
        return _candidate(situation, Purpose.CHECK, skill, {Term.CONFIRM: CONFIRM}) if confirms else None
    if belief.acquired:
        return _review(skill, situation)
    begun = in_a_word is SkillState.IN_PROGRESS or (in_a_word is SkillState.TO_DISCOVER and read)
    # What went well today lasts longer by its next question only if that comes another day.
    went_well = situation.asked_today.get(skill) and not _is_missed(known, situation.now)
    if begun and situation.practice[skill] and not situation.waits(skill) and not went_well:
        terms = {Term.GAIN: _by_a_question(skill, situation), Term.NEAR: NEAR * belief.earned}
        return _candidate(situation, Purpose.PRACTISE, skill, terms)
    return None


def _review(skill: str, situation: Situation) -> Candidate | None:
    """Return the review of an acquired skill, on its day: of what is due for one, or will be at the next visit.

    The next visit of what planned leave brings forward is the return.
    """
    if skill in situation.later:
        return None
    known, now, leave = situation.knowledge[skill], situation.known_now(skill), situation.advanced.get(skill)
    risk = max(0.0, now - retained(known, leave.back if leave else situation.next_visit))
    # At the weekend nobody is asked to come back; what fades can wait until Monday.
    if (now - risk >= review_level(known) and not leave) or not situation.working_day:
        return None
    return _candidate(situation, Purpose.REVIEW, skill, {Term.REFRESH: _by_a_question(skill, situation)})


def _by_a_question(skill: str, situation: Situation) -> float:
    """Return what one more question gains per minute; another one follows a wrong answer alone."""
    return lasting_gain(situation.knowledge[skill], 1, situation.now) / situation.question_minutes


def _candidate(situation: Situation, purpose: Purpose, skill: str, terms: Mapping[Term, float]) -> Candidate:
    minutes = MOST_ASKED[purpose] * situation.question_minutes
    return Candidate(
        purpose, skill, minutes, _weighted_by_target(skill, {**terms, **_leanings((skill,), situation)}, situation)
    )


def _leanings(skills: Iterable[str], situation: Situation) -> dict[Term, float]:
    """Return the terms that news and themes add."""
    terms = {}
    if any(map(situation.news.__contains__, skills)):
        terms[Term.NEWS] = NEWS
    if any(map(situation.followed.__contains__, skills)):
        terms[Term.THEME] = THEME
    return terms


def _weighted_by_target(target: str, terms: dict[Term, float], situation: Situation) -> dict[Term, float]:
    """Return the terms, with a deduction for what was to be read again before now."""
    # A share of the sum, so that the terms still add up to the score that is shown.
    return {**terms, Term.STALE: -STALE * sum(terms.values())} if target in situation.stale else terms


def _keeping(situation: Situation) -> Iterator[Candidate]:
    """Yield what will last longest for being asked before its day; else, for anyone who wants to go on, the oldest."""
    beliefs = {skill: situation.knowledge[skill].belief for skill in situation.practice}
    kept = {skill: belief.at for skill, belief in beliefs.items() if belief.acquired}
    oldest = {skill: at for skill, at in kept.items() if at and skill not in situation.refused}
    gains = {skill: _by_a_question(skill, situation) for skill in oldest if situation.working_day}
    worth = {skill: gain for skill, gain in gains.items() if gain >= WORTH and not situation.asked_today.get(skill)}
    for skill in sorted(worth, key=lambda skill: (-worth[skill], skill))[:MATTER]:
        yield _candidate(situation, Purpose.REVIEW, skill, {Term.REFRESH: worth[skill]})
    if worth:
        return
    for skill in sorted(oldest, key=lambda skill: (oldest[skill], skill))[:MATTER]:
        age = min(1.0, (situation.now - oldest[skill]) / timedelta(days=365))
        yield _candidate(situation, Purpose.REVIEW, skill, {Term.KEEP: KEEP * (1 + age)})


# ----------------------------------------------------------------------------------------------------------- one module


def _modules(situation: Situation) -> Iterator[Candidate]:
    """Yield the best modules, those that are ready first."""
    worth = [(offer, gain) for offer, gain in _gains(situation) if gain > 0 or offer.module == situation.open_module]
    # By skill, the prerequisites that are not known well enough, unless they are taught nowhere else.
    needed = {one for these in situation.prerequisites.values() for one in these}
    # What nothing published asks about could never be shown, so it must not stand in the way.
    stand = {
        skill
        for skill in needed
        if skill not in situation.practice
        or (situation.knowledge[skill].belief.answers and situation.known_now(skill) >= READY_AT)
    }
    missing = {skill: [one for one in these if one not in stand] for skill, these in situation.prerequisites.items()}
    # A module may itself teach what is missing.
    ready = [
        (offer, gain)
        for offer, gain in worth
        if offer.module == situation.open_module
        or all(one in offer.skills for skill in offer.skills for one in missing.get(skill, ()))
    ]

    def rank(of: tuple[Offer, float]) -> tuple[float, str]:
        offer, gain = of
        return -sum(_terms(offer, gain, situation).values()), offer.module

    for offer, gain in nsmallest(MODULES, ready or worth, key=rank):
        yield Candidate(Purpose.LEARN, offer.module, offer.minutes, _terms(offer, gain, situation))


def _gains(situation: Situation) -> Iterator[tuple[Offer, float]]:
    """Yield each module's expected gain from one play; what can be practised by skill is not offered again whole."""
    rises: dict[tuple[str, float, bool], float] = {}
    read = {skill for offer in situation.offers if offer.read for skill in offer.skills}
    for offer in situation.offers:
        # A module that was read is offered skill by skill: a whole play would show its cards again.
        practised = offer.read and any(map(situation.practice.get, offer.skills))
        if (practised and offer.module != situation.open_module) or offer.module in situation.refused:
            continue
        # One play asks MOST_QUESTIONS in all, shared among its skills.
        each = min(MOST_QUESTIONS, MOST_A_DAY * len(offer.skills)) / len(offer.skills)
        total = 0.0
        for skill in offer.skills:
            known = situation.knowledge[skill]
            new = skill not in read and (not known.belief.answers or _is_missed(known, situation.now))
            asked = (skill, min(each, offer.unseen.get(skill, 0)), new)
            if asked not in rises:
                # A module asks nothing today on what is acquired or waits.
                nothing = known.belief.acquired or situation.waits(skill) or not asked[1]
                rises[asked] = 0.0 if nothing else lasting_gain(known, asked[1], situation.now, by_cards=new)
            total += rises[asked]
        yield offer, total


def _terms(offer: Offer, gain: float, situation: Situation) -> dict[Term, float]:
    terms = {Term.GAIN: gain / offer.minutes, **_leanings(offer.skills, situation)}
    begun = {Term.CONTINUE: CONTINUE} if offer.module == situation.open_module else {}
    return _weighted_by_target(offer.module, {**terms, **begun}, situation)
