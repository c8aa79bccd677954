"""A sitting in words: the minutes that are chosen for it, the steps that it holds, and what is told at its end."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from flask import request, session
from markupsafe import Markup
from sqlalchemy.orm import Session

from content.errors import N_
from content.module import Module
from models.catalogue import in_force
from models.learner import SkillState
from models.learning import progress, proposals, scenes
from models.learning.progress import DomainProgress, SkillProgress
from models.learning.proposals import Proposed
from models.learning.scenes import EndScene, PlayEnding, SittingResult, SkillMoved
from models.news.feed import feed
from models.site import home as models_home
from models.tables.answers import Play
from models.tutor import choice
from models.tutor.questions import LEAST_MINUTES, EnoughReason
from models.tutor.situation import Candidate, Purpose, Situation, Term
from portal.access import learner_key, today
from portal.forms import to_number
from portal.learning import compass, proposed_steps
from portal.learning.proposed_steps import NamedStep, StepAsShown
from portal.pages import full_day, page_language, page_words, say
from portal.request import now

MINUTES_OFFERED = (3, 5, 7, 15)
MINUTE = timedelta(minutes=1)
TOLD_FOR = 2
"""How many times its minutes a sitting is still spoken of, once it is over: who comes back later has another one."""


class TimedSitting(NamedTuple):
    """A sitting of so many minutes, of which some are gone; none before it begins."""

    minutes: int
    gone: float

    @property
    def left(self) -> float:
        """Return how many minutes are left."""
        return self.minutes - self.gone

    @property
    def is_over(self) -> bool:
        """Return whether too little is left to begin anything."""
        return self.left < LEAST_MINUTES


def choose_minutes() -> None:
    """Take the minutes that she chooses; ignore what is no choice, and an address that is only loaded again."""
    asked = request.args.get("minutes", type=to_number)
    if asked in MINUTES_OFFERED and asked != chosen_minutes():
        session["minutes"], session["minutes_on"] = asked, today().isoformat()
        session.pop("minutes_since", None)


def begin_minutes() -> None:
    """Let the minutes run, unless they do already: reading what they hold costs none of them."""
    if chosen_minutes() and "minutes_since" not in session:
        session["minutes_since"] = now().isoformat()


def timed_sitting() -> TimedSitting | None:
    """Return the sitting for which she has chosen minutes today; None if there is none, or once it is long over."""
    if session.get("minutes_on") != today().isoformat():
        return None
    minutes: int = session["minutes"]
    since = session.get("minutes_since")
    gone = (now() - datetime.fromisoformat(since)) / MINUTE if since else 0.0
    return TimedSitting(minutes, gone) if gone < (1 + TOLD_FOR) * minutes else None


def chosen_minutes() -> int | None:
    """Return how many minutes she has chosen, unless they are over."""
    here = timed_sitting()
    return here.minutes if here and not here.is_over else None


def minutes_left() -> float | None:
    """Return how many minutes are left; None if she has chosen none, or once they are over."""
    here = timed_sitting()
    return here.left if here and not here.is_over else None


# ------------------------------------------------------------------------------------------ A composed sitting in words


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
    proposed: Proposed, modules: Mapping[str, Module], domains: Sequence[DomainProgress]
) -> SittingAsShown | None:
    """Return what the sitting holds that begins, or goes on, with a proposal; None where no minutes are chosen."""
    here = timed_sitting()
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
    return SittingAsShown(said, tuple(proposed_steps.named_step(step, modules, domains) for step in steps[1:]))


def time_over() -> str:
    """Say that the time is up; nothing while it is not."""
    here = timed_sitting()
    return say(OVER, minutes=here.minutes) if here and here.is_over else ""


def _kind(step: Candidate, situation: Situation) -> StepKind:
    if Term.CONTINUE in step.terms:
        return StepKind.MODULE_GOES_ON if step.purpose is Purpose.LEARN else StepKind.SERIES_GOES_ON
    if step.purpose is Purpose.LEARN:
        whole = next(offer.minutes for offer in situation.offers if offer.module == step.target)
        return StepKind.MODULE if whole <= LITTLE_LONGER * step.minutes else StepKind.PART_OF_MODULE
    kind = KINDS[step.purpose]
    return IN_THE_NEWS.get(kind, kind) if Term.NEWS in step.terms else kind


# ---------------------------------------------------------------------------------------- the end of a sitting in words


LASTING = {SkillState.ACQUIRED, SkillState.TO_REFRESH}
FELT = 0.02
"""How far P(known) moves at least for its petal to be said to have grown, or shrunk."""
WHY_IT_STOPS = {
    EnoughReason.WRONG: N_("Boussole s'arrête là : deux réponses à revoir appellent une relecture, ou un autre jour."),
    EnoughReason.RESTS: N_("Boussole s'arrête là : vous y avez répondu souvent, mieux vaut laisser reposer."),
    EnoughReason.SHOWN: N_("Boussole s'arrête là : vous avez montré tout ce qui peut l'être en un jour."),
    EnoughReason.ANOTHER_DAY: N_("Boussole s'arrête là : la suite tiendra mieux un autre jour."),
    EnoughReason.ACQUIRED: N_("Boussole s'arrête là : c'est acquis, une question de plus n'apporterait presque rien."),
    EnoughReason.HOLDS: N_("Boussole s'arrête là : c'est toujours bien en tête."),
}
NOTHING_LEFT = N_("Boussole s'arrête là : il ne reste ici aucune question à poser aujourd'hui.")
IN_TIME = N_("Votre temps est écoulé : rien n'est perdu, la suite attend.")


class MovedAsTold(NamedTuple):
    """One skill of a sitting: its petal before and after, and in words what became of it."""

    petals: Markup
    before: SkillProgress
    after: SkillProgress
    said: tuple[str, ...]


class EndAsTold(NamedTuple):
    """The end of a sitting as the page tells it."""

    why: str
    reread: bool
    """Whether the cards are worth reading again."""
    reread_first: bool
    """Whether that comes before what is proposed: questions on what was just answered wrong."""
    moved: tuple[MovedAsTold, ...]
    proposal: StepAsShown | None
    proposed: Proposed | None
    sitting: SittingAsShown | None
    """What is left of the sitting for which she has chosen minutes."""
    time_up: bool
    """Whether those minutes are over, so that to stop is as good as to go on."""


def end_told(db: Session, play: Play, end: EndScene) -> EndAsTold:
    """Return the end of a sitting of anyone who is signed in, and what home would propose now."""
    key = learner_key()
    feed.ask_together(db, key, today(), now(), *models_home.LOOKUPS)
    proposed = proposals.propose(db, key, now(), minutes_left())
    here = proposed.situation if proposed else proposals.situation_of(db, key, now(), minutes_left())
    assert here, "whoever objects plays without trace"
    found = scenes.sitting_result(db, play, end, here)
    modules = {one.module.id: one.module for one in in_force.published_modules(db, page_language())}
    taught = end.module is not None and end.module.id in modules
    wrong = {one.after.skill.id for one in found.moved if one.why is EnoughReason.WRONG}
    over, standings = time_over(), progress.by_domain(db, key, now())
    pictures = compass.petals_moved([(one.before, one.after) for one in found.moved])
    return EndAsTold(
        why=_why_it_stops(found, end.ending, over),
        reread=bool(wrong) and taught,
        reread_first=taught and proposed is not None and proposed.step.chosen.target in wrong,
        moved=tuple(
            MovedAsTold(picture, one.before, one.after, tuple(filter(None, (_reached(one), _returns(one)))))
            for picture, one in zip(pictures, found.moved, strict=True)
        ),
        proposal=proposed and proposed_steps.proposal_shown(proposed, modules, standings),
        proposed=proposed,
        sitting=proposed and shown(proposed, modules, standings),
        time_up=bool(over),
    )


def score(asked: int, right: int) -> str:
    """Say how many answers were right; nothing where nothing was asked."""
    if not asked:
        return ""
    if not right:
        return page_words().ngettext("Aucune réponse juste sur %(num)s.", "Aucune réponse juste sur %(num)s.", asked)
    return page_words().ngettext(
        "%(num)s réponse juste sur %(asked)s.", "%(num)s réponses justes sur %(asked)s.", right, asked=asked
    )


def _why_it_stops(found: SittingResult, how: PlayEnding, over: str) -> str:
    """Say why it ends; that the minutes of the whole sitting are `over` says why it ends in time."""
    if how is PlayEnding.IN_TIME:
        return over or say(IN_TIME)
    why = ""
    if how is PlayEnding.MOST:
        why = page_words().ngettext(
            "%(num)s question : c'est le plus qu'une séance en pose.",
            "%(num)s questions : c'est le plus qu'une séance en pose.",
            found.asked,
        )
    elif how is PlayEnding.ENOUGH and found.asked:
        became = any(one.before.state not in LASTING and one.after.state is SkillState.ACQUIRED for one in found.moved)
        reason = EnoughReason.ACQUIRED if became and found.why is EnoughReason.HOLDS else found.why
        why = say(WHY_IT_STOPS.get(reason, NOTHING_LEFT) if reason else NOTHING_LEFT)
    return " ".join(filter(None, (why, over)))


def _reached(moved: SkillMoved) -> str:
    """Say what was reached, or lost, or what is missing."""
    before, after = moved.before.state, moved.after.state
    if before in LASTING and after not in LASTING:
        return say("Ces réponses ne la montrent plus comme acquise.")
    if before is SkillState.TO_REFRESH and after is SkillState.ACQUIRED:
        return say("De nouveau bien en tête.")
    if before not in LASTING and after is SkillState.ACQUIRED:
        return say("Vous l'avez montrée deux jours différents : c'est acquis.")
    if after is SkillState.TO_CONFIRM or moved.why is EnoughReason.SHOWN:
        return say("Encore une question, un autre jour, et ce sera acquis.")
    by = moved.after.known - moved.before.known
    if moved.before.state is not moved.after.state or abs(by) < FELT:
        return ""
    return say("Son pétale a grandi.") if by > 0 else say("Son pétale a raccourci.")


def _returns(moved: SkillMoved) -> str:
    if moved.back is None:
        return say("Reviendra parmi vos prochaines propositions.") if moved.offered else ""
    away = moved.back - today()
    if away <= timedelta(0):
        return say("Peut revenir dès aujourd'hui.")
    if away == timedelta(days=1):
        return say("Reviendra demain.")
    return say("Reviendra le %(day)s.", day=full_day(moved.back))
