"""Statistics of questions for trainers: a list to look at, one question, one skill, and all as a table."""

import csv
from io import StringIO

from flask import Blueprint, Response, render_template

from models.workshop.statistics import reading as statistics_reading
from portal import measured
from portal.access import trainer
from portal.request import reading

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@trainer
def overview() -> str:
    """Show the questions to look at, the worst first, and all others."""
    with reading() as db:
        found = statistics_reading.overview(db)
    return render_template("statistics/overview.html", found=found, reasons=measured.reasons, **measured.LEAST)


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
            picture=measured.by_month(now),
            reasons=measured.reasons,
            letters=measured.letters,
            texts={option.key: option.text for option in now.question.options},
            months=measured.months,
            **measured.LEAST,
        )


@blueprint.get("/statistics/skills/<skill_id>")
@trainer
def skill(skill_id: str) -> str:
    """Show how a skill is learned."""
    with reading() as db:
        found = statistics_reading.curve(db, skill_id)
        asked = statistics_reading.questions_on(db, skill_id)
    picture = measured.by_opportunity(found)
    return render_template("statistics/skill.html", found=found, asked=asked, picture=picture, **measured.LEAST)


@blueprint.get("/statistics/questions.csv")
@trainer
def download() -> Response:
    """Send all figures that may be shown, a question on each line."""
    file = StringIO()
    writer = csv.DictWriter(file, measured.COLUMNS)
    writer.writeheader()
    with reading() as db:
        writer.writerows(map(measured.row, statistics_reading.published(db)))
    headers = {"Content-Disposition": 'attachment; filename="questions.csv"'}
    return Response(file.getvalue(), mimetype="text/csv", headers=headers)
