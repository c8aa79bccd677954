"""The views of the statistics of questions: a list, one question, one skill, all as a table."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from babel.dates import format_date
from babel.numbers import format_percent
from flask import Blueprint, Response, render_template
from markupsafe import Markup

from content.errors import N_
from models.studio.statistics import trainers_figures as statistics_reading
from models.studio.statistics.disclosure import Period, Share
from models.studio.statistics.flaws import LEAST_ANSWERS, LEAST_PEOPLE, Flaw, Sign
from models.studio.statistics.refresh import OTHER
from models.studio.statistics.trainers_figures import Measured, SkillCurve
from portal.access import trainer
from portal.charts.over_time import Point, shares_chart
from portal.pages import date_of, page_language, say
from portal.request import reading

REASONS = {
    Flaw.KEY: N_("La clé paraît fausse : les plus forts choisissent plutôt %(response)s."),
    Flaw.GIVEN_AWAY: N_(
        "Trop facile à deviner : des personnes qui manquent la moitié au moins des autres questions de la compétence, "
        "plus de trois sur quatre y répondent juste."
    ),
    Flaw.DEAD: N_("Personne, ou presque, ne choisit %(response)s."),
    Flaw.HARDER: N_("Devenue plus difficile depuis le %(day)s."),
    Flaw.EASIER: N_("Devenue plus facile depuis le %(day)s."),
    Flaw.FLAT: N_("Ne distingue pas : qui réussit ailleurs n'y réussit guère mieux que les autres."),
}
COLUMNS = (
    "question", "version", "module", "skill", "answers", "dont_know", "right_least", "right_most", "discrimination",
    "discrimination_low", "discrimination_high", "seconds", "sure_wrong_least", "sure_wrong_most", "guess", "slip",
    "reasons",
)  # fmt: skip
PRECISION = 3
LEAST = {"least_answers": LEAST_ANSWERS, "least_people": LEAST_PEOPLE}


def table_row(one: Measured) -> dict[str, object]:
    """Return the figures of a question as a row of the table; those about too few people are empty."""
    known = {
        "question": one.question.id,
        "version": one.version_id,
        "module": one.module.id,
        "skill": one.question.skill,
    }
    if (shown := one.shown) is None:
        return known
    if luck := shown.found.luck:
        known |= {"guess": round(luck.guess, PRECISION), "slip": round(luck.slip, PRECISION)}
    low, high = shown.around_discrimination or (None, None)
    return {
        **known,
        "answers": shown.whole.answers,
        "dont_know": shown.dont_know,
        **_ends("right", shown.facility),
        "discrimination": _rounded(shown.discrimination),
        "discrimination_low": _rounded(low),
        "discrimination_high": _rounded(high),
        "seconds": shown.seconds,
        **_ends("sure_wrong", shown.sure_wrong),
        "reasons": " ".join(reasons(one)),
    }


def _ends(name: str, share: Share | None) -> dict[str, object]:
    return {f"{name}_least": share.cell.least, f"{name}_most": share.cell.most} if share else {}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PRECISION)


# ------------------------------------------------------------------------------------------------------------- in words


def reasons(one: Measured) -> Iterator[str]:
    """Say why a question is to be looked at, the worst first."""
    return map(reason, one.signs)


def reason(sign: Sign) -> str:
    """Say one sign in words."""
    day = date_of(sign.on) if sign.on else ""
    return say(REASONS[sign.flaw], response=letters(sign.chosen), day=day)


def letters(response: str) -> str:
    """Say a response by the letters of its options, which stand in the order of the text."""
    return say("autre chose") if response == OTHER else response.upper().replace(" ", ", ")


def months(period: Period) -> str:
    """Say a month, or from which month to which."""
    first, last = (
        format_date(date.fromisoformat(f"{month}-01"), "MMM y", locale=page_language())
        for month in (period.first, period.last)
    )
    return first if first == last else say("%(first)s à %(last)s", first=first, last=last)


# --------------------------------------------------------------------------------------------------------- in a picture


def by_month(one: Measured) -> Markup | None:
    """Draw the share right of a question, month by month."""
    periods = one.shown.periods if one.shown else ()
    if len(periods) < 2:
        return None
    since = next((sign.on for sign in one.signs if sign.on), None)
    mark = sum(period.first <= since.strftime("%Y-%m") for period in periods) - 1 if since else None
    sentence = say("Part de réponses justes, mois par mois ; les mêmes nombres sont dans le tableau.")
    return _drawn([(months(period), period.share) for period in periods], sentence, mark)


def by_opportunity(found: SkillCurve) -> Markup | None:
    """Draw the share right at each opportunity of a skill."""
    if len(found.points) < 2:
        return None
    sentence = say("Part de réponses justes à chaque rencontre ; les mêmes nombres sont dans le tableau.")
    return _drawn([(str(turn), share) for turn, share in found.points.items()], sentence)


def _drawn(shares: list[tuple[str, Share]], sentence: str, mark: int | None = None) -> Markup:
    levels = [format_percent(level, locale=page_language()) for level in (0, 0.5, 1)]
    return shares_chart([Point(word, share.middle, share.around) for word, share in shares], sentence, levels, mark)


# --------------------------------------------------------------------------------- statistics of questions for trainers


blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@trainer
def overview() -> str:
    """Show the questions to look at, the worst first, and all others."""
    with reading() as db:
        found = statistics_reading.overview(db)
    return render_template("statistics/overview.html", found=found, reasons=reasons, **LEAST)


@blueprint.get("/statistics/questions/<question_id>")
@trainer
def question(question_id: str) -> str:
    """Show one question, and what it was before its meaning changed."""
    with reading() as db:
        now, earlier = statistics_reading.of_question(db, question_id)
        return render_template(
            "statistics/question.html",
            now=now,
            earlier=earlier,
            picture=by_month(now),
            reasons=reasons,
            letters=letters,
            texts={option.key: option.text for option in now.question.options},
            months=months,
            **LEAST,
        )


@blueprint.get("/statistics/skills/<skill_id>")
@trainer
def skill(skill_id: str) -> str:
    """Show how a skill is learned."""
    with reading() as db:
        found = statistics_reading.curve(db, skill_id)
        asked = statistics_reading.questions_on(db, skill_id)
    picture = by_opportunity(found)
    return render_template("statistics/skill.html", found=found, asked=asked, picture=picture, **LEAST)


@blueprint.get("/statistics/questions.csv")
@trainer
def download() -> Response:
    """Send all figures that may be shown, a question on each line."""
    file = StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    with reading() as db:
        writer.writerows(map(table_row, statistics_reading.published(db)))
    headers = {"Content-Disposition": 'attachment; filename="questions.csv"'}
    return Response(file.getvalue(), mimetype="text/csv", headers=headers)
