"""The views of what trainers make of a story: drafted questions, and the sentence for the next interview."""

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from models.catalogue import documents, drafts, in_force
from models.ground import audit
from models.studio import from_stories
from models.studio.from_stories import Aim
from models.tables.audit import AuditVerb
from models.tables.stories import Story
from portal.access import learner_key, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, reading, see_other, writing
from portal.studio.text_findings import findings

blueprint = Blueprint("drafted_questions", __name__)


@blueprint.get("/drafted-questions/stories/<int:story_id>")
@trainer
def begin(story_id: int) -> str:
    """Show the questions that the story's quotable sentences allow, and the modules that could take them."""
    with reading() as db:
        story, aims = from_stories.check_shared(db, story_id), _aims(db)
        return render_template(
            "drafted_questions/begin.html",
            story=story,
            proposals=from_stories.proposed_questions(db, story),
            aims=aims,
            titles={module_id: title for module_id, title, _ in aims},
            skills=in_force.skill_map(db),
            rules=in_force.rules(db),
            before=from_stories.drafted_of_story(db, story_id),
        )


def _aims(db: Session) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return id, title and skills of the modules that can take a question."""
    published = {one.module.id: one.module for one in in_force.published_modules(db)}
    return [(one.id, one.title, published[one.id].skills) for one in documents.listing(db) if one.id in published]


@blueprint.post("/drafted-questions/stories/<int:story_id>")
@trainer
def draft(story_id: int) -> Response:
    """Put a question into the draft of a module."""
    module_id, _, skill = request.form.get("aim", "").partition("|")
    rule, place = request.form.get("rule", ""), request.form.get("place", -1, type=to_number)
    with writing() as db:
        document = documents.module_document(db, module_id)
        if skill not in in_force.skill_map(db):
            abort(422)
        aim = Aim(document, skill, rule if rule in in_force.rules(db) else None)
        row = from_stories.draft_question(db, story_id, place, aim, now(), learner_key())
        audit.note(
            db,
            learner_key(),
            AuditVerb.DRAFT_QUESTION,
            document.id,
            house_day(),
            question=row.question_id,
            story=story_id,
        )
    flash(say("La question est dans le brouillon du module. Rien n'est publié."))
    return see_other(url_for("drafted_questions.drafted", drafted_id=row.id))


@blueprint.get("/drafted-questions/<int:drafted_id>")
@trainer
def drafted(drafted_id: int) -> str:
    """Show a question as it was drafted, with its sentence, and what the checks of content say of it now."""
    with reading() as db:
        row = from_stories.drafted_question(db, drafted_id)
        document = documents.document_of(db, row.document_id)
        text = drafts.latest_text(db, document)
        first, last = _extent(text, row.question_id)
        return render_template(
            "drafted_questions/drafted.html",
            row=row,
            story=db.get_one(Story, row.story_id),
            title=documents.listed(db, document).title,
            # None once the question has left its module.
            lines=list(enumerate(text.split("\n")[first - 1 : last], first)) if first else [],
            findings=[one for one in findings(db, document, text) if first <= one.line <= last],
        )


def _extent(text: str, question_id: str) -> tuple[int, int]:
    """Return the first and last line of a question, from 1; zeros where it is not in the text."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines, 1) if line.startswith("## ")]
    for number in heads:
        if f" {question_id} " in lines[number - 1]:
            return number, next((one - 1 for one in heads if one > number), len(lines))
    return 0, -1


# ------------------------------------------------------------------------------------------------------- « En entretien


interview_blueprint = Blueprint("interview", __name__)


@interview_blueprint.post("/interview/<int:story_id>")
@trainer
def write(story_id: int) -> Response:
    """Keep the sentence beside a story; an empty field takes it back."""
    with writing() as db:
        row = from_stories.write_interview_word(db, story_id, request.form.get("body", ""), now(), learner_key())
        audit.note(db, learner_key(), AuditVerb.WRITE_INTERVIEW, f"story:{story_id}", house_day())
    flash(say("C'est noté : tout le monde le lit sous l'actualité.") if row.body else say("Ce mot est retiré."))
    return see_other(url_for("news.story", story_id=story_id))
