"""The policies that are compared: a linear course, chance, lowest mastery first, three in a row, ours."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from benchmarks.tutor.portal import Action, Ask, Begin, Contender, Finish, Portal, Read, Sitting
from content.module import Module, Question, Use
from models.ground.calendar import is_working_day
from models.learner import ACQUIRED_AT, Belief, SkillState, state
from models.tutor import choice, situation
from models.tutor import questions as tutor_questions
from models.tutor.questions import MOST_QUESTIONS
from models.tutor.situation import Offer, Purpose, Situation, Term

IN_A_ROW = 3


def contenders() -> Iterator[Contender]:
    """Return all policies."""
    yield Contender("linear course", linear, has_finished)
    yield Contender("random", at_random, has_finished)
    yield Contender("lowest mastery", lowest_mastery, is_graduated)
    yield Contender("three in a row", three_in_a_row, has_three_in_a_row)
    yield Contender("ours", ours, is_acquired)


# Own rules


def has_finished(portal: Portal, skill: str, now: datetime) -> bool:
    """Return whether every module on the skill has been sat through."""
    return all(portal.finished[module.id] for module in portal.course.teaching[skill])


def is_graduated(portal: Portal, skill: str, now: datetime) -> bool:
    """Return whether OATutor would move on: mastery of .95, whatever it rests on."""
    return portal.beliefs[skill].known >= ACQUIRED_AT


def has_three_in_a_row(portal: Portal, skill: str, now: datetime) -> bool:
    """Return whether the last three answers on the skill were right."""
    return _in_a_row(portal, skill) >= IN_A_ROW


def is_acquired(portal: Portal, skill: str, now: datetime) -> bool:
    """Return whether the learner model calls the skill acquired."""
    return portal.beliefs[skill].acquired


# A whole module at a time


def linear(portal: Portal, minutes: float, now: datetime, random: Random) -> Action:
    """Go through one module after another, cards the first time, five questions each; then start again."""
    modules = portal.course.ordered
    return _sit(portal, lambda: modules[portal.finished.total() % len(modules)], lambda left: left[0])


def at_random(portal: Portal, minutes: float, now: datetime, random: Random) -> Action:
    """Choose any module, cards the first time, any five of its questions, new ones first."""
    return _sit(portal, lambda: random.choice(portal.course.ordered), random.choice)


def _sit(portal: Portal, module: Callable[[], Module], choose: Callable[[Sequence[Question]], Question]) -> Action:
    sitting = portal.sitting
    if sitting is None:
        begun = module().id
        return Begin(begun, cards=begun not in portal.read)
    if sitting.cards_left:
        return Read()
    if len(sitting.asked) >= MOST_QUESTIONS:
        return Finish()
    return Ask(choose(_least_seen(portal, sitting)))


def _least_seen(portal: Portal, sitting: Sitting) -> list[Question]:
    questions = portal.course.modules[sitting.begun.module].questions
    left = [question for question in questions if question.id not in sitting.asked]
    least = min(portal.exposures[question.id] for question in left)
    return [question for question in left if portal.exposures[question.id] == least]


# A question at a time


def lowest_mastery(portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
    """Ask on the skill of lowest mastery as OATutor does: no time, ties at random, cards before the first.

    Only among skills that an answer today may bring to *acquired*: kinder than OATutor, which would go on asking.
    """

    def lowest() -> str | None:
        skills = open_skills(portal, now)
        level = {skill: mastery(portal, skill) for skill in skills}
        return random.choice([skill for skill in skills if level[skill] == min(level.values())]) if skills else None

    return ask_about(portal, lowest)


def three_in_a_row(portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
    """Ask skill after skill until three right answers in a row; then all of them again, from nothing."""
    return ask_about(portal, lambda: _round(portal))


def ask_about(portal: Portal, skill: Callable[[], str | None]) -> Action | None:
    """Ask one question on a skill, after the cards of its module at first."""
    sitting = portal.sitting
    if sitting is None:
        chosen = skill()
        return chosen and _begin(portal, chosen) or None
    if sitting.cards_left:
        return Read()
    return Finish() if sitting.asked else Ask(_next_on(portal, sitting))


def _begin(portal: Portal, skill: str) -> Begin:
    unseen = portal.unseen(skill)
    question = unseen[0] if unseen else _seen_longest_ago(portal, portal.course.questions[skill])
    module = portal.course.module_of[question.id].id
    return Begin(module, skill=skill, cards=module not in portal.read)


def _next_on(portal: Portal, sitting: Sitting) -> Question:
    questions = portal.course.modules[sitting.begun.module].questions
    return _seen_longest_ago(portal, [one for one in questions if one.skill == sitting.begun.skill])


def _seen_longest_ago(portal: Portal, questions: Sequence[Question]) -> Question:
    return min(questions, key=lambda question: portal.exposures[question.id])


def open_skills(portal: Portal, now: datetime) -> list[str]:
    """Return the skills not acquired for which an answer today counts: not those that wait for a later day."""
    skills = [skill for skill in portal.course.skills if not portal.beliefs[skill].acquired]
    return [skill for skill in skills if not waits(portal, skill, now)]


def waits(portal: Portal, skill: str, now: datetime) -> bool:
    """Return whether nothing but a later day is missing."""
    belief: Belief = portal.beliefs[skill]
    return state(portal.knowledge(skill), now) is SkillState.TO_CONFIRM and belief.first_day == now.date()


def mastery(portal: Portal, skill: str) -> float:
    """Return P(known) as it was after the last answer, as OATutor has it."""
    belief = portal.beliefs[skill]
    return belief.known if belief.answers else portal.estimates.of(skill).prior


def _in_a_row(portal: Portal, skill: str) -> int:
    """Return how many right answers on a skill came last."""
    right = 0
    for event in reversed(portal.events):
        if event.question and event.question.skill == skill:
            if not event.right:
                break
            right += 1
    return right


def _round(portal: Portal) -> str:
    """Return the skill whose turn it is: the log is gone through as the rule would have it."""
    skills, place, right = portal.course.skills, 0, 0
    for event in portal.events:
        if event.question:
            right = right + 1 if event.right else 0
            if right == IN_A_ROW:
                place, right = place + 1, 0
    return skills[place % len(skills)]


# Ours


def ours(portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
    """Follow the portal's own tutor: `models/tutor/` as plays and progress use it."""
    sitting = portal.sitting
    if sitting is None:
        step = choice.choose(_situation(portal, minutes, now))
        # What only keeps is for whoever wants to go on; these people leave.
        return _begun(portal, step.chosen, now) if step and Term.KEEP not in step.chosen.terms else None
    pretest = (
        sitting.begun.purpose is Purpose.LEARN and not sitting.begun.cards and sitting.begun.module not in portal.read
    )
    if pretest and len(sitting.asked) == 1 and not _skips_cards(portal, now):
        sitting.begun, sitting.cards_left = replace(sitting.begun, cards=True), portal.cards
    if sitting.cards_left:
        return Read()
    questions = portal.course.modules[sitting.begun.module].questions
    asked = {question: portal.last_right(question) for question in sitting.asked}
    skills = {question.skill for question in questions}
    question = tutor_questions.next_question(
        [one for one in questions if sitting.begun.skill in {None, one.skill}],
        tutor_questions.Sitting(
            purpose=sitting.begun.purpose,
            now=now,
            day=now.date(),
            knowledge={skill: portal.knowledge(skill) for skill in skills},
            items=portal.items,
            seen={one for one, times in portal.exposures.items() if times},
            asked=asked,
        ),
    )
    return Ask(question) if question else Finish()


def _begun(portal: Portal, chosen: situation.Candidate, now: datetime) -> Begin:
    if chosen.purpose is Purpose.LEARN:
        known = {one: portal.knowledge(one) for one in portal.course.modules[chosen.target].skills}
        new = not any(event.question for event in portal.events)
        return Begin(chosen.target, cards=not tutor_questions.asks_first(known, now, new=new))
    return Begin(_asking(portal, chosen.target).id, chosen.purpose, chosen.target, cards=False)


def _skips_cards(portal: Portal, now: datetime) -> bool:
    assert portal.sitting
    skills = portal.course.modules[portal.sitting.begun.module].skills
    known = {skill: portal.knowledge(skill) for skill in skills}
    return tutor_questions.skips_cards(bool(portal.events[-1].right), known, now)


def _asking(portal: Portal, skill: str) -> Module:
    """Return, of the modules on a skill, the one with most new questions, from which practice is taken."""
    return max(portal.course.teaching[skill], key=lambda module: _unseen(portal, module, skill))


def _situation(portal: Portal, minutes: float, now: datetime) -> Situation:
    course, today = (
        portal.course,
        Counter(e.question.skill for e in portal.events if e.question and e.at.date() == now.date()),
    )
    return Situation(
        now=now,
        day=now.date(),
        working_day=is_working_day(now.date()),
        knowledge={skill: portal.knowledge(skill) for skill in course.skills},
        prerequisites=course.prerequisites,
        offers=tuple(_offer(portal, module) for module in course.ordered),
        practice={skill: _to_practise(portal, _asking(portal, skill), skill) for skill in course.skills},
        unseen={skill for skill in course.skills if _unseen(portal, _asking(portal, skill), skill)},
        next_visit=now + timedelta(days=1),
        minutes=minutes,
        question_minutes=portal.question_minutes,
        asked_today=today,
    )


def _offer(portal: Portal, module: Module) -> Offer:
    read = module.id in portal.read
    unseen = {
        skill: _to_practise(portal, module, skill) if read else _unseen(portal, module, skill, (Use.LEARN,))
        for skill in module.skills
    }
    minutes = module.minutes * portal.question_minutes / situation.QUESTION_MINUTES
    return Offer(module.id, minutes, module.skills, unseen, read)


def _to_practise(portal: Portal, module: Module, skill: str) -> int:
    return tutor_questions.to_practise(
        skill, module.questions, {one for one, times in portal.exposures.items() if times}
    )


def _unseen(portal: Portal, module: Module, skill: str, uses: Sequence[Use] = tuple(Use)) -> int:
    questions = [question for question in module.questions if question.skill == skill and question.use in uses]
    return sum(not portal.exposures[question.id] for question in questions)
