"""A proposal of the tutor: its reasons in words, and the views by which a learner replies to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, Response, flash, request, url_for

from content.errors import N_
from content.module import Module
from models.ground.calendar import local_day
from models.learning import playing, proposals
from models.learning.progress import DomainProgress, SkillProgress
from models.learning.proposals import Proposed
from models.tables.answers import CheckReason
from models.tutor.situation import Candidate, PlannedLeave, Purpose, Situation, Term
from portal.access import account, estimated, learner_key, signed_in
from portal.pages import day, on_day, page_language, page_words, say
from portal.request import now, see_other, writing

WHY = {
    Term.CHECK: N_("Cette compétence revient comme prévu : une ou deux questions diront si cela tient toujours."),
    Term.CONFIRM: N_("Vous y avez travaillé %(when)s et c'est presque acquis : encore une question suffit."),
    Term.NEAR: N_("Vous y avez travaillé %(when)s : autant aller au bout avant d'ouvrir autre chose."),
    Term.GAIN: N_("Vous y avez travaillé %(when)s : quelques questions nouvelles vous feront avancer."),
    Term.REFRESH: N_("Vous y avez répondu pour la dernière fois %(when)s : deux questions suffisent à rafraîchir."),
    Term.KEEP: N_("Rien ne presse. Si une question vous tente : celle-ci attend depuis le plus longtemps (%(when)s)."),
}
"""Of questions on one skill; `when` is the last day on which she answered."""
CHECKED = {
    CheckReason.MEANING: N_("Le texte a changé : une ou deux questions diront si ce que vous saviez tient toujours."),
    CheckReason.CONTEST: N_("Vous avez dit maîtriser cette compétence : une question nouvelle le confirmera."),
}
MODULE_LEFT = N_("Vous avez commencé ce module %(when)s : il reprend là où vous l'avez laissé.")
SERIES_LEFT = N_("Vous avez commencé ces questions %(when)s : elles reprennent là où vous les avez laissées.")
IN_THE_NEWS = N_("Une actualité parue %(when)s touche à « %(skill)s ».")
ANSWERED = N_("Vous avez répondu sur « %(skill)s » %(when)s, mais pas encore lu les cartes de ce module.")
BUILDS_ON = N_("« %(skill)s » est la suite de « %(base)s », que vous avez travaillé %(when)s.")
FOLLOWED = N_("Vous n'avez pas encore abordé « %(skill)s », qui fait partie d'un thème que vous suivez.")
FIRST = N_("Vous n'avez pas encore abordé « %(skill)s » : on peut commencer par là sans rien d'autre avant.")
NEW = N_("Vous n'avez pas encore abordé « %(skill)s ».")
LAST_RESORT = N_("C'est là que quelques minutes vous apprendront le plus aujourd'hui.")
UNSURE = N_("Vous avez hésité %(when)s sur « %(skill)s ».")
SURE = N_("Une réponse donnée ici avec certitude n'était pas la meilleure : la compétence revient.")
TERMS = {
    Term.CONTINUE: N_("C'est commencé, et pas fini."),
    Term.CHECK: N_("Une vérification est prévue : le contenu a changé, ou vous avez dit le connaître."),
    Term.CONFIRM: N_("Il ne manque qu'une réponse juste, un autre jour que les premières."),
    Term.NEAR: N_("Vous avez déjà répondu à des questions sur cette compétence : mieux vaut continuer ici."),
    Term.GAIN: N_("Ce qui reste à y apprendre vaut le temps que cela prend."),
    Term.REFRESH: N_("Y revenir maintenant fait durer ce que vous savez."),
    Term.NEWS: N_("L'actualité de ces jours-ci y touche."),
    Term.THEME: N_("Cette compétence fait partie d'un thème que vous suivez."),
    Term.KEEP: N_("C'est ce que vous n'avez pas revu depuis le plus longtemps."),
    Term.STALE: N_("Ce texte doit être relu ; il est donc proposé moins souvent."),
}
KIND = {
    Purpose.LEARN: N_("Module"),
    Purpose.PRACTISE: N_("Une ou deux questions"),
    Purpose.REVIEW: N_("Une ou deux questions"),
    Purpose.CHECK: N_("Une ou deux questions"),
}
WOULD_CHANGE = N_(
    "Si vos réponses montraient que vous maîtrisez déjà %(much)s de cette compétence, autre chose serait proposé."
)
ONLY_REFUSAL = N_("C'est nettement le premier choix du jour.")
MUCH = {0.5: N_("la moitié"), 0.6: N_("un peu plus de la moitié"), 0.7: N_("les deux tiers"), 0.8: N_("l'essentiel")}
ALMOST_ALL = N_("presque tout")


class StepAsShown(NamedTuple):
    """A step as home shows it; `address` takes a POST."""

    title: str
    language: str
    """That of the title."""
    minutes: int
    theme: str
    why: str
    address: str
    open: bool
    target: str
    terms: tuple[str, ...]
    """Each thing that speaks for it, the loudest first; what speaks against it comes last."""
    instead: str | None
    """The runner-up, in words."""
    change: str


class NamedStep(NamedTuple):
    """A step by its name alone, and how long it takes."""

    title: str
    language: str
    """That of the title."""
    minutes: int


def named_step(candidate: Candidate, modules: Mapping[str, Module], domains: Sequence[DomainProgress]) -> NamedStep:
    """Return a step by its name."""
    return NamedStep(
        title=_title(candidate, modules, _standings(domains)),
        language=modules[candidate.target].language if candidate.purpose is Purpose.LEARN else page_language(),
        minutes=max(1, round(candidate.minutes)),
    )


def proposal_shown(proposed: Proposed, modules: Mapping[str, Module], domains: Sequence[DomainProgress]) -> StepAsShown:
    """Return the chosen candidate with its reasons, and the runner-up."""
    chosen, second = proposed.step.chosen, proposed.step.runner_up
    standings, called = _standings(domains), named_step(chosen, modules, domains)
    loudest = sorted((term for term in chosen.terms if chosen.terms[term]), key=lambda term: -chosen.terms[term])
    least, grounds = proposed.change.known, proposed.grounds
    # What her answers have to do with it: it stands only where she opens it.
    behind = [say(SURE)] if grounds.check == CheckReason.SURE else []
    if grounds.unsure:
        skill, on = grounds.unsure
        behind.append(say(UNSURE, skill=_name(standings[skill]), when=on_day(on)))
    if chosen.purpose is Purpose.LEARN:
        address = url_for("study.start", module_id=chosen.target)
    else:
        address = url_for("study.practise", purpose=chosen.purpose, skill=chosen.target)
    return StepAsShown(
        title=called.title,
        language=called.language,
        minutes=called.minutes,
        theme=say(KIND[chosen.purpose]),
        why=_why(proposed, standings),
        address=address,
        open=chosen.main_term is Term.CONTINUE,
        target=chosen.target,
        terms=(*behind, *(say(TERMS[term]) for term in loudest)),
        instead=_title(second, modules, standings) if second else None,
        change=say(ONLY_REFUSAL) if least is None else say(WOULD_CHANGE, much=say(MUCH.get(least, ALMOST_ALL))),
    )


def _standings(domains: Iterable[DomainProgress]) -> dict[str, SkillProgress]:
    return {standing.skill.id: standing for domain in domains for standing in domain.skills}


def _title(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillProgress]) -> str:
    if candidate.purpose is Purpose.LEARN:
        return modules[candidate.target].title
    return _name(standings[candidate.target])


def _why(proposed: Proposed, standings: Mapping[str, SkillProgress]) -> str:
    """Return the loudest reason, as what it names; how she answered is not said here, for a desk has neighbours."""
    chosen, named = proposed.step.chosen, proposed.grounds
    spoken = {Term.CONTINUE, *WHY}
    loudest = max((term for term in chosen.terms if term in spoken), key=lambda term: (chosen.terms[term], term))
    if loudest is Term.CONTINUE:
        begun = MODULE_LEFT if chosen.purpose is Purpose.LEARN else SERIES_LEFT
        return say(begun, when=on_day(named.begun or proposed.situation.day))
    if loudest is Term.CHECK:
        return say(CHECKED.get(CheckReason(named.check), WHY[Term.CHECK]) if named.check else WHY[Term.CHECK])
    if named.news and Term.NEWS in chosen.terms:
        return say(IN_THE_NEWS, skill=_name(standings[named.news[0]]), when=on_day(named.news[1]))
    if chosen.purpose is Purpose.LEARN:
        return _why_learn(proposed, standings)
    if loudest is Term.REFRESH and (planned := proposed.situation.advanced.get(chosen.target)):
        return _of_leave(planned, proposed.situation)
    worked = named.worked.get(chosen.target)
    return say(WHY[loudest], when=on_day(worked)) if worked else say(LAST_RESORT)


def leave_told(proposed: Proposed, skills: Sequence[str]) -> str | None:
    """Say how many reviews leave brings forward, where one of these skills is among them."""
    advanced = proposed.situation.advanced
    found = next((advanced[skill] for skill in skills if skill in advanced), None)
    return _of_leave(found, proposed.situation) if found else None


def _of_leave(leave: PlannedLeave, here: Situation) -> str:
    return brought_forward(leave.first, list(here.advanced.values()).count(leave))


def brought_forward(first: date, number: int) -> str:
    """Say how many reviews the leave that begins on a day brings forward."""
    return page_words().ngettext(
        "Votre congé du %(day)s : une reprise avancée.",
        "Votre congé du %(day)s : %(num)s reprises avancées.",
        number,
        day=day(first),
    )


def _why_learn(proposed: Proposed, standings: Mapping[str, SkillProgress]) -> str:
    """Return why a module: the first of its skills that she has not met, and what leads there."""
    worked, skills = proposed.grounds.worked, proposed.grounds.skills
    new = next((skill for skill in skills if skill not in worked), None)
    if new is None:
        latest = max(skills, key=lambda skill: (worked[skill], skill))
        return say(ANSWERED, skill=_name(standings[latest]), when=on_day(worked[latest]))
    bases = [base for base in proposed.situation.prerequisites[new] if base in worked]
    if bases:
        base = max(bases, key=lambda one: (worked[one], one))
        names = {"skill": _name(standings[new]), "base": _name(standings[base])}
        return say(BUILDS_ON, **names, when=on_day(worked[base]))
    if new in proposed.situation.followed:
        return say(FOLLOWED, skill=_name(standings[new]))
    return say(NEW if proposed.situation.prerequisites[new] else FIRST, skill=_name(standings[new]))


def _name(standing: SkillProgress) -> str:
    return standing.skill.name[page_language()]


# ----------------------------------------------------------------------------------- replies to a proposal of the tutor


blueprint = Blueprint("proposals", __name__)

TOMORROW = timedelta(days=1)


@blueprint.post("/proposals/other")
@signed_in
@estimated
def other() -> Response:
    """Put a proposal off until tomorrow (« Plutôt autre chose »); move the focus to the one that replaces it."""
    with writing() as db:
        day = local_day(now(), account().learner.timezone)
        proposals.refuse(db, learner_key(), request.form.get("target", ""), now(), until=day + TOMORROW)
    flash(say("Entendu : autre chose pour aujourd'hui. Demain, tout est de nouveau possible."))
    return see_other(url_for("home.home", _anchor="step"))


@blueprint.post("/proposals/never")
@signed_in
@estimated
def never() -> Response:
    """Refuse a proposal (« Ne plus me le proposer ») until it is taken back on the page of modules."""
    with writing() as db:
        proposals.refuse(db, learner_key(), request.form.get("target", ""), now(), until=None)
    flash(say("C'est noté : Boussole ne le proposera plus. La page des modules permet d'y revenir."))
    return see_other(url_for("home.home"))


@blueprint.post("/proposals/again")
@signed_in
def again() -> Response:
    """Allow a refused proposal again."""
    with writing() as db:
        proposals.take_back(db, learner_key(), request.form.get("target", ""))
    return see_other(url_for("study.modules"))


@blueprint.post("/skills/<skill>/contest")
@signed_in
@estimated
def contest(skill: str) -> Response:
    """Ask three questions of a learner who says « Je connais déjà »."""
    with writing() as db:
        begun = playing.contest(db, learner_key(), skill, now())
    return see_other(url_for("study.scene", play_id=begun.id))
