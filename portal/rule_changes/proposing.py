"""The form that proposes a rule change from a story."""

from flask import Response, flash, render_template, url_for
from sqlalchemy.orm import Session
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from content.errors import N_, Refused
from content.rules import RuleState
from models.catalogue import in_force
from models.ground import audit
from models.ground.words import typographic
from models.tables.audit import AuditVerb
from models.tables.rule_changes import RuleChange
from models.tables.stories import Story
from models.workshop.rule_changes import occasion, proposing, taking_effect
from models.workshop.rule_changes.proposing import Wanted
from portal.access import learner_key, trainer
from portal.forms import Form, text_of, web_address
from portal.pages import page_language, say
from portal.request import house_day, now, reading, see_other, writing
from portal.rule_changes.blueprint import blueprint

LONGEST_WORDS = 1000
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
    untouched = TextAreaField(validators=[Length(max=LONGEST_WORDS)])
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
        form.address.data = form.address.data or occasion.authority_address(db, story_id)
        form.rule_id.data = occasion.likely_rule(db, occasion.check_shared(db, story_id))
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
            taking_effect.subject_of(change),
            house_day(),
            rule=change.rule_id,
        )
    flash(say("Le changement est proposé. Rien ne change avant qu'une autre personne l'accepte."))
    return see_other(url_for("rule_changes.change", change_id=change.id))


def _proposed(db: Session, story_id: int, form: ChangeForm) -> RuleChange | None:
    """Return the change; None when a field has to be mended, which then says so."""
    invitable = proposing.invitable(db, learner_key())
    invited = next((one for one in invitable if str(one.id) == form.invited.data), None)
    key = invited.learner_key if invited else None
    try:
        return proposing.propose(db, story_id, form.wanted(), now(), learner_key(), key)
    except Refused as refused:
        form.say_why(refused)
    return None


def _form(db: Session, story_id: int) -> ChangeForm:
    """Build the form with today's choices; raises NoSuchStory, Forbidden."""
    story, form, language = occasion.check_shared(db, story_id), ChangeForm(), page_language()
    form.rule_id.choices = {"": say("Choisissez la règle")} | {
        rule.id: typographic(f"{rule.name[language]} ({rule.authority}, {rule.state})", language)
        for rule in in_force.rules(db).values()
    }
    sentences = occasion.citable(db, story)
    form.cited.choices = {
        "-1": say("aucune"),
        **{str(place): typographic(one.sentence, story.language) for place, one in enumerate(sentences)},
    }
    invitable = proposing.invitable(db, learner_key())
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
        citable=occasion.citable(db, db.get_one(Story, story_id)),
    )
