"""The end of a sitting in words: what was right, which petals moved, why it stops, what comes back, what comes next."""

from datetime import timedelta
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy.orm import Session

from content.errors import N_
from models import home as models_home
from models.catalogue import in_force
from models.learner import SkillState
from models.news import feed
from models.study import progress, proposals
from models.study.play import ending
from models.study.play.ending import SittingResult, SkillMoved
from models.study.play.scenes import EndScene, PlayEnding
from models.study.progress import SkillStanding
from models.study.proposals import Proposed
from models.tables.answers import Play
from models.tutor.questions import EnoughReason
from portal import compass, minutes, reasons, sitting
from portal.access import learner_key, today
from portal.pages import full_day, page_language, page_words, say
from portal.reasons import StepAsShown
from portal.shell import now
from portal.sitting import SittingAsShown

LASTING = {SkillState.ACQUIRED, SkillState.TO_REFRESH}
FELT = 0.02
"""How far P(known) moves at least for its petal to be said to have grown, or shrunk."""
WHY = {
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
    before: SkillStanding
    after: SkillStanding
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


def told(db: Session, play: Play, end: EndScene) -> EndAsTold:
    """Return the end of a sitting of whoever is signed in, and what home would propose now."""
    key = learner_key()
    feed.ask_together(db, key, today(), now(), *models_home.LOOKUPS)
    proposed = proposals.propose(db, key, now(), minutes.left())
    here = proposed.situation if proposed else proposals.situation_of(db, key, now(), minutes.left())
    assert here, "whoever objects plays without trace"
    found = ending.result(db, play, end, here)
    modules = {one.module.id: one.module for one in in_force.published_modules(db, page_language())}
    taught = end.module is not None and end.module.id in modules
    wrong = {one.after.skill.id for one in found.moved if one.why is EnoughReason.WRONG}
    over, standings = sitting.over(), progress.standings(db, key, now())
    pictures = compass.petals_moved([(one.before, one.after) for one in found.moved])
    return EndAsTold(
        why=_why(found, end.ending, over),
        reread=bool(wrong) and taught,
        reread_first=taught and proposed is not None and proposed.step.chosen.target in wrong,
        moved=tuple(
            MovedAsTold(picture, one.before, one.after, tuple(filter(None, (_reached(one), _returns(one)))))
            for picture, one in zip(pictures, found.moved, strict=True)
        ),
        proposal=proposed and reasons.proposal(proposed, modules, standings),
        proposed=proposed,
        sitting=proposed and sitting.shown(proposed, modules, standings),
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


def _why(found: SittingResult, how: PlayEnding, over: str) -> str:
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
        why = say(WHY.get(reason, NOTHING_LEFT) if reason else NOTHING_LEFT)
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
