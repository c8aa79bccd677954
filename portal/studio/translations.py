"""Translations of a module: what is missing, and the original beside the text that is written."""

from typing import NamedTuple

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText
from content.text.translations import Pair, block_at, blocks_beside, whole_header
from models.catalogue import documents, draft_reading, drafts, translations
from models.ground import audit
from models.studio import publishing
from models.studio.version_changes import KeyChanged, NothingCorrected
from models.tables.audit import AuditVerb
from models.tables.documents import Document, VersionChange
from portal.access import learner_key, trainer
from portal.pages import say
from portal.request import house_day, now, reading, see_other, writing

blueprint = Blueprint("translations", __name__)

STATES = {
    translations.TranslationState.ABSENT: N_("à traduire"),
    translations.TranslationState.DRAFT: N_("brouillon"),
    translations.TranslationState.RETIRED: N_("retiré"),
    translations.TranslationState.WITHDRAWN: N_("à confirmer : l'original est montré à la place"),
    translations.TranslationState.WAITING: N_("questions à confirmer"),
    translations.TranslationState.BEHIND: N_("questions à ajouter"),
    translations.TranslationState.COMPLETE: N_("publié"),
}
LANGUAGE_NAMES = {"fr": N_("français"), "nl": N_("néerlandais"), "en": N_("anglais")}
CHANGES = {
    VersionChange.WORDING: N_("La forme : rien ne change pour qui a appris"),
    VersionChange.MEANING: N_("La traduction suit l'original, ou en est plus proche"),
    VersionChange.KEY: N_("Une bonne réponse était fausse : les réponses données ne comptent plus"),
}


class Desk(NamedTuple):
    """The translation desk: original and translation in blocks, and what keeps the translation from being published."""

    original: Document
    language: str
    translation: Document | None
    published: bool
    """Whether the translation is published already."""
    title: str
    pairs: list[Pair]
    opened: str
    problems: list[tuple[str, str]]
    """The block in which each is, and its sentence."""
    waiting: frozenset[str]
    disputed: frozenset[str]
    """Questions of the original that are held back since its translation was put right."""


@blueprint.get("/translations")
@trainer
def overview() -> str:
    """Show every published module in the other languages, what is missing first."""
    with reading() as db:
        found = sorted(
            translations.translations(db), key=lambda one: one.state is translations.TranslationState.COMPLETE
        )
    return render_template("translations/overview.html", found=found, states=STATES, names=LANGUAGE_NAMES)


@blueprint.get("/authoring/<module_id>/in/<language>")
@trainer
def desk(module_id: str, language: str) -> Response:
    """Show the original beside the translation, begun or not."""
    with reading() as db:
        return _shown(_desk(db, module_id, language))


@blueprint.post("/authoring/<module_id>/in/<language>")
@trainer
def save(module_id: str, language: str) -> Response:
    """Keep the draft; publish it when the button says so. What was typed is kept in every case."""
    text = whole_header(request.form.getlist("block")).replace("\r\n", "\n")
    publishes = request.form.get("do") == "publish"
    with writing() as db:
        document = translations.begin(db, documents.module_document(db, module_id), language, now(), learner_key())
        try:
            drafts.save_draft(db, document, text, now(), learner_key(), request.form.get("opened"))
            if publishes:
                _publish(db, document, text)
        except (drafts.DraftMoved, BrokenText, KeyChanged, NothingCorrected) as error:
            return _shown(_desk(db, module_id, language, text), _refused(error))
    flash(say("La traduction est publiée.") if publishes else say("Le brouillon est gardé."))
    return see_other(url_for("translations.desk", module_id=module_id, language=language))


@blueprint.post("/authoring/<module_id>/in/<language>/confirm")
@trainer
def confirm(module_id: str, language: str) -> Response:
    """Ask again what waited until somebody had seen that this language, or the original, is still right."""
    with writing() as db:
        original = documents.module_document(db, module_id)
        document = (
            translations.translation_of(db, original, language) if request.form.get("of") != "original" else original
        )
        if document is None:
            raise documents.UnknownModule
        confirmed = translations.confirm(db, document, now(), learner_key())
        audit.note(db, learner_key(), AuditVerb.CONFIRM, document.id, house_day(), questions=sorted(confirmed))
    flash(say("C'est confirmé : ces questions sont de nouveau posées."))
    return see_other(url_for("translations.desk", module_id=module_id, language=language))


def _publish(db: Session, document: Document, text: str) -> None:
    change = next((one for one in CHANGES if one == request.form.get("change")), VersionChange.WORDING)
    version = publishing.publish(db, document, text, change, now(), learner_key())
    audit.note(
        db, learner_key(), AuditVerb.PUBLISH, document.id, house_day(), number=version.number, change=version.change
    )


def _refused(error: Exception) -> str:
    match error:
        case drafts.DraftMoved():
            return say("Quelqu'un d'autre a enregistré entre-temps : votre texte est ci-dessous, non enregistré.")
        case KeyChanged():
            return say(
                "Le brouillon est gardé. La bonne réponse de « %(id)s » change : dites si la traduction suit "
                "l'original, ou si cette réponse était fausse.",
                id=error,
            )
        case NothingCorrected():
            return say("Le brouillon est gardé. Aucune bonne réponse ne change : choisissez une autre raison.")
        case _:
            return say("Le brouillon est gardé. Il reste des corrections à faire avant de publier.")


def _desk(db: Session, module_id: str, language: str, text: str | None = None) -> Desk:
    original = documents.module_document(db, module_id)
    translation, begun = (
        translations.translation_of(db, original, language),
        translations.untranslated(db, original, language),
    )
    latest = begun if translation is None else drafts.latest_text(db, translation)
    shown = latest if text is None else text
    reference = (documents.published_text(db, original) or "", original.language or "")
    return Desk(
        original=original,
        language=language,
        translation=translation,
        published=translation is not None and documents.in_force_of(db, translation) is not None,
        title=documents.listed(db, original).title,
        pairs=blocks_beside(reference, (shown, language), begun),
        opened=drafts.fingerprint(latest),
        problems=_problems(db, translation, shown) if translation else [],
        waiting=translations.waiting(db, translation) if translation else frozenset(),
        disputed=translations.waiting(db, original),
    )


def _problems(db: Session, translation: Document, text: str) -> list[tuple[str, str]]:
    try:
        draft_reading.read_draft(db, translation, text)
    except BrokenText as broken:
        blocks = [block_at(text, translation.language or "", problem.line) for problem in broken.problems]
        sentences = [say(problem.sentence, **problem.values) for problem in broken.problems]
        return list(zip(blocks, sentences, strict=True))
    return []


def _shown(here: Desk, refused: str = "") -> Response:
    page = render_template("translations/desk.html", here=here, refused=refused, names=LANGUAGE_NAMES, changes=CHANGES)
    return make_response(page, 422 if refused else 200)
