"""A proposal of the tutor in words: what, how long, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from content.module import Module
from models.progress import DomainStanding, SkillStanding
from models.tutor import Candidate, Purpose, Step, Term
from models.words import N_
from portal.pages import page_language, say

WHY = {
    Term.CONTINUE: N_(
        "Vous avez commencé ce module. Boussole estime qu'il vaut mieux le finir avant d'en ouvrir un autre."
    ),
    Term.CHECK: N_(
        "Ce qu'il faut savoir ici a changé. Boussole estime que deux questions diront si cela tient toujours."
    ),
    Term.CONFIRM: N_("Boussole estime que ce sujet est presque acquis : deux questions, un autre jour, le confirment."),
    Term.GAIN: N_("Boussole estime que c'est là que quelques minutes vous apprendront le plus aujourd'hui."),
    Term.REFRESH: N_("Le temps passe. Boussole estime que deux questions suffisent à raviver ce sujet."),
}
NEW = N_(
    "Vous n'avez pas encore abordé « %(skill)s ». Boussole estime que c'est là que quelques minutes vous apprendront "
    "le plus aujourd'hui."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What home shows of a step; `address` takes a POST."""

    title: str
    minutes: int
    theme: str
    why: str
    address: str
    open: bool
    instead: str | None
    """The runner-up, in words."""


def proposal(step: Step, modules: Mapping[str, Module], domains: Sequence[DomainStanding]) -> Proposal:
    """The chosen candidate with its loudest reason, and the runner-up."""
    chosen = step.chosen
    standings = {standing.skill.id: standing for domain in domains for standing in domain.skills}
    return Proposal(
        title=_title(chosen, modules, standings),
        minutes=round(chosen.minutes),
        theme=say("Module") if chosen.purpose is Purpose.LEARN else say("Deux questions"),
        why=_why(chosen, modules, standings),
        address=_address(chosen),
        open=chosen.main_term is Term.CONTINUE,
        instead=_title(step.runner_up, modules, standings) if step.runner_up else None,
    )


def _title(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillStanding]) -> str:
    if candidate.purpose is Purpose.LEARN:
        return modules[candidate.target].title
    return _name(standings[candidate.target])


def _why(candidate: Candidate, modules: Mapping[str, Module], standings: Mapping[str, SkillStanding]) -> str:
    if candidate.main_term is not Term.GAIN:
        return say(WHY[candidate.main_term])
    skills = [standings[skill] for skill in modules[candidate.target].skills]
    if new := [standing for standing in skills if not standing.answers]:
        return say(NEW, skill=_name(new[0]))
    return say(WHY[Term.GAIN])


def _name(standing: SkillStanding) -> str:
    return standing.skill.name[page_language()]


def _address(candidate: Candidate) -> str:
    if candidate.purpose is Purpose.LEARN:
        return url_for("study.start", module_id=candidate.target)
    return url_for("study.practise", purpose=candidate.purpose, skill=candidate.target)
