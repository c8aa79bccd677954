"""From where a learner stands to the picture of the compass rose and the sentence that it says."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from content.skills import Names
from models.learner import State
from models.progress import DomainStanding, SkillStanding
from models.words import typographic
from portal import charts
from portal.pages import page_language, page_words


def rose(domains: Sequence[DomainStanding]) -> Markup:
    """The rose of a learner."""
    return charts.compass_rose([_direction(domain) for domain in domains], sentence(domains))


def sentence(domains: Sequence[DomainStanding]) -> str:
    """What the picture shows, in words."""
    count = Counter(standing.state for domain in domains for standing in domain.skills)
    words = page_words()
    acquired = count[State.ACQUIRED]
    return words.gettext(
        "Sur %(all)s compétences : %(acquired)s, %(refresh)s à rafraîchir, %(progress)s en cours, "
        "%(discover)s à découvrir.",
        all=sum(count.values()),
        acquired=words.ngettext("%(num)s acquise", "%(num)s acquises", acquired),
        refresh=count[State.TO_REFRESH],
        progress=count[State.IN_PROGRESS] + count[State.TO_CONFIRM],
        discover=count[State.TO_DISCOVER],
    )


def _direction(standing: DomainStanding) -> charts.Direction:
    return charts.Direction(standing.domain.id, _in_words(standing.domain.name), tuple(map(_petal, standing.skills)))


def _in_words(name: Names) -> str:
    return typographic(name[page_language()], page_language())


def _petal(standing: SkillStanding) -> charts.Petal:
    return charts.Petal(
        skill=standing.skill.id,
        name=_in_words(standing.skill.name),
        state=standing.state,
        known=standing.known,
        interval=standing.bounds,
    )
