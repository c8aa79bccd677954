"""Where a learner stands: the rose, or before ten answers its emblem alone, and the sentences that say so."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from content.skills import Names
from models.ground.words import typographic
from models.learner import SkillState
from models.study.progress import DomainStanding, SkillStanding
from portal.charts import rose as charts_rose
from portal.pages import page_language, page_words

PETALS_FROM = 10
"""Answers from which petals say something: before, forty empty outlines would."""


class CompassAsShown(NamedTuple):
    """The picture, the sign of each direction, the states that it holds and the sentence below it: none at first."""

    picture: Markup
    sectors: Sequence[Markup]
    states: Collection[SkillState] = ()
    words: str = ""


def rose(domains: Sequence[DomainStanding], this_week: int) -> CompassAsShown:
    """Draw where a learner stands, who has so many skills to see again this week."""
    sectors = charts_rose.sectors(len(domains))
    if sum(standing.answers for domain in domains for standing in domain.skills) < PETALS_FROM:
        return CompassAsShown(charts_rose.emblem(len(domains)), sectors)
    directions = [
        charts_rose.Direction(one.domain.id, _in_words(one.domain.name), tuple(map(_petal, _shown(one))))
        for one in domains
    ]
    picture = charts_rose.compass_rose(directions, sentence(domains))
    count, words = _counted(domains), page_words()
    begun = count[SkillState.IN_PROGRESS] + count[SkillState.TO_CONFIRM]
    told = (
        (begun, words.gettext("%(num)s en cours", num=begun)),
        (count[SkillState.ACQUIRED], _acquired(count[SkillState.ACQUIRED])),
        (this_week, words.gettext("%(num)s à revoir cette semaine", num=this_week)),
    )
    return CompassAsShown(picture, sectors, count.keys(), ", ".join(said for number, said in told if number))


def _shown(domain: DomainStanding) -> Iterator[SkillStanding]:
    """Yield the skills that can be filled: a petal without a module would only look like unfinished duty."""
    return (one for one in domain.skills if one.taught or one.state is not SkillState.TO_DISCOVER)


def _counted(domains: Sequence[DomainStanding]) -> Counter[SkillState]:
    return Counter(standing.state for domain in domains for standing in _shown(domain))


def _acquired(count: int) -> str:
    return page_words().ngettext("%(num)s acquise", "%(num)s acquises", count)


def petals_moved(moved: Sequence[tuple[SkillStanding, SkillStanding]]) -> list[Markup]:
    """Draw the petal of each skill before and after."""
    return charts_rose.petals_moved([(_petal(before), _petal(after)) for before, after in moved])


def sentence(domains: Sequence[DomainStanding]) -> str:
    """Describe the rose in words; leave out the states that no skill is in."""
    count = _counted(domains)
    words = page_words()
    acquired, refresh, discover = (
        count[s] for s in (SkillState.ACQUIRED, SkillState.TO_REFRESH, SkillState.TO_DISCOVER)
    )
    begun = count[SkillState.IN_PROGRESS] + count[SkillState.TO_CONFIRM]
    told = (
        (acquired, _acquired(acquired)),
        (refresh, words.gettext("%(num)s à rafraîchir", num=refresh)),
        (begun, words.gettext("%(num)s en cours", num=begun)),
        (discover, words.gettext("%(num)s à découvrir", num=discover)),
    )
    parts = ", ".join(said for number, said in told if number)
    return words.gettext("Sur %(all)s compétences : %(parts)s.", all=sum(count.values()), parts=parts)


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
