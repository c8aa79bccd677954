"""The views of ballots (« Le miroir »): a counsellor notes what she has counted; nobody else sees it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from math import ceil, floor
from typing import NamedTuple

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired

from content.directory.entry import WRITTEN_IN
from content.errors import N_
from content.module import Module
from content.pathway.pathway import Symbol
from content.topics import Topic
from models.catalogue import in_force
from models.community import ballot_reading, ballots
from models.community.ballot_reading import BallotLine, Change, Pointed, WeekReading
from models.community.ballots import BallotCount
from models.estimates import Pair
from models.ground.calendar import monday_of
from models.ground.words import words
from portal.access import learner_key, signed_in, today
from portal.charts.pathway_layout import SYMBOLS
from portal.forms import Form, text_of, to_number
from portal.pages import page_language, say, short_day
from portal.request import reading, see_other, writing

blueprint = Blueprint("practice", __name__)

SENTENCES = {
    BallotLine.NEXT: N_("Je sais ce que je fais ensuite"),
    BallotLine.WHOM: N_("Je sais qui appeler"),
    BallotLine.SAID: N_("J'ai pu dire ce qui compte"),
}
"""The lines of the ballot, as they stand on it."""
OF = 10
"""Estimates are told as so many of ten people."""


class RowShown(NamedTuple):
    """A week of one line in its table: how many « oui » of how many ballots, and the range, in tenths."""

    week: date
    counted: str
    around: str


class LineShown(NamedTuple):
    """One line of the ballot: its words, the present estimate, what changed, the weeks, and what stands beside it."""

    sentence: str
    now: str
    change: Sequence[str]
    rows: Sequence[RowShown]
    beside: Pointed


def shown(
    counted: Mapping[date, BallotCount], modules: Iterable[Module], topics: Iterable[Topic]
) -> Mapping[BallotLine, LineShown]:
    """Return what stands under each line; nothing before a first week."""
    modules, topics = list(modules), list(topics)
    lines = {}
    for line in BallotLine if counted else ():
        found = ballot_reading.read_line(ballots.batches(counted, line))
        now, change = in_words(found.weeks[-1].around), _changed(found.change) if found.change else ()
        beside = ballot_reading.pointed(line, modules, topics)
        lines[line] = LineShown(say(SENTENCES[line]), now, change, [*map(_row, found.weeks)], beside)
    return lines


def tenths(around: Pair) -> tuple[int, int]:
    """Return an interval in whole tenths, rounded outwards: it holds the truth as often as the interval, or more.

    >>> tenths((0.62, 0.86))
    (6, 9)
    """
    return floor(around[0] * OF), ceil(around[1] * OF)


def in_words(around: Pair) -> str:
    """Say between how many and how many of ten say « oui »."""
    low, high = tenths(around)
    if low == 0 and high < OF:
        return say("Sur 10 personnes qui déposent un bulletin, au plus %(high)s cochent « oui ».", high=high)
    if high == OF and low > 0:
        return say("Sur 10 personnes qui déposent un bulletin, au moins %(low)s cochent « oui ».", low=low)
    return say(
        "Sur 10 personnes qui déposent un bulletin, entre %(low)s et %(high)s cochent « oui ».", low=low, high=high
    )


def _changed(change: Change) -> Sequence[str]:
    """Say what differs and between which weeks, and that it tells no cause."""
    after, before = change.after, change.before
    told = {"yes": after.yes, "slips": after.ballots, "first": short_day(after.first), "last": short_day(after.last)}
    told |= {"yes_then": before.yes, "slips_then": before.ballots}
    told |= {"first_then": short_day(before.first), "last_then": short_day(before.last)}
    spans = say(
        "Semaines du %(first)s au %(last)s : %(yes)s « oui » sur %(slips)s ;"
        " avant, du %(first_then)s au %(last_then)s : %(yes_then)s sur %(slips_then)s.",
        **told,
    )
    return [
        say("Davantage de « oui » qu'avant.") if change.rose else say("Moins de « oui » qu'avant."),
        spans,
        say("L'écart dépasse ce que le hasard explique d'ordinaire ; d'où il vient, ces chiffres ne le disent pas."),
    ]


def _row(week: WeekReading) -> RowShown:
    batch, (low, high) = week.batch, tenths(week.around)
    counted = say("%(yes)s sur %(slips)s", yes=batch.yes, slips=batch.ballots)
    return RowShown(batch.week, counted, say("de %(low)s à %(high)s sur 10", low=low, high=high))


# -------------------------------------------------------------------------------------------------------- « Le miroir »


WEEK = timedelta(weeks=1)
MOST_DIGITS = 3
TO_A_SHEET = 8
NAMELESS = N_("Sans nom. Rien n'entre dans votre dossier.")
AFTER = N_("Après ce rendez-vous :")
DROPPED = N_("Mettez-le dans la boîte. Ne le donnez pas.")
ARROW = "M1,9h15M10.5,3.5l5.5,5.5-5.5,5.5"
SPEECH = "M1,2.5h16v9.5h-9l-4,4v-4h-3zM5,5.8h8M5,8.7h5"
BOX = "M1,8.5h16v8.5h-16zM5.2,8.5v-7.5h7.6v7.5M7.3,3.6h3.4M7.3,6h3.4"
DRAWN = {BallotLine.NEXT: ARROW, BallotLine.WHOM: SYMBOLS[Symbol.TELEPHONE], BallotLine.SAID: SPEECH}
"""What stands before each line, drawn in a square of 18."""
FACE = "M1,9a8,8 0 1 1 16,0a8,8 0 1 1-16,0M6.2,6.2v1.6M11.8,6.2v1.6"
ANSWERS = (
    (N_("oui"), f"{FACE}M5,11c1.6,2.9 6.4,2.9 8,0"),
    (N_("pas vraiment"), f"{FACE}M5.5,12h7"),
    (N_("non"), f"{FACE}M5,13.2c1.6-2.9 6.4-2.9 8,0"),
)
"""What can be ticked, each with a face."""


def whole_number(form: FlaskForm, field: Field) -> None:
    """Refuse what is no number that somebody counts to."""
    if not (field.data.isascii() and field.data.isdecimal() and len(field.data) <= MOST_DIGITS):
        raise ValidationError(say("Un nombre, en chiffres."))


class TakeBackForm(Form):
    """The form to take a week back, named by its Monday."""

    week = DateField(validators=[InputRequired()])


COUNTED = ("slips", "next", "whom", "said")
"""The fields of a form that hold a BallotCount, in its order."""


class WeekForm(Form):
    """What was counted in a week: the ballots, and the « oui » of each line."""

    week = HiddenField()
    slips, next, whom, said = (
        StringField(default="", validators=[whole_number], filters=[str.strip]) for _ in range(4)
    )

    @property
    def monday(self) -> date:
        """The week that the form is about; where it is none, one that is long past."""
        with suppress(ValueError):
            return date.fromisoformat(self.week.data or "")
        return date.min

    @property
    def count(self) -> BallotCount:
        """What was typed."""
        return BallotCount(*(to_number(text_of(self[name])) for name in COUNTED))


@blueprint.get("/practice")
@signed_in
def mine() -> str:
    """Show what has been noted, and a form for one more week."""
    return _page(None)


@blueprint.post("/practice")
@signed_in
def note() -> Response | tuple[str, int]:
    """Keep what was counted in a week."""
    form = WeekForm()
    with writing() as db:
        noted = form.carries_out(lambda: ballots.note(db, learner_key(), form.monday, form.count, today()))
    if not noted:
        return _page(form), 422
    flash(say("C'est noté. Détruisez maintenant les bulletins."))
    return see_other(url_for("practice.mine"))


@blueprint.post("/practice/take-back")
@signed_in
def take_back() -> Response:
    """Forget what was counted in a week."""
    form = TakeBackForm()
    if form.validate() and (week := form.week.data):
        with writing() as db:
            ballots.take_back(db, learner_key(), week)
        flash(say("Cette semaine est retirée."))
    return see_other(url_for("practice.mine"))


def _page(sent: WeekForm | None) -> str:
    with reading() as db:
        counted = ballots.hers(db, learner_key(), today())
        modules = in_force.published_modules(db, page_language()) if counted else ()
        topics = in_force.topics(db) if counted else ()
    form, this_week = sent or _form(counted), monday_of(today())
    return render_template(
        "practice/mirror.html",
        form=form,
        week=form.monday if ballots.can_be_noted(form.monday, today()) else this_week,
        this_week=this_week,
        one_week=WEEK,
        farthest=this_week - ballots.YEAR,
        counted=counted,
        lines=shown(counted, [one.module for one in modules], topics),
        sentences=SENTENCES,
    )


def _form(counted: Mapping[date, BallotCount]) -> WeekForm:
    """Return a form for this week, or for the one so many weeks ago; filled in where that is noted."""
    # So many weeks ago, for the day itself would stand in an address, and so in a log.
    try:
        ago = min(max(timedelta(weeks=to_number(request.args.get("ago", "0"))), timedelta(0)), ballots.YEAR)
    except (ValueError, OverflowError):
        ago = timedelta(0)
    week = monday_of(today()) - ago
    found = counted.get(week)
    held = {name: str(value) for name, value in zip(COUNTED, found or (), strict=False)}
    return WeekForm(formdata=None, week=week.isoformat(), **held)


# -------------------------------------------------------------------------------------------------- the ballot to print


@blueprint.get("/practice/slip")
@signed_in
def slip() -> str:
    """Show a page of ballots to print and cut: eight to an A4, without name, date or topic."""
    asked = request.args.get("language", "") or page_language()
    spoken = words(asked if asked in WRITTEN_IN else WRITTEN_IN[0])
    say = spoken.gettext
    drawn = {
        "language": spoken.language,
        "nameless": say(NAMELESS),
        "after": say(AFTER),
        "lines": [(say(sentence), DRAWN[line]) for line, sentence in SENTENCES.items()],
        "answers": [(say(word), face) for word, face in ANSWERS],
        "dropped": say(DROPPED),
    }
    return render_template("practice/slip.html", slip=drawn, many=TO_A_SHEET, written=WRITTEN_IN, box=BOX)
