"""The page of one skill, for its learner alone: the estimate, how sure it is, what it rests on."""

from datetime import date, datetime, timedelta
from textwrap import wrap
from typing import NamedTuple

from babel.dates import format_timedelta
from babel.numbers import format_percent
from flask import Blueprint, render_template
from markupsafe import Markup

from content.errors import N_
from models import learner
from models.ground.calendar import local_day
from models.learner import ACQUIRED_AT, FRESH_AT, SkillState
from models.learning import belief_history
from models.learning.belief_history import History, Moment, Said
from models.tables.keepsakes import KeepsakeKind
from portal.access import learner_key, signed_in
from portal.charts import belief
from portal.learning.keepsakes import under
from portal.pages import date_of, day, page_language, page_words, say
from portal.request import now, reading, settings

FIGURES_FROM = 3
"""Answers."""
LEAST_AHEAD, MOST_AHEAD, BEYOND = timedelta(weeks=4), timedelta(weeks=26), 1.15
"""How far the picture looks ahead: as far as the day of refreshing and a little beyond, within reason."""
AXIS_LETTERS = 12
"""In a line of a word on the axis."""
AGE_TOLD_FROM = timedelta(days=7)
LEAST_OF_A_UNIT = 1.9
"""How many weeks, months, years there must be to be counted in them: rounded sooner, 50 days would be two months."""

BELIEVED = (
    (ACQUIRED_AT, N_("Vous maîtrisez cette compétence.")),
    (FRESH_AT, N_("Vous maîtrisez probablement cette compétence.")),
    (0.5, N_("Vous maîtrisez peut-être cette compétence ; il faudrait quelques réponses de plus.")),
    (0.2, N_("Il est trop tôt pour dire si vous maîtrisez cette compétence.")),
    (0.0, N_("Il y a encore du neuf pour vous ici.")),
)
"""From which P(known) on, in words."""
SURE = (
    (0.2, N_("C'est une estimation assez sûre.")),
    (0.5, N_("Quelques réponses de plus peuvent déplacer cette estimation.")),
    (1.0, N_("C'est encore très incertain : chaque réponse compte beaucoup.")),
)
"""Up to which width of the interval, in words."""
SAID: dict[str, str] = {
    Said.RIGHT: N_("juste"),
    Said.WRONG: N_("pas juste"),
    Said.DONT_KNOW: N_("« je ne sais pas »"),
}


class AnswerRow(NamedTuple):
    """One answer in the table; figures are left out while there are too few answers."""

    at: datetime
    said: str
    repeat: bool
    rapid: bool
    before: str
    shown: str
    after: str


class EstimateAsTold(NamedTuple):
    """An estimate as the page tells it."""

    since: date
    words: tuple[str, ...]
    figures: tuple[str, ...]
    rests_on: str
    what_next: str | None
    chart: Markup
    rows: tuple[AnswerRow, ...]
    key: tuple[tuple[Markup, str], ...]
    """What an answer looks like in the picture, and its word: those that occur."""


def estimate_told(history: History) -> EstimateAsTold:
    """Describe an estimate that rests on at least one answer."""
    figured = len(history.steps) >= FIGURES_FROM
    seen: set[str] = {step.said for step in history.steps}
    seen |= {belief.REPEAT for step in history.steps if step.repeat}
    words: dict[str, str] = {**SAID, belief.REPEAT: N_("question déjà vue")}
    rows = []
    for step in reversed(history.steps):
        before, shown, after = (percent(share) if figured else "" for share in (step.before, step.shown, step.after))
        rows.append(AnswerRow(step.at, say(SAID[step.said]), step.repeat, step.rapid, before, shown, after))
    return EstimateAsTold(
        since=_local(history.since or history.at),
        words=_in_words(history),
        figures=_in_figures(history) if figured else (),
        rests_on=_rests_on(history),
        what_next=_what_next(history),
        chart=_chart(history),
        rows=tuple(rows),
        key=tuple((belief.swatch(shape), say(word)) for shape, word in words.items() if shape in seen),
    )


def percent(share: float) -> str:
    """Round a share to five in a hundred; never « none » nor « all », which no answer shows."""
    rounded = round(share * 20) / 20
    words = format_percent(min(0.95, max(0.05, rounded)), locale=page_language())
    if 0 < rounded < 1:
        return words
    return say("plus de %(share)s", share=words) if rounded else say("moins de %(share)s", share=words)


def _in_words(history: History) -> tuple[str, ...]:
    now = _now(history)
    believed = next(words for least, words in BELIEVED if now.known >= least)
    sure = next(words for widest, words in SURE if now.bounds[1] - now.bounds[0] <= widest)
    return say(believed), say(sure)


def _in_figures(history: History) -> tuple[str, ...]:
    known, at, now = history.knowledge, history.at, _now(history)
    question = learner.average_question(known.parameters)
    right, bounds = learner.predict(known, question, at), learner.interval(known, question, at)
    return (
        say("Sur dix questions moyennes, vous répondriez juste à environ %(right)s.", right=round(10 * right)),
        say(
            "À une question moyenne prise seule, la probabilité d'une réponse juste va de %(low)s à %(high)s "
            "(intervalle à 90 %%).",
            **_bounds(bounds),
        ),
        say(
            "Probabilité que vous maîtrisiez cette compétence : %(known)s (de %(low)s à %(high)s).",
            known=percent(now.known),
            **_bounds(now.bounds),
        ),
    )


def _bounds(bounds: tuple[float, float]) -> dict[str, str]:
    return {"low": percent(bounds[0]), "high": percent(bounds[1])}


def _rests_on(history: History) -> str:
    at = history.steps[-1].at
    age, last = history.at - at, day(at)
    if age >= AGE_TOLD_FROM:
        last += f", {format_timedelta(-age, 'day', LEAST_OF_A_UNIT, add_direction=True, locale=page_language())}"
    return page_words().ngettext(
        "Cela repose sur %(num)s réponse (%(last)s).",
        "Cela repose sur %(num)s réponses (la dernière : %(last)s).",
        len(history.steps),
        last=last,
    )


def _what_next(history: History) -> str | None:
    """Say what time or an answer will change."""
    if history.state is SkillState.TO_CONFIRM:
        return say("Une réponse juste à une question nouvelle, un autre jour ouvrable, le confirmera.")
    if history.state is SkillState.ACQUIRED and (fades_at := learner.fades_at(history.knowledge)):
        day = date_of(_local(fades_at))
        return say("Sans nouvelle réponse, cette compétence sera à rafraîchir vers le %(day)s.", day=day)
    return None


def _chart(history: History) -> Markup:
    lasting = history.state in {SkillState.ACQUIRED, SkillState.TO_REFRESH}
    fades_at = learner.fades_at(history.knowledge) if lasting else None
    reach = min(MOST_AHEAD, max(LEAST_AHEAD, (fades_at - history.at) * BEYOND if fades_at else LEAST_AHEAD))
    if fades_at and fades_at > history.at + reach:
        fades_at = None
    words = page_words()
    right = sum(step.said is Said.RIGHT for step in history.steps)
    counted = words.ngettext(
        "L'estimation après %(num)s réponse (%(right)s).",
        "L'estimation au fil de %(num)s réponses (%(right)s ; la première : %(first)s).",
        len(history.steps),
        right=words.ngettext("%(num)s juste", "%(num)s justes", right),
        first=day(history.steps[0].at),
    )
    labels = belief.Labels(
        sentence=" ".join(filter(None, (counted, *_in_words(history), _what_next(history)))),
        acquired=say("acquis"),
        fresh=tuple(wrap(say("encore bien en tête"), AXIS_LETTERS)),
        begun=say("en cours"),
        unknown=say("à découvrir"),
        first=day(history.steps[0].at),
        today=say("aujourd'hui"),
        refresh=say("à rafraîchir : %(day)s", day=day(fades_at)) if fades_at else None,
    )
    return belief.belief_chart(history, belief_history.ahead(history, history.at + reach), fades_at, labels)


def _local(at: datetime) -> date:
    return local_day(at, settings().timezone)


def _now(history: History) -> Moment:
    return belief_history.moment(history.knowledge, history.at)


# ------------------------------------------------------------------------- the page of one skill, for its learner alone


blueprint = Blueprint("skills", __name__)


@blueprint.get("/skills/<skill_id>")
@signed_in
def skill(skill_id: str) -> str:
    """Show the page of a skill."""
    with reading() as db:
        grounds = belief_history.grounds(db, learner_key(), skill_id, now())
        language = page_language()
        keepable = under(db, KeepsakeKind.SKILL, skill_id, grounds.standing.skill.name[language], language)
    told = estimate_told(grounds.history) if grounds.history.steps else None
    return render_template("skills/skill.html", grounds=grounds, here=grounds.standing, told=told, **keepable)
