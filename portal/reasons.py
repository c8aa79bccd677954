"""A proposal of the tutor in words: what, how long, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from models.progress import DomainStanding
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
    Term.CONFIRM: N_("Vos réponses sont justes. Boussole estime que deux questions, un autre jour, le confirmeront."),
    Term.GAIN: N_("Boussole estime que c'est là que quelques minutes vous apprendront le plus aujourd'hui."),
    Term.REFRESH: N_("Vous le saviez, et le temps passe. Boussole estime que deux questions suffisent à le raviver."),
}


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


def proposal(step: Step, titles: Mapping[str, str], domains: Sequence[DomainStanding]) -> Proposal:
    """The chosen candidate with its loudest reason, and the runner-up."""
    chosen = step.chosen
    return Proposal(
        title=_title(chosen, titles, domains),
        minutes=round(chosen.minutes),
        theme=say("Module") if chosen.purpose is Purpose.LEARN else say("Deux questions"),
        why=say(WHY[chosen.main_term]),
        address=_address(chosen),
        open=chosen.main_term is Term.CONTINUE,
        instead=_title(step.runner_up, titles, domains) if step.runner_up else None,
    )


def _title(candidate: Candidate, titles: Mapping[str, str], domains: Sequence[DomainStanding]) -> str:
    if candidate.purpose is Purpose.LEARN:
        return titles[candidate.target]
    skills = (standing.skill for domain in domains for standing in domain.skills)
    return next(skill.name[page_language()] for skill in skills if skill.id == candidate.target)


def _address(candidate: Candidate) -> str:
    if candidate.purpose is Purpose.LEARN:
        return url_for("study.start", module_id=candidate.target)
    return url_for("study.practise", purpose=candidate.purpose, skill=candidate.target)
