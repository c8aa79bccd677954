"""Where a learner stands: the rose with its sentences, and the views of the placement test (« Se situer »)."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, url_for
from markupsafe import Markup

from content.skills import Names
from models.ground.words import typographic
from models.learner import SkillState
from models.learning import learner_situation, playing, progress, situate
from models.learning.progress import DomainProgress, SkillProgress
from models.learning.scenes import NoSuchPlay
from models.tutor import questions
from models.tutor.situation import Purpose
from portal.access import estimated, learner_key, signed_in
from portal.charts import rose as charts_rose
from portal.pages import page_language, page_words
from portal.request import now, reading, see_other, writing

PETALS_FROM = 10
"""Answers from which petals say something: before, forty empty outlines would."""


class CompassAsShown(NamedTuple):
    """The picture, the sign of each direction, the states that it holds and the sentence below it: none at first."""

    picture: Markup
    sectors: Sequence[Markup]
    states: Collection[SkillState] = ()
    words: str = ""


def rose(domains: Sequence[DomainProgress], this_week: int) -> CompassAsShown:
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


def _shown(domain: DomainProgress) -> Iterator[SkillProgress]:
    """Yield the skills that can be filled: a petal without a module would only look like unfinished duty."""
    return (one for one in domain.skills if one.taught or one.state is not SkillState.TO_DISCOVER)


def _counted(domains: Sequence[DomainProgress]) -> Counter[SkillState]:
    return Counter(standing.state for domain in domains for standing in _shown(domain))


def _acquired(count: int) -> str:
    return page_words().ngettext("%(num)s acquise", "%(num)s acquises", count)


def petals_moved(moved: Sequence[tuple[SkillProgress, SkillProgress]]) -> list[Markup]:
    """Draw the petal of each skill before and after."""
    return charts_rose.petals_moved([(_petal(before), _petal(after)) for before, after in moved])


def sentence(domains: Sequence[DomainProgress]) -> str:
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


def _petal(standing: SkillProgress) -> charts_rose.Petal:
    return charts_rose.Petal(
        skill=standing.skill.id,
        name=_in_words(standing.skill.name),
        state=standing.state,
        known=standing.known,
        interval=standing.bounds,
    )


# -------------------------------------------------------------------------------------------------------- « Se situer »


blueprint = Blueprint("situate", __name__)

MOST = questions.MOST_ASKED[Purpose.SITUATE]


@blueprint.get("/situate")
@signed_in
def about() -> str:
    """Explain the placement test before it begins."""
    with reading() as db:
        begun = situate.open_play(db, learner_key())
        domains = progress.by_domain(db, learner_key(), now())
        minutes = MOST * learner_situation.PACE.ask(db, learner_key=learner_key())
    taught = [standing.domain for standing in domains if any(skill.taught for skill in standing.skills)]
    return render_template("situate/about.html", begun=begun, domains=taught, minutes=round(minutes), most=MOST)


@blueprint.post("/situate")
@signed_in
@estimated
def begin() -> Response:
    """Begin, or take up again, over the whole map or in one domain."""
    with writing() as db:
        begun = playing.begin_situating(db, learner_key(), now(), request.form.get("domain") or None)
    return see_other(url_for("study.scene", play_id=begun.id))


@blueprint.post("/situate/<uuid:play_id>/stop")
@signed_in
@estimated
def stop(play_id: UUID) -> Response:
    """End the placement test here, and show the result."""
    with writing() as db:
        playing.stop(db, playing.play_of(db, play_id, learner_key()), now())
    return see_other(url_for("situate.found", play_id=play_id))


@blueprint.get("/situate/<uuid:play_id>")
@signed_in
@estimated
def found(play_id: UUID) -> Response:
    """Show the result in words, and the compass."""
    with reading() as db:
        ended = playing.play_of(db, play_id, learner_key())
        if ended.purpose != Purpose.SITUATE:
            raise NoSuchPlay
        if ended.finished_at is None:
            return see_other(url_for("study.scene", play_id=play_id))
        told, domains = situate.found(db, ended), progress.by_domain(db, learner_key(), now())
    standings = {standing.skill.id: standing for domain in domains for standing in domain.skills}
    # What comes back, and when, stands on home: nothing is to be done here.
    drawn = rose(domains, this_week=0)
    return make_response(
        render_template("situate/found.html", found=told, standings=standings, domains=domains, compass=drawn)
    )
