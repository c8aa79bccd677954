"""From where a learner stands to the picture of the compass rose and the sentence that it says."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from models.learner import State
from models.progress import DomainStanding, SkillStanding
from portal import charts
from portal.pages import page_language, say


def rose(domains: Sequence[DomainStanding]) -> Markup:
    """The rose of a learner."""
    return charts.compass_rose([_direction(domain) for domain in domains], sentence(domains))


def sentence(domains: Sequence[DomainStanding]) -> str:
    """What the picture shows, in words."""
    count = Counter(standing.state for domain in domains for standing in domain.skills)
    return say(
        "Sur %(all)s compétences : %(acquired)s acquises, %(refresh)s à rafraîchir, %(progress)s en cours, "
        "%(discover)s à découvrir.",
        all=sum(count.values()),
        acquired=count[State.ACQUIRED],
        refresh=count[State.TO_REFRESH],
        progress=count[State.IN_PROGRESS] + count[State.TO_CONFIRM],
        discover=count[State.TO_DISCOVER],
    )


def _direction(standing: DomainStanding) -> charts.Direction:
    domain, language = standing.domain, page_language()
    petals = tuple(_petal(skill, language) for skill in standing.skills)
    return charts.Direction(domain.id, domain.name[language], domain.short[language], petals)


def _petal(standing: SkillStanding, language: str) -> charts.Petal:
    return charts.Petal(
        skill=standing.skill.id,
        name=standing.skill.name[language],
        state=standing.state,
        known=standing.known,
    )
