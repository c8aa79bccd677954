"""The meetings of a circle: its next date, the question put to the room, the cards, the sentence that is kept."""

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from models.community import circles, meetings
from models.community.circles import LETTERS, NotASentence
from models.community.meetings import UnfitMeeting
from models.tables.circles import Circle
from portal.access import learner_key, signed_in, today
from portal.circles.shown import SentenceAgain, page_of
from portal.meetings.planning import again, plan_of, typed
from portal.pages import page_language, say
from portal.shell import now, reading, see_other, writing


@signed_in
def set_date(circle_id: int) -> Response | tuple[str, int]:
    """Give a circle its next date, or change the one that it has."""
    form, at = typed(), now()
    try:
        with writing() as db:
            _open(db, circle_id)
            coming = circles.coming(meetings.of_circle(db, circle_id), at)
            if coming and coming.starts_at > at:
                meetings.move(db, coming, plan_of(form), at)
            else:
                meetings.hold(db, circle_id, plan_of(form), at)
    except UnfitMeeting as error:
        with reading() as db:
            return page_of(db, circles.find(db, circle_id, learner_key()), again(form, error)), 422
    return _back(circle_id, say("La date est notée. Rien n'est envoyé : elle se lit ici, ou dans l'agenda."))


@signed_in
def cancel_date(circle_id: int) -> Response:
    """Cancel the next date of a circle."""
    with writing() as db:
        _open(db, circle_id)
        if coming := circles.coming(meetings.of_circle(db, circle_id), now()):
            meetings.cancel(db, coming, now())
    return _back(circle_id, say("La date est annulée."))


@signed_in
def questions(circle_id: int) -> str:
    """Show the questions that a circle can put."""
    with reading() as db:
        row = circles.find(db, circle_id, learner_key())
        topic = circles.topic_of(db, row)
        asked = circles.questions(db, topic, today(), page_language())
    return render_template("circles/questions.html", circle=row, topic=topic, asked=asked)


@signed_in
def choose_question(circle_id: int) -> Response:
    """Let a circle put a question."""
    with writing() as db:
        row = _open(db, circle_id)
        circles.choose(db, row, request.form.get("question", ""), today(), page_language())
    return see_other(url_for("circles.circle", circle_id=circle_id, _anchor="question"))


@signed_in
def question(circle_id: int) -> str:
    """Show the question to the whole room, or its answer; nothing of it is noted, nor who saw it."""
    with reading() as db:
        put = circles.question_of(db, circles.find(db, circle_id, learner_key()), today(), page_language())
    if put is None:
        raise circles.NoSuchCircleQuestion(circle_id)
    lettered = list(zip(LETTERS, put.question.options, strict=False))
    answered = request.args.get("answer") == "1"
    return render_template("circles/question.html", circle_id=circle_id, put=put, lettered=lettered, answered=answered)


@signed_in
def cards() -> str:
    """Show the four letters, to print and to hold up."""
    return render_template("circles/cards.html", letters=LETTERS)


@signed_in
def keep_sentence(circle_id: int) -> Response | tuple[str, int]:
    """Send what the circle keeps to the workshop."""
    typed_sentence = request.form.get("sentence", "")
    try:
        with writing() as db:
            row = _open(db, circle_id)
            circles.keep_sentence(db, row, learner_key(), typed_sentence, page_language(), now())
    except NotASentence:
        wrong = say("Une phrase, en trois cents caractères au plus.")
        with reading() as db:
            row = circles.find(db, circle_id, learner_key())
            return page_of(db, row, sentence=SentenceAgain(typed_sentence, wrong)), 422
    return _back(circle_id, say("C'est gardé : l'équipe de formation le lira, sans savoir de qui cela vient."))


def _open(db: Session, circle_id: int) -> Circle:
    return circles.find_open(db, circle_id, learner_key())


def _back(circle_id: int, said: str) -> Response:
    flash(said)
    return see_other(url_for("circles.circle", circle_id=circle_id))
