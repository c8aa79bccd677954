"""The compass rose of a learner, and the sentence that says what it shows."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from content.skills import Names
from models.ground.words import typographic
from models.learner import SkillState
from models.study.progress import DomainStanding, SkillStanding
from portal.charts import rose as charts_rose
from portal.pages import page_language, page_words


def rose(domains: Sequence[DomainStanding]) -> Markup:
    """Draw the rose of a learner."""
    return charts_rose.compass_rose([_direction(domain) for domain in domains], sentence(domains))


def petals_moved(moved: Sequence[tuple[SkillStanding, SkillStanding]]) -> list[Markup]:
    """Draw the petal of each skill before and after."""
    return charts_rose.petals_moved([(_petal(before), _petal(after)) for before, after in moved])


def sentence(domains: Sequence[DomainStanding]) -> str:
    """Describe the rose in words; leave out the states that no skill is in."""
    count = Counter(standing.state for domain in domains for standing in domain.skills)
    words = page_words()
    acquired, refresh, discover = (
        count[s] for s in (SkillState.ACQUIRED, SkillState.TO_REFRESH, SkillState.TO_DISCOVER)
    )
    begun = count[SkillState.IN_PROGRESS] + count[SkillState.TO_CONFIRM]
    told = (
        (acquired, words.ngettext("%(num)s acquise", "%(num)s acquises", acquired)),
        (refresh, words.gettext("%(num)s à rafraîchir", num=refresh)),
        (begun, words.gettext("%(num)s en cours", num=begun)),
        (discover, words.gettext("%(num)s à découvrir", num=discover)),
    )
    parts = ", ".join(said for number, said in told if number)
    return words.gettext("Sur %(all)s compétences : %(parts)s.", all=sum(count.values()), parts=parts)


def _direction(standing: DomainStanding) -> charts_rose.Direction:
    return charts_rose.Direction(
        standing.domain.id, _in_words(standing.domain.name), tuple(map(_petal, standing.skills))
    )


def _in_words(name: Names) -> str:
    return typographic(name[page_language()], page_language())


def _petal(standing: SkillStanding) -> charts_rose.Petal:
    return charts_rose.Petal(
        skill=standing.skill.id,
        name=_in_words(standing.skill.name),
        state=standing.state,
        known=standing.known,
        interval=standing.bounds,
    )
