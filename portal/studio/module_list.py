"""The list of modules in the studio, where one begins, and « Pas trouvé ? », told by domain."""

from typing import NamedTuple

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_
from content.schema.yaml_fields import LANGUAGES
from content.text.starter import copied_title
from models.catalogue import documents, drafts, house_texts, in_force, suspensions
from models.directory import use_and_answers
from models.ground import audit
from models.people import accounts
from models.studio import beginning, module_list, rereading, reviewing
from models.studio.module_list import ModuleOrder, ModuleSieve, ModuleStage
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from portal.access import learner_key, signed_in, trainer
from portal.forms import to_number
from portal.pages import say
from portal.request import house_day, now, reading, see_other, settings, writing
from portal.site import weekly_marks
from portal.studio import form_page
from portal.studio.authoring import blueprint
from portal.studio.rule_changes import changes_at_work
from portal.studio.text_findings import title_of

LONGEST_TITLE = 200
ASKED = ("q", "stage", "language", "domain", "order")
"""What an address may say of which modules are shown, and how."""


class Beginning(NamedTuple):
    """What was typed to begin a module, of which module it is to be a copy, and what is wrong with its id."""

    title: str = ""
    skill: str = ""
    id: str = ""
    source: str = ""
    source_title: str = ""
    wrong: str = ""


@blueprint.get("/authoring")
@trainer
def modules() -> str:
    """Show the modules that are asked for, published or not; `copy` names one to begin a copy of."""
    with reading() as db:
        return _page(db, _asked_to_copy(db))


@blueprint.post("/authoring")
@trainer
def create() -> Response:
    """Begin a module; what was typed comes back beside what is wrong with it."""
    typed = _typed()
    try:
        with writing() as db:
            document = _begun(db, typed)
    except (drafts.IdTaken, drafts.BadId) as error:
        with reading() as db:
            return make_response(_page(db, _refused(db, typed, error)), 422)
    return see_other(url_for("authoring.edit", module_id=document.id) + f"?as={form_page.AS_FORM}")


def _page(db: Session, begun: Beginning) -> str:
    sieve = ModuleSieve(
        words=request.args.get("q", ""),
        stage=next((one for one in ModuleStage if one == request.args.get("stage")), None),
        language=next((one for one in LANGUAGES if one == request.args.get("language")), ""),
        domain=request.args.get("domain", ""),
        order=next((one for one in ModuleOrder if one == request.args.get("order")), ModuleOrder.TITLE),
    )
    found = module_list.page(db, sieve, house_day(), request.args.get("page", 1, type=to_number))
    return render_template(
        "authoring/modules.html",
        begun=begun,
        longest=LONGEST_TITLE,
        page=found,
        sieve=sieve,
        asked={name: value for name, value in request.args.items() if name in ASKED and value},
        skills=in_force.skill_map(db),
        shared=documents.shared(db),
        due=rereading.this_week(db, now(), settings().timezone),
        to_read=reviewing.waiting_for(db, learner_key()),
        returned=reviewing.returned_to(db, learner_key()),
        held=suspensions.suspensions_in_force(db),
        names=accounts.trainer_names(db),
        empty_blanks=sum(one.empty for one in house_texts.by_module(db)),
        at_work=changes_at_work(db),
        unmet=module_list.lately_unmet(db, house_day()),
        unmet_topics=use_and_answers.unmet_lately(db, house_day()),
        title_of=title_of,
    )


# -------------------------------------------------------------------------------------------------------- beginning one


def _asked_to_copy(db: Session) -> Beginning:
    if not request.args.get("copy"):
        return Beginning()
    module = beginning.readable(db, documents.module_document(db, request.args["copy"]))
    title = copied_title(module)
    return Beginning(title, id=beginning.free_id(db, title), source=module.id, source_title=module.title)


def _typed() -> Beginning:
    title = " ".join(request.form.get("title", "").split())[:LONGEST_TITLE]
    skill, module_id, source = (request.form.get(name, "").strip() for name in ("skill", "id", "copy"))
    return Beginning(title, skill, module_id, source)


def _begun(db: Session, typed: Beginning) -> Document:
    if not typed.source:
        document = beginning.begin(db, typed.id, typed.title, now(), learner_key(), typed.skill)
        audit.note(db, learner_key(), AuditVerb.CREATE, document.id, house_day())
        return document
    source = documents.module_document(db, typed.source)
    document = beginning.begin_copy(db, source, typed.id, typed.title, now(), learner_key())
    audit.note(db, learner_key(), AuditVerb.COPY, document.id, house_day(), document=source.id)
    return document


def _refused(db: Session, typed: Beginning, error: Exception) -> Beginning:
    if typed.source:
        typed = typed._replace(source_title=beginning.readable(db, documents.module_document(db, typed.source)).title)
    if isinstance(error, drafts.IdTaken):
        sentence = N_("« %(id)s » est déjà pris : choisissez-en un autre, par exemple « %(free)s ».")
        wrong = say(sentence, id=typed.id, free=beginning.free_id(db, typed.id))
    elif typed.id:
        wrong = say(
            "Un identifiant s'écrit en minuscules sans accent, avec des tirets, en 120 caractères au plus,"
            " sans finir par une langue."
        )
    else:
        wrong = say("Il faut un titre, ou un identifiant.")
    return typed._replace(wrong=wrong)


# ----------------------------------------------------------------------------------------------------- « Pas trouvé ? »


unmet_needs_blueprint = Blueprint("unmet_needs", __name__)

MOST_NEEDS_A_WEEK = 8
TOLD_NEEDS = "unmet_needs"
"""Where the cookie of a browser says how often it was counted, in which week; not in which domain."""


@unmet_needs_blueprint.post("/unmet-needs")
@signed_in
def tell() -> Response:
    """Count a need that was not met, and go back to the same screen."""
    back = see_other(url_for("briefing.before", q=request.form.get("q", "")))
    if not weekly_marks.is_counted(TOLD_NEEDS, MOST_NEEDS_A_WEEK):
        flash(say("Vous l'avez dit plusieurs fois cette semaine : c'est déjà compté."))
        return back
    with writing() as db:
        module_list.count_unmet_need(db, request.form.get("domain", ""), house_day())
    weekly_marks.note(TOLD_NEEDS)
    flash(say("C'est noté : un domaine et une semaine, rien d'autre."))
    return back
