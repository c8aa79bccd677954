"""The form that proposes a rule change from a story, and the texts that are prepared for its day."""

from functools import partial

from flask import Response, abort, flash, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from content.errors import N_, Refused
from content.rules import RuleState
from content.text.difference import difference
from models.catalogue import documents, drafts, in_force
from models.ground import audit
from models.ground.words import typographic
from models.studio import from_stories
from models.studio.rule_changes import announcements, deciding, planning, prepared_texts
from models.studio.rule_changes.deciding import Wanted
from models.studio.rule_changes.stages import Stage
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from models.tables.rule_changes import RuleChange
from models.tables.stories import Story
from portal.access import account, learner_key, signed_in, trainer
from portal.forms import Form, text_of, web_address
from portal.pages import page_language, say
from portal.request import house_day, now, reading, see_other, writing
from portal.studio.rule_changes import blueprint, names_in, readable
from portal.studio.text_findings import findings, language_of, title_of

LONGEST_CHANGE_WORDS = 1000
STATES = {
    RuleState.ANNOUNCED: N_("annoncé : on en parle, rien n'est décidé"),
    RuleState.ADOPTED: N_("adopté : voté ou décidé, pas encore publié"),
    RuleState.PUBLISHED: N_("publié : au Moniteur belge ou par l'autorité, pas encore en vigueur"),
    RuleState.IN_FORCE: N_("en vigueur : la règle change à cette date"),
    RuleState.SUSPENDED: N_("suspendu : la règle ne s'applique plus, pour un temps"),
    RuleState.CANCELLED: N_("annulé : la règle n'existe plus"),
}


class ChangeForm(Form):
    """The form in which a trainer describes a rule change."""

    rule_id = SelectField(validators=[DataRequired()])
    address = StringField(validators=[DataRequired(), Length(max=2000), web_address])
    state = RadioField(choices={state.value: state.value for state in RuleState}, default=RuleState.ANNOUNCED.value)
    holds_from = DateField(validators=[Optional()])
    holds_until = DateField(validators=[Optional()])
    untouched = TextAreaField(validators=[Length(max=LONGEST_CHANGE_WORDS)])
    cited = SelectField(coerce=int)
    invited = SelectField()

    def wanted(self) -> Wanted:
        """Return the change as the form describes it, for the verb."""
        return Wanted(
            rule_id=self.rule_id.data,
            state=RuleState(self.state.data),
            address=text_of(self.address),
            holds_from=self.holds_from.data,
            holds_until=self.holds_until.data,
            untouched=self.untouched.data or "",
            cited=None if self.cited.data < 0 else self.cited.data,
        )


@blueprint.get("/rule-changes/stories/<int:story_id>")
@trainer
def begin(story_id: int) -> str:
    """Show the form, in plain steps."""
    with reading() as db:
        form = _form(db, story_id)
        form.address.data = form.address.data or from_stories.authority_address(db, story_id)
        form.rule_id.data = from_stories.likely_rule(db, from_stories.check_shared(db, story_id))
        return _form_page(db, story_id, form)


@blueprint.post("/rule-changes/stories/<int:story_id>")
@trainer
def propose(story_id: int) -> Response | tuple[str, int]:
    """Propose a rule change; a second person decides."""
    with writing() as db:
        form = _form(db, story_id)
        change = _proposed(db, story_id, form) if form.validate_on_submit() else None
        if change is None:
            return _form_page(db, story_id, form), 422
        audit.note(
            db,
            learner_key(),
            AuditVerb.PROPOSE_CHANGE,
            planning.subject_of(change),
            house_day(),
            rule=change.rule_id,
        )
    flash(say("Le changement est proposé. Rien ne change avant qu'une autre personne l'accepte."))
    return see_other(url_for("rule_changes.change", change_id=change.id))


def _proposed(db: Session, story_id: int, form: ChangeForm) -> RuleChange | None:
    """Return the change; None when a field has to be mended, which then says so."""
    invitable = deciding.invitable(db, learner_key())
    invited = next((one for one in invitable if str(one.id) == form.invited.data), None)
    key = invited.learner_key if invited else None
    try:
        return deciding.propose(db, story_id, form.wanted(), now(), learner_key(), key)
    except Refused as refused:
        form.say_why(refused)
    return None


def _form(db: Session, story_id: int) -> ChangeForm:
    """Build the form with today's choices; raises NoSuchStory, Forbidden."""
    story, form, language = from_stories.check_shared(db, story_id), ChangeForm(), page_language()
    form.rule_id.choices = {"": say("Choisissez la règle")} | {
        rule.id: typographic(f"{rule.name[language]} ({rule.authority}, {rule.state})", language)
        for rule in in_force.rules(db).values()
    }
    sentences = from_stories.citable(db, story)
    form.cited.choices = {
        "-1": say("aucune"),
        **{str(place): typographic(one.sentence, story.language) for place, one in enumerate(sentences)},
    }
    invitable = deciding.invitable(db, learner_key())
    other_trainers = any(one.trainer for one in invitable)
    anybody = {"": say("n'importe qui d'autre dans l'équipe de formation")} if other_trainers else {}
    form.invited.choices = anybody | {str(one.id): one.name for one in invitable}
    return form


def _form_page(db: Session, story_id: int, form: ChangeForm) -> str:
    return render_template(
        "rule_changes/begin.html",
        story=db.get_one(Story, story_id),
        form=form,
        states={state.value: say(words) for state, words in STATES.items()},
        citable=from_stories.citable(db, db.get_one(Story, story_id)),
    )


# ------------------------------------------------------------- the texts that are prepared for the day of a rule change


@blueprint.get("/rule-changes/<int:change_id>/texts/<document_id>")
@signed_in
def text(change_id: int, document_id: str) -> str:
    """Show the text of a document for the day: what is written, what it changes, what there is to mend."""
    with reading() as db:
        return _text_page(db, readable(db, change_id), documents.module_document(db, document_id))


@blueprint.post("/rule-changes/<int:change_id>/texts/<document_id>")
@signed_in
def keep_text(change_id: int, document_id: str) -> Response | tuple[str, int]:
    """Keep the text, say that nothing is to change, or vouch for it as a second reader: as the button says."""
    typed = request.form.get("text", "").replace("\r\n", "\n")
    try:
        with writing() as db:
            found, document = readable(db, change_id), documents.module_document(db, document_id)
            verb, said = _kept(db, found, document, typed)
            audit.note(db, learner_key(), verb, planning.subject_of(found), house_day(), document=document_id)
    except drafts.DraftMoved:
        # Compared when others can write again.
        with reading() as db:
            found, document = readable(db, change_id), documents.module_document(db, document_id)
            return _text_page(db, found, document, typed=typed), 409
    flash(said)
    return see_other(url_for("rule_changes.text", change_id=change_id, document_id=document_id))


def _kept(db: Session, found: RuleChange, document: Document, typed: str) -> tuple[AuditVerb, str]:
    """Return the verb for the audit log, and the sentence that tells it."""
    do = request.form.get("do")
    if do == "read":
        row = prepared_texts.texts(db, found).get(document.id) or abort(404)
        if request.form.get("opened") != drafts.fingerprint(prepared_texts.prepared(db, row, document)):
            raise drafts.DraftMoved
        prepared_texts.read(db, found, row, now(), learner_key())
        return AuditVerb.READ_TEXT, say("C'est noté : ce texte est relu.")
    if not account().trainer:
        abort(403)
    if do == "leave":
        prepared_texts.leave(db, found, document, now(), learner_key())
        return AuditVerb.LEAVE_TEXT, say("C'est noté : rien n'est à changer ici. Une autre personne doit le confirmer.")
    opened = request.form.get("opened", "")
    prepared_texts.write(db, found, document, typed, opened, now(), learner_key())
    return AuditVerb.WRITE_TEXT, say("Le texte est gardé pour le jour venu. Une autre personne doit le relire.")


def _text_page(db: Session, found: RuleChange, document: Document, typed: str | None = None) -> str:
    prepared_texts.require_marking(found)
    row, in_force = prepared_texts.texts(db, found).get(document.id), documents.published_text(db, document) or ""
    kept = prepared_texts.prepared(db, row, document)
    shown = kept if typed is None else typed
    (told,) = [one for one in announcements.everything(db) if one.change.id == found.id]
    mended = []
    if row is not None and row.text is not None:
        mended = findings(db, document, row.text, partial(prepared_texts.check, db, found, row))
    return render_template(
        "rule_changes/text.html",
        told=told,
        change=found,
        document=document,
        row=row,
        title=title_of(document.id, in_force),
        text_language=language_of(document.id, in_force),
        shown=shown,
        opened=drafts.fingerprint(kept),
        conflict=difference(kept, shown) if typed is not None else None,
        changes=difference(in_force, kept) if kept != in_force else None,
        findings=mended,
        names=names_in(db, found),
        me=learner_key(),
        moved=row is not None and prepared_texts.has_moved(db, row, document),
        open=told.stage in {Stage.VERIFYING, Stage.TO_COME},
    )
