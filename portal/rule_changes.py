"""Rule changes in the trainers' workshop: proposed from a story, decided by a second person, their texts, undone."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, flash, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from content.difference import difference
from content.module import Module
from content.rules import RuleState
from models import authoring, people, rule_changes
from models.calendar import local_day
from models.rule_changes import ZONE, Coming, Stage, Told, Wanted
from models.tables import Account, Document, Presentation, RuleChange, RuleChangeText, Story
from models.words import N_, typographic
from portal.access import account, learner_key, signed_in, trainer
from portal.forms import Form, text_of, web_address
from portal.pages import page_language, say
from portal.problems import findings
from portal.shell import now, reading, see_other, writing
from portal.titles import language_of, title_of

blueprint = Blueprint("rule_changes", __name__, url_prefix="/rule-changes")

LONGEST_WORDS = 1000
STATES = {
    RuleState.ANNOUNCED: N_("annoncé : on en parle, rien n'est décidé"),
    RuleState.ADOPTED: N_("adopté : voté ou décidé, pas encore publié"),
    RuleState.PUBLISHED: N_("publié : au Moniteur belge ou par l'autorité, pas encore en vigueur"),
    RuleState.IN_FORCE: N_("en vigueur : la règle change à cette date"),
    RuleState.SUSPENDED: N_("suspendu : la règle ne s'applique plus, pour un temps"),
    RuleState.CANCELLED: N_("annulé : la règle n'existe plus"),
}
DEEDS = {
    "propose rule change": N_("a proposé ce changement"),
    "accept rule change": N_("l'a accepté"),
    "refuse rule change": N_("l'a refusé"),
    "withdraw rule change": N_("l'a retiré"),
    "write text": N_("a écrit le texte de « %(document)s »"),
    "leave text": N_("a noté que rien n'est à changer dans « %(document)s »"),
    "read text": N_("a relu ce qui est prévu pour « %(document)s »"),
    "rule change takes effect": N_("l'a mis en vigueur"),
    "undo rule change": N_("l'a annulé : tout est remis comme avant"),
}
"""Audit verb → what somebody did, with the values of the row."""
TAKEN_UP = "rules of the day"


class ChangeForm(Form):
    """What a trainer says of a rule change."""

    rule_id = SelectField()
    address = StringField(validators=[DataRequired(), Length(max=2000), web_address])
    state = RadioField(choices={state.value: state.value for state in RuleState}, default=RuleState.ANNOUNCED.value)
    holds_from = DateField(validators=[Optional()])
    holds_until = DateField(validators=[Optional()])
    untouched = TextAreaField(validators=[Length(max=LONGEST_WORDS)])
    cited = SelectField(coerce=int)
    invited = SelectField()

    def wanted(self) -> Wanted:
        """The same, for the verb."""
        return Wanted(
            rule_id=self.rule_id.data,
            state=RuleState(self.state.data),
            address=text_of(self.address),
            holds_from=self.holds_from.data,
            holds_until=self.holds_until.data,
            untouched=self.untouched.data or "",
            cited=None if self.cited.data < 0 else self.cited.data,
        )


# ------------------------------------------------------------------------------------------------ what everybody sees


@blueprint.before_app_request
def keep_up() -> None:
    """The first request of a day in Brussels lets its rules take effect, whether a worker is awake or not."""
    day = local_day(now(), ZONE)
    if current_app.extensions.get(TAKEN_UP) == day or request.endpoint == "static":
        return
    try:
        with reading() as db:
            due = rule_changes.due(db, now())
        if due:
            with writing() as db:
                rule_changes.take_effect(db, now())
    except SQLAlchemyError:  # The page itself says what is wrong with the database.
        return
    current_app.extensions[TAKEN_UP] = day


@blueprint.app_template_global()
def change_in_words(told: Told) -> str:
    """A rule change in a sentence."""
    return rule_changes.in_words(told, page_language())


@blueprint.app_template_global()
def not_touched(told: Told) -> str:
    """Whom it does not touch, in a sentence."""
    return rule_changes.not_touched(told, page_language())


@blueprint.app_template_global()
def coming_changes(module: Module, question_id: str | None = None) -> list[Coming]:
    """The changes to come of what a module, or one of its questions, rests on."""
    with reading() as db:
        found = rule_changes.coming(db, module, now())
    if question_id is None:
        return found
    return [one for one in found if question_id in rule_changes.resting_on(module, one.told.change.rule_id)]


@blueprint.app_template_global()
def rule_changed_since(presentation: Presentation) -> datetime | None:
    """Since when what a question rests on has changed, of one that was shown before."""
    with reading() as db:
        return rule_changes.changed_since(db, presentation)


@blueprint.app_template_global()
def changes_at_work() -> dict[str, object]:
    """For the workshop: what waits for this trainer, and by document what is in progress on its rules."""
    with reading() as db:
        mine = {one.id for one in rule_changes.waiting_for(db, learner_key())}
        at_work = [one for one in rule_changes.everything(db) if one.stage in {Stage.VERIFYING, Stage.TO_COME}]
        concerned: dict[str, list[tuple[Told, int]]] = {}
        for told in at_work:
            for one in rule_changes.concerned(db, told.change.rule_id) if told.switches else []:
                concerned.setdefault(one.document.id, []).append((told, len(one.questions)))
    return {"waiting": [one for one in at_work if one.change.id in mine], "concerned": concerned}


# --------------------------------------------------------------------------------------------------------- the list


@blueprint.get("")
@trainer
def changes() -> str:
    """All rule changes: what waits, what is to come, what is in effect, what has ended."""
    with reading() as db:
        found = rule_changes.everything(db)
        titles = {one.story_id: db.get_one(Story, one.story_id) for one in found}
        return render_template("rule_changes/changes.html", found=found, stories=titles, names=people.trainer_names(db))


# ------------------------------------------------------------------------------------------------------- proposing


@blueprint.get("/stories/<int:story_id>")
@trainer
def begin(story_id: int) -> str:
    """The form, in plain steps."""
    with reading() as db:
        form = _form(db, story_id)
        form.address.data = form.address.data or rule_changes.authority_address(db, story_id)
        return _form_page(db, story_id, form)


@blueprint.post("/stories/<int:story_id>")
@trainer
def propose(story_id: int) -> Response | tuple[str, int]:
    """Propose a rule change; a second person decides."""
    with writing() as db:
        form = _form(db, story_id)
        change = _proposed(db, story_id, form) if form.validate_on_submit() else None
        if change is None:
            return _form_page(db, story_id, form), 422
        people.note(
            db, learner_key(), "propose rule change", rule_changes.subject_of(change), now(), rule=change.rule_id
        )
    flash(say("Le changement est proposé. Rien ne change avant qu'une autre personne l'accepte."))
    return see_other(url_for("rule_changes.change", change_id=change.id))


def _proposed(db: Session, story_id: int, form: ChangeForm) -> RuleChange | None:
    """The change; None when something in the form is to be mended, and stands beside its field."""
    invited = next((one for one in _invitable(db) if str(one.id) == form.invited.data), None)
    key = invited.learner_key if invited else None
    try:
        return rule_changes.propose(db, story_id, form.wanted(), now(), learner_key(), key)
    except rule_changes.SameState:
        form.state.errors = [say("La règle est déjà dans cet état : choisissez-en un autre.")]
    except rule_changes.NoDay:
        form.holds_from.errors = [say("Dites à partir de quel jour cela vaut.")]
    except rule_changes.DaysReversed:
        form.holds_until.errors = [say("Ce jour vient avant le premier : vérifiez les deux dates.")]
    except rule_changes.AlreadyProposed:
        form.rule_id.errors = [say("Cette actualité attend déjà une décision pour cette règle.")]
    return None


def _form(db: Session, story_id: int) -> ChangeForm:
    """With what can be chosen now; raises NoSuchStory, PersonalStory."""
    story, form, language = rule_changes.check_shared(db, story_id), ChangeForm(), page_language()
    form.rule_id.choices = {
        rule.id: typographic(f"{rule.name[language]} ({rule.authority}, {rule.state})", language)
        for rule in authoring.rules(db).values()
    }
    sentences = rule_changes.citable(db, story)
    form.cited.choices = {
        "-1": say("aucune"),
        **{str(place): typographic(one.sentence, story.language) for place, one in enumerate(sentences)},
    }
    anybody = {"": say("n'importe quel autre formateur")} if _other_trainers(db) else {}
    form.invited.choices = anybody | {str(one.id): one.name for one in _invitable(db)}
    return form


def _invitable(db: Session) -> list[Account]:
    return list(rule_changes.invitable(db, learner_key()))


def _other_trainers(db: Session) -> bool:
    return any(one.trainer for one in _invitable(db))


def _form_page(db: Session, story_id: int, form: ChangeForm) -> str:
    return render_template(
        "rule_changes/begin.html",
        story=db.get_one(Story, story_id),
        form=form,
        states={state.value: say(words) for state, words in STATES.items()},
        citable=rule_changes.citable(db, db.get_one(Story, story_id)),
    )


# --------------------------------------------------------------------------------------------------- one rule change


@blueprint.get("/<int:change_id>")
@signed_in
def change(change_id: int) -> str:
    """What it says, what rests on the rule, what is prepared for the day, and the decision."""
    with reading() as db:
        found = _readable(db, change_id)
        (told,) = [one for one in rule_changes.everything(db) if one.change.id == change_id]
        names = _names(db, found)
        return render_template(
            "rule_changes/change.html",
            told=told,
            change=found,
            story=db.get_one(Story, found.story_id),
            documents=_documents(db, found),
            seen=rule_changes.seal(db, found),
            names=names,
            deeds=[
                (row, say(DEEDS[row.verb], **row.detail))
                for row in people.trail(db, rule_changes.subject_of(found), DEEDS)
            ],
            me=learner_key(),
            may_decide=rule_changes.may_decide(db, found, learner_key()),
            past=found.holds_from is not None and found.holds_from <= local_day(now(), ZONE),
        )


def _readable(db: Session, change_id: int) -> RuleChange:
    """For trainers, and for whoever was asked to decide; raises NoSuchRuleChange."""
    found = rule_changes.change_of(db, change_id)
    if not account().trainer and not rule_changes.may_read(db, found, learner_key()):
        abort(403)
    return found


def _names(db: Session, found: RuleChange) -> Mapping[str, str]:
    invited = people.account_of(db, found.invited) if found.invited else None
    return people.trainer_names(db) | ({str(found.invited): invited.name} if invited else {})


def _documents(db: Session, found: RuleChange) -> list[dict[str, object]]:
    """What rests on the rule, document by document, with what is prepared for it."""
    if not rule_changes.switches(found):
        return []
    rows, cite = rule_changes.texts(db, found), rule_changes.concerned(db, found.rule_id)
    listed = [(one.document, one.questions) for one in cite]
    listed += [(authoring.document_of(db, name), ()) for name in rows if name not in {one.document.id for one in cite}]
    return [
        {
            "document": document,
            "title": title_of(document.id, authoring.published_text(db, document) or ""),
            "language": language_of(document.id, authoring.published_text(db, document) or ""),
            "questions": questions,
            "row": rows.get(document.id),
            "moved": document.id in rows and rows[document.id].base_id != document.published_id,
        }
        for document, questions in listed
    ]


@blueprint.post("/<int:change_id>/decide")
@signed_in
def decide(change_id: int) -> Response:
    """Accept or refuse, as the button says."""
    with writing() as db:
        found = _readable(db, change_id)
        accepted = request.form.get("do") == "accept"
        if accepted:
            rule_changes.accept(db, found, now(), learner_key(), request.form.get("seen", ""))
        else:
            rule_changes.refuse(db, found, now(), learner_key())
        verb = "accept rule change" if accepted else "refuse rule change"
        people.note(db, learner_key(), verb, rule_changes.subject_of(found), now())
    flash(say("Le changement est accepté.") if accepted else say("Le changement est refusé : rien ne change."))
    return see_other(url_for("rule_changes.change", change_id=change_id))


@blueprint.post("/<int:change_id>/withdraw")
@trainer
def withdraw(change_id: int) -> Response:
    """Take one's own proposal back."""
    with writing() as db:
        found = rule_changes.change_of(db, change_id)
        rule_changes.withdraw(db, found, now(), learner_key())
        people.note(db, learner_key(), "withdraw rule change", rule_changes.subject_of(found), now())
    flash(say("La proposition est retirée : rien ne change."))
    return see_other(url_for("rule_changes.change", change_id=change_id))


@blueprint.post("/<int:change_id>/undo")
@trainer
def undo(change_id: int) -> Response:
    """Take an accepted change back, before its day or after it."""
    with writing() as db:
        found = rule_changes.change_of(db, change_id)
        rule_changes.undo(db, found, now(), learner_key())
        people.note(db, learner_key(), "undo rule change", rule_changes.subject_of(found), now())
    flash(say("Le changement est annulé : la règle, les textes et ce que chacun a acquis sont comme avant."))
    return see_other(url_for("rule_changes.change", change_id=change_id))


# ------------------------------------------------------------------------------------------------ texts for the day


@blueprint.get("/<int:change_id>/texts/<document_id>")
@signed_in
def text(change_id: int, document_id: str) -> str:
    """The text of a document for the day: what is written, what it changes, what there is to mend."""
    with reading() as db:
        return _text_page(db, _readable(db, change_id), authoring.module_document(db, document_id))


@blueprint.post("/<int:change_id>/texts/<document_id>")
@signed_in
def keep_text(change_id: int, document_id: str) -> Response | tuple[str, int]:
    """Keep it, say that nothing is to change, or vouch for it as a second reader: as the button says."""
    with writing() as db:
        found, document = _readable(db, change_id), authoring.module_document(db, document_id)
        typed = request.form.get("text", "").replace("\r\n", "\n")
        try:
            verb, said = _kept(db, found, document, typed)
        except authoring.DraftMoved:
            return _text_page(db, found, document, typed=typed), 409
        people.note(db, learner_key(), verb, rule_changes.subject_of(found), now(), document=document_id)
    flash(said)
    return see_other(url_for("rule_changes.text", change_id=change_id, document_id=document_id))


def _kept(db: Session, found: RuleChange, document: Document, typed: str) -> tuple[str, str]:
    """The verb for the audit log, and what is said of it."""
    do = request.form.get("do")
    if do == "read":
        row = rule_changes.texts(db, found).get(document.id) or abort(404)
        if request.form.get("opened") != authoring.fingerprint(rule_changes.prepared(db, row, document)):
            raise authoring.DraftMoved
        rule_changes.read(db, found, row, now(), learner_key())
        return "read text", say("C'est noté : ce texte est relu.")
    if not account().trainer:
        abort(403)
    if do == "leave":
        rule_changes.leave(db, found, document, now(), learner_key())
        return "leave text", say("C'est noté : rien n'est à changer ici. Une autre personne doit le confirmer.")
    opened = request.form.get("opened", "")
    rule_changes.write(db, found, document, typed, opened, now(), learner_key())
    return "write text", say("Le texte est gardé pour le jour venu. Une autre personne doit le relire.")


def _text_page(db: Session, found: RuleChange, document: Document, typed: str | None = None) -> str:
    row, in_force = rule_changes.texts(db, found).get(document.id), authoring.published_text(db, document) or ""
    kept = rule_changes.prepared(db, row, document)
    shown = kept if typed is None else typed
    (told,) = [one for one in rule_changes.everything(db) if one.change.id == found.id]
    return render_template(
        "rule_changes/text.html",
        told=told,
        change=found,
        document=document,
        row=row,
        title=title_of(document.id, in_force),
        text_language=language_of(document.id, in_force),
        shown=shown,
        opened=authoring.fingerprint(kept),
        conflict=difference(kept, shown) if typed is not None else None,
        changes=difference(in_force, kept) if kept != in_force else None,
        findings=_findings(db, found, document, row),
        names=_names(db, found),
        me=learner_key(),
        moved=row is not None and row.base_id != document.published_id,
        open=told.stage in {Stage.VERIFYING, Stage.TO_COME},
    )


def _findings(db: Session, found: RuleChange, document: Document, row: RuleChangeText | None) -> list[object]:
    if row is None or row.text is None:
        return []
    return [*findings(db, document, row.text, lambda: rule_changes.check(db, found, row))]
