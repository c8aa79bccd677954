"""A proposal of the tutor in words: what, how long, why, and what would have led to another."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for

from content.module import Module
from content.problems import N_
from models.study.progress import DomainStanding, SkillStanding
from models.study.proposals import Proposed
from models.tutor.choice import LeastChange
from models.tutor.situation import Candidate, Purpose, Term
from portal.pages import page_language, say

WHY = {
    Term.CONTINUE: N_(
        "Vous avez commencé ce module. Boussole estime qu'il vaut mieux le finir avant d'en ouvrir un autre."
    ),
    Term.CHECK: N_(
        "Une vérification est prévue ici. Boussole estime que deux questions diront si cela tient toujours."
    ),
    Term.CONFIRM: N_("Boussole estime que ce sujet est presque acquis : une question, un autre jour, le confirme."),
    Term.NEAR: N_("Vous avez commencé. Boussole estime qu'il vaut mieux aller au bout de ce sujet d'abord."),
    Term.GAIN: N_("Boussole estime que c'est là que quelques minutes vous apprendront le plus aujourd'hui."),
    Term.REFRESH: N_("Le temps passe. Boussole estime que deux questions suffisent à rafraîchir ce sujet."),
    Term.KEEP: N_(
        "Rien ne presse. Si une question vous tente, Boussole estime que ce sujet est celui qui a le plus attendu."
    ),
}
SERIES = N_("Vous avez commencé ces questions : elles reprennent là où vous les avez laissées.")
NEW = N_(
    "Vous n'avez pas encore abordé « %(skill)s ». Boussole estime que c'est là que quelques minutes vous apprendront "
    "le plus aujourd'hui."
)
TERMS = {
    Term.CONTINUE: N_("C'est commencé, et pas fini."),
    Term.CHECK: N_("Une vérification est prévue : le sujet a changé, ou vous avez dit le connaître."),
    Term.CONFIRM: N_("Il ne manque qu'une réponse juste, un autre jour que les premières."),
    Term.NEAR: N_("Vous avez déjà répondu à des questions sur cette compétence : mieux vaut continuer ici."),
    Term.GAIN: N_("Ce qui reste à y apprendre vaut le temps que cela prend."),
    Term.REFRESH: N_("Cela s'estompe, ou s'estompera avant votre prochaine visite."),
    Term.NEWS: N_("L'actualité de ces jours-ci y touche."),
    Term.THEME: N_("Ce sujet fait partie d'un thème que vous suivez."),
    Term.KEEP: N_("C'est ce que vous n'avez pas revu depuis le plus longtemps."),
    Term.STALE: N_("Contre : ce texte attend d'être relu par les formateurs, il pèse donc moitié moins."),
}
KIND = {
    Purpose.LEARN: N_("Module"),
    Purpose.PRACTISE: N_("Quelques questions"),
    Purpose.REVIEW: N_("Deux questions"),
    Purpose.CHECK: N_("Une ou deux questions"),
}
WOULD_CHANGE = N_(
    "Si vos réponses montraient que vous connaissez déjà %(much)s de ce sujet, Boussole proposerait autre chose."
)
ONLY_REFUSAL = N_("Aujourd'hui, seul un refus de votre part mènerait à autre chose.")
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
    contest: str | None
    """Where « je connais déjà » leads, unless it is a check or a review already."""


def proposal(proposed: Proposed, modules: Mapping[str, Module], domains: Sequence[DomainStanding]) -> StepAsShown:
    """Return the chosen candidate with its reasons, and the runner-up."""
    chosen, second = proposed.step.chosen, proposed.step.runner_up
    standings = {standing.skill.id: standing for domain in domains for standing in domain.skills}
    loudest = sorted((term for term in chosen.terms if chosen.terms[term]), key=lambda term: -chosen.terms[term])
    return StepAsShown(
        title=_title(chosen, modules, standings),
        language=modules[chosen.target].language if chosen.purpose is Purpose.LEARN else page_language(),
        minutes=max(1, round(chosen.minutes)),
        theme=say(KIND[chosen.purpose]),
        why=_why(chosen, modules, standings),
        address=_address(chosen),
        open=chosen.main_term is Term.CONTINUE,
        target=chosen.target,
        terms=tuple(say(TERMS[term]) for term in loudest),
        instead=_title(second, modules, standings) if second else None,
        change=_change(proposed.change),
        contest=_contest(chosen, modules, standings),
    )


def _title(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillStanding]) -> str:
    if candidate.purpose is Purpose.LEARN:
        return modules[candidate.target].title
    return _name(standings[candidate.target])


def _why(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillStanding]) -> str:
    loudest = max((term for term in candidate.terms if term in WHY), key=lambda term: (candidate.terms[term], term))
    if loudest is Term.CONTINUE and candidate.purpose is not Purpose.LEARN:
        return say(SERIES)
    if loudest is not Term.GAIN or candidate.purpose is not Purpose.LEARN:
        return say(WHY[loudest])
    skills = [standings[skill] for skill in modules[candidate.target].skills]
    if new := [standing for standing in skills if not standing.answers]:
        return say(NEW, skill=_name(new[0]))
    return say(WHY[Term.GAIN])


def _change(change: LeastChange) -> str:
    if change.known is None:
        return say(ONLY_REFUSAL)
    return say(WOULD_CHANGE, much=say(MUCH.get(change.known, ALMOST_ALL)))


def _contest(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillStanding]) -> str | None:
    """Return the skill of the proposal that is least known."""
    if candidate.purpose not in {Purpose.LEARN, Purpose.PRACTISE}:
        return None
    skills = modules[candidate.target].skills if candidate.purpose is Purpose.LEARN else (candidate.target,)
    least = min(skills, key=lambda skill: standings[skill].known)
    return url_for("proposals.contest", skill=least)


def _name(standing: SkillStanding) -> str:
    return standing.skill.name[page_language()]


def _address(candidate: Candidate) -> str:
    if candidate.purpose is Purpose.LEARN:
        return url_for("study.start", module_id=candidate.target)
    return url_for("study.practise", purpose=candidate.purpose, skill=candidate.target)
