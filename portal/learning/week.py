"""The views of « Ma semaine »: working days, a goal, pauses, the two weeks ahead, programmes."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Blueprint, Response, flash, render_template, url_for
from markupsafe import Markup
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from content.errors import Refused
from models.catalogue import in_force
from models.ground import lookups
from models.ground.words import day_as
from models.learning import days_ahead, learner_situation, learners, programmes, week
from models.learning.days_ahead import DayAhead
from portal.access import estimated, learner_key, signed_in, today
from portal.charts.over_time import DayDrawn, ahead_chart
from portal.forms import Form
from portal.learning import proposed_steps
from portal.pages import page_language, page_words, say, weekday
from portal.request import now, reading, see_other, writing


class AheadAsShown(NamedTuple):
    """The picture, and the days that it shows."""

    picture: Markup
    days: Sequence[DayAhead]


def ahead_shown(days: Sequence[DayAhead]) -> AheadAsShown | None:
    """Draw the days ahead; None where nothing comes back."""
    if not any(day.skills for day in days):
        return None
    count = sum(len(day.skills) for day in days)
    told = ", ".join(f"{weekday(day.day)}\N{NO-BREAK SPACE}: {len(day.skills)}" for day in days if day.skills)
    reviews = page_words().ngettext("Une reprise", "%(num)s reprises", count)
    sentence = say("%(reviews)s dans les deux semaines (%(days)s).", reviews=reviews, days=told)
    drawn = [
        DayDrawn(
            weekday=day_as(one.day, "EEEEEE", page_language()),
            number=str(one.day.day),
            reviews=len(one.skills),
            off=one.off is not None,
            today=one.day == today(),
            monday=one.day.weekday() == 0,
        )
        for one in days
    ]
    return AheadAsShown(ahead_chart(drawn, sentence), days)


# ------------------------------------------------------------------------------------------------------- « Ma semaine »


blueprint = Blueprint("week", __name__)


class GoalForm(Form):
    """The form for a goal: on how many working days a week, 0 for none."""

    days = SelectField(coerce=int)

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        counted = {number: page_words().ngettext("Un jour", "%(num)s jours", number) for number in range(1, 6)}
        self.days.choices = [(0, say("Sans objectif")), *counted.items()]


class PauseForm(Form):
    """The form for days off, both ends included."""

    first = DateField(validators=[InputRequired()])
    last = DateField(validators=[InputRequired()])


class ResumeForm(Form):
    """The form to end days off, named by the first."""

    first = DateField(validators=[InputRequired()])


@blueprint.get("/week")
@signed_in
def mine() -> str:
    """Show this week, day by day."""
    return _week_page(PauseForm(formdata=None))


@blueprint.post("/week/goal")
@signed_in
@estimated
def set_goal() -> Response:
    """Set oneself a goal, or none."""
    form = GoalForm()
    if form.validate():
        with writing() as db:
            week.set_goal(db, learner_key(), form.days.data or None)
    return see_other(url_for("week.mine"))


@blueprint.post("/week/pauses")
@signed_in
def pause() -> Response | tuple[str, int]:
    """Note days off."""
    form = PauseForm()
    try:
        if form.validate() and (first := form.first.data) and (last := form.last.data):
            with writing() as db:
                week.pause(db, learner_key(), first, last, now())
    except Refused as refused:
        form.say_why(refused)
    return (_week_page(form), 422) if form.errors else see_other(url_for("week.mine"))


@blueprint.post("/week/pauses/resume")
@signed_in
def resume() -> Response:
    """End a pause early, or cancel it."""
    # A number among everybody's would tell, by its gaps, that others take leave; a day in the address would tell logs.
    form = ResumeForm()
    if form.validate() and (first := form.first.data):
        with writing() as db:
            week.resume(db, learner_key(), first, now())
    return see_other(url_for("week.mine"))


def _week_page(form: PauseForm) -> str:
    with reading() as db:
        lookups.ask_together(db, (learners.READ, *learner_situation.LOOKUPS), learner_key=learner_key(), day=today())
        this_week, coming = week.this_week(db, learner_key(), now()), days_ahead.weeks_ahead(db, learner_key(), now())
        skills = in_force.skill_map(db)
    days, advanced = coming or ((), {})
    goal = GoalForm(formdata=None, days=this_week.goal or 0)
    return render_template(
        "week/week.html",
        week=this_week,
        ahead=ahead_shown(days),
        advanced={first: proposed_steps.brought_forward(first, number) for first, number in advanced.items()},
        skills=skills,
        goal_form=goal,
        form=form,
    )


# ---------------------------------------------------------------------------------------------------------- A programme


programmes_blueprint = Blueprint("programmes", __name__)


@programmes_blueprint.get("/programmes/<programme_id>")
@signed_in
def programme(programme_id: str) -> str:
    """Show the weeks of a programme, and to who follows it how far she is."""
    with reading() as db:
        found = programmes.progress_on(db, learner_key(), programme_id, now())
    return render_template("programmes/programme.html", standing=found)


@programmes_blueprint.post("/programmes/<programme_id>/follow")
@signed_in
def follow(programme_id: str) -> Response:
    """Follow a programme from today on."""
    with writing() as db:
        programmes.take_up(db, learner_key(), programme_id, now())
    return see_other(url_for("programmes.programme", programme_id=programme_id))


@programmes_blueprint.post("/programmes/<programme_id>/stop")
@signed_in
def stop(programme_id: str) -> Response:
    """Follow a programme no longer."""
    with writing() as db:
        programmes.stop(db, learner_key(), programme_id)
    flash(say("Le parcours est arrêté. Ce que vous avez joué reste à vous."))
    return see_other(url_for("home.home"))
