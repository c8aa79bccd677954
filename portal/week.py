"""« Ma semaine »: working days, a goal that one sets oneself, pauses."""

from flask import Blueprint, Response, render_template, url_for
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from content.errors import Refused
from models.catalogue import in_force
from models.ground import lookups
from models.study import coming_back, gathering, learners, week
from portal import ahead, reasons
from portal.access import estimated, learner_key, signed_in, today
from portal.forms import Form
from portal.pages import page_words, say
from portal.shell import now, reading, see_other, writing

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
    return _page(PauseForm(formdata=None))


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
    return (_page(form), 422) if form.errors else see_other(url_for("week.mine"))


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


def _page(form: PauseForm) -> str:
    with reading() as db:
        lookups.ask_together(db, (learners.READ, *gathering.LOOKUPS), learner_key=learner_key(), day=today())
        this_week, coming = week.this_week(db, learner_key(), now()), coming_back.ahead(db, learner_key(), now())
        skills = in_force.skill_map(db)
    days, advanced = coming or ((), {})
    goal = GoalForm(formdata=None, days=this_week.goal or 0)
    return render_template(
        "week/week.html",
        week=this_week,
        ahead=ahead.shown(days),
        advanced={first: reasons.brought_forward(first, number) for first, number in advanced.items()},
        skills=skills,
        goal_form=goal,
        form=form,
    )
