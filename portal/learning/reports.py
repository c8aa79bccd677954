"""The views of reports: made by learners, answered by trainers."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar
from uuid import UUID

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from models.ground import audit, signing
from models.learning import report_inbox, reports, scenes
from models.learning import report_subjects as reports_about
from models.learning.report_subjects import About, AboutAnswer, AboutCard, AboutQuestion, AboutTopic, ReportAsTold
from models.people import accounts
from models.tables.answers import Play
from models.tables.audit import AuditVerb
from models.tables.reports import ReportKind, ReportOutcome
from portal.access import learner_key, signed_in, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, reading, see_other, settings, swaps, writing

Code = TypeVar("Code", ReportKind, ReportOutcome)

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

PURPOSE, DAYS = "report", 7
"""What the places of these forms are signed for, and how long they hold."""


class ReportPlace(NamedTuple):
    """The place of a report form: whose page, under what, and the address of that page."""

    learner_key: UUID
    about: About
    back: str

    def signed(self) -> str:
        """Return the place signed, as it travels in the form; mailed questions have no other proof of the sender."""
        about = [str(part) if isinstance(part, UUID) else part for part in self.about]
        return signing.sign_link(settings().secret_key, PURPOSE, [str(self.learner_key), about, self.back])

    @classmethod
    def of(cls, token: str) -> "ReportPlace":
        """Read a place back from the form; raises links.BadLink."""
        key, said, back = signing.read_link(settings().secret_keys, PURPOSE, token, DAYS)
        about: About
        match said:
            case [version_id, int(number)]:
                about = AboutCard(version_id, number)
            case [version_id, question_id]:
                about = AboutQuestion(version_id, question_id)
            case [version_id, topic_id, language]:
                about = AboutTopic(version_id, topic_id, language)
            case _:
                about = AboutAnswer(UUID(*said))
        return cls(UUID(key), about, back)


_SUBJECTS = {AboutCard: "card", AboutTopic: "topic"}


class Under(NamedTuple):
    """The context of the report form under a feedback, a card or a topic."""

    place: str
    """Signed: what the form sends back."""
    subject: str
    """question, card or topic"""
    standing: Sequence[ReportAsTold]
    withdrawn: bool


def under(db: Session, place: ReportPlace) -> Under:
    """Return the reports of a learner on one thing, and where the next one goes."""
    rows = reports.reports_on(db, place.learner_key, place.about)
    return Under(
        place=place.signed(),
        subject=_SUBJECTS.get(type(place.about), "question"),
        standing=[reports_about.told(db, row) for row in rows if row.withdrawn_at is None],
        withdrawn=any(row.withdrawn_at for row in rows),
    )


def under_scene(db: Session, played: Play, here: scenes.Scene) -> Under | None:
    """Return what stands under a scene of a play: something under cards and feedback, else None."""
    about: About
    if isinstance(here, scenes.CardScene) and played.version_id:
        about = AboutCard(played.version_id, here.number)
    elif isinstance(here, scenes.FeedbackScene):
        about = AboutAnswer(here.presentation.id)
    else:
        return None
    back = url_for("study.scene", play_id=played.id, here=request.args.get("here", type=to_number))
    return under(db, ReportPlace(played.learner_key, about, back))


@blueprint.post("")
def tell() -> Response:
    """Take a tap, a word that goes with it, or both back."""
    place = ReportPlace.of(request.form.get("place", ""))
    with writing() as db:
        _take(db, place)
    if not swaps():
        return see_other(f"{place.back}#under")
    with reading() as db:
        return make_response(render_template("reports/said.html", under=under(db, place)))


def _take(db: Session, place: ReportPlace) -> None:
    kind, at = _one_of(ReportKind, "kind"), now()
    if kind is ReportKind.FROM_CIRCLE:  # kept by circles before they ended, and tapped nowhere
        abort(404)
    author = accounts.account_of(db, place.learner_key)
    # The signed place outlives an account, like every link in a mail.
    if author is None or author.closed_at is not None:
        raise signing.BadLink
    if request.form.get("do") == "withdraw":
        for row in reports.open_reports(db, place.learner_key, place.about):
            if row.kind == kind:
                reports.withdraw(db, row, at)
        return
    row = reports.report(db, place.learner_key, place.about, kind, at)
    if request.form.get("do") == "word":
        reports.add_word(db, row, request.form.get("word", ""), "wants_reply" in request.form)


def _one_of(codes: type[Code], name: str) -> Code:
    """Return the code that a form sends; answer 404 to what it never offers."""
    try:
        return codes(request.form.get(name, ""))
    except ValueError:
        abort(404)


# ------------------------------------------------------------------------------------------------------------ one's own


@blueprint.get("")
@signed_in
def mine() -> str:
    """Show all reports of this person, and what became of them."""
    with reading() as db:
        return render_template("reports/mine.html", told=reports.mine(db, learner_key()))


@blueprint.post("/<int:report_id>/withdraw")
@signed_in
def withdraw(report_id: int) -> Response:
    """Take a report back."""
    with writing() as db:
        reports.withdraw(db, reports.report_of(db, report_id, learner_key()), now())
    return see_other(url_for("reports.mine"))


@blueprint.post("/<int:report_id>/read")
@signed_in
def put_away(report_id: int) -> Response:
    """Put a reply away that has been read."""
    with writing() as db:
        reports.put_away(reports.report_of(db, report_id, learner_key()), now())
    return see_other(url_for("home.home"))


# --------------------------------------------------------------------------------------------------------- for trainers


class ReplyAgain(NamedTuple):
    """A reply that comes back unsent: what was typed and ticked, and why."""

    sentence: str
    text: str
    ticked: Sequence[int]


@blueprint.get("/waiting")
@trainer
def waiting() -> str:
    """Show the reports that wait for a reply, by question; a name only where a reply is asked for."""
    return _inbox()


@blueprint.post("/reply")
@trainer
def reply() -> str | tuple[str, int] | Response:
    """Settle the reports that are ticked, in one act."""
    outcome, text, ticked = _one_of(ReportOutcome, "outcome"), request.form.get("text", ""), _ticked("report")
    if not text.strip():
        return _inbox(ReplyAgain(say("Écrivez d'abord votre réponse : rien n'est encore noté."), text, ticked)), 422
    if not ticked:
        nobody = say("Cochez ceux à qui vous répondez : rien n'est encore noté, votre texte est gardé ci-dessous.")
        return _inbox(ReplyAgain(nobody, text, ticked)), 422
    with writing() as db:
        rows = [report_inbox.find(db, report_id) for report_id in ticked]
        for row in report_inbox.reply(db, rows, text, outcome, now(), learner_key()):
            audit.note(db, learner_key(), AuditVerb.REPLY, str(row.id), house_day(), outcome=outcome)
    flash(say("Votre réponse est gardée."))
    return see_other(url_for("reports.waiting"))


def _inbox(again: ReplyAgain | None = None) -> str:
    with reading() as db:
        concerned = report_inbox.inbox(db, now(), settings().timezone)
    shown = _ticked("shown") if again else []
    return render_template("reports/waiting.html", concerned=concerned, again=again, shown=shown)


def _ticked(name: str) -> list[int]:
    return list(dict.fromkeys(request.form.getlist(name, type=to_number)))
