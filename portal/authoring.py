"""The trainers' workshop: write, look, play without a trace, publish."""

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.marking import AskAgain
from content.module import Module
from content.problems import BrokenText, Problem
from models import authoring, links, people
from models.authoring import Change
from models.play import QuestionScene
from models.tables import Document
from portal import preview, responses
from portal.access import learner_key, trainer
from portal.pages import say
from portal.preview import Preview
from portal.responses import Again
from portal.shell import now, reading, render, see_other, settings, writing

blueprint = Blueprint("authoring", __name__, url_prefix="/authoring")

PREVIEW_DAYS = 1


@blueprint.get("")
@trainer
def modules() -> str:
    """All modules, published or not."""
    with reading() as db:
        return render_template("authoring/modules.html", modules=authoring.listing(db))


@blueprint.post("")
@trainer
def create() -> Response:
    """Begin a module from an empty one that can be read."""
    try:
        with writing() as db:
            document = authoring.create_module(db, request.form.get("id", ""), now(), learner_key())
    except (authoring.IdTaken, authoring.BadId):
        flash(say("Choisissez un identifiant libre, en minuscules sans accent, avec des tirets."))
        return see_other(url_for("authoring.modules"))
    return see_other(url_for("authoring.edit", module_id=document.id))


@blueprint.get("/<module_id>")
@trainer
def edit(module_id: str) -> Response:
    """The text of a module, with what is to be mended in it."""
    with reading() as db:
        document = authoring.module_document(db, module_id)
        return _editor(db, document, authoring.latest_text(db, document))


@blueprint.post("/<module_id>")
@trainer
def save(module_id: str) -> Response:
    """Keep the draft; publish it when the button says so. What was typed is kept in every case."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    with writing() as db:
        document = authoring.module_document(db, module_id)
        try:
            authoring.save_draft(db, document, text, now(), learner_key(), request.form.get("opened"))
            if request.form.get("do") == "publish":
                _publish(db, document, text)
        except authoring.DraftMoved:
            return _editor(
                db,
                document,
                text,
                say("Quelqu'un d'autre a enregistré entre-temps : votre texte est ci-dessous, non enregistré."),
            )
        except (BrokenText, authoring.OtherId, authoring.QuestionTaken):
            return _editor(
                db, document, text, say("Le brouillon est gardé. Il reste des corrections à faire avant de publier.")
            )
    flash(say("Le module est publié.") if request.form.get("do") == "publish" else say("Le brouillon est gardé."))
    return see_other(url_for("authoring.edit", module_id=module_id))


def _publish(db: Session, document: Document, text: str) -> None:
    change = Change.MEANING if request.form.get("change") == Change.MEANING else Change.WORDING
    version = authoring.publish(db, document, text, change, now(), learner_key())
    people.note(db, learner_key(), "publish", document.id, now(), number=version.number, change=version.change)


def _editor(db: Session, document: Document, text: str, refused: str = "") -> Response:
    page = render_template(
        "authoring/edit.html",
        document=document,
        title=authoring.listed(db, document).title,
        text=text,
        opened=authoring.fingerprint(authoring.latest_text(db, document)),
        problems=_problems(db, document, text),
        refused=refused,
        versions=authoring.versions(db, document),
    )
    return make_response(page, 422 if refused else 200)


def _problems(db: Session, document: Document, text: str) -> list[tuple[int, str]]:
    """Line and sentence of everything that keeps a text from being published."""
    try:
        authoring.read_draft(db, document, text)
    except BrokenText as broken:
        return [(problem.line, _sentence(problem)) for problem in broken.problems]
    except authoring.OtherId as error:
        return [(2, say("L'identifiant est « %(id)s » : remettez celui de ce module.", id=error))]
    except authoring.QuestionTaken as error:
        return [(1, say("La question « %(id)s » est dans un autre module : changez son identifiant.", id=error))]
    return []


def _sentence(problem: Problem) -> str:
    return say(problem.sentence, **problem.values)


@blueprint.post("/<module_id>/retire")
@trainer
def retire(module_id: str) -> Response:
    """Take a module out of what is proposed; whoever is in it may finish."""
    with writing() as db:
        document = authoring.module_document(db, module_id)
        authoring.retire(db, document)
        people.note(db, learner_key(), "retire", document.id, now())
    flash(say("Le module est retiré. Qui l'a commencé peut le finir ; une nouvelle version le remet en ligne."))
    return see_other(url_for("authoring.modules"))


# --------------------------------------------------------------------------------------------------------- preview


@blueprint.get("/<module_id>/preview")
@trainer
def preview_from_start(module_id: str) -> Response:
    """The draft from its first card."""
    module, purpose = _draft(module_id)
    return _played(module, purpose, Preview())


@blueprint.post("/<module_id>/preview")
@trainer
def preview_further(module_id: str) -> Response:
    """One step further in the draft; nothing is recorded. When the draft is no longer the same, from its start."""
    module, purpose = _draft(module_id)
    try:
        state = links.read(settings().secret_key, purpose, request.form.get("state", ""), PREVIEW_DAYS)
    except links.BadLink:
        return see_other(url_for("authoring.preview_from_start", module_id=module_id))
    seen = Preview.from_plain(state)
    here = preview.scene(module, seen, now())
    if not isinstance(here, QuestionScene):
        return _played(module, purpose, preview.advance(module, seen, now()))
    try:
        response = responses.read(request.form, here.question, here.presentation.option_order)
        sure = responses.confidence(request.form)
        return _played(module, purpose, preview.answer(module, seen, response, now(), sure))
    except AskAgain as error:
        return _played(module, purpose, seen, responses.again(error, here.question, request.form))


def _played(module: Module, purpose: str, seen: Preview, again: Again | None = None) -> Response:
    here = preview.scene(module, seen, now())
    address = url_for("authoring.preview_further", module_id=module.id)
    return render(
        "study/play.html",
        f"study/{here.kind}.html",
        422 if again else 200,
        module=module,
        scene=here,
        under=None,
        hidden={"state": links.sign(settings().secret_key, purpose, seen.plain())},
        advance_to=address,
        answer_to=address,
        leave_to=url_for("authoring.edit", module_id=module.id),
        again=again,
        previewing=True,
    )


def _draft(module_id: str) -> tuple[Module, str]:
    """The draft as a module, and what the state of a preview of this very text is signed for."""
    with reading() as db:
        document = authoring.module_document(db, module_id)
        text = authoring.latest_text(db, document)
        return authoring.read_draft(db, document, text), f"preview.{authoring.fingerprint(text)}"
