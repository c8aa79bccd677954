"""The studio's page and its parts: the text, what a learner would see of it, what there is to mend, another's text."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from content.module import Question, QuestionNature
from content.text.difference import difference, side_by_side
from content.text.module_reader import sketch_module
from models.catalogue import attestations, cards, documents, drafts, in_force
from models.catalogue.drafts import FIRST_REVIEW
from models.catalogue.suspensions import dialogue_name
from models.directory.studio_list import sketch
from models.ground import audit
from models.people import accounts
from models.studio import reviewing
from models.tables.audit import AuditRole, AuditVerb
from models.tables.documents import Document
from portal import transfer
from portal.access import account, learner_key, today
from portal.directory.entry_shown import shown
from portal.learning.dialogues import trees_of
from portal.pages import page_language, say
from portal.request import house_day, now, settings
from portal.studio import form_page, publication
from portal.studio.remarks import is_of_remarks, margin_of, since_read
from portal.studio.rule_changes import changes_at_work
from portal.studio.text_findings import findings, language_of, title_of, told_together


def keep(db: Session, document: Document, text: str) -> str | None:
    """Keep what was typed as the draft; return the text of somebody else that it knowingly replaces, if any.

    Raises DraftMoved.
    """
    replaced, by = drafts.latest_text(db, document), drafts.last_written(db, document)[0]
    # Anyone who marks a text read, or a remark dealt with, has not written it.
    if text == replaced and is_of_remarks(request.form.get("do", "")):
        return None
    chosen = request.form.get("mine")
    drafts.save_draft(db, document, text, now(), learner_key(), chosen or request.form.get("opened", ""))
    if chosen is None:
        return None
    aside = drafts.set_aside(db, document, replaced, house_day())
    parties = {AuditRole.WRITER: by}
    audit.note(db, learner_key(), AuditVerb.TAKE_OVER_DRAFT, document.id, house_day(), parties, aside=aside.id)
    return replaced


def keep_both(db: Session, document: Document, text: str) -> None:
    """Leave the draft of somebody else, and set aside what was typed here; sent twice, it is there once."""
    if not drafts.is_aside(db, document, text):
        lay_aside(db, document, text)


def lay_aside(db: Session, document: Document, text: str) -> int:
    """Set a text aside, as it was before a part of it was taken out or another took its place; returns its number."""
    aside = drafts.set_aside(db, document, text, house_day())
    audit.note(db, learner_key(), AuditVerb.TAKE_OVER_DRAFT, document.id, house_day(), aside=aside.id)
    return aside.id


def saved_at(at: datetime) -> str:
    """Say when a draft was kept, for its writer."""
    local = at.astimezone(ZoneInfo(settings().timezone))
    return say("Enregistré à %(hours)s h %(minutes)s", hours=f"{local:%H}", minutes=f"{local:%M}")


def page(
    db: Session, document: Document, text: str, *, refused: str = "", moved: bool = False, aside: str | None = None
) -> Response:
    """Show the whole page; `refused` says why it comes back, `moved` that another text has been kept meanwhile."""
    latest = drafts.latest_text(db, document)
    kind, found = documents.kind_of(document), shown_as_asked(db, document, text)
    typed = found["form"].written.text if found["form"] else text
    rendered = render_template(
        "authoring/edit.html",
        document=document,
        kind=kind,
        text=text,
        opened=request.form.get("opened", "") if moved else drafts.fingerprint(latest),
        refused=refused,
        conflict=conflict(db, document, text) if moved else None,
        aside=aside,
        versions=documents.versions(db, document),
        # By language of the text and name, with the words to write over.
        blocks=kind.blocks(today(), today() + FIRST_REVIEW),
        word=request.form.get("word", ""),
        held=publication.held(db, document),
        review=_review(db, document),
        margin_of_text=margin_of(db, document, typed),
        since=since_read(db, document, latest),
        others_text=drafts.last_written(db, document)[0] != learner_key(),
        text_language=language_of(document.id, latest),
        at_work=changes_at_work(db),
        colleagues=publication.colleagues(db),
        longest_word=publication.LONGEST_WORD,
        kept_as=f"{form_page.asked()} {account().id} {document.id}",
        copy=transfer.copies_kept() if moved else "",
        received=transfer.copies_received(),
        has_form=kind.form is not None,
        taken_out=request.args.get("aside", type=int),
        saved=saved_at(document.draft_at) if document.draft_at else "",
        **found,
    )
    return make_response(rendered, 422 if refused or moved else 200)


def shown_as_asked(db: Session, document: Document, text: str) -> dict[str, Any]:
    """Show a text in its form or as it is, as its writer has asked, and what there is to mend in it."""
    form, why_not = form_page.form_of(document, text)
    found = look(db, document, form.written.text if form else text)
    if form:
        form.tell(found["findings"])
        modules = [one.module for one in in_force.published_modules(db, page_language())]
        form.with_names(in_force.skill_map(db), in_force.rules(db), in_force.topics(db), modules)
    return found | {"form": form, "why_no_form": why_not}


def look(db: Session, document: Document, text: str) -> dict[str, Any]:
    """Show what there is to mend in a text, what it is called so far, and what a learner would see of it."""
    found = findings(db, document, text)
    kind = documents.kind_of(document)
    said = {"changes": kind.changes, "change": request.form.get("change", "wording")}
    mended = {"findings": found, "told": told_together(found)} | said
    if not kind.is_played:
        title = say(kind.heading) if kind.heading else title_of(document.id, text)
        mended |= {"title": title, "parts": None, "unread": [], "listed": None}
        if kind.is_in_directory:
            reading = sketch(db, document, text, now(), today())
            mended["sketched"] = shown(reading, page_language()) if reading else None
        return mended
    as_seen = seen(db, text)
    asked = [part.content for part in as_seen["parts"] if part.sound and isinstance(part.content, Question)]
    law = [question for question in asked if question.nature is QuestionNature.LAW]
    listed = publication.listed_changes(db, document, text)
    unread = [one.name for one in attestations.unread(db, attestations.question_parts(document.id, law))]
    title = as_seen["module"].title or document.id
    return mended | {"title": title, "unread": unread, "listed": listed} | as_seen


def seen(db: Session, text: str) -> dict[str, Any]:
    """Show the text of a module as a learner would see it, part by part."""
    module, parts = sketch_module(text)
    return {
        "module": module,
        "parts": parts,
        "trees": trees_of(module),
        "words_of": {one.id: one.stem for one in module.questions}
        | {dialogue_name(one.id): one.title for one in module.dialogues},
        "skills": in_force.skill_map(db),
        "rules": cards.rules_cited(db, module),
        "today": today(),
    }


def conflict(db: Session, document: Document, text: str) -> dict[str, Any]:
    """Show the text that somebody else has kept meanwhile, and how it differs from the one typed here."""
    theirs = drafts.latest_text(db, document)
    by, at = drafts.last_written(db, document)
    writer = accounts.account_of(db, by) if by else None
    return {
        "theirs": theirs,
        "fingerprint": drafts.fingerprint(theirs),
        "own": by == learner_key(),
        "writer": writer.name if writer else None,
        "at": at,
        "rows": side_by_side(difference(theirs, text)),
        "language": language_of(document.id, theirs),
    }


def _review(db: Session, document: Document) -> dict[str, Any] | None:
    """Return the review that a text waits for, and who reads it."""
    found = reviewing.open_review(db, document)
    if found is None:
        return None
    reader = accounts.account_of(db, found.invited) if found.invited else None
    return {"at": found.asked_at, "reader": reader.name if reader else None}
